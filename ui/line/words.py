"""The words that the player shows in one dimension, by their English."""

from __future__ import annotations

from ui.player import player_words
from ui.words import _


def line_words(*, ascend: bool) -> dict[str, str]:
    """Those of the player, and what is called otherwise where there is no map."""
    lowest = "Lowest: {name}, {what} = {value}, at ({x}, {y})."
    return {
        **player_words(),
        "Click the map to start there.": _("Click the curve to start one more ball there."),
        lowest: (
            _("Highest: {name}, {what} = {value}, at x = {x}.")
            if ascend
            else _("Lowest: {name}, {what} = {value}, at x = {x}.")
        ),
        "{name} left the map at step {step}": _("{name} left the picture at step {step}"),
        "Whole map": _("Whole curve"),
        "Curve": _("Curve"),
        "Cobweb": _("Cobweb"),
        "maximum": _("maximum"),
        "inflection": _("inflection"),
        "fixed point": _("fixed point"),
    }

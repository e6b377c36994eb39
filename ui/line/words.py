"""The words that the player shows in one dimension, by their English."""

from __future__ import annotations

from engine import Stop
from ui.line.settings import LineSettings
from ui.numbers import short
from ui.player import player_words
from ui.player.terms import line_terms
from ui.symbols import letters
from ui.words import _


def line_words(*, ascend: bool) -> dict[str, str]:
    """Those of the player, and what is called otherwise where there is no map."""
    lowest = "Lowest: {name}, {what} = {value}, at ({x}, {y})."
    return {
        **player_words(),
        **line_terms(),
        "Click the map to start there.": _("Click the curve to start one more ball there."),
        "Drag the start, or click the map to start there.": _(
            "Drag a ball, or click the curve to start one more there."
        ),
        "Drag the start to walk from elsewhere.": _("Drag a ball to start it elsewhere."),
        "Ball from x = {x}": _("Ball from x = {x}"),
        "Ball from x = {x}; the arrow keys move it": _("Ball from x = {x}; the arrow keys move it"),
        "{name} from {x}": _("{name} from {x}"),
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


def line_besides(settings: LineSettings) -> str:
    """What a picture says of the settings besides the learning rates, in whole sentences."""
    curve, said = settings.curve, []
    shape = ", ".join(
        f"{letters(parameter.symbol)} = {short(value)}"
        for parameter, value in zip(curve.parameters, curve.arguments, strict=True)
    )
    if shape:
        said.append(_("Of the curve: {values}.").format(values=shape))
    if settings.ascend:
        said.append(_("The balls go up."))
    if settings.stop is not Stop.BUDGET:
        rule = {
            Stop.GRADIENT: _("Squares mark where |f′| < tol = {epsilon}."),
            Stop.STEP: _("Squares mark where a step is shorter than tol = {epsilon}."),
            Stop.BOTH: _("Squares mark where |f′| and a step are below tol = {epsilon}."),
        }[settings.stop]
        said.append(rule.format(epsilon=short(settings.epsilon)))
    return " ".join(said)

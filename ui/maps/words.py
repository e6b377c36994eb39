"""The words of the maps; their script asks for them by their English."""

from __future__ import annotations

from collections.abc import Sequence

from figures.basin_figure import BasinEnd
from ui.besides import besides
from ui.player.words import share_words
from ui.settings import OptimizerChoice, Settings
from ui.words import _, translated


def basin_words(*, found: bool = False) -> dict[str, str]:
    """English → the language of this script run.

    Args:
        found: Whether the lowest places were found by looking, so that nobody knows them to be.
    """
    known = {
        "global minimum {letter}": _("lowest found {letter}"),
        "a global minimum": _("a lowest place found"),
    }
    return {
        "Maps": _("Maps"),
        "Map": _("Map"),
        "minimum": _("minimum"),
        "minimum {letter}": _("minimum {letter}"),
        "global minimum {letter}": _("global minimum {letter}"),
        "a global minimum": _("a global minimum"),
        "another minimum": _("another minimum"),
        "saddle": _("saddle"),
        "maximum": _("maximum"),
        "level ground": _("level ground"),
        "not there yet": _("not there yet"),
        "diverged": _("diverged"),
        "arrived: f − f* ≤ 1e−4": _("arrived: f − f* ≤ 1e−4"),
        "never within 1e−4 of f*": _("never within 1e−4 of f*"),
        "bright: {fewest} steps, dark: {most}": _("bright: {fewest} steps, dark: {most}"),
        "bright to dark: at rest after {fewest} to {most} steps": _(
            "bright to dark: at rest after {fewest} to {most} steps"
        ),
        "bright to dark: still moving, ≤ {nearest} to {farthest} away": _(
            "bright to dark: still moving, ≤ {nearest} to {farthest} away"
        ),
        "bright to dark: at rest after {fewest} to {most} steps, then still moving, ≤ {nearest} to "
        "{farthest} away": _(
            "bright to dark: at rest after {fewest} to {most} steps, then still moving, "
            "≤ {nearest} to {farthest} away"
        ),
        "{steps} steps": _("{steps} steps"),
        "still moving, {away} away": _("still moving, {away} away"),
        "{place}: f ≈ {height}": _("{place}: f ≈ {height}"),
        "being made …": _("being made …"),
        "not made": _("not made"),
        "everywhere: {what}": _("everywhere: {what}"),
        "everywhere: {what}; try more epochs": _("everywhere: {what}; try more epochs"),
        "Open the whole page": _("Open the whole page"),
        "other minima: colours come again, neighbours differ": _(
            "other minima: colours come again, neighbours differ"
        ),
        "Press a start to see its walks, drag to see others, click it to watch it in Explore; "
        "arrow keys and Enter do it, too.": _(
            "Press a start to see its walks, drag to see others, click it to watch it in Explore; "
            "arrow keys and Enter do it, too."
        ),
        "Click a cell to walk with its settings; arrow keys and Enter do it, too.": _(
            "Click a cell to walk with its settings; arrow keys and Enter do it, too."
        ),
        "saddles of the surface": _("saddles of the surface"),
        "the start": _("the start"),
        "the present settings": _("the present settings"),
        **(known if found else {}),
    }


def picture_words(
    settings: Settings, of_what: str, choices: Sequence[OptimizerChoice]
) -> dict[str, str]:
    """What a picture of maps says of itself, and the menu that makes it.

    Args:
        settings: The visit's.
        of_what: What its cells stand for, in a sentence.
        choices: Whose maps they are; a field that a map sweeps as it usually is.
    """
    said = besides(settings, choices, squares=False)
    return {
        **share_words(),
        "The link, pictures": _("The link, pictures"),
        "subject": translated(settings.surface.title),
        "counted": of_what,
        "besides": said,
    }


def end_in_words(end: BasinEnd, *, found: bool = False) -> str:
    """An end as a column of a table names it; ``found`` as with `basin_words`."""
    if end.kind == "minimum":
        if end.letter:
            return f"★ {end.letter}" if end.known else end.letter
        if end.known and found:
            return _("Lowest found")
        return _("Global minima") if end.known else _("Other minima")
    return {
        "saddle": _("Saddles"),
        "maximum": _("Maxima"),
        "flat": _("Level ground"),
        "under_way": _("Not there yet"),
        "diverged": _("Diverged"),
    }[end.kind]

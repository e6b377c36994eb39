"""The glossary's words of maps of starts: a sentence on each, as in `ui.glossary`."""

from __future__ import annotations

from collections.abc import Callable

from ui.words import _

MAPS: dict[str, Callable[[], str]] = {
    "At rest": lambda: _("The share of the starts whose walks stand still at their end."),
    "Steps to rest, median": lambda: _(
        "Half of the walks that came to rest had done so after this many steps."
    ),
    "Lowest found": lambda: _(
        "The share of the starts whose walks end as low as the lowest place that was found."
    ),
    "Global minima": lambda: _(
        "The share of the starts whose walks end where f has its lowest value of all."
    ),
    "Other minima": lambda: _(
        "The share of the starts whose walks end where it rises all around, but f is lower "
        "elsewhere."
    ),
    "★ A": lambda: _(
        "The share of the starts whose walks end in this minimum, where f is as low as anywhere "
        "known; the map has the letter."
    ),
    "A": lambda: _(
        "The share of the starts whose walks end in this minimum, though f is lower elsewhere; the "
        "map has the letter."
    ),
    "Saddles": lambda: _(
        "The share of the starts whose walks end where it rises along one direction and falls "
        "along another."
    ),
    "Maxima": lambda: _("The share of the starts whose walks end where it falls all around."),
    "Level ground": lambda: _("The share of the starts whose walks end on ground without a slope."),
    "Not there yet": lambda: _(
        "The share of the starts whose walks were still far from everything when their steps were "
        "used up."
    ),
    "Diverged": lambda: _(
        "The share of the starts whose walks went so far away that they were given up."
    ),
}

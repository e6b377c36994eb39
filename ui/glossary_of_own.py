"""The glossary's words of a visitor's own function: a sentence on each, as in `ui.glossary`."""

from __future__ import annotations

from collections.abc import Callable

from ui.words import _

OWN: dict[str, Callable[[], str]] = {
    "Your own": lambda: _("A function that you type yourself, or one of these to begin with."),
    "f(x, y) =": lambda: _(
        "As on paper or as in Python: `3x²y + |sin(πx)|` and `3*x**2*y + abs(sin(pi*x))` are one."
    ),
    "x from": lambda: _("The left side of the map; walks may leave it."),
    "x to": lambda: _("The right side of the map; walks may leave it."),
    "y from": lambda: _("The lower side of the map; walks may leave it."),
    "y to": lambda: _("The upper side of the map; walks may leave it."),
}

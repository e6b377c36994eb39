"""The glossary's words of a visitor's own function: a sentence on each, as in `ui.glossary`."""

from __future__ import annotations

from collections.abc import Callable

from ui.words import _

OWN: dict[str, Callable[[], str]] = {
    "Your own": lambda: _("A function that you type yourself, or one of these to begin with."),
    "f(x, y) =": lambda: _(
        "As on paper or in Python: 0.4x²y + sin(πx), 0.4*x**2*y, |x| or min(x, y)."
    ),
    "x from": lambda: _("The left side of the map; walks may leave it."),
    "x to": lambda: _("The right side of the map; walks may leave it."),
    "y from": lambda: _("The lower side of the map; walks may leave it."),
    "y to": lambda: _("The upper side of the map; walks may leave it."),
}

"""What the two coordinates of a ground are called: x and y, or the names of a model's weights."""

from __future__ import annotations

from surfaces import Surface
from ui.words import _

# How names stand in formulas, where they are not letters with a number.
SYMBOLS = {"slope": "w", "intercept": "b"}
LOWERED = str.maketrans({low: f"_{digit}" for digit, low in enumerate("₀₁₂₃₄₅₆₇₈₉")})


def coordinate_words() -> dict[str, str]:
    """English → the language of this script run, of the names that are words."""
    return {"slope": _("slope"), "intercept": _("intercept")}


def in_words(names: tuple[str, str]) -> tuple[str, str]:
    """Two names in the visitor's language."""
    words = coordinate_words()
    first, second = (words.get(name, name) for name in names)
    return first, second


def coordinates(surface: Surface) -> tuple[str, str]:
    """What x and y of a surface are called, in the visitor's language."""
    return in_words(surface.coordinates)


def symbols(surface: Surface) -> str:
    """Both as LaTeX, as they stand in its formula: ``w_1, w_2``."""
    names = (SYMBOLS.get(name, name) for name in surface.coordinates)
    return ", ".join(name.translate(LOWERED) for name in names)


def explained_symbols(surface: Surface) -> str:
    """Which letter of the formula is which coordinate, in a sentence; empty where it is plain."""
    first, second = coordinates(surface)
    if not set(surface.coordinates) <= set(SYMBOLS):
        return ""
    w, b = (SYMBOLS[name] for name in surface.coordinates)
    return _("{w} is the {first}, {b} the {second}.").format(w=w, first=first, b=b, second=second)

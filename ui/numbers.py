"""Numbers as a visitor reads them."""

from __future__ import annotations

import math
from functools import lru_cache

FEW, MOST = 4, 17  # significant digits: of a number by itself; that tell any two floats apart
NONE = "—"  # what is not a number


@lru_cache(maxsize=4096)  # a page asks for some thousand slider stops at every change
def short(value: float) -> str:
    """At most four significant digits, with a true minus: 0.05, 1.234, 5e−4, 2.1e−7, ∞."""
    return _written(value, FEW)


def apart(*values: float, most: int = MOST) -> tuple[str, ...]:
    """Numbers that are read beside each other, with the digits that tell them apart.

    They are written as `short` does; if two different ones would look the same, all get as many
    digits as it takes, up to ``most`` significant ones (4 at least). With 17 any two floats differ;
    with fewer, what is written alike is as good as equal.

    Returns:
        As many texts as values, in the same order as numbers.
    """
    written = [tuple(_written(v, digits) for v in values) for digits in range(FEW, most + 1)]
    # 1e−3 and 0.001 are different texts, but not different numbers.
    told = [len({read(text) for text in texts if text != NONE}) for texts in written]
    return written[told.index(max(told))]


def read(text: str) -> float:
    """The number that `short` or `apart` has written; NaN for the sign that it is none."""
    return math.nan if text == NONE else float(text.replace("−", "-").replace("∞", "inf"))


def compared(one: float, other: float, most: int = MOST) -> str:
    """Two numbers with the sign between them that is true of them as written: 2.0001 > 2.

    What differs beyond ``most`` digits is equal.
    """
    left, right = apart(one, other, most=most)
    alike = read(left) == read(right)
    return f"{left} {'=' if alike else '>' if one > other else '<'} {right}"


def per_cent(share: float, digits: int = 1) -> str:
    """A share, 1 being all of it, in per cent to so many decimals: 58.5 %, < 0.1 %, > 99.9 %.

    Something is never called nothing, what falls short of all of it is not called all, and what
    is more is not, either. What is a hundred times all of it or more is written as `short` does.

    Raises:
        ValueError: ``share`` is below 0.
    """
    if share < 0:
        raise ValueError(f"a share must be at least 0, got {share!r}")
    if not share < 100:  # NaN as well
        return f"{short(100 * share)}\u00a0%"
    least = 10.0**-digits
    text = f"{100 * share:.{digits}f}"
    if share > 0 and float(text) == 0:
        text = f"<\u00a0{least:g}"
    elif share < 1 and float(text) == 100:
        text = f">\u00a0{100 - least:g}"
    elif share > 1 and float(text) == 100:
        text = ">\u00a0100"
    return f"{text}\u00a0%"


def _written(value: float, digits: int) -> str:
    """At most so many significant digits; of few, one less where there is an exponent."""
    if math.isnan(value):
        return NONE
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size == 0:
        return "0"
    # From the largest of these on the format below writes an exponent, too.
    if size < 1e-3 or size >= 10.0**digits - 0.5:
        mantissa, exponent = f"{value:.{digits - 2 if digits == FEW else digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return f"{value:.{digits}g}".replace("-", "−")

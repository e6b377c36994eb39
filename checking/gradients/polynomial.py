"""A surface's formula as the sum of its terms, where it is a polynomial.

A surface writes f as plain arithmetic on x and y. Handed two polynomials instead of numbers, the
same lines multiply out what they say; where they ask for more than + − × and whole powers, the
surface is no polynomial.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from surfaces import Surface

Powers = tuple[int, int]
MOST_TERMS = 60
TINY = 1e-12  # of the largest coefficient: what is left where terms cancel


class Polynomial:
    """Coefficients by the powers of x and y."""

    def __init__(self, terms: Mapping[Powers, float]) -> None:
        self.terms = dict(terms)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> Any:
        """NumPy's numbers and functions leave the arithmetic to it."""
        made = ARITHMETIC.get(ufunc.__name__)
        if made is None or method != "__call__" or more:
            return NotImplemented
        return made(*(part if isinstance(part, Polynomial) else float(part) for part in inputs))

    def __add__(self, other: Any) -> Polynomial:
        terms = dict(self.terms)
        for powers, number in _made(other).terms.items():
            terms[powers] = terms.get(powers, 0.0) + number
        return Polynomial(terms)

    def __mul__(self, other: Any) -> Polynomial:
        terms: dict[Powers, float] = {}
        for (i, j), a in self.terms.items():
            for (k, m), b in _made(other).terms.items():
                terms[i + k, j + m] = terms.get((i + k, j + m), 0.0) + a * b
        return Polynomial(terms)

    def __pow__(self, exponent: Any) -> Polynomial:
        if exponent != int(exponent) or not 0 <= exponent <= 12:
            raise TypeError("only whole powers make polynomials")
        result = Polynomial({(0, 0): 1.0})
        for _ in range(int(exponent)):
            result = result * self
        return result

    def __neg__(self) -> Polynomial:
        return self * -1.0

    def __sub__(self, other: Any) -> Polynomial:
        return self + _made(other) * -1.0

    def __rsub__(self, other: Any) -> Polynomial:
        return _made(other) - self

    def __truediv__(self, other: Any) -> Polynomial:
        if isinstance(other, Polynomial):
            raise TypeError("a quotient is no polynomial")
        return self * (1.0 / float(other))

    __radd__ = __add__
    __rmul__ = __mul__


ARITHMETIC: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "negative": operator.neg,
    "power": operator.pow,
}


def _made(value: Any) -> Polynomial:
    return value if isinstance(value, Polynomial) else Polynomial({(0, 0): float(value)})


@lru_cache(maxsize=128)
def _terms(surface: Surface) -> tuple[tuple[Powers, float], ...] | None:
    try:
        made = surface.f(Polynomial({(1, 0): 1.0}), Polynomial({(0, 1): 1.0}))
    except Exception:  # whatever its lines ask of NumPy
        return None
    if not isinstance(made, Polynomial):
        return None
    largest = max(map(abs, made.terms.values()), default=0.0)
    terms = {
        powers: float(f"{number:.12g}")
        for powers, number in made.terms.items()
        if abs(number) > TINY * largest
    }
    return tuple(terms.items()) if len(terms) <= MOST_TERMS else None


def terms_of(surface: Surface) -> dict[Powers, float] | None:
    """The terms of f by their powers of x and y; None where it is no polynomial."""
    terms = _terms(surface)
    return None if terms is None else dict(terms)


def derived(number: float, powers: Powers, axis: int) -> tuple[float, Powers]:
    """The derivative of one term along an axis."""
    lower = (powers[0] - (axis == 0), powers[1] - (axis == 1))
    return number * powers[axis], lower


SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(number: float, powers: Powers) -> str:
    """A term as it is written on paper, e.g. ``−0.25y²``."""
    letters = "".join(
        name + (str(power).translate(SUPERSCRIPTS) if power != 1 else "")
        for name, power in zip("xy", powers, strict=True)
        if power
    )
    size = f"{abs(number):.6g}"
    return ("−" if number < 0 else "") + (letters if size == "1" and letters else size + letters)

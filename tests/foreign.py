"""A processor that is not here: `pytest -p tests.foreign`.

Every function that IEEE 754 does not round in one way errs by one last bit more, up or down or not
at all as the bits of its result say, and `math`'s otherwise than NumPy's. So they differ as those
of two processors, or of NumPy and the C library, do; and still are functions: the same in, the
same out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

# Those that a tape takes.
FREE = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "power")
IN_MATH = {"arctan": "atan"}  # by which name it is known there


def shifted(results: Any, salt: int) -> Any:
    """Results one last bit off, those excepted that any library gets right: 0, ±1, inf, nan."""
    numbers = np.array(results, dtype=float)
    mixed = numbers.reshape(-1).view(np.uint64).reshape(numbers.shape)
    with np.errstate(all="ignore"):
        way = (mixed * np.uint64(0x9E3779B97F4A7C15 + 2 * salt) >> np.uint64(40)) % np.uint64(3)
        off = np.where(way == 0, np.nextafter(numbers, -np.inf), numbers)
        off = np.where(way == 2, np.nextafter(numbers, np.inf), off)
    exact = ~np.isfinite(numbers) | np.isin(numbers, (-1.0, 0.0, 1.0))
    return np.where(exact, numbers, off)[()]


class Foreign:
    """A ufunc of that processor."""

    def __init__(self, function: np.ufunc, salt: int) -> None:
        self._function, self._salt = function, salt
        self.__name__ = function.__name__

    def __getattr__(self, name: str) -> Any:
        return getattr(self._function, name)

    def __call__(self, *arguments: Any, out: Any = None, **options: Any) -> Any:
        given, places = arguments[: self.nin], arguments[self.nin :]
        result = self._function(*given, **options)
        if getattr(result, "dtype", None) == np.float64:  # a tape's symbols have none
            result = shifted(result, self._salt)
        target = places[0] if places else out
        if target is None:
            return result
        target[...] = result
        return target


def foreign(function: Callable[..., float], salt: int) -> Callable[..., float]:
    """A function of `math` on that processor."""

    def called(*arguments: float) -> float:
        return float(shifted(function(*arguments), salt))

    return called


def pytest_configure() -> None:
    for salt, name in enumerate(FREE):
        setattr(np, name, Foreign(getattr(np, name), salt))
        if name != "power":  # `**` of Python's and NumPy's numbers stays as it is, and so does pow
            known = IN_MATH.get(name, name)
            setattr(math, known, foreign(getattr(math, known), salt + len(FREE)))

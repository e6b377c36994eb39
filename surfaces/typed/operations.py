"""What can be done with the values of a formula: NumPy's functions, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _choose(a: Any, b: Any, yes: Any, no: Any) -> Any:
    """``yes`` where a ≤ b, ``no`` where a > b, and NaN where one of them is none."""
    return np.where(np.less_equal(a, b), yes, np.where(np.greater(a, b), no, np.nan))


def _unless_zero(a: Any, value: Any, tip: Any) -> Any:
    """A value, but that of a tip where ``a`` is 0."""
    return np.where(np.equal(a, 0.0), tip, value)


def _where_above_zero(a: Any) -> Any:
    """``a`` where it is above 0, else NaN, since a logarithm is not defined there."""
    return np.where(np.greater(a, 0.0), a, np.nan)


def _whole_power(base: Any, power: float) -> Any:
    """The product of so many factors, by squares."""
    result, square, left = None, base, int(power)
    while left:
        if left & 1:
            result = square if result is None else np.multiply(result, square)
        left >>= 1
        if left:
            square = np.multiply(square, square)
    return result


OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in ("add", "subtract", "multiply", "divide", "negative")},
    **{name: getattr(np, name) for name in ("sqrt", "exp", "log", "sin", "cos", "tan")},
    **{name: getattr(np, name) for name in ("sinh", "cosh", "tanh", "arctan", "sign")},
    **{"abs": np.absolute, "min": np.minimum, "max": np.maximum, "power": np.power},
    "whole_power": _whole_power,
    "choose": _choose,
    "unless_zero": _unless_zero,
    "above_zero": _where_above_zero,
}

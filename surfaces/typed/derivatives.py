"""Derivatives of values, rule by rule, in the same list.

Where a derivative fails to exist one is chosen. At a kink of |u|, min and max it is that of one
side or between the two. At the tip of a root (the cone √(x² + y²) at the origin) the slope is 0,
so that what stands on the tip rests there, and there are no second derivatives: they are NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from surfaces.typed.algebra import Algebra, Value

Rule = Callable[[Algebra, Value, Sequence[Value], Sequence[Value], Value], Value]


def derivatives(algebra: Algebra, f: Value) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """(df/dx, df/dy) and (fxx, fxy, fyy) of a value."""
    x, y = Algebra.X, Algebra.Y
    dx, dy = (derivative(algebra, f, by, 0.0) for by in (x, y))
    bends = ((dx, x), (dx, y), (dy, y))
    return (dx, dy), tuple(derivative(algebra, slope, by, math.nan) for slope, by in bends)


def derivative(algebra: Algebra, of: Value, by: Value, tip: float) -> Value:
    """The derivative of a value by x or y; ``tip`` is what it is at the tip of a root."""
    zero, at_tip = algebra.number(0.0), algebra.number(tip)
    slopes = {by: algebra.number(1.0)}
    for place in algebra.needed([of]):
        operation, inputs, _number = algebra.list[place]
        mine = [slopes.get(part, zero) for part in inputs]
        if inputs and all(slope == zero for slope in mine):
            slopes[place] = zero
        elif operation in RULES:
            slopes[place] = RULES[operation](algebra, place, inputs, mine, at_tip)
        elif inputs:
            inner = _inner(algebra, operation, place, inputs[0])
            slopes[place] = algebra.apply("multiply", inner, mine[0])
    return slopes.get(of, zero)


def _inner(a: Algebra, operation: str, place: Value, u: Value) -> Value:
    """The derivative of a function of one number at that number, itself being at ``place``."""
    one, two = a.number(1.0), a.number(2.0)
    match operation:
        case "exp":
            return place
        case "log":
            return a.apply("divide", one, a.value("above_zero", (u,)))
        case "sin":
            return a.apply("cos", u)
        case "cos":
            return a.apply("negative", a.apply("sin", u))
        case "tan":
            return a.apply("add", one, a.power(place, two))
        case "sinh":
            return a.apply("cosh", u)
        case "cosh":
            return a.apply("sinh", u)
        case "tanh":
            # Not 1 − tanh², which has no digits left where tanh is nearly 1.
            return a.apply("divide", one, a.power(a.apply("cosh", u), two))
        case "arctan":
            return a.apply("divide", one, a.apply("add", one, a.power(u, two)))
        case "abs":
            return a.apply("sign", u)
        case "above_zero":
            return one
    assert operation == "sign", operation
    return a.number(0.0)


def _product(
    a: Algebra, _place: Value, inputs: Sequence[Value], d: Sequence[Value], _tip: Value
) -> Value:
    """u′v + uv′."""
    (u, v), (du, dv) = inputs, d
    return a.apply("add", a.apply("multiply", du, v), a.apply("multiply", u, dv))


def _quotient(
    a: Algebra, place: Value, inputs: Sequence[Value], d: Sequence[Value], _tip: Value
) -> Value:
    """(u′ − q v′)/v with q = u/v."""
    above = a.apply("subtract", d[0], a.apply("multiply", place, d[1]))
    return a.apply("divide", above, inputs[1])


def _root(
    a: Algebra, place: Value, inputs: Sequence[Value], d: Sequence[Value], tip: Value
) -> Value:
    """u′/(2√u)."""
    slope = a.apply("divide", d[0], a.apply("multiply", a.number(2.0), place))
    return a.value("unless_zero", (inputs[0], slope, tip))


def _whole_power(
    a: Algebra, _place: Value, inputs: Sequence[Value], d: Sequence[Value], _tip: Value
) -> Value:
    """The derivative of uⁿ: n uⁿ⁻¹ u′."""
    n = a.constant(inputs[1])
    assert n is not None
    below = a.apply("multiply", inputs[1], a.power(inputs[0], a.number(n - 1)))
    return a.apply("multiply", below, d[0])


def _power(
    a: Algebra, place: Value, inputs: Sequence[Value], d: Sequence[Value], tip: Value
) -> Value:
    """uᵛ (v′ log u + v u′/u), of a constant power c uᶜ⁻¹ u′."""
    (u, v), c = inputs, a.constant(inputs[1])
    if c is not None:
        below = a.apply("multiply", v, a.power(u, a.number(c - 1)))
        slope = a.apply("multiply", below, d[0])
        return a.value("unless_zero", (u, slope, tip)) if 0 < c < 1 else slope
    grown = a.apply("multiply", d[1], a.apply("log", u))
    drawn = a.apply("divide", a.apply("multiply", v, d[0]), u)
    return a.apply("multiply", place, a.apply("add", grown, drawn))


def _chosen(
    a: Algebra, _place: Value, inputs: Sequence[Value], d: Sequence[Value], _tip: Value
) -> Value:
    return d[2] if d[2] == d[3] else a.value("choose", (*inputs[:2], d[2], d[3]))


def _beside_tip(
    a: Algebra, _place: Value, inputs: Sequence[Value], d: Sequence[Value], tip: Value
) -> Value:
    return a.value("unless_zero", (inputs[0], d[1], tip))


RULES: dict[str, Rule] = {
    "add": lambda a, _place, _inputs, d, _tip: a.apply("add", *d),
    "subtract": lambda a, _place, _inputs, d, _tip: a.apply("subtract", *d),
    "negative": lambda a, _place, _inputs, d, _tip: a.apply("negative", *d),
    "multiply": _product,
    "divide": _quotient,
    "sqrt": _root,
    "whole_power": _whole_power,
    "power": _power,
    "min": lambda a, _place, inputs, d, _tip: a.value("choose", (*inputs, *d)),
    "max": lambda a, _place, inputs, d, _tip: a.value("choose", (*inputs[::-1], *d)),
    "choose": _chosen,
    "unless_zero": _beside_tip,
}

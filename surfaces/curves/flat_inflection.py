"""The flat inflection f = x⁴/4 − x³/3: a place without slope that is no minimum.

f′ = x²(x − 1) is 0 at 0 and at the minimum 1. Near 0 it is about −x², so from the left each step
of gradient descent is shorter than the last: the walk slows down without end, and a stop rule that
asks for a small slope takes the place for a minimum.
"""

from typing import Any

from surfaces.curves.curve import Curve, Interval, Stationary, Turn


def f(x: Any) -> Any:
    """x⁴/4 − x³/3."""
    return x**4 / 4 - x**3 / 3


def first(x: Any) -> Any:
    """x²(x − 1)."""
    return x**2 * (x - 1)


def second(x: Any) -> Any:
    """x(3x − 2)."""
    return x * (3 * x - 2)


CURVE = Curve(
    name="flat_inflection",
    title="Flat inflection x⁴/4 − x³/3",
    formula=r"\tfrac{1}{4}x^4 - \tfrac{1}{3}x^3",
    f=f,
    first=first,
    second=second,
    domain=Interval(-1, 1.8),
    stationary=(Stationary(0.0, Turn.INFLECTION), Stationary(1.0, Turn.MINIMUM)),
    minima=((1.0,),),
    minimum=-1 / 12,
    starts=(1.7, 0.2, -0.9),
    source="Made for this collection, after a study post on CS231n, lecture 7, 2021",
    note="Small steps of gradient descent from the left get stuck at 0; momentum may pass.",
)

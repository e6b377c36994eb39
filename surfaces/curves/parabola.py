"""The parabola f = x² + 2x + 3: the one-dimensional exercise of the fifth study post.

f″ = 2 everywhere, so one step of gradient descent multiplies the distance from −1 by 1 − 2η: at
η = 1/2 one step is enough, above η = 1 the walk leaves.
"""

from typing import Any

from surfaces.curves.curve import Curve, Interval, Stationary, Turn


def f(x: Any) -> Any:
    """x² + 2x + 3."""
    return x**2 + 2 * x + 3


def first(x: Any) -> Any:
    """2x + 2."""
    return 2 * x + 2


def second(x: Any) -> Any:
    """2."""
    return 2


CURVE = Curve(
    name="parabola",
    title="Parabola x² + 2x + 3",
    formula="x^2 + 2x + 3",
    f=f,
    first=first,
    second=second,
    domain=Interval(-5, 3),
    stationary=(Stationary(-1.0, Turn.MINIMUM),),
    minima=((-1.0,),),
    minimum=2.0,
    starts=(2.5, -4.0),
    source="Exercise of a study post on gradient descent (Boostcamp AI Tech, day 2), 2021",
    note="Each step of gradient descent multiplies the distance to −1 by the same factor, 1 − 2η.",
)

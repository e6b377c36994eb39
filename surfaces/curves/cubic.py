"""The cubic f = x³ − 2x² + 2: the first objective function of the first study post.

It has a local minimum, f(4/3) = 22/27, a local maximum, f(0) = 2, and no lowest value: to the left
of 0 it falls without end. f″(4/3) = 4, so gradient descent settles there for η < 1/2 only.
"""

from typing import Any

from surfaces.curves.curve import Curve, Interval, Stationary, Turn


def f(x: Any) -> Any:
    """x³ − 2x² + 2."""
    return x**3 - 2 * x**2 + 2


def first(x: Any) -> Any:
    """3x² − 4x."""
    return 3 * x**2 - 4 * x


def second(x: Any) -> Any:
    """6x − 4."""
    return 6 * x - 4


CURVE = Curve(
    name="cubic",
    title="Cubic x³ − 2x² + 2",
    formula="x^3 - 2x^2 + 2",
    f=f,
    first=first,
    second=second,
    domain=Interval(-0.9, 2.4),
    stationary=(Stationary(0.0, Turn.MAXIMUM), Stationary(4 / 3, Turn.MINIMUM)),
    minima=(),
    minimum=None,
    starts=(2.2, 0.3, 0.0, -0.01),
    source="Objective function of a study post on gradient descent, 2021",
    note="Four starts, three fates: two settle at 4/3, one stays on the hilltop, one never stops.",
)

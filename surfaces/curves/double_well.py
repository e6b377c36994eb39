"""The tilted double well f = (x² − 1)² + 0.3x: a local minimum beside the global one.

Its stationary points are the three roots of 4x³ − 4x + 0.3.
"""

from typing import Any

from surfaces.curves.curve import Curve, Interval, Stationary, Turn


def f(x: Any) -> Any:
    """(x² − 1)² + 0.3x."""
    return (x**2 - 1) ** 2 + 0.3 * x


def first(x: Any) -> Any:
    """4x(x² − 1) + 0.3."""
    return 4 * x * (x**2 - 1) + 0.3


def second(x: Any) -> Any:
    """12x² − 4."""
    return 12 * x**2 - 4


CURVE = Curve(
    name="double_well",
    title="Double well (x² − 1)² + 0.3x",
    formula=r"(x^2 - 1)^2 + 0.3x",
    f=f,
    first=first,
    second=second,
    domain=Interval(-1.7, 1.7),
    stationary=(
        Stationary(-1.0355787140888538, Turn.MINIMUM),
        Stationary(0.07542915856974822, Turn.MAXIMUM),
        Stationary(0.9601495555191055, Turn.MINIMUM),
    ),
    minima=((-1.0355787140888538,),),
    minimum=-0.30542848374391598,
    starts=(1.6, 0.1, 0.05, -1.6),
    source="The double-well potential with a tilt, as in any textbook of mechanics",
    note="Small steps: from left of 0.075 to the global minimum, from right of it to a local one.",
)

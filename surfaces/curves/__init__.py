"""The ground in one dimension: curves with their derivatives and facts.

To add one: write its file, then its line here.
"""

from surfaces.curves import (
    absolute,
    cubic,
    double_well,
    flat_inflection,
    parabola,
    weighted_squares,
)
from surfaces.curves.curve import Curve, Interval, Stationary, Turn

CURVES: tuple[Curve, ...] = (
    cubic.CURVE,
    parabola.CURVE,
    weighted_squares.CURVE,
    double_well.CURVE,
    flat_inflection.CURVE,
    absolute.CURVE,
)


def by_name(name: str, *arguments: float) -> Curve:
    """The curve of that name; ``arguments`` are the values of its parameters, if it has any.

    Raises:
        ValueError: No curve has that name, or it takes no such arguments.

    Examples:
        >>> cubic = by_name("cubic")
        >>> cubic.value(1.0), cubic.slope(1.0), cubic.curvature(1.0)
        (np.float64(1.0), np.float64(-1.0), np.float64(2.0))
    """
    for curve in CURVES:
        if curve.name == name:
            if not arguments:
                return curve
            if curve.remake is None or len(arguments) != len(curve.parameters):
                raise ValueError(
                    f"curve {name}: takes {len(curve.parameters)} parameters, got {len(arguments)}"
                )
            return curve.remake(*arguments)
    names = ", ".join(curve.name for curve in CURVES)
    raise ValueError(f"curve: one of {names}; got {name!r}")


__all__ = ["CURVES", "Curve", "Interval", "Stationary", "Turn", "by_name"]

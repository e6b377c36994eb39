"""Rosenbrock's valley, f = (1 − x)² + 100(y − x²)².

At the minimum the curvature across the valley is 2508 times the curvature along it.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """(1 − x)² + 100(y − x²)²."""
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def df(x: Any, y: Any) -> Any:
    """With w = y − x²: (−2(1 − x) − 400xw, 200w)."""
    w = y - x**2
    return 2 * (x - 1) - 400 * x * w, 200 * w


def d2f(x: Any, y: Any) -> Any:
    """(2 + 1200x² − 400y, −400x, 200)."""
    return 2 + 1200 * x**2 - 400 * y, -400 * x, 200


SURFACE = Surface(
    name="rosenbrock",
    title="Rosenbrock's valley",
    family=Family.VALLEYS,
    formula=r"(1 - x)^2 + 100\,(y - x^2)^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-2, 2, -1, 3),
    minima=((1.0, 1.0),),
    minimum=0.0,
    start=(-1.2, 1.0),
    source=(
        "H. H. Rosenbrock, An automatic method for finding the greatest or least value of a "
        "function, 1960, https://doi.org/10.1093/comjnl/3.3.175"
    ),
    note="Finding the valley is quick; nearly all the time is spent along its curved floor.",
)

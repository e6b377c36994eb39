"""The round bowl, f = x² + y²: the same curvature in every direction."""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """x² + y²."""
    return x**2 + y**2


def df(x: Any, y: Any) -> Any:
    """(2x, 2y)."""
    return 2 * x, 2 * y


def d2f(x: Any, y: Any) -> Any:
    """diag(2, 2)."""
    return 2, 0, 2


SURFACE = Surface(
    name="sphere",
    title="Round bowl x² + y²",
    family=Family.BOWLS,
    formula=r"x^2 + y^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5, 5, -5, 5),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-4.0, 2.5),
    opening=(-4.8, 3.1),
    source=(
        "K. A. De Jong, An analysis of the behavior of a class of genetic adaptive systems, 1975 "
        "(its function F1), https://hdl.handle.net/2027.42/4507"
    ),
    note="Straight down leads to the minimum; rules that scale each axis leave that line.",
)

"""The Dixon-Price function in two dimensions, f = (x − 1)² + 2(2y² − x)².

A valley along the parabola x = 2y² with a minimum in each arm, and a saddle at (1/3, 0) between.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface

ROOT_HALF = 0.5**0.5


def f(x: Any, y: Any) -> Any:
    """(x − 1)² + 2(2y² − x)²."""
    return (x - 1) ** 2 + 2 * (2 * y**2 - x) ** 2


def df(x: Any, y: Any) -> Any:
    """With w = 2y² − x: (2(x − 1) − 4w, 16yw)."""
    w = 2 * y**2 - x
    return 2 * (x - 1) - 4 * w, 16 * y * w


def d2f(x: Any, y: Any) -> Any:
    """(6, −16y, 96y² − 16x)."""
    return 6, -16 * y, 96 * y**2 - 16 * x


SURFACE = Surface(
    name="dixon_price",
    title="Dixon–Price fork",
    family=Family.VALLEYS,
    formula=r"(x - 1)^2 + 2\,(2y^2 - x)^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-2, 4, -2, 2),
    minima=((1.0, ROOT_HALF), (1.0, -ROOT_HALF)),
    minimum=0.0,
    start=(3.5, 0.05),
    opening=(-1.5, -2.1),
    source=(
        "L. C. W. Dixon and R. C. Price, The truncated Newton method for sparse unconstrained "
        "optimisation using automatic differentiation, JOTA 60, 1989, "
        "https://doi.org/10.1007/BF00940007"
    ),
    note="y = 0 is a ridge: from a hair above it, gradient descent slides into the upper arm.",
)

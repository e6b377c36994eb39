"""The contour function of the third study post, with its true gradient.

The post differentiates f by hand and slips in three terms; the field it prints is the gradient of
no function. The derivatives here are those of f itself. The surface is not convex (det H < 0 at
(1.5, 0.5), for one), yet it has a single stationary point and is bounded below: for every y it is
a parabola in x that opens upwards.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """0.4x²y² + 0.3x²y + 0.3x² + 0.3y² − 0.25xy² + 0.31xy − 0.2x + 2.1y, by powers of x."""
    y2 = y**2
    a = 0.4 * y2 + 0.3 * y + 0.3
    b = 0.31 * y - 0.25 * y2 - 0.2
    return (a * x + b) * x + 0.3 * y2 + 2.1 * y


def df(x: Any, y: Any) -> Any:
    """Each by powers of one variable.

    (0.8xy² + 0.6xy + 0.6x − 0.25y² + 0.31y − 0.2,
    0.8x²y − 0.5xy + 0.6y + 0.3x² + 0.31x + 2.1).
    """
    x2, y2 = x**2, y**2
    dx = x * (0.8 * y2 + 0.6 * y + 0.6) - 0.25 * y2 + 0.31 * y - 0.2
    dy = y * (0.8 * x2 - 0.5 * x + 0.6) + 0.3 * x2 + 0.31 * x + 2.1
    return dx, dy


def d2f(x: Any, y: Any) -> Any:
    """(0.8y² + 0.6y + 0.6, 1.6xy + 0.6x − 0.5y + 0.31, 0.8x² − 0.5x + 0.6)."""
    return (
        0.8 * y**2 + 0.6 * y + 0.6,
        x * (1.6 * y + 0.6) - 0.5 * y + 0.31,
        0.8 * x**2 - 0.5 * x + 0.6,
    )


SURFACE = Surface(
    name="blog",
    title="The blog post's terrain",
    family=Family.POSTS,
    formula=r"0.4x^2y^2 + 0.3x^2y + 0.3x^2 + 0.3y^2 - 0.25xy^2 + 0.31xy - 0.2x + 2.1y",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5, 5, -6.5, 6.5),
    minima=((0.4823842471373431, -4.255968289210563),),
    minimum=-4.962203155151475,
    start=(0.5, 5.8),
    opening=(-3.6, 5.5),
    source="Contour function of a study post on Adam (Boostcamp AI Tech, Optimizer 3), 2021",
    note="Steep across and gentle along: the walk snaps into the valley, then has ten units to go.",
)

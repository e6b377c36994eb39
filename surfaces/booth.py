"""Booth's function, f = (x + 2y − 7)² + (2x + y − 5)²: a tilted bowl.

A quadratic with eigenvalues 18 along (1, 1) and 2 along (1, −1).
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """(x + 2y − 7)² + (2x + y − 5)²."""
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


def df(x: Any, y: Any) -> Any:
    """(10x + 8y − 34, 8x + 10y − 38)."""
    return 10 * x + 8 * y - 34, 8 * x + 10 * y - 38


def d2f(x: Any, y: Any) -> Any:
    """Constant: (10, 8, 10)."""
    return 10, 8, 10


SURFACE = Surface(
    name="booth",
    title="Booth's tilted bowl",
    family=Family.BOWLS,
    formula=r"(x + 2y - 7)^2 + (2x + y - 5)^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-10, 10, -10, 10),
    minima=((1.0, 3.0),),
    minimum=0.0,
    start=(-8.0, 5.0),
    source=(
        "M. Jamil and X.-S. Yang, A literature survey of benchmark functions for global "
        "optimization problems, 2013, https://arxiv.org/abs/1308.4008"
    ),
    note="The valley runs diagonally, so scaling x and y separately does not straighten it.",
)

"""Matyas's function, f = 0.26(x² + y²) − 0.48xy: a flat diagonal trough.

A quadratic with eigenvalues 1 along (1, −1) and 0.04 along (1, 1): condition number 25.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """0.26(x² + y²) − 0.48xy."""
    return 0.26 * (x**2 + y**2) - 0.48 * x * y


def df(x: Any, y: Any) -> Any:
    """(0.52x − 0.48y, 0.52y − 0.48x)."""
    return 0.52 * x - 0.48 * y, 0.52 * y - 0.48 * x


def d2f(x: Any, y: Any) -> Any:
    """Constant: (0.52, −0.48, 0.52)."""
    return 0.52, -0.48, 0.52


SURFACE = Surface(
    name="matyas",
    title="Matyas's trough",
    family=Family.BOWLS,
    formula=r"0.26\,(x^2 + y^2) - 0.48\,xy",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-10, 10, -10, 10),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-9.0, -3.0),
    source=(
        "J. Matyas, Random optimization, Automation and Remote Control 26, 1965; listed by "
        "M. Jamil and X.-S. Yang, 2013, https://arxiv.org/abs/1308.4008"
    ),
    note="Down to the trough at once, then a long way along it, with 25 times less curvature.",
)

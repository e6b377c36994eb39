"""The saddle, f = x² − y²: down along y, up along x, and no minimum.

On the line y = 0 the walk ends at the saddle; off it by a hair, it lingers and then leaves.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """x² − y²."""
    return x**2 - y**2


def df(x: Any, y: Any) -> Any:
    """(2x, −2y)."""
    return 2 * x, -2 * y


def d2f(x: Any, y: Any) -> Any:
    """diag(2, −2)."""
    return 2, 0, -2


SURFACE = Surface(
    name="saddle",
    title="Saddle x² − y²",
    family=Family.FLAT,
    formula=r"x^2 - y^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-1.5, 1.5, -1.5, 1.5),
    minima=(),
    minimum=None,
    falls=(0.0, 1.0),
    start=(1.0, 1e-3),
    opening=(1.3, 0.06),
    source=(
        "The saddle of every textbook; for why it matters: Y. Dauphin et al., Identifying and "
        "attacking the saddle point problem, 2014, https://arxiv.org/abs/1406.2572"
    ),
    note="y starts at 0.001: some rules hesitate ten times as long as others before they go down.",
)

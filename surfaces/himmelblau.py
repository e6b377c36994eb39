"""Himmelblau's function, f = (x² + y − 11)² + (x + y² − 7)².

Four minima of the same depth, four saddles between them and a hilltop near (−0.27, −0.92).
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """(x² + y − 11)² + (x + y² − 7)²."""
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def df(x: Any, y: Any) -> Any:
    """With p = x² + y − 11 and q = x + y² − 7: (4xp + 2q, 2p + 4yq)."""
    p = x**2 + y - 11
    q = x + y**2 - 7
    return 4 * x * p + 2 * q, 2 * p + 4 * y * q


def d2f(x: Any, y: Any) -> Any:
    """(12x² + 4y − 42, 4(x + y), 12y² + 4x − 26)."""
    return 12 * x**2 + 4 * y - 42, 4 * (x + y), 12 * y**2 + 4 * x - 26


SURFACE = Surface(
    name="himmelblau",
    title="Himmelblau's four minima",
    family=Family.MINIMA,
    formula=r"(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5, 5, -5, 5),
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    ),
    minimum=0.0,
    start=(0.7, 4.3),
    source=(
        "D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill, 1972; listed by M. Jamil "
        "and X.-S. Yang, 2013, https://arxiv.org/abs/1308.4008"
    ),
    note="All four minima are equally deep: where a walk ends depends on its start and its rule.",
)

"""McCormick's function, f = sin(x + y) + (x − y)² − 1.5x + 2.5y + 1.

The minimum is the lowest point of the usual domain only: f(x − π, y − π) = f(x, y) − π, so lower
copies follow outside of it without end, and f has no lowest value.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """sin(x + y) + (x − y)² − 1.5x + 2.5y + 1."""
    return np.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


def df(x: Any, y: Any) -> Any:
    """(cos(x + y) + 2(x − y) − 1.5, cos(x + y) − 2(x − y) + 2.5)."""
    c, d = np.cos(x + y), 2 * (x - y)
    return c + d - 1.5, c - d + 2.5


def d2f(x: Any, y: Any) -> Any:
    """(2 − sin(x + y), −2 − sin(x + y), 2 − sin(x + y))."""
    s = np.sin(x + y)
    return 2 - s, -2 - s, 2 - s


SURFACE = Surface(
    name="mccormick",
    title="McCormick's slide",
    family=Family.VALLEYS,
    formula=r"\sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-1.5, 4, -3, 4),
    minima=((0.5 - np.pi / 3, -0.5 - np.pi / 3),),
    minimum=None,
    falls=(-1.0, -1.0),
    start=(-1.1, 2.8),
    opening=(-1.5, 2.2),
    source=(
        "M. Jamil and X.-S. Yang, A literature survey of benchmark functions for global "
        "optimization problems, 2013, https://arxiv.org/abs/1308.4008"
    ),
    note="The star is lowest on this map only: outside, f falls from copy to copy without end.",
)

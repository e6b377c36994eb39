"""Rastrigin's function, f = 20 + x² + y² − 10cos 2πx − 10cos 2πy: a bowl of egg cups.

One local minimum near every pair of whole numbers; the deepest at the origin.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface

TWO_PI = 2 * np.pi


def f(x: Any, y: Any) -> Any:
    """20 + x² + y² − 10(cos 2πx + cos 2πy)."""
    return 20 + x**2 + y**2 - 10 * (np.cos(TWO_PI * x) + np.cos(TWO_PI * y))


def df(x: Any, y: Any) -> Any:
    """(2x + 20π sin 2πx, 2y + 20π sin 2πy)."""
    return 2 * x + 10 * TWO_PI * np.sin(TWO_PI * x), 2 * y + 10 * TWO_PI * np.sin(TWO_PI * y)


def d2f(x: Any, y: Any) -> Any:
    """(2 + 40π² cos 2πx, 0, 2 + 40π² cos 2πy)."""
    curvature = 10 * TWO_PI**2
    return 2 + curvature * np.cos(TWO_PI * x), 0, 2 + curvature * np.cos(TWO_PI * y)


SURFACE = Surface(
    name="rastrigin",
    title="Rastrigin's egg cups",
    family=Family.MINIMA,
    formula=r"20 + x^2 + y^2 - 10\cos 2\pi x - 10\cos 2\pi y",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5.12, 5.12, -5.12, 5.12),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-3.6, 2.3),
    opening=(-1.41, -0.9),
    close=Domain(-1.6, 1.6, -1.6, 1.6),
    source=(
        "L. A. Rastrigin, Systems of Extremal Control, 1974; formula in M. Molga and C. Smutnicki, "
        "Test functions for optimization needs, 2005; S. Surjanovic and D. Bingham, "
        "https://www.sfu.ca/~ssurjano/rastr.html"
    ),
    note="Small steps end in the cup they start in: the slope hardly shows the bowl beneath.",
)

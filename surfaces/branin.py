"""Branin's function, f = (y − 5.1x²/4π² + 5x/π − 6)² + 10(1 − 1/8π)cos x + 10.

All minima have the same depth, 10/8π, and lie on the parabola where the square vanishes, at every
odd multiple of π. The usual domain holds three of them.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface

B = 5.1 / (4 * np.pi**2)
C = 5 / np.pi
S = 10 - 10 / (8 * np.pi)


def f(x: Any, y: Any) -> Any:
    """(y − Bx² + Cx − 6)² + S cos x + 10."""
    return (y - B * x**2 + C * x - 6) ** 2 + S * np.cos(x) + 10


def df(x: Any, y: Any) -> Any:
    """With w = y − Bx² + Cx − 6: (2w(C − 2Bx) − S sin x, 2w)."""
    w = 2 * (y - B * x**2 + C * x - 6)
    return w * (C - 2 * B * x) - S * np.sin(x), w


def d2f(x: Any, y: Any) -> Any:
    """(2(C − 2Bx)² − 4Bw − S cos x, 2(C − 2Bx), 2)."""
    w = y - B * x**2 + C * x - 6
    slope = C - 2 * B * x
    return 2 * slope**2 - 4 * B * w - S * np.cos(x), 2 * slope, 2


def _outside() -> tuple[tuple[float, float], ...]:
    """The minima left and right of the three, up to a million units away."""
    x = np.pi * np.arange(-1001, 1003, 2)
    y = B * x**2 - C * x + 6
    outside = ((x < -4) | (x > 10)) & (np.hypot(x, y) <= 1e6)
    return tuple(zip(x[outside].tolist(), y[outside].tolist(), strict=True))


SURFACE = Surface(
    name="branin",
    title="Branin's three minima",
    family=Family.MINIMA,
    formula=(
        r"\left(y - \frac{5.1}{4\pi^2}x^2 + \frac{5}{\pi}x - 6\right)^2"
        r" + 10\left(1 - \frac{1}{8\pi}\right)\cos x + 10"
    ),
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5, 10, 0, 15),
    minima=((-np.pi, 12.275), (np.pi, 2.275), (3 * np.pi, 2.475)),
    minimum=10 / (8 * np.pi),
    further=_outside(),
    start=(-3.9, 1.6),
    opening=(4.6, 12.8),
    source=(
        "F. H. Branin, Widely convergent method for finding multiple solutions of simultaneous "
        "nonlinear equations, IBM Journal of Research and Development 16, 1972, "
        "https://doi.org/10.1147/rd.165.0504"
    ),
    note="Three minima of equal depth on the map: different rules end in different ones.",
)

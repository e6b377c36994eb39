"""The drop wave, f = −(1 + cos 12r)/(½r² + 2), r = √(x² + y²): rings around a drop.

cos 12r is even in r, so f is smooth at the origin; only sin 12r / r needs its limit there, 12.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """−(1 + cos 12r)/(½r² + 2)."""
    r2 = x**2 + y**2
    return -(1 + np.cos(12 * np.sqrt(r2))) / (0.5 * r2 + 2)


def df(x: Any, y: Any) -> Any:
    """h·(x, y) with h = (12·sin 12r / r + w)/d, d = ½r² + 2 and w = (1 + cos 12r)/d."""
    r2 = x**2 + y**2
    r = np.sqrt(r2)
    d = 0.5 * r2 + 2
    sinc = np.where(r > 0, np.sin(12 * r) / np.where(r > 0, r, 1.0), 12.0)
    h = (12 * sinc + (1 + np.cos(12 * r)) / d) / d
    return h * x, h * y


def d2f(x: Any, y: Any) -> Any:
    """With h as in ``df`` and the unit vector (u, v): diag(h, h) + r·dh/dr·(u², uv, v²)."""
    r2 = x**2 + y**2
    r = np.sqrt(r2)
    d = 0.5 * r2 + 2
    r_safe = np.where(r > 0, r, 1.0)
    u, v = x / r_safe, y / r_safe
    cos = np.cos(12 * r)
    sinc = np.where(r > 0, np.sin(12 * r) / r_safe, 12.0)
    w = (1 + cos) / d
    h = (12 * sinc + w) / d
    bend = (12 * (12 * cos - sinc) - r2 * (24 * sinc + 2 * w) / d) / d
    return h + bend * u**2, bend * u * v, h + bend * v**2


SURFACE = Surface(
    name="drop_wave",
    title="Drop wave",
    family=Family.MINIMA,
    formula=r"-\frac{1 + \cos\left(12\sqrt{x^2 + y^2}\right)}{\tfrac{1}{2}(x^2 + y^2) + 2}",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-2.5, 2.5, -2.5, 2.5),
    minima=((0.0, 0.0),),
    minimum=-1.0,
    start=(-1.1, 0.4),
    opening=(-0.02, -0.27),
    close=Domain(-0.62, 0.62, -0.62, 0.62),
    source=(
        "M. Molga and C. Smutnicki, Test functions for optimization needs, 2005; S. Surjanovic and "
        "D. Bingham, https://www.sfu.ca/~ssurjano/drop.html"
    ),
    note="Every trough is a closed ring around the minimum: a walk must climb to come closer.",
)

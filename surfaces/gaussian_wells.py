"""Gaussian wells: a wide bowl minus three wells, f = (x² + y²)/20 − Σ dᵢ exp(−kᵢ|(x, y) − cᵢ|²).

A broad shallow well, a middling one, and a narrow deep one that holds the global minimum.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface

# Depth d, narrowness k, centre (u, v).
WELLS = ((1.5, 0.4, -1.8, 1.2), (1.2, 1.0, 1.6, 1.8), (2.2, 2.0, 1.2, -1.4))


def f(x: Any, y: Any) -> Any:
    """(x² + y²)/20 − Σ d exp(−k((x − u)² + (y − v)²))."""
    height = 0.05 * (x**2 + y**2)
    for d, k, u, v in WELLS:
        height = height - d * np.exp(-k * ((x - u) ** 2 + (y - v) ** 2))
    return height


def df(x: Any, y: Any) -> Any:
    """(x, y)/10 + Σ 2dk exp(…)·(x − u, y − v)."""
    dx, dy = 0.1 * x, 0.1 * y
    for d, k, u, v in WELLS:
        p, q = x - u, y - v
        pull = (2 * d * k) * np.exp(-k * (p**2 + q**2))
        dx, dy = dx + pull * p, dy + pull * q
    return dx, dy


def d2f(x: Any, y: Any) -> Any:
    """Derivatives of ``df``, with p = x − u and q = y − v."""
    dxx, dxy, dyy = 0.1, 0.0, 0.1
    for d, k, u, v in WELLS:
        p, q = x - u, y - v
        pull = (2 * d * k) * np.exp(-k * (p**2 + q**2))
        bend = 2 * k * pull
        dxx = dxx + pull - bend * p**2
        dxy = dxy - bend * p * q
        dyy = dyy + pull - bend * q**2
    return dxx, dxy, dyy


SURFACE = Surface(
    name="gaussian_wells",
    title="Gaussian wells",
    family=Family.MINIMA,
    formula=(
        r"\tfrac{1}{20}(x^2 + y^2) - 1.5\,e^{-0.4\left((x + 1.8)^2 + (y - 1.2)^2\right)}"
        r" - 1.2\,e^{-\left((x - 1.6)^2 + (y - 1.8)^2\right)}"
        r" - 2.2\,e^{-2\left((x - 1.2)^2 + (y + 1.4)^2\right)}"
    ),
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-4, 4, -4, 4),
    minima=((1.1857188396438705, -1.3835433800770605),),
    minimum=-2.03488344772379,
    start=(2.3, -0.1),
    opening=(-1.7, -3.4),
    source="Made for this collection",
    note="The deepest well is the narrowest: gradient descent rests there for η below 0.225 only.",
)

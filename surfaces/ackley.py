"""Ackley's function: a funnel in a plain of ripples.

Around the origin f grows like 2√2 times the distance: a cone. At its tip the gradient does not
exist, and 0 is returned; the second derivatives grow without bound towards it, and nan is returned.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface

TWO_PI = 2 * np.pi


def f(x: Any, y: Any) -> Any:
    """−20 exp(−0.2√(½(x² + y²))) − exp(½(cos 2πx + cos 2πy)) + e + 20."""
    q = np.sqrt(0.5 * (x**2 + y**2))
    ripples = np.exp(0.5 * (np.cos(TWO_PI * x) + np.cos(TWO_PI * y)))
    return 20 - 20 * np.exp(-0.2 * q) + np.e - ripples


def df(x: Any, y: Any) -> Any:
    """2 exp(−0.2q)·(x, y)/q + π·ripples·(sin 2πx, sin 2πy), with q = √(½(x² + y²))."""
    q = np.sqrt(0.5 * (x**2 + y**2))
    funnel = 2 * np.exp(-0.2 * q) / np.where(q > 0, q, 1.0)
    ripples = np.pi * np.exp(0.5 * (np.cos(TWO_PI * x) + np.cos(TWO_PI * y)))
    return (
        funnel * x + ripples * np.sin(TWO_PI * x),
        funnel * y + ripples * np.sin(TWO_PI * y),
    )


def d2f(x: Any, y: Any) -> Any:
    """Derivatives of ``df``, with (u, v)/√2 the unit vector away from the tip."""
    q = np.sqrt(0.5 * (x**2 + y**2))
    q = np.where(q > 0, q, np.nan)
    u, v = x / q, y / q
    funnel = 2 * np.exp(-0.2 * q)
    bend = funnel * (0.5 / q + 0.1)
    cos_x, cos_y = np.cos(TWO_PI * x), np.cos(TWO_PI * y)
    sin_x, sin_y = np.sin(TWO_PI * x), np.sin(TWO_PI * y)
    ripples = np.pi**2 * np.exp(0.5 * (cos_x + cos_y))
    return (
        funnel / q - bend * u**2 + ripples * (2 * cos_x - sin_x**2),
        -bend * u * v - ripples * sin_x * sin_y,
        funnel / q - bend * v**2 + ripples * (2 * cos_y - sin_y**2),
    )


SURFACE = Surface(
    name="ackley",
    title="Ackley's funnel",
    family=Family.MINIMA,
    formula=(r"-20\,e^{-0.2\sqrt{(x^2 + y^2)/2}} - e^{(\cos 2\pi x + \cos 2\pi y)/2} + e + 20"),
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5, 5, -5, 5),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-3.3, 2.4),
    opening=(-1.58, -1.01),
    close=Domain(-1.8, 1.8, -1.8, 1.8),
    source=(
        "D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, Kluwer, 1987, "
        "https://doi.org/10.1007/978-1-4613-1997-9"
    ),
    note="The minimum is the tip of a cone: steps of constant length jump about it and never rest.",
    smooth=False,
)

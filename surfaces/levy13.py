"""Levy's function no. 13: a bowl around (1, 1) with steep ripples.

f = sin² 3πx + (x − 1)²(1 + sin² 3πy) + (y − 1)²(1 + sin² 2πy).
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface

PI2, PI3, PI4, PI6 = 2 * np.pi, 3 * np.pi, 4 * np.pi, 6 * np.pi
TWICE_PI3_SQUARED, TWICE_PI2_SQUARED = 2 * PI3**2, 2 * PI2**2


def f(x: Any, y: Any) -> Any:
    """sin² 3πx + (x − 1)²(1 + sin² 3πy) + (y − 1)²(1 + sin² 2πy)."""
    return (
        np.sin(PI3 * x) ** 2
        + (x - 1) ** 2 * (1 + np.sin(PI3 * y) ** 2)
        + (y - 1) ** 2 * (1 + np.sin(PI2 * y) ** 2)
    )


def df(x: Any, y: Any) -> Any:
    """The derivative of sin² ax is a sin 2ax; u = x − 1, v = y − 1."""
    u, v = x - 1, y - 1
    dx = PI3 * np.sin(PI6 * x) + 2 * u * (1 + np.sin(PI3 * y) ** 2)
    dy = (
        PI3 * u**2 * np.sin(PI6 * y)
        + 2 * v * (1 + np.sin(PI2 * y) ** 2)
        + PI2 * v**2 * np.sin(PI4 * y)
    )
    return dx, dy


def d2f(x: Any, y: Any) -> Any:
    """Derivatives of ``df``, with the same abbreviations."""
    u, v = x - 1, y - 1
    return (
        TWICE_PI3_SQUARED * np.cos(PI6 * x) + 2 * (1 + np.sin(PI3 * y) ** 2),
        PI6 * u * np.sin(PI6 * y),
        TWICE_PI3_SQUARED * u**2 * np.cos(PI6 * y)
        + 2 * (1 + np.sin(PI2 * y) ** 2)
        + 2 * PI4 * v * np.sin(PI4 * y)
        + TWICE_PI2_SQUARED * v**2 * np.cos(PI4 * y),
    )


SURFACE = Surface(
    name="levy13",
    title="Levy's ripples (no. 13)",
    family=Family.MINIMA,
    formula=(r"\sin^2 3\pi x + (x - 1)^2 (1 + \sin^2 3\pi y) + (y - 1)^2 (1 + \sin^2 2\pi y)"),
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-1.5, 3.5, -1.5, 3.5),
    minima=((1.0, 1.0),),
    minimum=0.0,
    start=(0.3, 2.2),
    source=(
        "S. Surjanovic and D. Bingham, Virtual Library of Simulation Experiments, 2013, "
        "https://www.sfu.ca/~ssurjano/levy13.html"
    ),
    note="Along y the ripples grow with |x − 1|: far out they are walls, close in dents.",
)

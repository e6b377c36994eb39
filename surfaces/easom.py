"""Easom's function, f = −cos x · cos y · exp(−(x − π)² − (y − π)²): one well in a flat plain.

Further than about three units from (π, π) the slope is below 1e-3, and soon below 1e-16.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """−cos x · cos y · exp(−(x − π)² − (y − π)²)."""
    return -np.cos(x) * np.cos(y) * np.exp(-((x - np.pi) ** 2) - (y - np.pi) ** 2)


def df(x: Any, y: Any) -> Any:
    """With u = x − π: df/dx = (sin x + 2u cos x) cos y · exp(…), and the same with x, y swapped."""
    u, v = x - np.pi, y - np.pi
    well = np.exp(-(u**2) - v**2)
    cos_x, cos_y = np.cos(x), np.cos(y)
    return (
        (np.sin(x) + 2 * u * cos_x) * cos_y * well,
        (np.sin(y) + 2 * v * cos_y) * cos_x * well,
    )


def d2f(x: Any, y: Any) -> Any:
    """Derivatives of ``df``, with the same abbreviations."""
    u, v = x - np.pi, y - np.pi
    well = np.exp(-(u**2) - v**2)
    cos_x, cos_y, sin_x, sin_y = np.cos(x), np.cos(y), np.sin(x), np.sin(y)
    return (
        ((3 - 4 * u**2) * cos_x - 4 * u * sin_x) * cos_y * well,
        -(sin_x + 2 * u * cos_x) * (sin_y + 2 * v * cos_y) * well,
        ((3 - 4 * v**2) * cos_y - 4 * v * sin_y) * cos_x * well,
    )


SURFACE = Surface(
    name="easom",
    title="Easom's lone well",
    family=Family.FLAT,
    formula=r"-\cos x \cos y \; e^{-(x - \pi)^2 - (y - \pi)^2}",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-1, 7, -1, 7),
    minima=((np.pi, np.pi),),
    minimum=-1.0,
    start=(1.9, 2.3),
    opening=(1.6, 1.6),
    source=(
        "E. E. Easom, A survey of global optimization techniques, M. Eng. thesis, University of "
        "Louisville, 1990; listed by M. Jamil and X.-S. Yang, 2013, "
        "https://arxiv.org/abs/1308.4008"
    ),
    note="Move the start away from the well: the plain is so flat that plain descent stands still.",
)

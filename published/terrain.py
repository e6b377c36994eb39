"""The post's function f with the field that the post takes for its gradient.

Three terms of the field are slips of the pen:

    0.6y    for 0.6xy      in df/dx
    −0.5y   for −0.25y²    in df/dx
    0.6x²   for 0.3x²      in df/dy

Together they make it the gradient of no function at all: a gradient has no curl, this field has
∂dx/∂y − ∂dy/∂x = −1.2x + 0.5y + 0.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from surfaces import Surface, by_name

TRUE = by_name("blog")


def df(x: Any, y: Any) -> Any:
    """The field, letter for letter as the post prints it."""
    dx = 0.8 * x * y**2 + 0.6 * y + 0.6 * x - 0.5 * y + 0.31 * y - 0.2
    dy = 0.8 * x**2 * y + 0.6 * x**2 + 0.6 * y - 0.5 * x * y + 0.31 * x + 2.1
    return dx, dy


# What each slip adds to the true gradient.
SLIPS: tuple[Callable[[Any, Any], Any], ...] = (
    lambda x, y: (0.6 * y - 0.6 * x * y, 0.0),
    lambda x, y: (0.25 * y**2 - 0.5 * y, 0.0),
    lambda x, y: (0.0, 0.3 * x**2),
)

# A Surface in all but one promise: its `gradient` is not that of its `value`. The minima are those
# of f, so that a walk on it is measured by what it was meant to find.
PUBLISHED = replace(TRUE, name="blog_as_published", title="The terrain as published", df=df)


def with_slip(place: int) -> Surface:
    """The terrain with a single one of the three slips."""
    slip = SLIPS[place]

    def slipped(x: Any, y: Any) -> Any:
        (dx, dy), (ex, ey) = TRUE.df(x, y), slip(x, y)
        return dx + ex, dy + ey

    return replace(TRUE, name=f"blog_slip_{place + 1}", df=slipped)


def curl(x: Any, y: Any) -> Any:
    """∂dx/∂y − ∂dy/∂x of the published field: 0 everywhere if it were a gradient."""
    return -1.2 * x + 0.5 * y + 0.1


@lru_cache(maxsize=8)
def field_zero(surface: Surface = PUBLISHED) -> tuple[float, float]:
    """Where the surface's field vanishes, by Newton's method from the minimum of f.

    The Jacobian comes from complex steps, which are exact to the last bit. (Squire, Trapp, Using
    complex variables to estimate derivatives of real functions, 1998,
    https://doi.org/10.1137/S003614459631241X.)
    """
    point = np.array(TRUE.minima[0])
    h = 1e-30
    for _ in range(50):
        x, y = point
        columns = (surface.gradient(x + 1j * h, y), surface.gradient(x, y + 1j * h))
        jacobian = np.array([[part.imag / h for part in column] for column in columns]).T
        step = np.linalg.solve(jacobian, np.array(surface.gradient(x, y)))
        point = point - step
        if np.hypot(*step) < 1e-15:
            break
    return float(point[0]), float(point[1])

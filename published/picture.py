"""What the post's picture is made of.

The post evaluates f on the pairs (x[i], y[i]) of two ranges, which all lie on the line y = x − 1,
takes the values for a second axis, and draws the distance √(X² + Y²) on the page (x, f). So its
contours are circles about the page's origin, whatever f is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from published.terrain import TRUE

# matplotlib's choice for `contour(..., 25)` on distances from 0 to 6.33: a circle every 0.25.
RING_STEP = 0.25


def distance(x: Any, y: Any) -> np.ndarray:
    """The Z of the post: how far a point of the page lies from its origin."""
    return np.hypot(x, y)


@lru_cache(maxsize=1)
def line() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, y and f(x, y), each (300,): everywhere that the picture ever asks for f."""
    x, y = np.arange(-1, 2, 0.01), np.arange(-2, 1, 0.01)
    return x, y, TRUE.value(x, y)


def window() -> tuple[float, float, float, float]:
    """x_min, x_max, y_min, y_max of the published plot; y is f on the line."""
    x, _, f = line()
    return float(x.min()), float(x.max()), float(f.min()), float(f.max())

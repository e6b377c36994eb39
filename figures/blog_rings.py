"""The ground of the post's picture: circles about the page's origin, a quarter of a unit apart."""

from __future__ import annotations

import math

import numpy as np

from figures.ground import RESOLUTION, Chart, Ground
from published import RING_STEP, distance

LINEAR = 1e6  # softness, in heights of the scale: from here on its logarithm is a straight line


def rings(part: tuple[float, float, float, float]) -> Ground:
    """Distances from the origin over a window; the contours lie at multiples of `RING_STEP`.

    The player draws the lines of n bands at (k + ½) / n of the scale, so the scale begins half a
    ring below 0.
    """
    x_min, x_max, y_min, y_max = part
    x = np.linspace(x_min, x_max, RESOLUTION)[None, :]
    y = np.linspace(y_min, y_max, RESOLUTION)[:, None]
    heights = distance(x, y)
    floor = -RING_STEP / 2
    bands = math.ceil((float(heights.max()) - floor) / RING_STEP)
    top = floor + bands * RING_STEP
    key = rings_key(part)
    made = Ground(key, part, heights, floor, LINEAR * (top - floor), top, bands)
    levels = made.level(heights).astype(np.float32)
    return Ground(key, part, levels, floor, made.softness, top, bands)


def ring_chart(part: tuple[float, float, float, float]) -> Chart:
    """A chart that knows of no minimum, and whose heights are not those of the walks."""
    return Chart(rings_key(part), part, (), None, solid=False)


def rings_key(part: tuple[float, float, float, float]) -> str:
    """Tells these rings from every other ground."""
    return "/".join(["post_rings", *(f"{number:g}" for number in part)])

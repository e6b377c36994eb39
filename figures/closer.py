"""A part of the ground, made anew for those who look so closely that the map's grid shows through.

Its grid and its levels are those of its own rectangle: the scale begins at the lowest height in it
and not at f*, which from half-way up a slope lies so deep that all of the rectangle is one band.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from figures.blob import pack
from figures.ground import RESOLUTION, Ground, softness_of
from surfaces import Surface

Part = tuple[float, float, float, float]  # x_min, x_max, y_min, y_max

FINEST = 1e-12  # of a coordinate: a narrower rectangle has no numbers between its borders
FARTHEST = 1e6  # from the origin
STEPS = 65534  # codes of a level, from 0 to 1
NOWHERE = STEPS + 1  # the code of a height that is not finite
# A fourth difference multiplies rounding that is independent from point to point by √70; of heights
# as smooth as they are at such a scale it leaves nothing.
FOURTH = (1.0, -4.0, 6.0, -4.0, 1.0)
ROUNDING = 0.02  # of the range of heights: more of it, and lines would be drawn by rounding alone


def part_asked(asked: Any) -> Part | None:
    """x_min, x_max, y_min, y_max from what a browser has sent; None if that is no rectangle."""
    if not isinstance(asked, Sequence) or isinstance(asked, str) or len(asked) != 4:
        return None
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in asked):
        return None
    x_min, x_max, y_min, y_max = (float(number) for number in asked)
    for low, high in ((x_min, x_max), (y_min, y_max)):
        most = max(abs(low), abs(high))
        if not (math.isfinite(most) and most <= FARTHEST and high - low > FINEST * most):
            return None
    return x_min, x_max, y_min, y_max


def closer_ground(surface: Surface, part: Part, whole: Ground) -> Ground:
    """The heights of ``surface`` over a rectangle, on levels of its own.

    Where all heights of the rectangle are one number to within their rounding there are no levels
    to draw: it then has the one level that the map has there.

    Args:
        surface: The surface.
        part: x_min, x_max, y_min, y_max.
        whole: The map's ground.
    """
    x_min, x_max, y_min, y_max = part
    x = np.linspace(x_min, x_max, RESOLUTION)[None, :]
    y = np.linspace(y_min, y_max, RESOLUTION)[:, None]
    heights = surface.value(x, y)
    finite = heights[np.isfinite(heights)]
    key = whole.key
    if finite.size == 0:
        return Ground(key, part, np.full(heights.shape, np.nan, np.float32), 0.0, 1.0, 1.0)
    floor, top = float(finite.min()), float(finite.max())
    inside = [x_min <= mx <= x_max and y_min <= my <= y_max for mx, my in surface.minima]
    if surface.minimum is not None and any(inside):
        floor = min(floor, surface.minimum)
    if top - floor <= rounding(heights) / ROUNDING:
        level = float(np.clip(whole.level(float(np.median(finite))), 0.0, 1.0))
        return Ground(key, part, np.full(heights.shape, level, np.float32), floor, 1.0, top)
    softness = softness_of(float(np.median(finite)) - floor, top - floor)
    made = Ground(key, part, heights, floor, softness, top)
    return Ground(key, part, made.level(heights).astype(np.float32), floor, softness, top)


def rounding(heights: np.ndarray) -> float:
    """How much the heights of a fine grid owe to rounding: the median along rows and columns.

    Args:
        heights: (n, n), n ≥ 5.
    """
    largest = np.max(np.abs(heights), where=np.isfinite(heights), initial=0.0)
    noise = 4 * float(np.finfo(float).eps * largest)
    for lines in (heights, heights.T):
        count = lines.shape[1] - 4
        left = np.zeros((lines.shape[0], count))
        with np.errstate(invalid="ignore"):
            for i, weight in enumerate(FOURTH):
                left += weight * lines[:, i : i + count]
        left = np.abs(left[np.isfinite(left)])
        if left.size:
            noise = max(noise, float(np.median(left)) / math.sqrt(sum(w * w for w in FOURTH)))
    return noise


def closer_packed(made: Ground, of: str) -> bytes:
    """A part of the ground whose key is ``of`` as the player takes it, 52 kB."""
    rows, columns = made.levels.shape
    codes = np.where(np.isfinite(made.levels), np.rint(made.levels * STEPS), NOWHERE)
    header = {
        "id": "/".join([of, *(repr(float(number)) for number in made.window)]),
        "of": of,
        "window": made.window,
        "nx": columns,
        "ny": rows,
        "bands": made.bands,
        "scale": {"floor": made.floor, "softness": made.softness, "top": made.top},
    }
    return pack(header, {"z": codes.astype(np.uint16)})

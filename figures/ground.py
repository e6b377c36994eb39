"""The ground: heights of a surface over its window, scaled so that contours follow the valley.

The bands are equally spaced in log(f − f* + δ). A large δ makes that linear, a small one opens up
the deepest part; δ is chosen so that the median height lies at 60 % of the scale. So a valley that
a linear scale would show as one flat colour is as readable as a plain bowl.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from figures.blob import pack
from surfaces import Surface

RESOLUTION = 161  # points along each side
BANDS = 22
MEDIAN_AT = 0.6  # of the scale
WIDEST = 2.3  # up to this ratio of its sides, a domain is shown with equal units on both axes


@dataclass(frozen=True, eq=False)
class Ground:
    """A surface's heights on a grid.

    Attributes:
        key: Tells this ground from every other.
        window: x_min, x_max, y_min, y_max of the map.
        levels: (n, n) float32 in [0, 1], rows along y: log-scaled height above the floor; NaN
            where f is not finite.
        floor: The height at level 0: f*, or the lowest on the map.
        softness: δ.
        top: The height at level 1.
        bands: How many bands of equal height the contours divide it into.
    """

    key: str
    window: tuple[float, float, float, float]
    levels: np.ndarray
    floor: float
    softness: float
    top: float
    bands: int = BANDS

    def level(self, height: Any) -> np.ndarray:
        """The level of a height, in [0, 1] on the map."""
        above = np.maximum(np.asarray(height, float) - self.floor, 0.0)
        if self.top <= self.floor:  # a plain, as of examples that all stand at 0
            return np.where(np.isfinite(above), 0.0, above)
        return np.log1p(above / self.softness) / math.log1p((self.top - self.floor) / self.softness)


@dataclass(frozen=True)
class Chart:
    """What the player has to know of the ground below its walks.

    Attributes:
        key: The ground's.
        window: x_min, x_max, y_min, y_max of the map.
        minima: Where it shows stars.
        minimum: The height from which the walks' are counted; None for heights as they are.
        level: How high the stars are, where that is not f*; else None.
        solid: Whether the walks' heights are those of the ground, as a view in space needs.
    """

    key: str
    window: tuple[float, float, float, float]
    minima: tuple[tuple[float, float], ...]
    minimum: float | None
    solid: bool = True
    level: float | None = None


def chart(surface: Surface) -> Chart:
    """The chart of a surface on its own ground."""
    level = surface.lowest_of_map if surface.minimum is None else None
    key, frame = ground_key(surface), window(surface)
    return Chart(key, frame, surface.minima, surface.minimum, level=level)


def coordinate_names(surface: Surface) -> dict[str, tuple[str, str]]:
    """What the player has to know of the names of its axes: nothing where they are x and y."""
    names = surface.coordinates
    return {} if names == ("x", "y") else {"coordinates": names}


def ground_key(surface: Surface, part: tuple[float, ...] = ()) -> str:
    """Tells the ground of this surface, or a part of it, from every other."""
    numbers = (*surface.arguments, *part)
    # In full: seeds are alike in their first six digits.
    shaped = [surface.name, *(f"{number:.17g}" for number in numbers)]
    return "/".join([*shaped, *filter(None, [surface.content])])


def window(surface: Surface) -> tuple[float, float, float, float]:
    """The map's rectangle: the domain, widened to a square where its sides are not too unlike."""
    domain = surface.domain
    width, height = domain.width, domain.height
    if max(width, height) / min(width, height) <= WIDEST:
        width = height = max(width, height)
    x, y = (domain.x_min + domain.x_max) / 2, (domain.y_min + domain.y_max) / 2
    return x - width / 2, x + width / 2, y - height / 2, y + height / 2


def ground(
    surface: Surface,
    resolution: int = RESOLUTION,
    part: tuple[float, float, float, float] | None = None,
) -> Ground:
    """The heights of ``surface`` over its window, on resolution × resolution points.

    ``part`` is another window to look through.
    """
    x_min, x_max, y_min, y_max = part or window(surface)
    x = np.linspace(x_min, x_max, resolution)[None, :]
    y = np.linspace(y_min, y_max, resolution)[:, None]
    heights = surface.value(x, y)
    finite = heights[np.isfinite(heights)]
    floor = float(finite.min())
    lowest = surface.lowest_of_map if surface.minimum is None else surface.minimum
    if lowest is not None:
        floor = min(floor, lowest)
    top = float(finite.max())
    softness = softness_of(float(np.median(finite)) - floor, top - floor)
    made = Ground("", (x_min, x_max, y_min, y_max), heights, floor, softness, top)
    key = ground_key(surface, part or ())
    levels = made.level(heights).astype(np.float32)
    return Ground(key, made.window, levels, floor, softness, top)


def softness_of(median: float, most: float) -> float:
    """The δ with log(1 + median/δ) = MEDIAN_AT · log(1 + most/δ), by bisection on log δ."""
    if most <= 0:
        return 1.0
    low, high = math.log(most) - 14 * math.log(10), math.log(most) + 3 * math.log(10)
    for _ in range(60):
        middle = (low + high) / 2
        delta = math.exp(middle)
        if math.log1p(median / delta) < MEDIAN_AT * math.log1p(most / delta):
            high = middle  # the median lies too low: soften less
        else:
            low = middle
    return math.exp((low + high) / 2)


def ground_blob(surface: Surface) -> bytes:
    """The ground as the player takes it."""
    return packed(ground(surface))


def packed(made: Ground) -> bytes:
    """A ground as the player takes it."""
    rows, columns = made.levels.shape
    header = {
        "id": made.key,
        "window": made.window,
        "nx": columns,
        "ny": rows,
        "bands": made.bands,
        "scale": {"floor": made.floor, "softness": made.softness, "top": made.top},
    }
    return pack(header, {"z": made.levels})

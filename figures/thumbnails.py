"""Small pictures of grounds, all on one sheet: what the menu shows beside every surface's name."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from PIL import Image

from figures.ground import ground
from figures.palette import THEME
from surfaces import Domain, Surface

SIDE = 48  # px of a picture, more than it takes on the screen
BANDS = 7  # shades, so few that an edge between two of them is a contour


def sheet(rows: Sequence[Sequence[Surface]]) -> bytes:
    """The grounds as they open, one row for each sequence, as a PNG; dark is low.

    Args:
        rows: The surfaces of every row, from the left; rows may be of unlike lengths.
    """
    columns = max(len(row) for row in rows)
    shades = np.full((len(rows) * SIDE, columns * SIDE), BANDS - 1, np.uint8)
    for i, row in enumerate(rows):
        for j, surface in enumerate(row):
            shades[i * SIDE : (i + 1) * SIDE, j * SIDE : (j + 1) * SIDE] = _shades(surface)
    picture = Image.fromarray(shades, "P")
    picture.putpalette(_palette())
    file = BytesIO()
    picture.save(file, "PNG", optimize=True, bits=4)
    return file.getvalue()


def _shades(surface: Surface) -> np.ndarray:
    """(SIDE, SIDE) uint8: the band of every pixel, the first row at the top."""
    seen = surface.looked_at(surface.picked)
    levels = ground(surface, SIDE, None if seen is None else _square(seen)).levels
    bands = np.minimum(BANDS - 1, np.nan_to_num(levels, nan=1.0) * BANDS)
    return np.clip(bands, 0, None)[::-1].astype(np.uint8)


def _square(seen: Domain) -> tuple[float, float, float, float]:
    half = max(seen.width, seen.height) / 2
    x, y = (seen.x_min + seen.x_max) / 2, (seen.y_min + seen.y_max) / 2
    return x - half, x + half, y - half, y + half


def _palette() -> list[int]:
    """From the deepest shade, which is deeper than a map's since nothing walks on it, to high."""
    deep, high = (
        np.array([int(THEME["light"][end][at : at + 2], 16) for at in (1, 3, 5)], float)
        for end in ("text", "high")
    )
    low = 0.45 * deep + 0.55 * np.array([110, 140, 190.0])
    steps = np.linspace(0, 1, BANDS)[:, None] ** 0.8
    return [round(part) for part in (low + (high - low) * steps).ravel()]

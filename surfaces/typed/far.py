"""What a formula does far out: whether it falls there without end, or towards some value for ever.

It is asked along rays, up to a million times as far as the window reaches. What it does between
and beyond stays open, and what is said of it is said as seen.
"""

from __future__ import annotations

import numpy as np

from surfaces.typed.formula import Typed

FAR = np.geomspace(1e2, 1e6, 17)  # times half of the window's longer side
NEAR = np.array([0.1, 0.3, 1.0, 2.0, 4.0])
RAYS = 72
GAIN = 1e-9  # of 1 + |f|: less is rounding

Place = tuple[float, float]


def _at(typed: Typed, places: np.ndarray) -> np.ndarray:
    x, y = places[..., 0], places[..., 1]
    return np.broadcast_to(typed.f(x, y), x.shape).astype(float)


def far(
    typed: Typed, centre: np.ndarray, half: np.ndarray
) -> tuple[Place | None, Place | None, float | None]:
    """Directions in which f falls without end, or fades; and towards which height it fades."""
    turn = 2 * np.pi * np.arange(RAYS) / RAYS
    ways = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    ways[np.abs(ways) < 1e-12] = 0.0  # else what is 0 along an axis is not, far out
    away = FAR * float(half.max())
    heights = _at(typed, centre + away[:, None, None] * ways)  # (distances, RAYS)
    edge = _at(typed, centre + half * ways)
    falling = np.diff(heights, axis=0) < 0
    deep = (np.isneginf(heights[-1]) & np.isfinite(heights[0])) | (
        (np.isnan(heights) | np.isfinite(heights)).all(axis=0)
        & falling.all(axis=0)
        & (heights[-1] < edge - 1 - np.abs(edge))
        # The last tenth of the way brings as much as those before: no limit is near.
        & (heights[-2] - heights[-1] >= 0.5 * (heights[-6] - heights[-5]))
        & (heights[-2] - heights[-1] > 1e-6 * (1 + np.abs(heights[-1])))
    )
    if deep.any():
        order = np.where(deep, np.nan_to_num(heights[-1], nan=np.inf), np.inf)
        place = int(np.argmin(order))
        return direction(ways[place]), None, None
    near = _at(typed, centre + NEAR[:, None, None] * half * ways)
    sinks = (np.diff(np.concatenate([near, heights]), axis=0) <= 0).all(axis=0)
    sinks &= np.isfinite(heights).all(axis=0) & (
        near[0] > heights[-1] + GAIN * (1 + np.abs(heights[-1]))
    )
    if not sinks.any():
        return None, None, None
    place = int(np.argmin(np.where(sinks, heights[-1], np.inf)))
    return None, direction(ways[place]), float(heights[-1][place])


def direction(way: np.ndarray) -> Place:
    """A unit vector as numbers."""
    return float(way[0]), float(way[1])

"""When walks arrive, and how far they went: what lessons on walks count."""

from __future__ import annotations

import numpy as np

from engine import Trajectory
from lessons.runs import Pair


def distances(walk: Trajectory, place: Pair = (0.0, 0.0)) -> np.ndarray:
    """(steps + 1,); how far every point of a walk on a map is from a place."""
    return np.hypot(walk.points[:, 0] - place[0], walk.points[:, 1] - place[1])


def first_within(walk: Trajectory, near: float, place: Pair = (0.0, 0.0)) -> int:
    """The first step at which a walk on a map is nearer to a place than that.

    Raises:
        ValueError: It never is: there is no number to tell.
    """
    inside = np.flatnonzero(distances(walk, place) < near)
    if not len(inside):
        raise ValueError(f"the walk never is within {near} of {place}")
    return int(inside[0])


def way(walk: Trajectory) -> float:
    """The length of the path, in the units of the coordinates."""
    return float(np.nansum(walk.step_lengths))

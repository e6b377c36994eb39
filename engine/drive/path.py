"""The observer that keeps every point of a walk, and what is made of them when it is finished."""

from __future__ import annotations

import math
from contextlib import suppress

import numpy as np

from engine.drive.buffers import Room
from engine.drive.driver import Observer
from engine.drive.measure import by_coordinate, measure
from engine.drive.outcome import OUTCOMES, codes, length, settled
from engine.drive.steppers import Now, Stepper
from engine.drive.trajectory import Trajectory
from engine.drive.walkers import Walkers, columns
from engine.protocols import Objective
from engine.trace import blocks
from engine.trace.compiled import survey
from engine.trace.node import NotTraceableError


class Path(Observer):
    """Every point of a walk; a group stops early when none in it is finite any more.

    Attributes:
        counts: (steps + 1, n) int; the evaluations so far, None if there is one per step.
    """

    def __init__(
        self, walkers: Walkers, points: np.ndarray, seen: np.ndarray | None, stride: int
    ) -> None:
        self.stride = max(1, stride)
        self._points, self._seen, self._count = points, seen, len(walkers)
        self.counts: np.ndarray | None = None

    def rows(
        self, stepper: Stepper, taken: int, steps: int
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """The rows of the answer."""
        mine, end = columns(stepper.who), taken + steps
        self._rows = self._points[taken : end + 1, :, mine]
        return self._rows, None if self._seen is None else self._seen[taken:end, :, mine]

    def see(self, stepper: Stepper, taken: int, now: Now | None) -> np.ndarray:
        """Whether anybody is finite still."""
        mine, spent = columns(stepper.who), stepper.spent
        if spent is not None:
            if self.counts is None:
                self.counts = np.zeros((len(self._points), self._count), dtype=np.int64)
            self.counts[taken - len(spent) + 1 : taken + 1, mine] = spent
        if np.isfinite(self._rows[-1]).all(axis=0).any():
            return np.arange(len(stepper.who))
        self._points[taken + 1 :, :, mine] = np.nan
        if self.counts is not None:
            self.counts[taken + 1 :, mine] = self.counts[taken, mine]
        return np.arange(0)


def finished(
    objective: Objective,
    walkers: Walkers,
    room: Room,
    counts: np.ndarray | None,
    seen: np.ndarray | None,
    tolerance: float,
    ascending: bool,
    measured: bool = False,
) -> Trajectory:
    """Heights, gradients and outcomes of finished walks, whose points stand in the room.

    Heights and gradients may have been measured already, and stand there, too.
    """
    points, heights, gradients = room.points, room.measured[0], room.measured[1:]
    steps, dimension, count = len(points) - 1, points.shape[1], len(walkers)
    if measured:
        finite = _finite(points, heights, gradients)
    else:
        finite = _measure(objective, points, heights, gradients, walkers.compiled)
    ends = np.empty((3, dimension, count))  # the last place, the step to it, the gradient there
    if finite:
        last = np.full(count, steps)
        ends[0], ends[2] = points[-1], gradients[:, -1]
        np.subtract(points[-1], points[max(steps - 1, 0)], out=ends[1])
    else:
        last = _cut_off(points, heights, gradients)
        everyone, row = np.arange(count), np.maximum(last, 0)
        ends[0], ends[2] = points[row, :, everyone].T, gradients[:, row, everyone]
        ends[1] = ends[0] - points[np.maximum(row - 1, 0), :, everyone].T
    step, slope = length(ends[1:].swapaxes(0, 1))
    still = settled(step, slope, tolerance)
    outcome = OUTCOMES[codes(still, last < steps, ends[0], walkers.begin)]
    evaluations = np.minimum(last + 1, steps) if counts is None else counts[-1]
    shape = walkers.shape
    return Trajectory(
        surface=objective,
        optimizer=walkers.rule,
        factors=walkers.factors,
        points=points.transpose(0, 2, 1).reshape(steps + 1, *shape, dimension),
        heights=heights.reshape(steps + 1, *shape),
        gradients=gradients.transpose(1, 2, 0).reshape(steps + 1, *shape, dimension),
        outcome=outcome.reshape(shape) if shape else outcome[0],
        evaluations=evaluations.reshape(shape) if shape else int(evaluations[0]),
        tolerance=tolerance,
        ascending=ascending,
        counts=None if counts is None else counts.reshape(steps + 1, *shape),
        seen=None if seen is None else seen.transpose(0, 2, 1).reshape(steps, *shape, dimension),
        schedule=walkers.schedule,
    )


def _finite(points: np.ndarray, heights: np.ndarray, gradients: np.ndarray) -> bool:
    """Whether all is surely finite."""
    # A sum is finite if all its parts are, unless it overflows; and no place is lost but the last
    # is, too.
    return math.isfinite(heights.sum() + gradients.sum() + points[-1].sum())


def _measure(
    objective: Objective,
    points: np.ndarray,
    heights: np.ndarray,
    gradients: np.ndarray,
    compiled: bool,
) -> bool:
    """Fill heights (steps + 1, n) and gradients (P, steps + 1, n); whether all is surely finite."""
    rows, dimension, count = points.shape
    if compiled and by_coordinate(objective):
        with suppress(NotTraceableError):
            return survey(objective)(points, heights, gradients)
    asked = measure(objective)
    # A cacheful of points at a time, each with all its coordinates in rows of their own.
    stride = max(1, 2 * blocks.BLOCK // max(1, count * dimension))
    for low in range(0, rows, stride):
        part = slice(low, low + stride)
        place = points[part].swapaxes(0, 1).reshape(dimension, -1)
        asked.heights(place, heights[part].reshape(-1))
        asked.slopes(place, gradients[:, part].reshape(dimension, -1))
    return _finite(points, heights, gradients)


def _cut_off(points: np.ndarray, heights: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Make every row NaN from the first on that is not finite; the last finite row of each."""
    finite = np.isfinite(heights)
    finite &= np.isfinite(points).all(axis=1) & np.isfinite(gradients).all(axis=0)
    lost = ~np.logical_and.accumulate(finite, axis=0)
    heights[lost] = np.nan
    for i, slopes in enumerate(gradients):
        points[:, i][lost] = np.nan
        slopes[lost] = np.nan
    return len(lost) - 1 - lost.sum(axis=0)

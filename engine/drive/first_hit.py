"""What became of many walks, to the step: `first_hit` sees every point and keeps none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.drive.measure import measure
from engine.drive.steppers import steppers
from engine.drive.trajectory import OUTCOMES, TOLERANCE, codes, far_out, length
from engine.drive.walkers import ready
from engine.protocols import Objective, Rule, Schedule
from engine.refusal import RefusedError

STRIDE = 25  # steps that are kept at a time
BLOCK = 2000  # walkers; so many paths of a stride fit the cache


@dataclass(frozen=True, eq=False)
class FirstHit:
    """What became of walks.

    Attributes:
        points: (..., P) float64; the last place, NaN where a walker left the finite world.
        heights: (...) float64; f there.
        outcome: (...) of `Outcome`.
        steps: (...) int; the first step at which f − f* was near enough, -1 where it never was.
    """

    points: np.ndarray
    heights: np.ndarray
    outcome: np.ndarray
    steps: np.ndarray


def first_hit(
    surface: Objective,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    near: float | None = None,
    minimum: float | None = None,
    tolerance: float = TOLERANCE,
    schedule: Schedule | None = None,
    compiled: bool = False,
) -> FirstHit:
    """Walk as `run` does, and keep per walker its end, its outcome and its steps to the minimum.

    Nobody stops early, and every step is looked at: ends and steps are those of `run` and
    `steps_to` for the same arguments, to the bit. A walker counts as lost from the first step at
    which its place or its height is not finite.

    Args:
        surface: The ground.
        optimizer: The rule; fields may be arrays that broadcast against the walkers' axes.
        start: (..., P) numbers.
        steps: How many steps every walker takes.
        near: How far above f* is near enough, in the units of f; None counts no steps.
        minimum: f*; the surface's own unless given.
        tolerance: Under it, gradient norm and last step count as zero.
        schedule: How the learning rate changes, as in `run`.
        compiled: Walk by machine code, as in `run`.

    Raises:
        ValueError: As `run`; or ``near`` was given and there is no minimum.
    """
    level = _level(surface, near, minimum)
    walkers = ready(optimizer, start, steps, tolerance, surface.dimension, schedule, compiled)
    count, shape = len(walkers), walkers.shape
    points, heights = np.empty((surface.dimension, count)), np.empty(count)
    code, first = np.empty(count, np.int8), np.empty(count, int)
    with np.errstate(all="ignore"):
        begin = steppers(surface, walkers, BLOCK)
        for low in range(0, count, BLOCK):
            part = slice(low, min(low + BLOCK, count))
            stepper = begin(part)
            watch = _Watch(surface, walkers.begin[:, part], level)
            path = np.empty((STRIDE + 1, surface.dimension, part.stop - low))
            path[0] = walkers.begin[:, part]
            for done in range(0, steps, STRIDE):
                rows = path[: min(STRIDE, steps - done) + 1]
                stepper.advance(rows)
                watch.see(rows)
                if watch.lost.all():
                    break
                path[0] = rows[-1]
            points[:, part], heights[part], code[part] = watch.judge(tolerance)
            first[part] = watch.first
    return FirstHit(
        points=points.T.reshape(*shape, surface.dimension),
        heights=heights.reshape(shape),
        outcome=OUTCOMES[code].reshape(shape),
        steps=first.reshape(shape),
    )


def _level(surface: Objective, near: float | None, minimum: float | None) -> tuple[float, float]:
    """f* and how far above it is near enough; nothing is nearer than -inf."""
    if near is None:
        return 0.0, -np.inf
    floor = surface.minimum if minimum is None else minimum
    if floor is None:
        raise RefusedError("near: {surface} has no minimum; give one", surface=surface.name)
    if not near >= 0:
        raise RefusedError("near must be at least 0, got {given!r}", given=near)
    return floor, near


class _Watch:
    """What is known of some walkers while they walk."""

    def __init__(self, surface: Objective, begin: np.ndarray, level: tuple[float, float]) -> None:
        self._measure = measure(surface)
        self._floor, self._near = level
        self._taken = 0
        self._step = np.zeros_like(begin)
        self._begin, self._place = begin, np.array(begin)
        self._height = self._measure.heights(begin, np.empty(begin.shape[1]))
        self.lost = ~(np.isfinite(begin).all(axis=0) & np.isfinite(self._height))
        self.first = np.where(self._height - self._floor <= self._near, 0, -1)

    def see(self, path: np.ndarray) -> None:
        """The next steps: (k + 1, P, n), the first row being known already."""
        heights = self._measure.heights(path[1:].swapaxes(0, 1), np.empty_like(path[1:, 0]))
        finite = np.isfinite(heights) & np.isfinite(path[1:]).all(axis=1)
        finite &= ~self.lost  # who was lost once does not come back
        self.lost |= ~finite.all(axis=0)
        seen = np.logical_and.accumulate(finite, axis=0) if self.lost.any() else finite
        near = (heights - self._floor <= self._near) & seen
        fresh = (self.first < 0) & near.any(axis=0)
        self.first[fresh] = self._taken + 1 + near[:, fresh].argmax(axis=0)
        self._taken += len(path) - 1
        self._place, self._height = path[-1].copy(), heights[-1]
        self._step = path[-1] - path[-2]

    def judge(self, tolerance: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Last places, heights there and outcomes as places in `OUTCOMES`."""
        slope = self._measure.slopes(self._place, np.empty_like(self._place))
        lost = self.lost | ~np.isfinite(slope).all(axis=0)
        still = length(self._step) < tolerance
        settled = still & (length(slope) < tolerance)
        code = codes(settled, lost | far_out(self._place, self._begin))
        place, height = np.where(lost, np.nan, self._place), np.where(lost, np.nan, self._height)
        return place, height + 0.0, code

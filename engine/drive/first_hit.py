"""What became of many walks, to the step: `first_hit` sees every point and keeps none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.drive.driver import STRIDE, Observer, drive
from engine.drive.measure import measure
from engine.drive.outcome import OUTCOMES, TOLERANCE, codes, length, settled
from engine.drive.steppers import Now, Stepper
from engine.drive.walkers import Walkers, columns, ready
from engine.protocols import Objective, Rule, Schedule
from engine.refusal import RefusedError

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
    with np.errstate(all="ignore"):
        found = _Hits(surface, walkers, level)
        drive(surface, walkers, steps, found, BLOCK)
        code = found.judge(tolerance)
    shape = walkers.shape
    return FirstHit(
        points=found.place.T.reshape(*shape, surface.dimension),
        heights=found.height.reshape(shape),
        outcome=np.asarray(OUTCOMES[code], dtype=object).reshape(shape),
        steps=found.first.reshape(shape),
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


class _Hits(Observer):
    """The observer that sees every point and keeps the last.

    Attributes:
        place: (P, n); where walkers are.
        height: (n,); f there.
        first: (n,) int; the first step at which they were near enough, -1 where they never were.
        lost: (n,) bool; who left the finite world.
    """

    def __init__(self, surface: Objective, walkers: Walkers, level: tuple[float, float]) -> None:
        self.stride = STRIDE
        self._measure = measure(surface)
        self._floor, self._near = level
        self._begin = walkers.begin
        self._step = np.zeros_like(walkers.begin)
        self.place = np.array(walkers.begin, order="C")
        self.height = self._measure.heights(self.place, np.empty(len(walkers)))
        self.lost = ~(np.isfinite(self.place).all(axis=0) & np.isfinite(self.height))
        self.first = np.where(self.height - self._floor <= self._near, 0, -1)

    def rows(self, stepper: Stepper, taken: int, steps: int) -> tuple[np.ndarray, None]:
        """One stride of a path, in memory that is used again."""
        mine = columns(stepper.who)
        if not taken:
            self._path = np.empty((STRIDE + 1, len(self.place), len(stepper.who)))
        self._rows = self._path[: steps + 1]
        self._rows[0] = self.place[:, mine]
        return self._rows, None

    def see(self, stepper: Stepper, taken: int, now: Now | None) -> np.ndarray:
        """The steps of that stride; nobody goes on where all are lost."""
        mine, path = columns(stepper.who), self._rows
        lost, first = self.lost[mine], self.first[mine]
        heights = self._measure.heights(path[1:].swapaxes(0, 1), np.empty_like(path[1:, 0]))
        finite = np.isfinite(heights) & np.isfinite(path[1:]).all(axis=1)
        finite &= ~lost  # who was lost once does not come back
        lost |= ~finite.all(axis=0)
        seen = np.logical_and.accumulate(finite, axis=0) if lost.any() else finite
        near = (heights - self._floor <= self._near) & seen
        fresh = (first < 0) & near.any(axis=0)
        first[fresh] = taken - len(near) + 1 + near[:, fresh].argmax(axis=0)
        self.place[:, mine], self.height[mine] = path[-1], heights[-1]
        self._step[:, mine] = path[-1] - path[-2]
        return np.arange(0 if lost.all() else len(stepper.who))

    def judge(self, tolerance: float) -> np.ndarray:
        """(n,) int8; outcomes as places in `OUTCOMES`. Who is lost has no last place any more."""
        slope = self._measure.slopes(self.place, np.empty_like(self.place))
        lost = self.lost | ~np.isfinite(slope).all(axis=0)
        still = settled(length(self._step), length(slope), tolerance)
        code = codes(still, lost, self.place, self._begin)
        self.place[:, lost] = self.height[lost] = np.nan
        self.height += 0.0
        return code

"""What is written down about very many walkers while they walk, and when one of them is done."""

from __future__ import annotations

import math
from functools import reduce

import numpy as np

from engine.drive.measure import measure
from engine.drive.trajectory import codes, far_out
from engine.drive.walkers import Walkers
from engine.protocols import Objective

STRIDE = 25  # steps between two looks at which walkers are done
EXACT_STRIDE = 10  # the same where the last ones are walked once more


class Log:
    """What is written down about every walker, and when it is done.

    Attributes:
        steps: The budget of steps.
        exact: Whether ends and steps are wanted as of the very step.
        stride: Steps between two looks at which walkers are done.
        shape: The walkers' axes.
        ends: (P, n); where each ended.
        taken: (n,) int; how many steps each took.
        codes: (n,) int8; the outcomes as places in `OUTCOMES`.
        counted: (n,) int; evaluations of each, None where they are its steps.
    """

    def __init__(
        self, walkers: Walkers, steps: int, tolerance: float | None, exact: bool = False
    ) -> None:
        count = len(walkers)
        self.steps = steps
        self.exact = exact
        self.stride = EXACT_STRIDE if exact else STRIDE
        self.shape = walkers.shape
        self._factors = walkers.factors
        self._begin = walkers.begin
        self.ends = np.array(walkers.begin, order="C")
        self.taken = np.zeros(count, dtype=np.int64)
        self.codes = np.empty(count, dtype=np.int8)
        self.counted: np.ndarray | None = None
        self._tolerance = tolerance
        self._still = np.full(count, steps == 0)  # whether the last step was under the tolerance
        self._settled = np.zeros(count, dtype=bool)

    def note(
        self, who: np.ndarray, taken: int, theta: np.ndarray, grad: np.ndarray, delta: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Write down how walkers stand after a stride.

        Returns:
            The columns of those that go on, and of those that are done before their time.
        """
        if self._tolerance is None and taken < self.steps and math.isfinite(theta.sum()):
            return np.arange(len(who)), np.arange(0)  # the most frequent case by far
        done = ~finite(theta)
        if self._tolerance is not None:
            still = within(delta, self._tolerance)
            if taken == self.steps:
                self._still[who] = still
            if still.any():
                settled = still & within(grad, self._tolerance) & ~done
                self._settled[who[settled]] = True
                done |= settled
        early = np.flatnonzero(done)
        gone = early if taken < self.steps else np.arange(len(who))
        if len(gone):
            self.ends[:, who[gone]] = theta[:, gone]
            self.taken[who[gone]] = taken
        return np.flatnonzero(~done) if taken < self.steps else gone[:0], early

    def factors_of(self, done: int, steps: int) -> np.ndarray | None:
        """What the learning rate is multiplied with in some steps after ``done`` others."""
        return None if self._factors is None else self._factors[done : done + steps]

    @property
    def evaluations(self) -> np.ndarray:
        """(n,) int; how often each has measured."""
        return self.taken if self.counted is None else self.counted

    def rest(self, who: np.ndarray, taken: int, theta: np.ndarray) -> None:
        """Write down that walkers will not move any more, on level ground or not."""
        self.ends[:, who] = theta
        self.taken[who] = taken
        self._still[who] = self._tolerance is not None

    def done(
        self, theta: np.ndarray, grad: np.ndarray, delta: np.ndarray, losing: bool
    ) -> np.ndarray:
        """Whether walkers are done: (n,), by the test of `note`; unless losing, none is lost."""
        done = ~finite(theta) if losing else np.zeros(theta.shape[1], dtype=bool)
        if self._tolerance is not None:
            still = within(delta, self._tolerance)
            if still.any():
                done |= still & within(grad, self._tolerance)
        return done

    def judge(self, objective: Objective, part: slice) -> None:
        """Outcomes, when all walkers are done."""
        ends, settled = self.ends[:, part], self._settled[part]
        asked = measure(objective)
        slope = asked.slopes(ends, np.empty(ends.shape))
        heights = asked.heights(ends, np.empty(ends.shape[1]))
        lost = ~(np.isfinite(ends).all(axis=0) & np.isfinite(slope).all(axis=0))
        lost |= ~np.isfinite(heights)
        if self._tolerance is not None:
            settled |= self._still[part] & within(slope, self._tolerance)
        self.codes[part] = codes(settled, lost | far_out(ends, self._begin[:, part]))
        ends[:, lost] = np.nan


def within(plane: np.ndarray, tolerance: float) -> np.ndarray:
    """Whether the columns are shorter than the tolerance."""
    return reduce(np.add, [row * row for row in plane]) < tolerance * tolerance


def finite(plane: np.ndarray) -> np.ndarray:
    """Whether all numbers of the columns are finite."""
    return reduce(np.logical_and, [np.isfinite(row) for row in plane])

"""The observer that keeps the ends of very many walks, and lets go who is done."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from engine.drive import driver
from engine.drive.measure import measure
from engine.drive.outcome import codes, finite, within
from engine.drive.steppers import Now, Stepper
from engine.drive.walkers import Walkers
from engine.protocols import Objective, needs

EXACT_STRIDE = 10  # steps between two looks where the last ones are walked once more


class Ends(driver.Observer):
    """What is known of every walker, and when it is done.

    Looking at every walker after every step would cost a quarter more. Where ends are wanted as of
    the very step, who is found done is taken back to the look before and walks that stride again,
    watched by `_Since`; this costs one stride each.

    Attributes:
        stride: Steps between two looks; of rules that need more than a gradient 1, as they take
            few steps.
        ends: (P, n); where each ended.
        taken: (n,) int; how many steps each took.
        codes: (n,) int8; the outcomes as places in `OUTCOMES`, once they are judged.
        counted: (n,) int; evaluations of each, None where they are its steps.
    """

    drops = True

    def __init__(
        self, walkers: Walkers, steps: int, tolerance: float | None, exact: bool = False
    ) -> None:
        count = len(walkers)
        asking = needs(walkers.rule) != "gradient"
        self.stride = 1 if asking else EXACT_STRIDE if exact else driver.STRIDE
        self._steps = steps
        self._exact = exact and not asking
        self._begin = walkers.begin
        self.ends = np.array(walkers.begin, order="C")
        self.taken = np.zeros(count, dtype=np.int64)
        self.codes = np.empty(count, dtype=np.int8)
        self.counted = np.zeros(count, dtype=np.int64) if asking else None
        self._tolerance = tolerance
        self._still = np.full(count, steps == 0)  # whether the last step was under the tolerance
        self._settled = np.zeros(count, dtype=bool)
        self._before: Any = None
        self._back: dict[tuple[int, int], list[Any]] = defaultdict(list)

    def rows(self, stepper: Stepper, taken: int, steps: int) -> tuple[None, None]:
        """No path is kept; where it matters, how they stand."""
        if self._exact:
            self._before = stepper.copy(), taken, steps
        return None, None

    def see(self, stepper: Stepper, taken: int, now: Now | None) -> np.ndarray:
        """Write down who is done; the columns of those who go on."""
        assert now is not None  # there is no path
        theta, grad, delta = now
        who, rest, over = stepper.who, stepper.at_rest, taken == self._steps
        if self.counted is not None and stepper.spent is not None:
            self.counted[who] = stepper.spent[-1]
        if self._tolerance is None and rest is None and not over and math.isfinite(theta.sum()):
            return np.arange(len(who))  # the most frequent case by far
        done = ~finite(theta)
        if self._tolerance is not None:
            still = within(delta, self._tolerance)
            if over:
                self._still[who] = still
            if still.any():
                settled = still & within(grad, self._tolerance) & ~done
                self._settled[who[settled]] = True
                done |= settled
        if self._exact and done.any():
            self._take_back(stepper, np.flatnonzero(done))
        if rest is not None:  # on level ground or not, they have made their last step
            self._still[who[rest]] = self._tolerance is not None
            done |= rest
        gone = np.arange(len(who)) if over else np.flatnonzero(done)
        if len(gone):
            self.ends[:, who[gone]] = theta[:, gone]
            self.taken[who[gone]] = taken
        return gone[:0] if over else np.flatnonzero(~done)

    def _take_back(self, stepper: Stepper, early: np.ndarray) -> None:
        before, begin, steps = self._before
        self._back[begin if stepper.timed else 0, steps].append(before.part(early))

    def again(self, least: int) -> Iterator[driver.Again]:
        """Who was found done before their time: so many of them, or the others at the end."""
        for key, groups in list(self._back.items()):
            if sum(map(len, groups)) >= least:
                del self._back[key]
                yield groups, key[0], sum(key), partial(_Since, self, sum(key))

    @property
    def evaluations(self) -> np.ndarray:
        """(n,) int; how often each has measured."""
        return self.taken if self.counted is None else self.counted

    def done(self, now: Now, losing: bool) -> np.ndarray:
        """Whether walkers are done: (n,), by the test of `see`; unless losing, none is lost."""
        theta, grad, delta = now
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
        self.codes[part] = codes(settled, lost, ends, self._begin[:, part])
        ends[:, lost] = np.nan


class _Since(driver.Observer):
    """The step since when walkers have been done, and where they were then."""

    stride = 1

    def __init__(self, known: Ends, end: int, stepper: Stepper) -> None:
        who = stepper.who
        self._known, self._who, self._end = known, who, end
        self._done = np.zeros(len(who), dtype=bool)
        self._ends = known.ends[:, who]
        self._losing = not np.isfinite(self._ends).all()
        self._left = np.zeros(len(who), dtype=np.int64)  # how many steps too many were counted

    def see(self, stepper: Stepper, taken: int, now: Now | None) -> np.ndarray:
        """After each step; after the last what was known is corrected."""
        assert now is not None  # there is no path
        done = self._known.done(now, self._losing)
        fresh = done & ~self._done
        if fresh.any():
            np.copyto(self._left, self._end - taken, where=fresh)
            np.copyto(self._ends, now[0], where=fresh)
        self._done = done
        if taken == self._end:
            who = self._who[done]
            self._known.taken[who] -= self._left[done]
            self._known.ends[:, who] = self._ends[:, done]
        return np.arange(len(self._who))

"""To the very step: walkers that were found done walk their last stride once more.

Looking at every walker after every step would cost a quarter more; this costs one stride each.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from engine.drive.batch import Block, Group, together
from engine.drive.log import Log
from engine.trace.program import Program
from engine.trace.tape import Kind


class Recount:
    """Takes walkers that were found done through their last stride again, looking at each step."""

    def __init__(self, step: Program, block: Block, log: Log) -> None:
        self._block = block
        self._log = log
        # Walkers may only go together if what they share, such as the step number, is the same.
        self._same_time = Kind.SHARED in step.states or step.scheduled
        self._groups: dict[tuple[int, int], list[Group]] = defaultdict(list)

    def remember(self, group: Group, taken: int, chunk: int) -> None:
        """Walkers as they stood ``chunk`` steps before they were found done after ``taken``."""
        self._groups[taken if self._same_time else 0, chunk].append(group)

    def work_off(self, least: int) -> None:
        """Recount wherever at least so many walkers have come together."""
        for key, groups in list(self._groups.items()):
            if sum(map(len, groups)) >= least:
                for group in together(self._groups.pop(key)):
                    self._walk(group, *key)

    def _walk(self, group: Group, taken: int, chunk: int) -> None:
        since = Since(self._log, group.who, chunk)
        self._block.enter(group)
        for k in range(1, chunk + 1):
            factors = self._log.factors_of(taken - chunk + k - 1, 1)
            since.look(k, *self._block.advance(1, None, factors))
        since.write(np.flatnonzero(since.done))


class Since:
    """The step since when walkers have been done, and where they were then."""

    def __init__(self, log: Log, who: np.ndarray, chunk: int) -> None:
        self._log, self._who, self._chunk = log, who, chunk
        self.done = np.zeros(len(who), dtype=bool)
        self._steps = np.full(len(who), chunk)
        self._ends = log.ends[:, who]
        self._losing = not np.isfinite(self._ends).all()

    def look(self, k: int, theta: np.ndarray, grad: np.ndarray, delta: np.ndarray) -> None:
        """After step k of the stride."""
        done = self._log.done(theta, grad, delta, self._losing)
        fresh = done & ~self.done
        if fresh.any():
            np.copyto(self._steps, k, where=fresh)
            np.copyto(self._ends, theta, where=fresh)
        self.done = done

    def write(self, columns: np.ndarray) -> None:
        """Correct what the log knows of walkers that are done."""
        who = self._who[columns]
        self._log.taken[who] += self._steps[columns] - self._chunk
        self._log.ends[:, who] = self._ends[:, columns]

"""Where very many walks end: `arrive`, which keeps the ends and forgets the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import blocks
from engine.contracts import Rule, Surface
from engine.group import Block, Group, beginners, joined
from engine.plain import plain_steps
from engine.program import Program, program
from engine.tape import Kind, NotTraceableError
from engine.trajectory import FAR, OUTCOMES, TOLERANCE, codes
from engine.walkers import Walkers, ready

STRIDE = 25  # steps between two looks at which walkers are done


@dataclass(frozen=True, eq=False)
class Arrival:
    """Where walks ended, without the way.

    Attributes:
        points: (..., 2) float64; NaN where a walker left the finite world.
        outcome: (...) of `Outcome`.
        evaluations: (...) int; gradients handed out, to within the engine's stride of 25 steps
            unless they were counted exactly.
    """

    points: np.ndarray
    outcome: np.ndarray
    evaluations: np.ndarray


def arrive(
    surface: Surface,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    tolerance: float | None = TOLERANCE,
    exact: bool = False,
) -> Arrival:
    """Where walks end, for very many starts: memory is needed for the ends alone.

    A walker stops when gradient norm and step are both under the tolerance (looked at every 25
    steps) and when it has left the finite world; with ``tolerance=None`` only in the latter case,
    and none counts as converged. Heights and gradients are looked at where a walk ends only.
    Arguments and errors are those of `run`.

    With ``exact`` a walker that is found done is taken back to the look before and walks these
    steps once more: its end and its evaluations are those of the step since when it has been done.
    """
    log = travelled(surface, optimizer, start, steps, tolerance=tolerance, exact=exact)
    return Arrival(
        points=np.moveaxis(log.ends, 0, -1).reshape(*log.shape, 2),
        outcome=OUTCOMES[log.codes].reshape(log.shape),
        evaluations=log.taken.reshape(log.shape),
    )


def travelled(
    surface: Surface,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    tolerance: float | None = TOLERANCE,
    exact: bool = False,
) -> Log:
    """`arrive`, with the answer as it was written down."""
    walkers = ready(optimizer, start, steps, tolerance)
    log = Log(walkers, steps, tolerance, exact)
    with np.errstate(all="ignore"):
        try:
            _travel(program(surface, optimizer, walkers.settings), walkers, log)
        except NotTraceableError:
            _travel_plainly(surface, walkers, log)
        for part in _parts(len(walkers)):
            log.judge(surface, part)
    return log


class Log:
    """What is written down about every walker, and when it is done.

    Attributes:
        steps: The budget of steps.
        exact: Whether ends and steps are wanted as of the very step.
        shape: The walkers' axes.
        ends: (2, n); where each ended.
        taken: (n,) int; how many steps each took.
        codes: (n,) int8; the outcomes as places in `OUTCOMES`.
    """

    def __init__(
        self, walkers: Walkers, steps: int, tolerance: float | None, exact: bool = False
    ) -> None:
        count = len(walkers)
        self.steps = steps
        self.exact = exact
        self.shape = walkers.shape
        self.ends = np.array(walkers.begin, order="C")
        self.taken = np.zeros(count, dtype=np.int64)
        self.codes = np.empty(count, dtype=np.int8)
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
        done = ~np.isfinite(theta).all(axis=0)
        if self._tolerance is not None:
            still, flat = _within(delta, self._tolerance), _within(grad, self._tolerance)
            self._settled[who] = settled = still & flat & ~done
            done |= settled
            if taken == self.steps:
                self._still[who] = still
        early = np.flatnonzero(done)
        gone = early if taken < self.steps else np.arange(len(who))
        if len(gone):
            self.ends[:, who[gone]] = theta[:, gone]
            self.taken[who[gone]] = taken
        return np.flatnonzero(~done) if taken < self.steps else np.empty(0, int), early

    def done(self, theta: np.ndarray, grad: np.ndarray, delta: np.ndarray) -> np.ndarray:
        """Whether walkers are done: (n,), by the same test as at a look."""
        done = ~np.isfinite(theta).all(axis=0)
        if self._tolerance is not None:
            done |= _within(delta, self._tolerance) & _within(grad, self._tolerance)
        return done

    def judge(self, surface: Surface, part: slice) -> None:
        """Outcomes, when all walkers are done."""
        ends, settled = self.ends[:, part], self._settled[part]
        slope = np.stack(surface.gradient(*ends))
        heights = surface.value(*ends)
        lost = ~(np.isfinite(ends).all(axis=0) & np.isfinite(slope).all(axis=0))
        lost |= ~np.isfinite(heights)
        if self._tolerance is not None:
            settled |= self._still[part] & _within(slope, self._tolerance)
        self.codes[part] = codes(settled, lost | (np.hypot(*ends) > FAR))
        ends[:, lost] = np.nan


def _within(plane: np.ndarray, tolerance: float) -> np.ndarray:
    """Whether the columns are shorter than the tolerance."""
    return plane[0] * plane[0] + plane[1] * plane[1] < tolerance * tolerance


def _parts(count: int) -> Iterator[slice]:
    for low in range(0, count, blocks.BLOCK):
        yield slice(low, min(low + blocks.BLOCK, count))


def _travel(step: Program, walkers: Walkers, log: Log) -> None:
    """Move all walkers, a block at a time; the few that are left of many blocks go on together."""
    block = Block(step, min(len(walkers), blocks.BLOCK))
    resting: dict[int, list[Group]] = defaultdict(list)
    recount = _Recount(step, block, log)
    for part in _parts(len(walkers)):
        _stride(block, beginners(step, walkers, part), 0, log, resting, recount)
        recount.work_off(blocks.BLOCK)
    while resting:
        taken = min(resting)
        for group in _together(resting.pop(taken)):
            _stride(block, group, taken, log, resting, recount)
            recount.work_off(blocks.BLOCK)
    recount.work_off(1)


def _stride(
    block: Block,
    group: Group,
    taken: int,
    log: Log,
    resting: dict[int, list[Group]],
    recount: _Recount,
) -> None:
    """Move one group until all are done, or so few are left that they had better wait."""
    block.enter(group)
    while taken < log.steps:
        chunk = min(STRIDE, log.steps - taken)
        before = block.copy() if log.exact else None
        theta, grad, delta = block.advance(chunk)
        taken += chunk
        stay, early = log.note(group.who, taken, theta, grad, delta)
        if before is not None and len(early):
            recount.remember(before.part(early), taken, chunk)
        if not len(stay):
            return
        rest = len(stay) <= blocks.BLOCK // 2 and _resting_place(taken)
        if rest:
            resting[taken].append(block.leave(stay))
            return
        if len(stay) < len(group):
            group = block.leave(stay)
            block.enter(group)


class _Recount:
    """Takes walkers that were found done through their last stride again, looking at each step."""

    def __init__(self, step: Program, block: Block, log: Log) -> None:
        self._block = block
        self._log = log
        # Walkers may only go together if what they share, such as the step number, is the same.
        self._same_time = Kind.SHARED in step.states
        self._groups: dict[tuple[int, int], list[Group]] = defaultdict(list)

    def remember(self, group: Group, taken: int, chunk: int) -> None:
        """Walkers as they stood ``chunk`` steps before they were found done after ``taken``."""
        self._groups[taken if self._same_time else 0, chunk].append(group)

    def work_off(self, least: int) -> None:
        """Recount wherever at least so many walkers have come together."""
        for key, groups in list(self._groups.items()):
            if sum(map(len, groups)) >= least:
                for group in _together(self._groups.pop(key)):
                    self._walk(group, key[1])

    def _walk(self, group: Group, chunk: int) -> None:
        since = _Since(self._log, group.who, chunk)
        self._block.enter(group)
        for k in range(1, chunk + 1):
            since.look(k, *self._block.advance(1))
        since.write(np.flatnonzero(since.done))


class _Since:
    """The step since when walkers have been done, and where they were then."""

    def __init__(self, log: Log, who: np.ndarray, chunk: int) -> None:
        self._log, self._who, self._chunk = log, who, chunk
        self.done = np.zeros(len(who), dtype=bool)
        self._steps = np.full(len(who), chunk)
        self._ends = log.ends[:, who]

    def look(self, k: int, theta: np.ndarray, grad: np.ndarray, delta: np.ndarray) -> None:
        """After step k of the stride."""
        done = self._log.done(theta, grad, delta)
        fresh = done & ~self.done
        self._steps[fresh] = k
        np.copyto(self._ends, theta, where=fresh)
        self.done = done

    def write(self, columns: np.ndarray) -> None:
        """Correct what the log knows of walkers that are done."""
        who = self._who[columns]
        self._log.taken[who] += self._steps[columns] - self._chunk
        self._log.ends[:, who] = self._ends[:, columns]


def _resting_place(taken: int) -> bool:
    """Whether groups wait for each other here: after 1, 2, 4, 8, ... strides."""
    strides = taken // STRIDE
    return taken % STRIDE == 0 and strides & (strides - 1) == 0


def _together(groups: list[Group]) -> Iterator[Group]:
    """The groups, joined so that none is larger than a block."""
    while groups:
        chosen, size = [groups.pop()], 0
        size = len(chosen[0])
        while groups and size + len(groups[-1]) <= blocks.BLOCK:
            chosen.append(groups.pop())
            size += len(chosen[-1])
        yield joined(chosen)


def _travel_plainly(surface: Surface, walkers: Walkers, log: Log) -> None:
    """The same with a rule that cannot be recorded: nobody is dropped, but nobody is moved on."""
    for part in _parts(len(walkers)):
        who = np.arange(part.start, part.stop)
        awake = np.ones(len(who), dtype=bool)
        steps = plain_steps(surface, walkers.rule_of(part), walkers.begin[:, part].T)
        for taken in range(0, log.steps, STRIDE):
            chunk = min(STRIDE, log.steps - taken)
            since = _Since(log, who, chunk)
            for k in range(1, chunk + 1):
                now = next(steps)
                if log.exact:
                    since.look(k, *now)
            here = np.flatnonzero(awake)
            stay, early = log.note(who[here], taken + chunk, *(plane[:, here] for plane in now))
            if log.exact:
                since.write(here[early])
            awake[:] = False
            awake[here[stay]] = True
            if not awake.any():
                break

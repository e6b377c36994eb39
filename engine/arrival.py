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
from engine.tape import NotTraceableError
from engine.trajectory import FAR, TOLERANCE, outcomes
from engine.walkers import Walkers, ready

STRIDE = 25  # steps between two looks at which walkers are done


@dataclass(frozen=True, eq=False)
class Arrival:
    """Where walks ended, without the way.

    Attributes:
        points: (..., 2) float64; NaN where a walker left the finite world.
        outcome: (...) of `Outcome`.
        evaluations: (...) int; gradients handed out, to within the engine's stride of 25.
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
) -> Arrival:
    """Where walks end, for very many starts: memory is needed for the ends alone.

    A walker stops when gradient norm and step are both under the tolerance (looked at every 25
    steps) and when it has left the finite world; with ``tolerance=None`` only in the latter case,
    and none counts as converged. Heights and gradients are looked at where a walk ends only.
    Arguments and errors are those of `run`.
    """
    walkers = ready(optimizer, start, steps, tolerance)
    log = _Log(walkers, steps, tolerance)
    with np.errstate(all="ignore"):
        try:
            _travel(program(surface, optimizer, walkers.settings), walkers, log)
        except NotTraceableError:
            _travel_plainly(surface, walkers, log)
        for part in _parts(len(walkers)):
            log.judge(surface, part)
    return Arrival(
        points=np.moveaxis(log.ends, 0, -1).reshape(*walkers.shape, 2),
        outcome=log.outcome.reshape(walkers.shape),
        evaluations=log.taken.reshape(walkers.shape),
    )


class _Log:
    """What is written down about every walker, and when it is done."""

    def __init__(self, walkers: Walkers, steps: int, tolerance: float | None) -> None:
        count = len(walkers)
        self.steps = steps
        self.ends = np.array(walkers.begin, order="C")
        self.taken = np.zeros(count, dtype=np.int64)
        self.outcome = np.empty(count, dtype=object)
        self._tolerance = tolerance
        self._still = np.full(count, steps == 0)  # whether the last step was under the tolerance
        self._settled = np.zeros(count, dtype=bool)

    def note(
        self, who: np.ndarray, taken: int, theta: np.ndarray, grad: np.ndarray, delta: np.ndarray
    ) -> np.ndarray:
        """Write down how walkers stand after a stride; the columns of those that go on."""
        done = ~np.isfinite(theta).all(axis=0)
        if self._tolerance is not None:
            still, flat = _within(delta, self._tolerance), _within(grad, self._tolerance)
            self._settled[who] = settled = still & flat & ~done
            done |= settled
            if taken == self.steps:
                self._still[who] = still
        if taken == self.steps:
            done[:] = True
        if done.any():
            gone = np.flatnonzero(done)
            self.ends[:, who[gone]] = theta[:, gone]
            self.taken[who[gone]] = taken
        return np.flatnonzero(~done)

    def judge(self, surface: Surface, part: slice) -> None:
        """Outcomes, when all walkers are done."""
        ends, settled = self.ends[:, part], self._settled[part]
        slope = np.stack(surface.gradient(*ends))
        heights = surface.value(*ends)
        lost = ~(np.isfinite(ends).all(axis=0) & np.isfinite(slope).all(axis=0))
        lost |= ~np.isfinite(heights)
        if self._tolerance is not None:
            settled |= self._still[part] & _within(slope, self._tolerance)
        self.outcome[part] = outcomes(settled, lost | (np.hypot(*ends) > FAR))
        ends[:, lost] = np.nan


def _within(plane: np.ndarray, tolerance: float) -> np.ndarray:
    """Whether the columns are shorter than the tolerance."""
    return plane[0] * plane[0] + plane[1] * plane[1] < tolerance * tolerance


def _parts(count: int) -> Iterator[slice]:
    for low in range(0, count, blocks.BLOCK):
        yield slice(low, min(low + blocks.BLOCK, count))


def _travel(step: Program, walkers: Walkers, log: _Log) -> None:
    """Move all walkers, a block at a time; the few that are left of many blocks go on together."""
    block = Block(step, min(len(walkers), blocks.BLOCK))
    resting: dict[int, list[Group]] = defaultdict(list)
    for part in _parts(len(walkers)):
        _stride(block, beginners(step, walkers, part), 0, log, resting)
    while resting:
        taken = min(resting)
        for group in _together(resting.pop(taken)):
            _stride(block, group, taken, log, resting)


def _stride(
    block: Block, group: Group, taken: int, log: _Log, resting: dict[int, list[Group]]
) -> None:
    """Move one group until all are done, or so few are left that they had better wait."""
    block.enter(group)
    while taken < log.steps:
        chunk = min(STRIDE, log.steps - taken)
        theta, grad, delta = block.advance(chunk)
        taken += chunk
        stay = log.note(group.who, taken, theta, grad, delta)
        if not len(stay):
            return
        rest = len(stay) <= blocks.BLOCK // 2 and _resting_place(taken)
        if rest:
            resting[taken].append(block.leave(stay))
            return
        if len(stay) < len(group):
            group = block.leave(stay)
            block.enter(group)


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


def _travel_plainly(surface: Surface, walkers: Walkers, log: _Log) -> None:
    """The same with a rule that cannot be recorded: nobody is dropped, but nobody is moved on."""
    for part in _parts(len(walkers)):
        who = np.arange(part.start, part.stop)
        awake = np.ones(len(who), dtype=bool)
        steps = plain_steps(surface, walkers.rule_of(part), walkers.begin[:, part].T)
        for taken in range(1, log.steps + 1):
            theta, grad, delta = next(steps)
            if taken % STRIDE and taken < log.steps:
                continue
            here = np.flatnonzero(awake)
            stay = log.note(who[here], taken, theta[:, here], grad[:, here], delta[:, here])
            awake[:] = False
            awake[here[stay]] = True
            if not awake.any():
                break

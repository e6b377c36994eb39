"""Where very many walks end: `arrive`, which keeps the ends and forgets the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.drive.batch import Block, Group, beginners, together
from engine.drive.log import Log
from engine.drive.oracle import Party
from engine.drive.recount import Recount, Since
from engine.drive.reference import plain_steps
from engine.drive.reverse import Reverse
from engine.drive.trajectory import OUTCOMES, TOLERANCE
from engine.drive.walkers import Walkers, ready
from engine.protocols import Rule, Schedule, Surface, needs
from engine.trace import blocks
from engine.trace.program import Program, program
from engine.trace.tape import NotTraceableError


@dataclass(frozen=True, eq=False)
class Arrival:
    """Where walks ended, without the way.

    Attributes:
        points: (..., P) float64; NaN where a walker left the finite world.
        outcome: (...) of `Outcome`.
        evaluations: (...) int; gradients handed out, to within the engine's stride of 25 steps
            unless they were counted exactly; of rules that need more than a gradient all
            evaluations of f, ∇f and ∇²f.
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
    ascend: bool = False,
    schedule: Schedule | None = None,
    compiled: bool = False,
) -> Arrival:
    """Where walks end, for very many starts: memory is needed for the ends alone.

    A walker stops when gradient norm and step are both under the tolerance (looked at every 25
    steps) and when it has left the finite world; with ``tolerance=None`` only in the latter case,
    and none counts as converged. Heights and gradients are looked at where a walk ends only.
    Arguments and errors are those of `run`.

    With ``exact`` a walker that is found done, at a look every 10 steps, is taken back to the look
    before and walks these steps once more: its end and its evaluations are those of the step since
    when it has been done.
    """
    log = travelled(
        surface,
        optimizer,
        start,
        steps,
        tolerance=tolerance,
        exact=exact,
        ascend=ascend,
        schedule=schedule,
        compiled=compiled,
    )
    return Arrival(
        points=np.moveaxis(log.ends, 0, -1).reshape(*log.shape, surface.dimension),
        outcome=OUTCOMES[log.codes].reshape(log.shape),
        evaluations=log.evaluations.reshape(log.shape),
    )


def travelled(
    surface: Surface,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    tolerance: float | None = TOLERANCE,
    exact: bool = False,
    ascend: bool = False,
    schedule: Schedule | None = None,
    compiled: bool = False,
) -> Log:
    """`arrive`, with the answer as it was written down."""
    walkers = ready(optimizer, start, steps, tolerance, surface.dimension, schedule, compiled)
    log = Log(walkers, steps, tolerance, exact)
    ground = Reverse(surface) if ascend else surface
    with np.errstate(all="ignore"):
        if needs(optimizer) != "gradient":
            _travel_as_parties(ground, walkers, log)
        else:
            try:
                step = program(ground, optimizer, walkers.settings, walkers.scheduled)
                _travel(step, walkers, log)
            except NotTraceableError:
                _travel_plainly(ground, walkers, log)
        for part in _parts(len(walkers)):
            log.judge(surface, part)
    return log


def _parts(count: int) -> Iterator[slice]:
    for low in range(0, count, blocks.BLOCK):
        yield slice(low, min(low + blocks.BLOCK, count))


def _travel(step: Program, walkers: Walkers, log: Log) -> None:
    """Move all walkers, a block at a time; the few that are left of many blocks go on together."""
    block = Block(step, min(len(walkers), blocks.BLOCK), walkers.compiled)
    resting: dict[int, list[Group]] = defaultdict(list)
    recount = Recount(step, block, log)
    for part in _parts(len(walkers)):
        _stride(block, beginners(step, walkers, part), 0, log, resting, recount)
        recount.work_off(blocks.BLOCK)
    while resting:
        taken = min(resting)
        for group in together(resting.pop(taken)):
            _stride(block, group, taken, log, resting, recount)
            recount.work_off(blocks.BLOCK)
    recount.work_off(1)


def _stride(
    block: Block,
    group: Group,
    taken: int,
    log: Log,
    resting: dict[int, list[Group]],
    recount: Recount,
) -> None:
    """Move one group until all are done, or so few are left that they had better wait."""
    block.enter(group)
    while taken < log.steps:
        chunk = min(log.stride, log.steps - taken)
        before = block.copy() if log.exact else None
        theta, grad, delta = block.advance(chunk, None, log.factors_of(taken, chunk))
        taken += chunk
        stay, early = log.note(group.who, taken, theta, grad, delta)
        if before is not None and len(early):
            recount.remember(before.part(early), taken, chunk)
        if not len(stay):
            return
        rest = len(stay) <= blocks.BLOCK // 2 and _resting_place(taken, log.stride)
        if rest:
            resting[taken].append(block.leave(stay))
            return
        if len(stay) < len(group):
            group = block.leave(stay)
            block.enter(group)


def _resting_place(taken: int, stride: int) -> bool:
    """Whether groups wait for each other here: after 1, 2, 4, 8, ... strides."""
    strides = taken // stride
    return taken % stride == 0 and strides & (strides - 1) == 0


def _travel_plainly(surface: Surface, walkers: Walkers, log: Log) -> None:
    """The same with a rule that cannot be recorded: nobody is dropped, but nobody is moved on."""
    for part in _parts(len(walkers)):
        who = np.arange(part.start, part.stop)
        awake = np.ones(len(who), dtype=bool)
        rules = walkers.rules_of(part)
        steps = plain_steps(surface, walkers.rule_of(part), walkers.begin[:, part].T, rules)
        for taken in range(0, log.steps, log.stride):
            chunk = min(log.stride, log.steps - taken)
            since = Since(log, who, chunk)
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


def _travel_as_parties(surface: Surface, walkers: Walkers, log: Log) -> None:
    """Rules that need more than a gradient: looked at after every step, of which there are few."""
    log.counted = np.zeros(len(walkers), dtype=np.int64)
    for part in _parts(len(walkers)):
        party = Party(surface, walkers, part)
        for taken in range(1, log.steps + 1):
            party.advance()
            stay, _ = log.note(party.who, taken, party.theta.T, party.grad.T, party.delta.T)
            log.counted[party.who] = party.evaluations
            at_rest = ~party.walking()[stay]
            if at_rest.any():
                log.rest(party.who[stay[at_rest]], taken, party.theta[stay[at_rest]].T)
                stay = stay[~at_rest]
            if len(stay) < len(party):
                party.keep(stay)
            if not len(party):
                break

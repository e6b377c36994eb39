"""The machine that makes walks: `run` for one optimizer, `race` for several.

Up to `FEW` walkers take the path of plain floats, more take that of blocks; both are written from
the same recorded step (`engine.trace.program`), and a rule that cannot be recorded is simply called; so
is one that needs more than a gradient (`engine.drive.oracle`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.drive import lockstep
from engine.drive.arrival import Arrival, arrive
from engine.drive.batch import Block, beginners
from engine.drive.buffers import long_room, rooms
from engine.drive.judging import judged
from engine.drive.log import STRIDE
from engine.drive.oracle import Party
from engine.drive.reference import plain_steps
from engine.drive.reverse import Reverse
from engine.drive.trajectory import TOLERANCE, Trajectory
from engine.drive.walkers import Walkers, ready
from engine.protocols import Rule, Schedule, Surface, needs
from engine.trace import blocks
from engine.trace.program import Program, program
from engine.trace.scalar import scalar_walk, states_as_floats
from engine.trace.tape import NotTraceableError

FEW = 16  # walkers; from about here on the blocks are faster
ALL = slice(None)

__all__ = ["Arrival", "arrive", "race", "run"]


def run(
    surface: Surface,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    tolerance: float = TOLERANCE,
    ascend: bool = False,
    schedule: Schedule | None = None,
    compiled: bool = False,
) -> Trajectory:
    """Walk down a surface, or a curve.

    Args:
        surface: The ground.
        optimizer: The rule; a hyper-parameter may be an array that broadcasts against the
            walkers' axes, one value per walker.
        start: (..., P) numbers, P being the ground's dimension: 2 on a surface, 1 on a curve.
        steps: How many steps every walker takes, 0 or more. None stops earlier: the outcome
            says how the walk stood at its end.
        tolerance: Under it, gradient norm and last step count as zero.
        ascend: Walk up instead, that is down on −f, as with torch's ``maximize=True``.
        schedule: How the learning rate changes from step to step; it stays as it is unless given.
            Rules that need more than a gradient have no learning rate in this sense and go as
            they would without.
        compiled: Walk by machine code, which numba makes of the recorded step at the first call:
            for sweeps and maps that are made again and again. Walks are the same to the bit where
            rule and surface need no more than + − × ÷ √, and to the last digits elsewhere. Rules
            that cannot be recorded go as they would without.

    Returns:
        Every point of every walk; a pure function of the arguments.

    Raises:
        ValueError: The start is not of shape (..., P) or not made of numbers, or ``steps`` is not
            a whole number in range; a field, the tolerance or the schedule does not fit;
            ``compiled`` without numba.
    """
    walkers = ready(optimizer, start, steps, tolerance, surface.dimension, schedule, compiled)
    ground = Reverse(surface) if ascend else surface
    with np.errstate(all="ignore"):
        [room] = rooms(steps, [walkers])
        counts = _walk(ground, walkers, room.points)
        return judged(surface, walkers, room, counts, tolerance, ascend)


def race(
    surface: Surface,
    optimizers: Sequence[Rule],
    start: Any,
    steps: int,
    *,
    tolerance: float = TOLERANCE,
    ascend: bool = False,
    schedule: Schedule | None = None,
    compiled: bool = False,
) -> tuple[Trajectory, ...]:
    """`run` for several optimizers from the same start: one Trajectory each, in their order.

    Where each is many walkers, as in a sweep, they go in lockstep (`engine.drive.lockstep`), which takes
    two thirds to half of the time.
    """
    party = [
        ready(rule, start, steps, tolerance, surface.dimension, schedule, compiled)
        for rule in optimizers
    ]
    ground = Reverse(surface) if ascend else surface
    with np.errstate(all="ignore"):
        walked = _walk_side_by_side(ground, party, steps)
        finished = []
        for i, (walkers, room) in enumerate(zip(party, rooms(steps, party, walked), strict=True)):
            counts = None if i in walked else _walk(ground, walkers, room.points)
            finished.append(judged(surface, walkers, room, counts, tolerance, ascend))
    return tuple(finished)


def _walk(surface: Surface, walkers: Walkers, points: np.ndarray) -> np.ndarray | None:
    """Fill points, (steps + 1, P, n); evaluations so far (steps + 1, n), None if one per step."""
    points[0] = walkers.begin
    if needs(walkers.rule) != "gradient":
        return _walk_as_a_party(surface, walkers, points)
    try:
        step = program(surface, walkers.rule, walkers.settings, walkers.scheduled)
    except NotTraceableError:
        _walk_plainly(surface, walkers, points)
        return None
    if len(walkers) <= FEW and not walkers.compiled:
        _walk_one_by_one(step, walkers, points)
    else:
        _walk_in_blocks(step, walkers, points, ALL)
    return None


def _walk_side_by_side(
    surface: Surface, everyone: Sequence[Walkers], steps: int
) -> dict[int, np.ndarray]:
    """The points of those who can walk in lockstep, rules of equally many walkers, by place."""
    able: dict[int, list[int]] = defaultdict(list)
    for i, walkers in enumerate(everyone):
        alike = needs(walkers.rule) == "gradient" and not walkers.compiled
        if alike and len(walkers) > FEW and lockstep.able(surface, walkers):
            able[len(walkers)].append(i)
    walked: dict[int, np.ndarray] = {}
    for count, places in able.items():
        if len(places) > 1 and len(places) * count <= blocks.BLOCK:
            party = [everyone[i] for i in places]
            path = long_room(steps + 1, (len(party), *party[0].begin.shape))
            path[0] = [walkers.begin for walkers in party]
            lockstep.side_by_side(surface, party, path)
            walked |= {i: path[:, r] for r, i in enumerate(places)}
    return walked


def _walk_one_by_one(step: Program, walkers: Walkers, points: np.ndarray) -> None:
    """Each walker on plain floats; where Python's arithmetic gives up, NumPy decides."""
    walk = scalar_walk(step)
    turns = len(points) - 1 if walkers.factors is None else walkers.factors.tolist()
    states = walkers.first_states(step, ALL)
    steps = len(points) - 1
    for i in range(len(walkers)):
        hypers = [float(value[i]) if value.ndim else float(value) for value in walkers.fields]
        path = walk(turns, points[0, :, i].tolist(), hypers, states_as_floats(step, states, i))
        try:
            numbers = np.fromiter(path, float, steps * step.dimension)
            points[1:, :, i] = numbers.reshape(steps, step.dimension)
        except (ArithmeticError, ValueError):
            _walk_in_blocks(step, walkers, points, slice(i, i + 1))


def _walk_in_blocks(step: Program, walkers: Walkers, points: np.ndarray, part: slice) -> None:
    """Many walkers through NumPy; a block stops early when none in it is finite any more."""
    low, high, _ = part.indices(len(walkers))
    # Machine code cuts its tiles itself and takes all steps of one before it begins the next.
    steps = len(points) - 1
    size, stride = (high - low, steps) if walkers.compiled else (blocks.BLOCK, STRIDE)
    block = Block(step, min(high - low, size), walkers.compiled)
    for begin in range(low, high, max(1, size)):
        mine = slice(begin, min(begin + size, high))
        block.enter(beginners(step, walkers, mine))
        for done in range(0, steps, max(1, stride)):
            end = min(done + stride, steps)
            factors = None if walkers.factors is None else walkers.factors[done:end]
            theta, _, _ = block.advance(end - done, points[done : end + 1, :, mine], factors)
            if not np.isfinite(theta).all(axis=0).any():
                points[end + 1 :, :, mine] = np.nan
                break


def _walk_plainly(surface: Surface, walkers: Walkers, points: np.ndarray) -> None:
    walk = plain_steps(surface, walkers.rule_of(ALL), points[0].T, walkers.rules_of(ALL))
    for row in points[1:]:
        row[...], _, _ = next(walk)


def _walk_as_a_party(surface: Surface, walkers: Walkers, points: np.ndarray) -> np.ndarray:
    """Rules that need more than a gradient; whoever has come to rest stays where he is."""
    party = Party(surface, walkers, ALL)
    counts = np.zeros((len(points), len(walkers)), dtype=np.int64)
    for k in range(1, len(points)):
        if not len(party):
            points[k:], counts[k:] = points[k - 1], counts[k - 1]
            break
        party.advance()
        points[k], counts[k] = points[k - 1], counts[k - 1]
        points[k][:, party.who] = party.theta.T
        counts[k, party.who] = party.evaluations
        walking = party.walking()
        if not walking.all():
            party.keep(np.flatnonzero(walking))
    return counts

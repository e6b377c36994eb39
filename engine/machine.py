"""The machine that makes walks: `run` for one optimizer, `race` for several.

Up to `FEW` walkers take the path of plain floats, more take that of blocks; both are written from
the same recorded step (`engine.program`), and a rule that cannot be recorded is simply called; so
is one that needs more than a gradient (`engine.party`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from engine import blocks
from engine.arrival import Arrival, arrive
from engine.compiled import survey
from engine.contracts import Rule, Schedule, Surface, needs
from engine.group import Block, beginners
from engine.log import STRIDE
from engine.party import Party
from engine.plain import plain_steps
from engine.program import Program, program
from engine.reverse import Reverse
from engine.scalar import scalar_walk, states_as_floats
from engine.tape import NotTraceableError
from engine.trajectory import FAR, TOLERANCE, Trajectory, length, outcomes
from engine.walkers import Walkers, ready

FEW = 16  # walkers; from about here on the blocks are faster
ALL = slice(None)
PAGE, SPARE = 4096, 8  # bytes, numbers

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
    points = _room(steps + 1, surface.dimension, walkers)
    points[0] = walkers.begin
    with np.errstate(all="ignore"):
        counts = _walk(Reverse(surface) if ascend else surface, walkers, points)
        walk = _judge(surface, walkers, points, counts, tolerance, ascend)
    return walk if walkers.factors is None else replace(walk, factors=walkers.factors)


def race(
    surface: Surface, optimizers: Sequence[Rule], start: Any, steps: int, **options: Any
) -> tuple[Trajectory, ...]:
    """`run` for several optimizers from the same start: one Trajectory each, in their order."""
    return tuple(run(surface, optimizer, start, steps, **options) for optimizer in optimizers)


def _room(rows: int, dimension: int, walkers: Walkers) -> np.ndarray:
    """Room for all points, (rows, P, n), no row a whole number of memory pages behind another.

    There it would be where n is a multiple of 256, and a processor that reads a row while it writes
    the next one at the same place of a page takes a sixth longer. Machine code writes no rows.
    """
    width = dimension * len(walkers)
    spare = 0 if walkers.compiled or width * 8 % PAGE else SPARE
    return np.empty((rows, width + spare))[:, :width].reshape(rows, dimension, len(walkers))


# -- walking -------------------------------------------------------------------------------------


def _walk(surface: Surface, walkers: Walkers, points: np.ndarray) -> np.ndarray | None:
    """Fill points[1:], (steps, P, n); evaluations so far (steps + 1, n), None if one per step."""
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


# -- judging -------------------------------------------------------------------------------------


def _judge(
    surface: Surface,
    walkers: Walkers,
    points: np.ndarray,
    counts: np.ndarray | None,
    tolerance: float,
    ascending: bool,
) -> Trajectory:
    """Heights, gradients and outcomes of finished walks; ``points`` is (steps + 1, P, n)."""
    steps, dimension, count = len(points) - 1, points.shape[1], len(walkers)
    heights, gradients, finite = _measure(surface, points, walkers.compiled)
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
    far, step, slope = length(ends.swapaxes(0, 1))
    settled = (step < tolerance) & (slope < tolerance)
    outcome = outcomes(settled, (last < steps) | (far > FAR))
    evaluations = np.minimum(last + 1, steps) if counts is None else counts[-1]
    shape = walkers.shape
    return Trajectory(
        surface=surface,
        optimizer=walkers.rule,
        points=points.transpose(0, 2, 1).reshape(steps + 1, *shape, dimension),
        heights=heights.reshape(steps + 1, *shape),
        gradients=gradients.transpose(1, 2, 0).reshape(steps + 1, *shape, dimension),
        outcome=outcome.reshape(shape) if shape else outcome[0],
        evaluations=evaluations.reshape(shape) if shape else int(evaluations[0]),
        tolerance=tolerance,
        ascending=ascending,
        counts=None if counts is None else counts.reshape(steps + 1, *shape),
    )


def _measure(
    surface: Surface, points: np.ndarray, compiled: bool
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Heights (steps + 1, n), gradients (P, steps + 1, n), and whether all is certainly finite."""
    rows, dimension, count = points.shape
    if compiled:
        with suppress(NotTraceableError):
            heights, gradients = np.empty((rows, count)), np.empty((dimension, rows, count))
            return heights, gradients, survey(surface)(points, heights, gradients)
    heights, gradients = np.empty(rows * count), np.empty((dimension, rows * count))
    stride = max(1, blocks.BLOCK // max(1, count))  # a cacheful of points at a time
    for low in range(0, rows, stride):
        place = [points[low : low + stride, i].ravel() for i in range(dimension)]
        part = slice(low * count, low * count + len(place[0]))
        # Adding 0 makes 0 of -0, as Surface.value does.
        np.add(surface.f(*place), 0.0, out=heights[part])
        for slopes, row in zip(surface.df(*place), gradients, strict=True):
            np.add(slopes, 0.0, out=row[part])
    # A sum is finite if all its parts are, unless it overflows; and no place is lost but the last
    # is, too.
    finite = math.isfinite(heights.sum() + gradients.sum() + points[-1].sum())
    return heights.reshape(rows, count), gradients.reshape(dimension, rows, count), finite


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

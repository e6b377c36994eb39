"""The machine that makes walks: `run` for one optimizer, `race` for several.

Up to `FEW` walkers take the path of plain floats, more take that of blocks; both are written from
the same recorded step (`engine.trace.program`). Rules with equally many walkers each, and all that
walk on an objective that is no surface, go in lockstep; a few of them on batches of one that is a
mean over rows of numbers, such as a loss of data, are faster by themselves (`engine.drive.rows`). A
rule that cannot be recorded is called, and so is one that needs more than a gradient
(`engine.drive.oracle`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.drive import driver, lockstep, rows
from engine.drive.arrival import Arrival, arrive
from engine.drive.buffers import long_room, rooms
from engine.drive.measure import Draws, by_coordinate
from engine.drive.outcome import TOLERANCE
from engine.drive.path import Path, finished
from engine.drive.reverse import upside_down
from engine.drive.row_measure import row_measure
from engine.drive.steppers import recorded
from engine.drive.trajectory import Trajectory
from engine.drive.walkers import Walkers, ready
from engine.protocols import Objective, Rule, Schedule, needs
from engine.refusal import RefusedError
from engine.trace import blocks
from engine.trace.program import Program
from engine.trace.scalar import scalar_walk, states_as_floats

FEW = 16  # walkers; from about here on the blocks are faster
ALL = slice(None)

__all__ = ["Arrival", "arrive", "race", "run"]


def run(
    surface: Objective,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    tolerance: float = TOLERANCE,
    ascend: bool = False,
    schedule: Schedule | None = None,
    compiled: bool = False,
    draws: Draws | None = None,
) -> Trajectory:
    """Walk down a surface, a curve, or a loss.

    Args:
        surface: The objective.
        optimizer: The rule; a hyper-parameter may be an array that broadcasts against the
            walkers' axes, one value per walker.
        start: (..., P) numbers, P being the objective's dimension: 2 on a surface, 1 on a curve.
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
        draws: What each step sees of an objective that takes draws, one entry per step; heights and
            gradients of the answer are those of the whole, ``seen`` are those of the draws.

    Returns:
        Every point of every walk; a pure function of the arguments.

    Raises:
        ValueError: The start is not of shape (..., P) or not made of numbers, or ``steps`` is not
            a whole number in range; a field, the tolerance, the schedule or the draws do
            not fit; ``compiled`` without numba.

    Examples:
        Two walkers, each with a learning rate of its own; the second one's is too large.

        >>> import numpy as np, optimizers, surfaces
        >>> descent = optimizers.by_name("gradient_descent")(learning_rate=np.array([0.25, 0.75]))
        >>> walk = run(surfaces.by_name("bowl"), descent, [(1.0, 1.0), (1.0, 1.0)], steps=2)
        >>> walk.points.shape
        (3, 2, 2)
        >>> walk.points[:, 0].tolist()
        [[1.0, 1.0], [0.5, 0.0], [0.25, 0.0]]
        >>> walk.points[:, 1].tolist()
        [[1.0, 1.0], [-0.5, -2.0], [0.25, 4.0]]
    """
    return race(
        surface,
        [optimizer],
        start,
        steps,
        tolerance=tolerance,
        ascend=ascend,
        schedule=schedule,
        compiled=compiled,
        draws=draws,
    )[0]


def race(
    surface: Objective,
    optimizers: Sequence[Rule],
    start: Any,
    steps: int,
    *,
    tolerance: float = TOLERANCE,
    ascend: bool = False,
    schedule: Schedule | None = None,
    compiled: bool = False,
    draws: Draws | None = None,
) -> tuple[Trajectory, ...]:
    """`run` for several optimizers from the same start: one Trajectory each, in their order.

    Where each is many walkers, as in a sweep, they go in lockstep (`engine.drive.lockstep`), which
    takes two thirds to half of the time.
    """
    if draws is not None and by_coordinate(surface):
        raise RefusedError(
            "draws: {surface} takes none; it is the same in every step", surface=surface.name
        )
    everyone = [
        ready(rule, start, steps, tolerance, surface.dimension, schedule, compiled, draws)
        for rule in optimizers
    ]
    ground = upside_down(surface) if ascend else surface
    with np.errstate(all="ignore"):
        walked = _side_by_side(ground, everyone, steps)
        paths = {i: points for i, (points, _) in walked.items()}
        places = rooms(steps, everyone, paths)
        told: list[tuple[np.ndarray | None, np.ndarray | None]] = []
        for i, (walkers, room) in enumerate(zip(everyone, places, strict=True)):
            if i in walked:
                told.append((None, walked[i][1]))
            else:
                seen = None if draws is None else np.full(room.points[1:].shape, np.nan)
                told.append((_walk(ground, walkers, room.points, seen), seen))
        by_rows = row_measure(surface)
        if by_rows is not None:
            by_rows.fill(places)
        measured = by_rows is not None
        return tuple(
            finished(surface, walkers, room, *more, tolerance, ascend, measured)
            for walkers, room, more in zip(everyone, places, told, strict=True)
        )


def _walk(
    objective: Objective, walkers: Walkers, points: np.ndarray, seen: np.ndarray | None
) -> np.ndarray | None:
    """Fill points, (steps + 1, P, n); evaluations so far (steps + 1, n), None if one per step."""
    points[0] = walkers.begin
    if len(walkers) <= FEW and needs(walkers.rule) == "gradient" and not walkers.compiled:
        step = recorded(objective, walkers)
        if step is not None:
            _walk_one_by_one(step, objective, walkers, points)
            return None
    return _walk_in_strides(objective, walkers, points, slice(0, len(walkers)), seen)


def _side_by_side(objective: Objective, everyone: Sequence[Walkers], steps: int) -> rows.Walked:
    """Those who can walk on rows or in lockstep."""
    alone = not by_coordinate(objective)  # nothing is faster there
    if len(everyone) < 2 and not alone:
        return {}
    walked = rows.side_by_side(objective, everyone, steps, FEW) if alone else {}
    able: dict[int, list[int]] = defaultdict(list)
    for i, walkers in enumerate(everyone):
        if i in walked:
            continue
        alike = needs(walkers.rule) == "gradient" and not (walkers.compiled and not alone)
        if alike and (alone or len(walkers) > FEW) and lockstep.able(objective, walkers):
            able[len(walkers)].append(i)
    for count, places in able.items():
        if alone or (len(places) > 1 and len(places) * count <= blocks.BLOCK):
            rules = [everyone[i] for i in places]
            path = long_room(steps + 1, (len(rules), *rules[0].begin.shape))
            path[0] = [walkers.begin for walkers in rules]
            seen = None if rules[0].draws is None else np.full(path[1:].shape, np.nan)
            lockstep.side_by_side(objective, rules, path, seen)
            for r, i in enumerate(places):
                walked[i] = path[:, r], None if seen is None else seen[:, r]
    return walked


def _walk_one_by_one(
    step: Program, objective: Objective, walkers: Walkers, points: np.ndarray
) -> None:
    """Each walker on plain floats; where Python's arithmetic gives up, NumPy decides.

    Neighbours of whom it gives up go together: walks in arrays take as long for many as for one.
    """
    walk = scalar_walk(step)
    turns = len(points) - 1 if walkers.factors is None else walkers.factors.tolist()
    states = walkers.first_states(step, ALL)
    steps = len(points) - 1
    left = np.zeros(len(walkers) + 2, dtype=bool)  # one more on both sides, of nobody
    for i in range(len(walkers)):
        hypers = [float(value[i]) if value.ndim else float(value) for value in walkers.fields]
        path = walk(turns, points[0, :, i].tolist(), hypers, states_as_floats(step, states, i))
        try:
            numbers = np.fromiter(path, float, steps * step.dimension)
            points[1:, :, i] = numbers.reshape(steps, step.dimension)
        except (ArithmeticError, ValueError):
            left[i + 1] = True
    edges = np.flatnonzero(left[1:] != left[:-1])
    for low, high in edges.reshape(-1, 2).tolist():
        _walk_in_strides(objective, walkers, points, slice(low, high), None)


def _walk_in_strides(
    objective: Objective,
    walkers: Walkers,
    points: np.ndarray,
    part: slice,
    seen: np.ndarray | None,
) -> np.ndarray | None:
    """Some walkers, a block at a time."""
    # Machine code cuts its tiles itself and takes all steps of one before it begins the next; and
    # a draw is for all walkers.
    whole = walkers.compiled or walkers.draws is not None
    stride = len(points) - 1 if walkers.compiled else driver.STRIDE
    path = Path(walkers, points, seen, stride)
    size = max(1, len(walkers)) if whole else None
    driver.drive(objective, walkers, len(points) - 1, path, size, part)
    return path.counts

"""The walk continued: what is seen by whoever turns the number of steps up, and nothing else.

A walk is a pure function of its configuration, so it is walked again from its start with more
steps: the rule comes to the old end with the memory that it had there, and the schedule, which has
a factor for every step, goes on as it says. One that has ended keeps its last factor; where that is
0 the walk stands still from then on, and that is true of it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np

from engine.drive.machine import run
from engine.drive.trajectory import Trajectory
from engine.protocols import needs

TIMES = 9  # as many steps again, so that the whole is ten times as long
LEAST, MOST = 200, 20_000  # steps more; the longest take some 10 ms
MOST_GUIDED = 500  # of rules that need more than a gradient, whose steps take 100 times as long


def look_on(walk: Trajectory) -> int:
    """By how many steps a walk is continued before anything is said of its future."""
    most = MOST if needs(walk.optimizer) == "gradient" else MOST_GUIDED
    return min(max(TIMES * walk.steps, LEAST), most)


def continued(walk: Trajectory, more: int) -> Trajectory | None:
    """The walk of a single walker with so many steps more.

    Returns:
        The longer walk, whose first rows are those of the walk to the bit; None where they are not,
        so that nothing is known of the future: the walk is of another rule than it says, or
        Python's floats gave up on the way and NumPy, which went on, rounds otherwise.
    """
    try:
        longer = run(
            walk.surface,
            walk.optimizer,
            walk.points[0],
            walk.steps + more,
            tolerance=walk.tolerance,
            ascend=walk.ascending,
            schedule=walk.schedule,
        )
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return None
    rows = int(walk.last) + 1
    return longer if np.array_equal(longer.points[:rows], walk.points[:rows]) else None


def continued_some(walk: Trajectory, columns: np.ndarray, more: int) -> Trajectory:
    """Some of the walks of a sweep with so many steps more.

    Many walkers go through NumPy, whose rounding may depend on how many they are: the first rows
    are those of the walk to rounding, and where it is chaotic only for a while.

    Args:
        walk: Of walkers (L,), whose learning rates are (L,) or one for all.
        columns: (k,) int; which of them.
        more: How many steps more.
    """
    fields = {
        entry.name: value[columns]
        for entry in dataclasses.fields(walk.optimizer)  # type: ignore[arg-type]
        if np.ndim(value := getattr(walk.optimizer, entry.name))
    }
    return run(
        walk.surface,
        replace(walk.optimizer, **fields),  # type: ignore[type-var]
        walk.points[0, columns],
        walk.steps + more,
        tolerance=walk.tolerance,
        schedule=walk.schedule,
    )


def paid_part(walk: Trajectory) -> Trajectory:
    """The walk of a single walker without the rows in which it stands still at its end.

    Within a budget of evaluations it stands there because it had to stop, not because it came to
    rest; see `engine.analysis.fair.within_budget`.
    """
    moved = np.flatnonzero((np.diff(walk.points, axis=0) != 0).any(axis=-1))
    paid = int(moved[-1]) + 1 if moved.size else 0
    rows = slice(0, paid + 1)
    return replace(
        walk,
        points=walk.points[rows],
        heights=walk.heights[rows],
        gradients=walk.gradients[rows],
        counts=None if walk.counts is None else walk.counts[rows],
        factors=None if walk.factors is None else walk.factors[:paid],
    )

"""What a walk comes to where its evaluations, and not its steps, are counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.drive.outcome import OUTCOMES, codes, settled
from engine.drive.trajectory import Trajectory, steps_to


def within_budget(walk: Trajectory, budget: int) -> Trajectory:
    """The walk with nobody moving on who could not pay for the next step.

    A walker stands still from the row on after which its evaluations would exceed the budget; its
    outcome is judged there.
    """
    spent = walk.evaluations_at
    enough = spent <= budget
    if enough[-1].all():
        return walk
    last = enough.sum(axis=0) - 1
    rows = np.minimum(np.arange(walk.steps + 1).reshape(-1, *[1] * last.ndim), last)
    here = last[None]
    points = np.take_along_axis(walk.points, rows[..., None], axis=0)
    heights = np.take_along_axis(walk.heights, rows, axis=0)
    with np.errstate(all="ignore"):
        step = np.take_along_axis(walk.step_lengths, here, axis=0)[0]
        slope = np.take_along_axis(walk.gradient_norms, here, axis=0)[0]
        end, begin = (np.moveaxis(points[row], -1, 0) for row in (-1, 0))
        still = settled(step, slope, walk.tolerance)
        judged = OUTCOMES[codes(still, ~np.isfinite(heights[-1]), end, begin)]
    # As objects: of a single walk NumPy would make plain text.
    before, after = (np.asarray(each, dtype=object) for each in (walk.outcome, judged))
    outcome = np.where(enough[-1], before, after)
    counts = np.take_along_axis(spent, rows, axis=0)
    return replace(
        walk,
        points=points,
        heights=heights,
        gradients=np.take_along_axis(walk.gradients, rows[..., None], axis=0),
        outcome=outcome if outcome.ndim else outcome.item(),
        evaluations=counts[-1] if outcome.ndim else int(counts[-1]),
        counts=counts,
    )


def evaluations_to(walk: Trajectory, near: float, floor: float) -> np.ndarray:
    """(...) int; the evaluations until f − f* is near enough, -1 where it never is."""
    steps = steps_to(walk, near, floor)
    spent = np.take_along_axis(walk.evaluations_at, np.maximum(steps, 0)[None], axis=0)[0]
    return np.where(steps < 0, -1, spent)

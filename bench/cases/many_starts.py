"""40,000 starts, 500 steps, ends only: the map of basins.

The engine drops who has arrived, as the map wants it; with nobody dropped it is raced once more,
step against step.
"""

from functools import partial

import numpy as np

from bench.race import Race
from bench.task import Task, grid
from engine import TOLERANCE, arrive

OTHERS = ("torch fused", "torch 1 thread", "optax", "optax tuned", "numba", "naive NumPy")
START = grid("himmelblau", 200)


def ours(task: Task, tolerance: float | None, compiled: bool = False) -> np.ndarray:
    optimizer, start = task.optimizer, task.start
    there = arrive(
        task.ground, optimizer, start, task.steps, tolerance=tolerance, compiled=compiled
    )
    return there.points


def race(rule: str, rate: float, wanted: float | None, tolerance: float | None) -> Race:
    dropped = "" if tolerance else ", nobody dropped"
    return Race(
        title=f"40,000 starts, 500 steps, ends: {rule}{dropped}",
        tasks=(Task("himmelblau", rule, rate, START, steps=500),),
        ours=partial(ours, tolerance=tolerance),
        compiled=partial(ours, tolerance=tolerance, compiled=True),
        wanted={"torch": wanted, **dict.fromkeys(OTHERS)},
    )


RACES = (
    race("gradient_descent", 0.01, 15, TOLERANCE),
    race("adam", 0.1, 2.5, TOLERANCE),
    race("gradient_descent", 0.01, None, None),
    race("adam", 0.1, None, None),
)

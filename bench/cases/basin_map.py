"""A map of basins: 40,000 starts, 500 steps, with the steps to rest and the outcome of each."""

from functools import partial

import numpy as np

from bench.cases.many_starts import START
from bench.race import Race
from bench.task import Task
from engine import TOLERANCE, Outcome, arrive
from engine.drive.outcome import CODE


def ours(task: Task, compiled: bool = False) -> np.ndarray:
    there = arrive(
        task.ground,
        task.optimizer,
        task.start,
        task.steps,
        tolerance=task.rest,
        exact=True,
        compiled=compiled,
    )
    rest = np.where(there.codes == CODE[Outcome.CONVERGED], there.steps, -1)
    return np.column_stack([there.points, rest])


RACES = tuple(
    Race(
        title=f"map of 200 x 200 starts, 500 steps, steps to rest: {rule}",
        tasks=(Task("himmelblau", rule, rate, START, steps=500, rest=TOLERANCE),),
        ours=ours,
        compiled=partial(ours, compiled=True),
        wanted={"torch": wanted, "optax": 1.0, "optax tuned": None, "numba": None},
    )
    for rule, rate, wanted in (("gradient_descent", 0.01, 25), ("adam", 0.1, 3))
)

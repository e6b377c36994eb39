"""One ball, 300 steps, with its whole path: what a slider on the first page sets off."""

from functools import partial

import numpy as np

import surfaces
from bench.race import Race
from bench.task import Task
from engine import run

RATES = {
    ("blog", "gradient_descent"): 0.05,
    ("blog", "adam"): 0.2,
    ("rosenbrock", "gradient_descent"): 0.001,
    ("rosenbrock", "adam"): 0.05,
}


def ours(task: Task, compiled: bool = False) -> np.ndarray:
    return run(task.ground, task.optimizer, task.start, task.steps, compiled=compiled).points[-1]


RACES = tuple(
    Race(
        title=f"one start, 300 steps: {surface}, {rule}",
        tasks=(Task(surface, rule, rate, np.array(surfaces.by_name(surface).start), steps=300),),
        ours=ours,
        compiled=partial(ours, compiled=True),
        wanted={
            "torch": 100,
            **dict.fromkeys(("torch fused", "optax", "optax tuned", "numba")),
            "naive NumPy": 8,
        },
    )
    for (surface, rule), rate in RATES.items()
)

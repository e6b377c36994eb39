"""One ball, 300 steps, with its whole path: what a slider on the first page sets off."""

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


def ours(task: Task) -> np.ndarray:
    return run(task.ground, task.optimizer, task.start, task.steps).points[-1]


RACES = tuple(
    Race(
        title=f"one start, 300 steps: {surface}, {rule}",
        tasks=(Task(surface, rule, rate, np.array(surfaces.by_name(surface).start), steps=300),),
        ours=ours,
        wanted={"torch": 100, "torch fused": None, "naive NumPy": 8},
    )
    for (surface, rule), rate in RATES.items()
)

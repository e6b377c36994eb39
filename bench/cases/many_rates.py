"""256 learning rates of six optimizers, 1,000 steps each, ends only: a sweep.

torch knows one learning rate per tensor: it takes every step at rate 1 and scales it per walker,
which is the same walk and far cheaper than 256 parameter groups.
"""

import numpy as np

import surfaces
from bench.race import Race
from bench.task import RULES, Task
from engine import arrive

RATES = np.geomspace(1e-6, 1e-4, 256)  # steps grow with the gradient: half of what diverges
LENGTHS = np.geomspace(1e-4, 1e-2, 256)  # steps have about the length of the rate


def ours(task: Task) -> np.ndarray:
    return arrive(task.ground, task.optimizer, task.start, task.steps, tolerance=None).points


RACES = tuple(
    Race(
        title=f"256 rates of six optimizers, 1,000 steps, ends: {surface}",
        tasks=tuple(
            Task(
                surface,
                rule,
                RATES if rule in RULES[:3] else LENGTHS,
                np.tile(surfaces.by_name(surface).start, (256, 1)),
                steps=1000,
            )
            for rule in RULES
        ),
        ours=ours,
        wanted={"torch": 20, "optax": 0.9, "optax tuned": None, "numba": None},
    )
    for surface in ("rosenbrock", "blog")
)

"""256 learning rates of six optimizers, 1,000 steps each: a sweep, for its ends and its paths.

torch knows one learning rate per tensor: it takes every step at rate 1 and scales it per walker,
which is the same walk and far cheaper than 256 parameter groups.

Ends of walks are copied: a view would keep the whole walk in memory, which no peer has to do.
"""

from collections.abc import Sequence

import numpy as np

import engine
import surfaces
from bench.race import Race
from bench.task import RULES, Task
from engine import arrive, run

RATES = np.geomspace(1e-6, 1e-4, 256)  # steps grow with the gradient: half of what diverges
LENGTHS = np.geomspace(1e-4, 1e-2, 256)  # steps have about the length of the rate


def ends(task: Task) -> np.ndarray:
    return arrive(task.ground, task.optimizer, task.start, task.steps, tolerance=None).points


def paths(task: Task) -> np.ndarray:
    return run(task.ground, task.optimizer, task.start, task.steps).points[-1].copy()


def lockstep(tasks: Sequence[Task]) -> list[np.ndarray]:
    first = tasks[0]
    rules = [task.optimizer for task in tasks]
    return [
        walk.points[-1].copy()
        for walk in engine.race(first.ground, rules, first.start, first.steps)
    ]


def compiled_ends(task: Task) -> np.ndarray:
    optimizer, start = task.optimizer, task.start
    return arrive(task.ground, optimizer, start, task.steps, tolerance=None, compiled=True).points


def compiled_paths(task: Task) -> np.ndarray:
    walk = run(task.ground, task.optimizer, task.start, task.steps, compiled=True)
    return walk.points[-1].copy()


def race(surface: str, kept: bool, wanted: dict[str, float | None]) -> Race:
    start = np.tile(surfaces.by_name(surface).start, (256, 1))
    rates = {rule: RATES if rule in RULES[:3] else LENGTHS for rule in RULES}
    what = "paths" if kept else "ends"
    return Race(
        title=f"256 rates of six optimizers, 1,000 steps, {what}: {surface}",
        tasks=tuple(
            Task(surface, rule, rates[rule], start, steps=1000, paths=kept) for rule in RULES
        ),
        ours=paths if kept else ends,
        at_once=lockstep if kept else None,
        wanted=wanted,
        compiled=compiled_paths if kept else compiled_ends,
        wanted_compiled={"torch": 20, "optax": 0.9} if kept else {"torch": 20},
    )


RACES = (
    race("rosenbrock", False, {"torch": 20, "optax": None, "optax tuned": None, "numba": None}),
    race("blog", False, {"torch": 20, "optax": None, "optax tuned": None, "numba": None}),
    race("rosenbrock", True, {"torch": 20, "optax": 0.9, "optax tuned": None, "numba": None}),
    race("blog", True, {"torch": 20, "optax": 0.9, "optax tuned": None, "numba": None}),
)

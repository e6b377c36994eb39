"""How near to the floor: Adam's root and quotient alone, on a block that fits the cache.

Whatever else a step does, one square root and one division per coordinate it must do. Both are
timed as time on the processor: they use one thread, and other programs do not count.
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from bench.cases.basin_map import RACES, ours
from engine import arrive
from engine.trace.blocks import BLOCK

WANTED = 5.0  # times the floor
ROUNDS = 5


def floor(walkers: int, steps: int) -> float:
    """Seconds for the roots and quotients of so many walkers and steps."""
    v, m = np.random.default_rng(0).uniform(0.5, 2.0, (2, 2, BLOCK))
    root, step = np.empty_like(v), np.empty_like(v)
    calls = max(1, round(walkers * steps / BLOCK))
    begin = time.process_time()
    for _ in range(calls):
        np.sqrt(v, out=root)
        np.divide(m, root, out=step)
    return (time.process_time() - begin) / calls * (walkers * steps / BLOCK)


def above() -> dict[str, tuple[float, float]]:
    """The floor of Adam's map, and of the same with nobody dropped, and how many times it we are.

    Both in one process and in turns: (seconds of the floor, ratio).
    """
    (task,) = RACES[1].tasks
    ways = {
        "map of 200 x 200 starts": lambda: ours(task),
        "the same, nobody dropped": lambda: arrive(
            task.ground, task.optimizer, task.start, task.steps, tolerance=None
        ),
    }
    found = {}
    for name, way in ways.items():
        way()
        floors, times = [], []
        for _ in range(ROUNDS):
            floors.append(floor(len(task.start), task.steps))
            begin = time.process_time()
            way()
            times.append(time.process_time() - begin)
        bottom = statistics.median(floors)
        found[name] = (bottom, statistics.median(times) / bottom)
    return found

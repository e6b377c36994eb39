"""Does a walker's step cost the same however many walkers there are? In time on the processor."""

from __future__ import annotations

import statistics
import time

import numpy as np

from bench.task import Task, grid
from engine import arrive

SIDES = (64, 128, 256, 512, 1000)  # 4,096 to 1,000,000 walkers
STEPS = 50
ROUNDS = 3
WANTED = (0.9, 1.1)


def costs(rule: str, rate: float) -> dict[int, float]:
    """Nanoseconds per walker and step, by the number of walkers, with nobody dropped."""
    found = {}
    for side in SIDES:
        task = Task("himmelblau", rule, rate, grid("himmelblau", side), STEPS)
        repeats = max(1, round(100_000 / side**2))
        times = []
        for _ in range(ROUNDS):
            begin = time.process_time()
            for _ in range(repeats):
                arrive(task.ground, task.optimizer, task.start, STEPS, tolerance=None)
            times.append((time.process_time() - begin) / repeats)
        found[side**2] = statistics.median(times) / (side**2 * STEPS) * 1e9
    return found


def slope(found: dict[int, float]) -> float:
    """Of the whole time over the number of walkers, both logarithmic: 1 if each costs the same."""
    walkers = np.array(list(found))
    return float(
        np.polyfit(np.log(walkers), np.log(walkers * np.array(list(found.values()))), 1)[0]
    )

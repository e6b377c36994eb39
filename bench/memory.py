"""How much memory ends for a million starts take, on top of the result: a pass of its own."""

from __future__ import annotations

import tracemalloc

from bench.cases.million_starts import RACES
from engine import arrive

WANTED = 64.0  # MB
MB = 2.0**20


def above_result() -> dict[str, float]:
    """MB above the result at the worst moment, by rule.

    NumPy tells tracemalloc of its arrays, so all of them are counted.
    """
    peaks: dict[str, float] = {}
    for race in RACES:
        task = race.tasks[0]
        arrive(task.ground, task.optimizer, task.start[:1000], task.steps)
        tracemalloc.start()
        there = arrive(task.ground, task.optimizer, task.start, task.steps)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        result = there.points.nbytes + there.outcome.nbytes + there.evaluations.nbytes
        peaks[task.rule] = (peak - result) / MB
    return peaks

"""A million starts, 100 steps, ends only: more than a cache holds, and little memory to spend."""

from functools import partial

from bench.cases.many_starts import ours
from bench.race import Race
from bench.task import Task, grid
from engine import TOLERANCE

START = grid("himmelblau", 1000)

RACES = tuple(
    Race(
        title=f"1,000,000 starts, 100 steps, ends: {rule}",
        tasks=(Task("himmelblau", rule, rate, START, steps=100),),
        ours=partial(ours, tolerance=TOLERANCE),
        wanted={"torch": 1.5, "torch fused": 1.5, "torch 1 thread": None, "naive NumPy": None},
    )
    for rule, rate in (("gradient_descent", 0.01), ("adam", 0.1))
)

"""A million starts, 100 steps, ends only: more than a cache holds, and little memory to spend."""

from functools import partial

from bench.cases.many_starts import OTHERS, ours
from bench.race import Race
from bench.task import Task, grid
from engine import TOLERANCE

START = grid("himmelblau", 1000)

RACES = tuple(
    Race(
        title=f"1,000,000 starts, 100 steps, ends: {rule}",
        tasks=(Task("himmelblau", rule, rate, START, steps=100),),
        ours=partial(ours, tolerance=TOLERANCE),
        compiled=partial(ours, tolerance=TOLERANCE, compiled=True),
        wanted={**dict.fromkeys(("torch", *OTHERS)), "torch": 1.5, "torch fused": 1.5},
    )
    for rule, rate in (("gradient_descent", 0.01), ("adam", 0.1))
)

"""Six optimizers from one start, 1,000 steps each, with their paths: a comparison."""

from functools import partial

import numpy as np

import surfaces
from bench.cases.one_start import ours
from bench.race import Race
from bench.task import RULES, Task

RATES = {
    "rosenbrock": (0.001, 0.0005, 0.001, 0.2, 0.02, 0.05),
    "blog": (0.05, 0.005, 0.01, 1.0, 0.05, 0.2),
}

RACES = tuple(
    Race(
        title=f"six optimizers, 1,000 steps: {surface}",
        tasks=tuple(
            Task(surface, rule, rate, np.array(surfaces.by_name(surface).start), steps=1000)
            for rule, rate in zip(RULES, rates, strict=True)
        ),
        ours=ours,
        compiled=partial(ours, compiled=True),
        wanted={
            "torch": 120,
            **dict.fromkeys(("torch fused", "optax", "optax tuned", "numba", "naive NumPy")),
        },
    )
    for surface, rates in RATES.items()
)

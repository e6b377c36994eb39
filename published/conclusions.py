"""The post's two conclusions, put to the test on its own function."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

import optimizers
from engine import run
from optimizers import Optimizer
from published.terrain import TRUE
from published.walks import START, Repair

RATES = np.geomspace(1e-3, 1.0, 31)  # ten per factor of ten
BUDGETS = np.unique(np.geomspace(10, 5000, 40).round().astype(int))
MOST_UPDATES = 20_000
NEAR = 0.01  # from the minimum: as good as there


@lru_cache(maxsize=4)
def distances_by_rate(repair: Repair) -> np.ndarray:
    """(len(BUDGETS), len(RATES)): how far from the minimum of f the post's walk ends."""
    walks = run(repair.surface, repair.rule(RATES), START, int(BUDGETS[-1]))
    points = walks.points[BUDGETS]
    return TRUE.distance_to_minimum(points[..., 0], points[..., 1])


@lru_cache(maxsize=4)
def updates_needed(name: str) -> np.ndarray:
    """(len(RATES),) int: the update at which an optimizer first is `NEAR`; -1 where it never is.

    On the true gradient, from the post's start, at most `MOST_UPDATES`.
    """
    rule: Any = optimizers.by_name(name)
    return first_near(rule(learning_rate=RATES), MOST_UPDATES)


@lru_cache(maxsize=256)
def needed_at(name: str, learning_rate: float) -> int:
    """The same for one learning rate."""
    rule: Any = optimizers.by_name(name)
    return int(first_near(rule(learning_rate=learning_rate), MOST_UPDATES))


def first_near(rule: Optimizer, updates: int) -> np.ndarray:
    """The first update after which each walker of ``rule`` is `NEAR` the minimum, or -1."""
    points = run(TRUE, rule, START, updates).points
    near = TRUE.distance_to_minimum(points[..., 0], points[..., 1]) < NEAR
    return np.where(near.any(axis=0), near.argmax(axis=0), -1)

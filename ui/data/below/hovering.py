"""Walks of plain descent on batches, to be measured where they hover: of many seeds at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from data import Batches
from engine.analysis.fan import Fan, fan
from engine.analysis.quadratic_noise import Floor, Quadratics, measured_floor
from optimizers import GradientDescent
from schedules import Schedule
from surfaces.losses import DataLoss
from ui.data.below.run import DataRun, seeds_from

SEEDS = 100
LEAST, MOST = 200, 3000  # updates of a walk that is to settle
DRAWS = 600_000  # of a walk, over its seeds


def updates_to_settle(hessian: np.ndarray, rate: float, updates: int) -> int:
    """How many updates walks take to come to their floor, in whole epochs of so many updates."""
    bends = np.linalg.eigvalsh(hessian)
    slowest = bends[bends > 1e-10 * bends[-1]].min()
    steps = min(MOST, max(LEAST, int(np.ceil(4 / (rate * slowest)))))
    return max(2, -(-steps // updates)) * updates


@dataclass(frozen=True)
class Above:
    """Least squares as its height above the minimum, which its bends say without the examples."""

    loss: DataLoss
    name: str = "above"
    dimension: int = 2
    minima: tuple[()] = ()
    minimum: None = None

    @cached_property
    def _ground(self) -> Quadratics:
        return DataRun(self.loss, (), (0.0, 0.0), 0, Batches(1)).quadratics

    def value(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """(..., 2) → (...); f − f*, whatever the draw."""
        del draw
        away = theta - self._ground.minimum
        bends = self._ground.hessian
        return np.asarray(((away @ bends) * away).sum(axis=-1) / 2)

    def gradient(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """(..., 2) → (..., 2); of what the draw sees."""
        return self.loss.gradient(theta, draw)

    def hessian(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """(..., 2) → (..., 2, 2)."""
        return self.loss.hessian(theta, draw)


@lru_cache(maxsize=32)
def floors(loss: DataLoss, rates: tuple[float, ...], batches: Batches) -> tuple[Floor, ...]:
    """Floors as they were measured: the later half of walks that begin at the minimum."""
    run = DataRun(loss, (), (0.0, 0.0), 0, batches)
    minimum = run.quadratics.minimum
    answers = []
    for rate in rates:
        per_epoch = batches.updates_per_epoch(len(loss))
        steps = updates_to_settle(run.quadratics.hessian, rate, per_epoch)
        seeds = max(10, min(SEEDS, DRAWS // (steps * batches.size)))
        drawn = batches.indices(len(loss), steps, seeds_from(batches.seed, seeds))
        rule = GradientDescent(learning_rate=rate)
        found = fan(Above(loss), [rule], minimum, drawn, rows=steps, shown=1)
        answers.append(measured_floor(found.losses[steps // 2 + 1 :, 0]))
    return tuple(answers)


@lru_cache(maxsize=32)
def fan_of(
    loss: DataLoss,
    rate: float,
    start: tuple[float, float],
    steps: int,
    batches: Batches,
    schedule: Schedule | None,
) -> Fan:
    """Walks from a start, as heights above the minimum."""
    drawn = batches.indices(len(loss), steps, seeds_from(batches.seed, SEEDS))
    rule = GradientDescent(learning_rate=rate)
    return fan(Above(loss), [rule], start, drawn, schedule=schedule)

"""The published walk, and the same walk with some of its code repaired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from engine import Trajectory, run
from optimizers import Optimizer
from optimizers.adam import Adam
from published.adam import PublishedAdam
from published.terrain import PUBLISHED, TRUE, field_zero
from surfaces import Surface

START = (0.5, 5.8)
RATE = 5e-2
UPDATES = 93  # the caption of the post says 92, after one update before its loop
ENDS_AFTER = (93, 300, 1000, 20_000)  # where the ends are compared


@dataclass(frozen=True)
class Repair:
    """What has been put right in the code of the walk.

    Attributes:
        gradient: The field is the gradient of f.
        bias: The count of updates goes on, as bias correction needs.
        epsilon: ε is added.
    """

    gradient: bool = False
    bias: bool = False
    epsilon: bool = False

    @property
    def surface(self) -> Surface:
        """The ground with the field that the walk is handed."""
        return TRUE if self.gradient else PUBLISHED

    def rule(self, learning_rate: Any = RATE) -> Optimizer:
        """The rule; with both of its defects repaired it is the house's Adam."""
        if self.bias and self.epsilon:
            return Adam(learning_rate=learning_rate)
        epsilon = 1e-8 if self.epsilon else -1e-8
        return PublishedAdam(learning_rate=learning_rate, epsilon=epsilon, counts=self.bias)

    def walk(
        self,
        updates: int = UPDATES,
        start: tuple[float, float] = START,
        learning_rate: float = RATE,
    ) -> Trajectory:
        """The walk, computed by the engine."""
        return run(self.surface, self.rule(learning_rate), start, updates)


def measured_on_f(walk: Trajectory) -> Trajectory:
    """The same points with the gradients of f, whatever field the walk was handed."""
    gradients = np.stack(TRUE.gradient(walk.points[..., 0], walk.points[..., 1]), axis=-1)
    return replace(walk, surface=TRUE, gradients=gradients)


@lru_cache(maxsize=1)
def four_repairs() -> tuple[tuple[Repair, Trajectory], ...]:
    """Published and true gradient with published and correct Adam, for 20,000 updates each."""
    repairs = [Repair(gradient, adam, adam) for gradient in (False, True) for adam in (False, True)]
    return tuple((repair, repair.walk(ENDS_AFTER[-1])) for repair in repairs)


@lru_cache(maxsize=1)
def longest_hop() -> float:
    """How far any of the four is from its resting place again after update 2,000.

    At rest v̂ fades until a rounding error is divided by a number of its own size: then Adam hops.
    Where a walk is caught in mid-hop depends on the last bit of the arithmetic.
    """
    hops = []
    for repair, walk in four_repairs():
        away = walk.points[2000:] - np.array(field_zero(repair.surface))
        hops.append(np.hypot(away[:, 0], away[:, 1]).max())
    return float(max(hops))

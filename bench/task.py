"""What is raced: one optimizer on one surface, from one start or from many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

import optimizers
import surfaces
from engine.protocols import Rule
from surfaces.surface import Surface

RULES = ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam")


@dataclass(frozen=True, eq=False)
class Task:
    """A walk, in words that the engine and its peers understand.

    Attributes:
        surface: A surface's name.
        rule: One of `RULES`; its other hyper-parameters are torch.optim's defaults (momentum 0.9).
        rate: The learning rate, or (n,) with one per walker.
        start: (2,) for one walker, whose path and heights are wanted, or (n, 2), whose ends are.
        steps: How many steps are made.
        paths: Whether paths and heights are wanted of many walkers as well.
        rest: Under it, gradient norm and step count as zero. If given, the step since when a
            walker is at rest is wanted as well, -1 where it never is: (n, 3) with the ends.
    """

    surface: str
    rule: str
    rate: float | np.ndarray
    start: np.ndarray
    steps: int
    paths: bool = False
    rest: float | None = None

    @property
    def path(self) -> bool:
        """Whether every point is wanted, and not the end alone."""
        return self.paths or self.start.ndim == 1

    def beginning(self, starts: int, steps: int) -> Task:
        """The same, shorter: for the first walkers and the first steps."""
        rate = self.rate[:starts] if isinstance(self.rate, np.ndarray) else self.rate
        return replace(self, rate=rate, start=self.start[:starts], steps=steps)

    @property
    def ground(self) -> Surface:
        """The surface."""
        return surfaces.by_name(self.surface)

    @cached_property
    def optimizer(self) -> Rule:
        """The rule with its learning rate: a record without a state, to be used many times."""
        return optimizers.by_name(self.rule)(learning_rate=self.rate)


def grid(surface: str, resolution: int) -> np.ndarray:
    """(resolution², 2) starts all over the surface's map."""
    domain = surfaces.by_name(surface).domain
    x = np.linspace(domain.x_min, domain.x_max, resolution)
    y = np.linspace(domain.y_min, domain.y_max, resolution)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

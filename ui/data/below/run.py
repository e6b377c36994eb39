"""What the sections are told of a run: the loss, who walks on it, and which batches are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

import optimizers
from data import Batches, Order
from data.raw import MOST_SEED
from engine.analysis.quadratic_noise import Quadratics, squares
from optimizers import GradientDescent, Optimizer
from schedules import Schedule
from surfaces.losses import Average, DataLoss
from surfaces.losses.kind import signed

PLAIN = "gradient_descent"
CONVEX = ("least_squares", "residual_norm", "hinge", "logistic", "softmax")
USUAL = 0.05  # η where nobody who was chosen has one of plain descent


def seeds_from(first: int, count: int) -> list[int]:
    """So many whole numbers from the first on; after the largest seed comes 0."""
    return [(first + i) % (MOST_SEED + 1) for i in range(count)]


@lru_cache(maxsize=64)
def variant(
    loss: DataLoss,
    ridge: float = 0.0,
    lasso: float = 0.0,
    average: Average = Average.NONE,
    strength: float = 0.0,
) -> DataLoss:
    """The same loss with another penalty or noise; kept, for its minimum is searched but once."""
    return DataLoss(loss.kind, loss.examples, ridge, lasso, average, strength)


@dataclass(frozen=True, eq=False)
class DataRun:
    """One run of the page.

    Attributes:
        loss: Of which examples, and which.
        rules: Who walks, in their order.
        start: Where.
        steps: How many updates.
        batches: What each of them sees.
        schedule: How the learning rates change; None if they do not.
    """

    loss: DataLoss
    rules: tuple[Optimizer, ...]
    start: tuple[float, float]
    steps: int
    batches: Batches
    schedule: Schedule | None = field(default=None)

    @property
    def n(self) -> int:
        """N, how many examples there are."""
        return len(self.loss)

    @property
    def size(self) -> int:
        """b, examples per update."""
        return self.batches.size

    @property
    def replaced(self) -> bool:
        """Whether examples are drawn with replacement."""
        return self.batches.order is Order.REPLACED

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many examples the updates of one epoch see; the last may be fewer."""
        per_epoch = self.batches.updates_per_epoch(self.n)
        last = self.n - (per_epoch - 1) * self.size
        return (self.size,) * (per_epoch - 1) + (last,)

    @cached_property
    def drawn(self) -> np.ndarray:
        """(steps, b) int; what every update sees, −1 where there is nobody."""
        return self.batches.indices(self.n, self.steps)

    @cached_property
    def design(self) -> np.ndarray:
        """(N, 2); what goes with the two weights of a linear answer: an input, or 1."""
        row = self.loss.kind.rows(self.loss.examples)
        return np.stack([np.asarray(row.a, dtype=float), np.asarray(row.b, dtype=float)], axis=1)

    @cached_property
    def signed(self) -> np.ndarray:
        """(N, 2); of two classes, each example's inputs times the sign of its class."""
        row = signed(self.loss.examples)
        return np.stack([np.asarray(row.a, dtype=float), np.asarray(row.b, dtype=float)], axis=1)

    @property
    def targets(self) -> np.ndarray:
        """(N,); numbers, or classes 0 and 1."""
        return self.loss.examples.targets

    def rule(self, name: str) -> Optimizer:
        """The first of that name who walks, else one at the learning rate of plain descent."""
        for rule in self.rules:
            if rule.name == name:
                return rule
        if name == PLAIN:
            return GradientDescent(learning_rate=USUAL)
        return optimizers.by_name(name)()

    @property
    def rate(self) -> float:
        """η of plain descent, the first of them."""
        return float(self.rule(PLAIN).learning_rate)  # type: ignore[attr-defined]

    @property
    def is_squares(self) -> bool:
        """Whether the loss is the mean of squares, a parabola in the weights for every example."""
        kind = self.loss.kind
        plain = self.loss.average is Average.NONE and not self.loss.lasso
        return kind.squares and not kind.root and plain

    @cached_property
    def quadratics(self) -> Quadratics:
        """The examples' parabolas, where the loss is made of such."""
        return squares(self.design, self.targets, self.loss.ridge)

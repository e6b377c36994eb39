"""What happened on a walk, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from engine.drive.outcome import Outcome, length
from engine.protocols import Objective, Rule, Schedule


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The walks of one optimizer on one objective, from one start or from many.

    The leading axes of the start, written ``...`` here, are those of the walkers; there may be
    none. A walker leaves the finite world in the first row in which its point, its height or its
    gradient is not finite; from there on its rows are NaN. Rows before are never changed.

    P is the dimension of the ground: 2 on a surface, 1 on a curve, and as many as a loss has.

    Attributes:
        surface: The ground.
        optimizer: The rule.
        points: (steps + 1, ..., P) float64; row 0 is the start.
        heights: (steps + 1, ...) float64; f at every point.
        gradients: (steps + 1, ..., P) float64; the gradient of f at every point.
        outcome: (...) of `Outcome`; a plain Outcome for a single walker.
        evaluations: (...) int; how many gradients the walk was handed; for a rule that needs more
            than a gradient, all its evaluations of f, ∇f and ∇²f, until it came to rest.
        tolerance: What `Outcome.CONVERGED` was judged by.
        ascending: Whether the walkers went up, on −f; heights and gradients are those of f.
        factors: (steps,); what a schedule multiplied the learning rate with, None if nothing did.
        schedule: What makes the factors; with it the walk can be continued. None if nothing does.
        counts: (steps + 1, ...) int; how many evaluations had been made when a row was reached,
            None where every step takes one; read it as `evaluations_at`.
        seen: (steps, ..., P); the gradients that the rule was handed where every step saw only a
            draw; None where they are those of the whole objective. ``gradients`` always are.
    """

    surface: Objective
    optimizer: Rule
    points: np.ndarray
    heights: np.ndarray
    gradients: np.ndarray
    outcome: np.ndarray | Outcome
    evaluations: np.ndarray | int
    tolerance: float
    ascending: bool = False
    factors: np.ndarray | None = None
    counts: np.ndarray | None = None
    seen: np.ndarray | None = None
    schedule: Schedule | None = None

    @property
    def steps(self) -> int:
        """The budget of steps."""
        return len(self.points) - 1

    @cached_property
    def learning_rates(self) -> np.ndarray:
        """(steps, ...); the learning rate in force in every step.

        The axes behind the first are those of the rule's own learning rate: none for a number. A
        rule without a learning rate has NaN.
        """
        rate = getattr(self.optimizer, "learning_rate", np.nan)
        factors = np.ones(self.steps) if self.factors is None else self.factors
        return np.multiply.outer(factors, rate)

    @cached_property
    def gradient_norms(self) -> np.ndarray:
        """(steps + 1, ...); the length of the gradient at every point."""
        with np.errstate(all="ignore"):
            return length(np.moveaxis(self.gradients, -1, 0))

    @cached_property
    def step_lengths(self) -> np.ndarray:
        """(steps + 1, ...); how far the step *to* this row was, NaN in row 0."""
        lengths = np.full(self.heights.shape, np.nan)
        with np.errstate(all="ignore"):
            moved = np.diff(self.points, axis=0)
            lengths[1:] = length(np.moveaxis(moved, -1, 0))
        return lengths

    @cached_property
    def evaluations_at(self) -> np.ndarray:
        """(steps + 1, ...) int; how many evaluations had been made when a row was reached."""
        if self.counts is not None:
            return self.counts
        steps = np.arange(len(self.heights)).reshape(-1, *[1] * (self.heights.ndim - 1))
        return np.minimum(steps, self.evaluations)

    @cached_property
    def last(self) -> np.ndarray:
        """(...) int; the last finite row of every walker, -1 where even the start is not."""
        return np.isfinite(self.heights).sum(axis=0) - 1

    @property
    def ends(self) -> np.ndarray:
        """(..., P); the last finite point of every walker."""
        rows = np.maximum(self.last, 0)[None, ..., None]
        return np.take_along_axis(self.points, rows, axis=0)[0]

    def to_frame(self) -> pd.DataFrame:
        """One row per walker and step: walker, step, x, y, f, gradient_norm, step_length.

        A walk on a curve has no y; more than two coordinates are named theta_0, theta_1, ...
        """
        count = self.heights[0].size
        rows = len(self.points)
        width = self.points.shape[-1]
        places = np.moveaxis(self.points.reshape(rows, count, width), -1, 0)
        names = "xy"[:width] if width <= 2 else [f"theta_{i}" for i in range(width)]
        return pd.DataFrame(
            {
                "walker": np.repeat(np.arange(count), rows),
                "step": np.tile(np.arange(rows), count),
                **{name: place.T.ravel() for name, place in zip(names, places, strict=True)},
                "f": self.heights.reshape(rows, count).T.ravel(),
                "gradient_norm": self.gradient_norms.reshape(rows, count).T.ravel(),
                "step_length": self.step_lengths.reshape(rows, count).T.ravel(),
            }
        )


def steps_to(walk: Trajectory, tolerance: float, minimum: float | None = None) -> np.ndarray:
    """The first step at which f − f* is within the tolerance, -1 where it never is.

    Args:
        walk: The walks.
        tolerance: How far above f* is near enough, in the units of f.
        minimum: f*; the surface's own unless given.

    Returns:
        (...) int.

    Raises:
        ValueError: The surface has no minimum and none was given.

    Examples:
        A rate of 1/4 halves the distance on x² + y², so f falls to a quarter in every step.

        >>> import optimizers, surfaces
        >>> from engine import run
        >>> descent = optimizers.by_name("gradient_descent")(learning_rate=0.25)
        >>> walk = run(surfaces.by_name("sphere"), descent, (1.0, 0.0), steps=10)
        >>> int(steps_to(walk, 0.1)), int(steps_to(walk, 1e-9))
        (2, -1)
    """
    floor = walk.surface.minimum if minimum is None else minimum
    if floor is None:
        raise ValueError(f"steps_to: {walk.surface.name} has no minimum; give one")
    with np.errstate(all="ignore"):
        near = walk.heights - floor <= tolerance
    return np.where(near.any(axis=0), near.argmax(axis=0), -1)

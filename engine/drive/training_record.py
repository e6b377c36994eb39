"""What happened in a training, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.drive.measure import Draws
from engine.drive.outcome import OUTCOMES
from engine.protocols import Rule, VectorObjective


@dataclass(frozen=True, eq=False)
class Training:
    """Where several rules led from one start; T rows were kept, and R rules took part.

    Axes written ``...`` are the walkers', such as seeds; there may be none. A walker leaves the
    finite world in the first kept row in which its place or its loss is not finite; from there on
    its rows are NaN.

    Attributes:
        objective: What was trained on.
        optimizers: The R rules.
        steps: (T,) int; how many updates had been made in each row: 0 first, all of them last.
        points: (T, R, ..., P); the places.
        losses: (T, R, ...); the loss of the whole objective there.
        gradient_norms: (updates, R, ...); how long the gradients were that the rules were handed,
            of what their draws saw; 0 for a rule that has come to rest and asks no more.
        draws: What each update saw, None if all.
        free: (P,) bool; what was allowed to move.
    """

    objective: VectorObjective
    optimizers: tuple[Rule, ...]
    steps: np.ndarray
    points: np.ndarray
    losses: np.ndarray
    gradient_norms: np.ndarray
    draws: Draws | None
    free: np.ndarray

    @property
    def last(self) -> np.ndarray:
        """(R, ...) int; the last finite row of each, -1 where there is none."""
        return np.isfinite(self.losses).sum(axis=0) - 1

    @property
    def ends(self) -> np.ndarray:
        """(R, ..., P); the last finite places."""
        rows = np.maximum(self.last, 0)[None, ..., None]
        return np.take_along_axis(self.points, rows, axis=0)[0]

    @property
    def outcomes(self) -> np.ndarray:
        """(R, ...) of `Outcome`: diverged, or not yet at rest; no training is called converged."""
        return OUTCOMES[np.where(self.last < len(self.steps) - 1, 2, 0)]

    def measured(self, of: Callable[[np.ndarray], np.ndarray], chunk: int = 4096) -> np.ndarray:
        """What a function (m, P) → (m, ...) makes of every kept place: (T, R, ..., ...).

        Such as the value of the loss of held-out examples, or their accuracy.
        """
        flat = self.points.reshape(-1, self.points.shape[-1])
        with np.errstate(all="ignore"):
            parts = [of(flat[low : low + chunk]) for low in range(0, len(flat), chunk)]
        found = np.concatenate(parts)
        return found.reshape(*self.points.shape[:-1], *found.shape[1:])

    def to_frame(self) -> pd.DataFrame:
        """One row per rule, walker and kept row: optimizer, walker, step, loss, theta_0, ..."""
        rows, rules = self.losses.shape[:2]
        places = self.points.reshape(rows, rules, -1, self.points.shape[-1])
        count = places.shape[2]
        order = places.transpose(1, 2, 0, 3).reshape(-1, places.shape[-1])
        losses = self.losses.reshape(rows, rules, count).transpose(1, 2, 0)
        names = [rule.name for rule in self.optimizers]
        return pd.DataFrame(
            {
                "optimizer": np.repeat(names, count * rows),
                "walker": np.tile(np.repeat(np.arange(count), rows), rules),
                "step": np.tile(self.steps, rules * count),
                "loss": losses.ravel(),
                **{f"theta_{i}": column for i, column in enumerate(order.T)},
            }
        )

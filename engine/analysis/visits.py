"""How often every example was drawn, and how many never were.

In an epoch of N draws with replacement an example is passed over with the chance (1 − 1/N)ᴺ, which
is near to 1/e = 0.368 for all but the smallest N: William Feller, An introduction to probability
theory and its applications, volume 1, 1968, section IV.2. Without replacement each is drawn once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Visits:
    """What was drawn.

    Attributes:
        counts: (N,) int; how often each example was drawn in all.
        epochs: (E, N) int; how often in each whole epoch; what is left at the end is not in it.
        updates: How many updates one epoch has.
    """

    counts: np.ndarray
    epochs: np.ndarray
    updates: int

    @property
    def never(self) -> np.ndarray:
        """(E,); the share of examples that an epoch passed over."""
        return (self.epochs == 0).mean(axis=-1)

    @property
    def twice(self) -> np.ndarray:
        """(E,); the share of examples that an epoch drew more than once."""
        return (self.epochs > 1).mean(axis=-1)


def visits(drawn: np.ndarray, n: int) -> Visits:
    """Count the draws of one seed.

    Args:
        drawn: (steps, b) int; the examples of every update, −1 where there are no more.
        n: N, how many examples there are. An epoch is ⌈N/b⌉ updates.
    """
    steps, size = drawn.shape
    updates = -(-n // size)
    whole = steps // updates
    per_epoch = np.zeros((whole, n), dtype=np.int64)
    for row, places in zip(
        per_epoch, drawn[: whole * updates].reshape(whole, updates * size), strict=True
    ):
        row += np.bincount(places[places >= 0], minlength=n)
    counts = np.bincount(drawn[drawn >= 0], minlength=n)
    return Visits(counts, per_epoch, updates)


def chance_of_none(n: int, draws: int | None = None) -> float:
    """(1 − 1/N)^draws: that an example is never drawn with replacement; an epoch unless given."""
    return float((1 - 1 / n) ** (n if draws is None else draws))

"""Which examples every update sees: mini-batches, in one of three orders.

L. Bottou, F. E. Curtis, J. Nocedal, Optimization methods for large-scale machine learning, 2018,
https://doi.org/10.1137/16M1080173
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.raw import below, words

PAD = -1  # where the last batch of an epoch has no example any more
STREAM = 1  # of the words; those of the data are others


class Order(StrEnum):
    """How examples come to be in a batch."""

    RESHUFFLED = "reshuffled"  # without replacement, in a new order every epoch
    FIXED = "fixed"  # without replacement, in the order of the data, every epoch alike
    REPLACED = "replaced"  # with replacement: every draw from all of them


@dataclass(frozen=True)
class Batches:
    """Draws of so many examples per update; an epoch is N draws in all orders.

    Attributes:
        size: b, examples per update; at most N.
        order: How they are drawn.
        seed: The same seed gives the same draws on every machine.
    """

    size: int
    order: Order = Order.RESHUFFLED
    seed: int = 0

    def __post_init__(self) -> None:
        if isinstance(self.size, bool) or int(self.size) != self.size or self.size < 1:
            raise ValueError(
                f"a batch must be a whole number of at least 1 example, got {self.size!r}"
            )
        object.__setattr__(self, "order", Order(self.order))

    def updates_per_epoch(self, n: int) -> int:
        """⌈N/b⌉: the last batch of an epoch may be a smaller one."""
        if self.size > n:
            raise ValueError(f"a batch must have at most all {n} examples, got {self.size}")
        return -(-n // self.size)

    def indices(self, n: int, steps: int, seeds: Sequence[int] | None = None) -> np.ndarray:
        """Which examples every update sees.

        Args:
            n: N, how many examples there are.
            steps: How many updates; the draws of more of them begin with these.
            seeds: Several seeds side by side, instead of the one of this record.

        Returns:
            (steps, b) int64, or (steps, S, b) for S seeds; −1 fills up the last batch of an epoch.
        """
        per_epoch = self.updates_per_epoch(n)
        epochs = -(-steps // per_epoch)
        several = [self.seed] if seeds is None else list(seeds)
        found = np.full((epochs, per_epoch, len(several), self.size), PAD, dtype=np.int64)
        for place, seed in enumerate(several):
            epoch = np.full((epochs, per_epoch * self.size), PAD, dtype=np.int64)
            epoch[:, :n] = self._epochs(n, epochs, seed)
            found[:, :, place] = epoch.reshape(epochs, per_epoch, self.size)
        drawn = found.reshape(epochs * per_epoch, len(several), self.size)[:steps]
        return drawn[:, 0] if seeds is None else drawn

    def _epochs(self, n: int, epochs: int, seed: int) -> np.ndarray:
        """(epochs, N); the examples in the order in which they are drawn."""
        if self.order is Order.FIXED:
            return np.broadcast_to(np.arange(n), (epochs, n))
        given = words(seed, STREAM, epochs * n).reshape(epochs, n)
        if self.order is Order.REPLACED:
            return below(n, given)
        return in_order(given)


def in_order(given: np.ndarray) -> np.ndarray:
    """The stable argsort of every row, (..., n) uint64 → int64.

    Numbers are sorted in a third of the time that their places take; so the lower bits, which
    decide where all others are equal, give way to the place.
    """
    n = given.shape[-1]
    bits = np.uint64((n - 1).bit_length())
    low = (np.uint64(1) << bits) - np.uint64(1)
    found = np.sort((given & ~low) | np.arange(n, dtype=np.uint64), axis=-1)
    high = found >> bits
    if (high[..., 1:] == high[..., :-1]).any():
        return np.argsort(given, axis=-1, kind="stable")
    return (found & low).astype(np.int64)

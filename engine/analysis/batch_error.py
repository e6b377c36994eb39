"""How far the gradient of a batch is from the gradient of all examples, and how far it should be.

A batch of b examples is a Monte Carlo estimate of the mean gradient ḡ. Drawn with replacement its
error has the root mean square

    σ/√b,   σ² = mean |gᵢ − ḡ|²

and drawn without it, as a shuffled epoch does, it is smaller by √((N − b)/(N − 1)): nothing is left
to chance once every example is in the batch. William G. Cochran, Sampling techniques, 1977, theorem
2.2. L. Bottou, F. E. Curtis, J. Nocedal, Optimization methods for large-scale machine learning,
2018, section 4.2. https://doi.org/10.1137/16M1080173
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class BatchError:
    """What was measured over the draws of batches of one size.

    Attributes:
        size: b, examples in each of these batches.
        draws: How many batches were measured.
        error: The root mean square of |batch's gradient − gradient of all|.
        uncertainty: The standard error of that number, which falls with the root of the draws.
    """

    size: int
    draws: int
    error: float
    uncertainty: float


def spread(gradients: np.ndarray) -> float:
    """σ, the root mean square distance of examples' gradients (N, P) from their mean."""
    away = gradients - gradients.mean(axis=0)
    return float(np.sqrt((away * away).sum(axis=-1).mean()))


def expected_error(gradients: np.ndarray, sizes: Any, replacement: bool) -> np.ndarray:
    """The root mean square error of a batch's gradient, from theory; exactly 0 for all of N.

    Args:
        gradients: (N, P); each example's.
        sizes: b, any shape, from 1, and to N without replacement.
        replacement: Whether a batch may hold an example more than once.
    """
    n, b = len(gradients), np.asarray(sizes, dtype=float)
    if not (b >= 1).all() or (not replacement and not (b <= n).all()):
        allowed = "at least 1" if replacement else f"from 1 to {n}"
        raise ValueError(f"batches must hold {allowed} examples, got {sizes}")
    left = 1.0 if replacement or n == 1 else np.sqrt((n - b) / (n - 1))
    return spread(gradients) / np.sqrt(b) * left


def batch_means(gradients: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The gradients of batches, (..., P): means of examples' (N, P) over rows of places (..., b).

    A place of −1 is none: the last batch of an epoch may hold fewer.
    """
    there = drawn >= 0
    sums = np.where(there[..., None], gradients[drawn], 0.0).sum(axis=-2)
    return sums / there.sum(axis=-1)[..., None]


def batch_error(gradients: np.ndarray, drawn: np.ndarray) -> BatchError:
    """The error as it was over these draws; batches that are not full are left aside.

    Args:
        gradients: (N, P); each example's, at one place.
        drawn: (..., b) int; the examples in each batch, −1 where an epoch had no more.

    Raises:
        ValueError: No batch is full.
    """
    size = drawn.shape[-1]
    full = drawn.reshape(-1, size)
    full = full[(full >= 0).all(axis=-1)]
    if not len(full):
        raise ValueError(f"of {drawn.shape[:-1]} batches none holds {size} examples")
    # In the order of the data: sums of the same examples then have the same bits.
    away = batch_means(gradients, np.sort(full, axis=-1)) - gradients.mean(axis=0)
    squares = (away * away).sum(axis=-1)
    # Rounding alone is no error: a batch of all examples is exactly the whole.
    floor = (np.finfo(float).eps * np.abs(gradients).sum()) ** 2
    squares[squares <= floor] = 0.0
    error = float(np.sqrt(squares.mean()))
    deviation = float(squares.std() / np.sqrt(len(squares)))
    if deviation <= 1e-12 * squares.mean():  # they are all alike, but for rounding
        deviation = 0.0
    return BatchError(size, len(squares), error, deviation / (2 * error) if error else 0.0)

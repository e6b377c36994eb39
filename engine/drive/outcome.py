"""How a walk stood when it ended: the one place where that is judged, for whoever asks.

Paths, ends, first hits, budgets and lines all ask here, so that no two pages can differ over what
"converged" and "diverged" mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import reduce

import numpy as np

TOLERANCE = 1e-6
FAR = 1e6


class Outcome(StrEnum):
    """How a walk stood when it ended."""

    BUDGET = "budget"  # still moving, or not yet flat, when the steps were used up
    CONVERGED = "converged"  # gradient norm and last step both under the tolerance
    DIVERGED = "diverged"  # left the finite world, or ended far out: see `far_out`


OUTCOMES = np.array([Outcome.BUDGET, Outcome.CONVERGED, Outcome.DIVERGED], dtype=object)
CODE = {outcome: code for code, outcome in enumerate(OUTCOMES.tolist())}


def length(vectors: np.ndarray | Sequence[np.ndarray]) -> np.ndarray:
    """The Euclidean length of vectors of 1 coordinate or more, given coordinate by coordinate.

    Neither a square nor a sum can overflow on the way, as it could under a root.
    """
    return reduce(np.hypot, vectors) if len(vectors) > 1 else np.abs(vectors[0])


def within(vectors: np.ndarray, tolerance: float) -> np.ndarray:
    """Whether vectors (P, n) are shorter than the tolerance: `length` without its roots."""
    return reduce(np.add, [row * row for row in vectors]) < tolerance * tolerance


def finite(vectors: np.ndarray) -> np.ndarray:
    """Whether all numbers of vectors (P, n) are finite."""
    return reduce(np.logical_and, [np.isfinite(row) for row in vectors])


def far_out(place: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Whether walkers are further than `FAR` from the origin, and further than they began.

    Who begins beyond `FAR` and comes down has not left.

    Args:
        place: (P, ...); where they are.
        start: (P, ...); where they began.
    """
    away = length(place)
    far = away > FAR
    return far & (away > length(start)) if far.any() else far  # hardly anybody is


def settled(step: np.ndarray, slope: np.ndarray, tolerance: float) -> np.ndarray:
    """Whether the lengths of the last step and of the gradient are both under the tolerance."""
    return (step < tolerance) & (slope < tolerance)


def codes(still: np.ndarray, lost: np.ndarray, place: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The outcome of every walker, as its place in `OUTCOMES`: (...) int8, for very many of them.

    Args:
        still: (...) bool; who has `settled`.
        lost: (...) bool; who left the finite world.
        place: (P, ...); where they are, or were last.
        start: (P, ...); where they began.
    """
    return np.where(lost | far_out(place, start), CODE[Outcome.DIVERGED], still).astype(np.int8)

"""Heights above f*, as they are sent to the player: nothing is clipped but rounding."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engine.analysis.fair import EQUAL


def rounding_of(minimum: float) -> float:
    """By how much heights may lie below f* without being lower."""
    return EQUAL * max(1.0, abs(minimum))


def floor_of(minimum: float | None, heights: Iterable[np.ndarray]) -> float | None:
    """The f* from which heights can be counted: None where there is none, or one lies below it.

    Args:
        minimum: What is taken for the lowest value of f.
        heights: f along walks, of any shape; NaN and infinite ones do not count.
    """
    if minimum is None:
        return None
    for those in heights:
        finite = those[np.isfinite(those)]
        if finite.size and finite.min() < minimum - rounding_of(minimum):
            return None
    return minimum


def above(heights: np.ndarray, minimum: float) -> np.ndarray:
    """F − f*, in the shape of ``heights``; what lies below f* by rounding only is 0."""
    gap = np.asarray(heights - minimum)
    return np.where((gap < 0) & (gap >= -rounding_of(minimum)), 0.0, gap)

"""Small questions about a series of rows that all judgements of walks are made of.

Rows come first; axes behind them are walkers, where there are any. Nothing here knows a surface, a
rule, or how many coordinates a place has.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

BLOCKS = 4  # parts of a series that are compared with each other
LONGEST_PERIOD = 16  # steps
REPEATS = 1e-7  # of its width: a path that repeats itself so exactly is a cycle


def since_within(distances: np.ndarray, radius: float | np.ndarray) -> np.ndarray:
    """(...) int; the first row from which on all distances, (rows, ...), are within the radius.

    As many as there are rows where the last one is not; NaN is outside.
    """
    with np.errstate(invalid="ignore"):
        outside = ~(distances <= radius)
    rows = np.arange(1, len(distances) + 1).reshape(-1, *[1] * (distances.ndim - 1))
    return np.where(outside, rows, 0).max(axis=0, initial=0)


def parts(rows: int, count: int = BLOCKS) -> list[slice]:
    """So many equal parts of a series, fewer of a short one; none is empty."""
    at = np.linspace(0, rows, min(count, rows) + 1).astype(int).tolist()
    return [slice(a, b) for a, b in pairwise(at)]


def peaks(numbers: np.ndarray, count: int = BLOCKS) -> np.ndarray:
    """(count, ...); the largest number of each part."""
    return np.array([numbers[part].max(axis=0) for part in parts(len(numbers), count)])


def levels(numbers: np.ndarray, count: int = BLOCKS) -> np.ndarray:
    """(count, ...); the median of each part."""
    return np.array([np.median(numbers[part], axis=0) for part in parts(len(numbers), count)])


def declines(numbers: np.ndarray) -> bool:
    """Whether a series comes down, part by part.

    No part is higher than the one before, in its level or in its peak, and the last one is lower
    than the first. The parts of what has no trend stand in this order once in some hundred times.
    """
    tops, middles = peaks(numbers), levels(numbers)
    down = (np.diff(tops) <= 0).all() and (np.diff(middles) <= 0).all()
    return bool(down and (middles[-1] < middles[0] or numbers[-1] < numbers[0]))


def period(points: np.ndarray) -> int | None:
    """After how many steps a path, (rows, P), is where it was, again and again; None if never."""
    width = float(np.ptp(points, axis=0).max())
    if not width > 0:
        return None
    for steps in range(2, min(LONGEST_PERIOD, len(points) // 3) + 1):
        if np.abs(points[steps:] - points[:-steps]).max() <= REPEATS * width:
            return steps
    return None


def turns(numbers: np.ndarray) -> np.ndarray:
    """The rows of a series at which it has a maximum: below it on both sides."""
    inner = (numbers[1:-1] > numbers[:-2]) & (numbers[1:-1] >= numbers[2:])
    return np.flatnonzero(inner) + 1

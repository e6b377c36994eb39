"""Memory for walks, in one piece for all walks of a call.

A system hands out memory of 4 MB and more in large pages where it can, and smaller ones in pages of
4 kB, of which every one costs microseconds when it is touched for the first time: half of the time
of a compiled sweep.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.drive.walkers import Walkers

PAGE, SPARE = 4096, 8  # bytes, numbers


@dataclass(frozen=True)
class Room:
    """Where a walk is written down.

    Attributes:
        points: (steps + 1, P, n).
        measured: (1 + P, steps + 1, n); the heights there and the gradients.
    """

    points: np.ndarray
    measured: np.ndarray


def rooms(
    steps: int, everyone: Sequence[Walkers], walked: Mapping[int, np.ndarray] | None = None
) -> list[Room]:
    """A room for everybody, in their order; some may have the points of their walk already."""
    walked = walked or {}
    shapes: list[tuple[int, ...]] = []
    for i, walkers in enumerate(everyone):
        dimension, count = walkers.begin.shape
        # Machine code writes no rows.
        stride = walkers.begin.size if walkers.compiled else _stride(walkers.begin.size)
        shapes.append((0 if i in walked else steps + 1, stride))
        shapes.append((1 + dimension, steps + 1, count))
    parts = _pieces(shapes)
    found = []
    for i, walkers in enumerate(everyone):
        points, measured = _cut(next(parts), walkers.begin.shape), next(parts)
        found.append(Room(walked.get(i, points), measured))
    return found


def long_room(rows: int, shape: tuple[int, ...]) -> np.ndarray:
    """Room for rows of this shape."""
    return _cut(np.empty((rows, _stride(math.prod(shape)))), shape)


def _stride(width: int) -> int:
    """How many numbers a row is behind another so as not to lie a whole number of pages behind it.

    There a processor that reads one while it writes the other takes a sixth longer.
    """
    return width if width * 8 % PAGE else width + SPARE


def _cut(rows: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return rows[:, : math.prod(shape)].reshape(len(rows), *shape)


def _pieces(shapes: Sequence[tuple[int, ...]]) -> Iterator[np.ndarray]:
    """Arrays of these shapes, one behind the other."""
    memory, begin = np.empty(sum(map(math.prod, shapes))), 0
    for shape in shapes:
        end = begin + math.prod(shape)
        yield memory[begin:end].reshape(shape)
        begin = end

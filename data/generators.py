"""Data sets: made here from a seed, or published; one entry each in `SOURCES`.

To add one: write its function, or its reader in `data.tables`, then its line in the list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data import tables
from data.dataset import Dataset, Task
from data.raw import DECIMALS, normal, uniform

MOST = 500  # examples
NOISE, PLACE, OTHER = 2, 3, 4  # streams of words

# (n, noise, seed) -> points (n, d), targets (n,)
Make = Callable[[int, float, int], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Source:
    """Where examples come from.

    Attributes:
        name: In links.
        title: What it is called.
        task: What is to be learned.
        noise: As much as is usual; None where it cannot be chosen, nor how many there are.
        axes: The names of the coordinates and of the target.
    """

    name: str
    title: str
    task: Task
    axes: tuple[str, ...]
    noise: float | None
    _make: Make | None = None
    _read: Callable[[], Dataset] | None = None

    def make(self, n: int = 40, noise: float | None = None, seed: int = 0) -> Dataset:
        """The examples: a pure function of the arguments; a table is what it is.

        Args:
            n: How many, from 2 to 500.
            noise: Their spread about what they follow, from 0; the usual one unless given.
            seed: From 0 to 2³² − 1.
        """
        if self._read is not None:
            return self._read()
        if isinstance(n, bool) or int(n) != n or not 2 <= n <= MOST:
            raise ValueError(f"{self.name}: n must be a whole number from 2 to {MOST}, got {n!r}")
        spread = self.noise if noise is None else noise
        assert spread is not None and self._make is not None
        if not (np.isfinite(spread) and 0 <= spread <= 10):
            raise ValueError(f"{self.name}: noise must lie in [0, 10], got {spread!r}")
        points, targets = self._make(int(n), float(spread), seed)
        rounded = np.round(points, DECIMALS), np.round(targets, DECIMALS)
        return Dataset(self.name, self.task, *rounded, self.axes)


def _line(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    x = -2 + 4 * uniform(seed, PLACE, n)
    return x[:, None], 0.6 + 0.9 * x + noise * normal(seed, NOISE, n)


def _pulled(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    points, targets = _line(n, noise, seed)
    targets[np.argmax(points[:, 0])] -= 6.0  # the one at the far right, where it pulls the most
    return points, targets


def _labels(n: int) -> np.ndarray:
    return (np.arange(n) % 2).astype(float)


def _spread(n: int, noise: float, seed: int) -> np.ndarray:
    return noise * normal(seed, NOISE, 2 * n).reshape(n, 2)


def _clouds(distance: float) -> Make:
    def make(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
        labels = _labels(n)
        middle = (labels[:, None] - 0.5) * distance * np.array([0.8, 0.6])
        return middle + _spread(n, noise, seed), labels

    return make


def _moons(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    labels, turn = _labels(n), np.pi * uniform(seed, PLACE, n)
    sign = 1 - 2 * labels
    x = sign * np.cos(turn) + labels - 0.5
    y = sign * np.sin(turn) + 0.5 * labels - 0.25
    return np.stack([x, y], axis=1) + _spread(n, noise, seed), labels


def _circle(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    labels, turn = _labels(n), 2 * np.pi * uniform(seed, PLACE, n)
    radius = np.where(labels == 1, 0.7 * np.sqrt(uniform(seed, OTHER, n)), 1.5)
    ring = radius[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return ring + _spread(n, noise, seed), labels


def _xor(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    corner = np.arange(n) % 4
    x, y = corner % 2, corner // 2
    points = 2.0 * np.stack([x, y], axis=1) - 1.0
    return points + _spread(n, noise, seed), (x != y).astype(float)


def _spirals(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    labels, way = _labels(n), np.sqrt(uniform(seed, PLACE, n))
    turn = 1.5 * 2 * np.pi * way + np.pi * labels
    points = 2 * way[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return points + _spread(n, noise, seed), labels


PLANE = ("x₁", "x₂", "class")
SOURCES = (
    Source("line", "A line", Task.NUMBER, ("x", "y"), 0.4, _line),
    Source("outlier", "A line with an outlier", Task.NUMBER, ("x", "y"), 0.4, _pulled),
    Source("clouds", "Two clouds apart", Task.CLASS, PLANE, 0.5, _clouds(4.0)),
    Source("overlapping", "Two clouds that overlap", Task.CLASS, PLANE, 1.0, _clouds(2.0)),
    Source("moons", "Two moons", Task.CLASS, PLANE, 0.15, _moons),
    Source("circle", "A disc in a ring", Task.CLASS, PLANE, 0.1, _circle),
    Source("xor", "Exclusive or", Task.CLASS, PLANE, 0.25, _xor),
    Source("spirals", "Two spirals", Task.CLASS, PLANE, 0.05, _spirals),
    *(
        Source(f"anscombe{i}", f"Anscombe's {which}", Task.NUMBER, ("x", "y"), None, None, reader)
        for i, (which, reader) in enumerate(tables.ANSCOMBE.items(), 1)
    ),
    Source(
        *("penguins", "Palmer penguins", Task.CLASS),
        tables.PENGUIN_AXES, None, None, tables.penguins,
    ),
    Source("iris", "Two kinds of iris", Task.CLASS, tables.IRIS_AXES, None, None, tables.iris),
)  # fmt: skip
_BY_NAME = {source.name: source for source in SOURCES}


def by_name(name: str) -> Source:
    """A source by its name; KeyError lists those that there are."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise KeyError(f"no data called {name!r}; there are {', '.join(_BY_NAME)}") from None

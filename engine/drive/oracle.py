"""Walkers whose rule needs more than a gradient, and the ground as they may ask it.

Such a rule couples the coordinates and decides by values how often it measures, so it is not
recorded but called, on arrays that hold only those who still walk: one who has come to rest, or has
left the finite world, costs nothing any more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from engine.drive.walkers import Walkers
from engine.protocols import Surface, needs


class Ground:
    """What some walkers measure; every evaluation is counted, and none is made twice in a row."""

    def __init__(self, surface: Surface, count: int, width: int) -> None:
        self._surface = surface
        self.evaluations = np.zeros(count, dtype=np.int64)  # of f, ∇f and ∇²f together
        self._place = np.full((count, width), np.nan)  # where each has measured last
        self._value = np.full(count, np.nan)
        self._grad = np.full((count, width), np.nan)

    def keep(self, stay: np.ndarray) -> None:
        """Go on with some of the walkers."""
        self.evaluations = self.evaluations[stay]
        self._place, self._value = self._place[stay], self._value[stay]
        self._grad = self._grad[stay]

    def gradient(self, places: np.ndarray) -> np.ndarray:
        """∇f of everyone, (n, P)."""
        self._count(places, ...)
        return _filled(self._surface.df(*places.T), np.empty_like(places).T).T

    def hessian(self, places: np.ndarray) -> np.ndarray:
        """∇²f of everyone, (n, P, P)."""
        self._count(places, ...)
        count, width = places.shape
        rows, columns = _upper(width)
        parts = _filled(self._surface.d2f(*places.T), np.empty((len(rows), count)))
        matrices = np.empty((count, width, width))
        matrices[:, rows, columns] = matrices[:, columns, rows] = parts.T
        return matrices

    def probe(self, places: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Both f and ∇f for those who ask, (m,) and (m, P): two evaluations, if they are new."""
        new = (places != self._place[who]).any(axis=-1)
        if new.any():
            asked, there = who[new], places[new]
            self._count(there, asked, 2)
            self._place[asked] = there
            self._value[asked] = self._surface.f(*there.T)
            self._grad[asked] = _filled(self._surface.df(*there.T), np.empty_like(there).T).T
        return self._value[who], self._grad[who]

    def _count(self, places: np.ndarray, who: Any, times: int = 1) -> None:
        self.evaluations[who] += times * np.isfinite(places).all(axis=-1)


@lru_cache(maxsize=8)
def _upper(width: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of a symmetric matrix's own entries, in the order fxx, fxy, fyy."""
    return np.triu_indices(width)


def _filled(parts: Any, rows: np.ndarray) -> np.ndarray:
    """Rows of an array from parts that may be plain numbers; adding 0 makes 0 of -0."""
    for part, row in zip(parts, rows, strict=True):
        np.add(part, 0.0, out=row)
    return rows


class Party:
    """Walkers who walk together and ask for more than a gradient.

    Attributes:
        who: (m,) int; their places among all walkers.
        theta: (m, P); where they stand.
        grad: (m, P); the gradient from which the last step was taken.
        delta: (m, P); that step.
        state: What they remember.
    """

    def __init__(self, surface: Surface, walkers: Walkers, part: slice) -> None:
        self._walkers = walkers
        self.who = np.arange(len(walkers))[part]
        self.theta = walkers.begin[:, part].T.copy()
        self.rule = walkers.rule_of(part)
        self.state = self.rule.init(self.theta)
        self.ground = Ground(surface, *self.theta.shape)
        self.grad = self.delta = np.zeros_like(self.theta)

    def __len__(self) -> int:
        return len(self.who)

    @property
    def evaluations(self) -> np.ndarray:
        """(m,) int; evaluations of f, ∇f and ∇²f so far."""
        return self.ground.evaluations

    def advance(self) -> None:
        """One step."""
        ask: Any = self.ground.probe
        if needs(self.rule) == "probe":
            _, self.grad = ask(self.theta, np.arange(len(self)))
        else:
            place = self.rule.look(self.theta, self.state)
            self.grad, ask = self.ground.gradient(place), self.ground.hessian(place)
        self.delta, self.state = self.rule.update(self.grad, self.state, self.theta, ask)
        self.theta = self.theta + self.delta

    def walking(self) -> np.ndarray:
        """(m,) bool; who has moved, and is still in the finite world."""
        return self.delta.any(axis=-1) & np.isfinite(self.theta).all(axis=-1)

    def keep(self, stay: np.ndarray) -> None:
        """Go on with some of them; ``stay`` holds their places in the party."""
        self.who, self.theta = self.who[stay], self.theta[stay]
        self.grad, self.delta = self.grad[stay], self.delta[stay]
        self.rule = self._walkers.rule_of(self.who)
        self.state = type(self.state)(*(part[stay] for part in self.state))
        self.ground.keep(stay)

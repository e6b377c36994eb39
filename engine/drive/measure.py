"""What an objective is asked on a walk, in the engine's layout: one row per coordinate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeGuard, cast

import numpy as np

from engine.protocols import Objective, Surface, VectorObjective

Draws = Sequence[Any]  # one per step: what that step sees


class Measure(Protocol):
    """Heights, slopes and second derivatives at places (P, ...)."""

    def heights(self, places: np.ndarray, out: np.ndarray) -> np.ndarray:
        """F at the places, into (...)."""

    def slopes(self, places: np.ndarray, out: np.ndarray) -> np.ndarray:
        """∇f at the places, into (P, ...)."""

    def bends(self, places: np.ndarray) -> np.ndarray:
        """∇²f at the places (P, n), as (n, P, P)."""


def by_coordinate(objective: Objective) -> TypeGuard[Surface]:
    """Whether the objective takes its coordinates one by one, as plain arithmetic."""
    return hasattr(objective, "df")


def measure(
    objective: Objective, draw: Any = None, shape: tuple[int, ...] | None = None
) -> Measure:
    """How this objective is asked.

    Args:
        objective: The ground.
        draw: What is seen of it; all unless given.
        shape: The axes that the walkers had before they were put side by side, against which a
            draw's own are broadcast; one axis unless given.
    """
    if by_coordinate(objective):
        return _ByCoordinate(objective)
    return _ByVector(cast(VectorObjective, objective), draw, shape)


@dataclass(frozen=True)
class _ByCoordinate:
    """Every coordinate is an argument; adding 0 makes 0 of -0, and rows of plain numbers."""

    surface: Surface

    def heights(self, places: np.ndarray, out: np.ndarray) -> np.ndarray:
        return np.add(self.surface.f(*places), 0.0, out=out)

    def slopes(self, places: np.ndarray, out: np.ndarray) -> np.ndarray:
        for part, row in zip(self.surface.df(*places), out, strict=True):
            np.add(part, 0.0, out=row)
        return out

    def bends(self, places: np.ndarray) -> np.ndarray:
        width, count = places.shape
        rows, columns = _upper(width)
        parts = np.empty((len(rows), count))
        for part, row in zip(self.surface.d2f(*places), parts, strict=True):
            np.add(part, 0.0, out=row)
        matrices = np.empty((count, width, width))
        matrices[:, rows, columns] = matrices[:, columns, rows] = parts.T
        return matrices


@dataclass(frozen=True)
class _ByVector:
    """All coordinates are one argument, the last axis of an array."""

    objective: VectorObjective
    draw: Any
    shape: tuple[int, ...] | None

    def heights(self, places: np.ndarray, out: np.ndarray) -> np.ndarray:
        out[...] = self.objective.value(*self._asked(places)).reshape(out.shape)
        return out

    def slopes(self, places: np.ndarray, out: np.ndarray) -> np.ndarray:
        slopes = self.objective.gradient(*self._asked(places))
        out[...] = np.moveaxis(slopes.reshape(*places.shape[1:], len(places)), -1, 0)
        return out

    def bends(self, places: np.ndarray) -> np.ndarray:
        return self.objective.hessian(*self._asked(places)).reshape(-1, *2 * places.shape[:1])

    def _asked(self, places: np.ndarray) -> tuple[Any, ...]:
        theta = np.moveaxis(places, 0, -1)
        if self.draw is None:
            return (theta,)
        if self.shape is not None:
            theta = theta.reshape(*theta.shape[:-2], *self.shape, len(places))
        return theta, self.draw


@lru_cache(maxsize=8)
def _upper(width: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of a symmetric matrix's own entries, in the order fxx, fxy, fyy."""
    return np.triu_indices(width)

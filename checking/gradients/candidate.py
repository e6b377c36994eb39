"""What may have been taken for a partial derivative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from checking.mistakes.mistake import Change
from surfaces import Surface

AXES = "xy"


@dataclass(frozen=True, eq=False)
class Where:
    """The places at which steps were taken.

    Attributes:
        x: (..., n); where the gradient of each step is to be taken.
        y: (..., n).
        now: (..., n, 2); where each step began.
        then: (..., n, 2); where each ended.
        surface: The ground.
    """

    x: np.ndarray
    y: np.ndarray
    now: np.ndarray
    then: np.ndarray
    surface: Surface

    @cached_property
    def gradient(self) -> tuple[np.ndarray, ...]:
        """The two partial derivatives, as they are."""
        return self.surface.gradient(self.x, self.y)

    @cached_property
    def before(self) -> np.ndarray:
        """(..., n, 2); where the step before began, which is the start for the first."""
        return np.concatenate([self.now[..., :1, :], self.now[..., :-1, :]], axis=-2)


@dataclass(frozen=True, eq=False)
class Candidate:
    """Something that may have stood in the place of one partial derivative.

    Attributes:
        axis: Which.
        changes: What is different from it; the same name in both derivatives is one mistake.
        values: What was computed instead, at some places.
    """

    axis: int
    changes: tuple[Change, ...]
    values: Callable[[Where], Any]

    def at(self, where: Where) -> np.ndarray:
        """Its values, in the shape of the places."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(self.values(where), where.x.shape).astype(float)


def right(axis: int) -> Candidate:
    """The derivative as it is."""
    return Candidate(axis, (), lambda where: where.gradient[axis])


def together(one: Candidate, other: Candidate) -> Candidate:
    """Two slips in one derivative: what each adds to it is added."""

    def values(where: Where) -> Any:
        return one.values(where) + other.values(where) - where.gradient[one.axis]

    return Candidate(one.axis, (*one.changes, *other.changes), values)

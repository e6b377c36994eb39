"""What rules share that need more than a gradient: what they ask, and when they have arrived."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np


class Probe(Protocol):
    """What a line search may ask of the ground: value and gradient at places of its choice."""

    def __call__(self, points: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What some of the walkers find there.

        Args:
            points: (m, P); the places.
            who: (m,) int; which walker asks, counted over all walkers' axes as if they were one.

        Returns:
            Values (m,) and gradients (m, P).
        """


STILL = 4 * np.finfo(float).eps


def is_felt(step: Any, theta: Any) -> Any:
    """Whether a step is more than the rounding of theta, (..., 1); else one is as good as there."""
    reach = np.abs(step).max(axis=-1, keepdims=True)
    return ~(reach <= STILL * np.abs(theta).max(axis=-1, keepdims=True))

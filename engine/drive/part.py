"""An objective of which some coordinates stand still: what rules see of it is the others.

A rule that is handed a gradient with zeros may move the frozen coordinates all the same: by its
weight decay, or because it looks ahead. One that never sees them cannot. So torch does it, too: a
parameter that is not trained is not given to the optimizer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.protocols import VectorObjective


@dataclass(frozen=True, eq=False)
class Part:
    """The objective as a function of its free coordinates.

    Attributes:
        whole: The objective of all P coordinates.
        standing: (..., P); the values of the frozen ones, axes in front as the walkers'.
        free: (P,) bool.
    """

    whole: VectorObjective
    standing: np.ndarray
    free: np.ndarray
    minima: tuple[()] = ()
    minimum: None = None

    @property
    def name(self) -> str:
        """That of the whole."""
        return self.whole.name

    @property
    def dimension(self) -> int:
        """How many coordinates are free."""
        return int(self.free.sum())

    def filled(self, theta: np.ndarray) -> np.ndarray:
        """(..., free) → (..., P), with the frozen coordinates where they stand."""
        lead = theta.shape[:-1]
        whole = np.empty((*lead, len(self.free)))
        # Axes of the rules may stand in front of those of the walkers.
        whole[...] = self.standing
        whole[..., self.free] = theta
        return whole

    def value(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """F at the whole place."""
        return self.whole.value(*self._asked(theta, draw))

    def gradient(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """∇f by the free coordinates."""
        return self.whole.gradient(*self._asked(theta, draw))[..., self.free]

    def hessian(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """∇²f by the free coordinates."""
        whole = self.whole.hessian(*self._asked(theta, draw))
        return whole[..., self.free, :][..., self.free]

    def _asked(self, theta: np.ndarray, draw: Any) -> tuple[Any, ...]:
        filled = self.filled(np.asarray(theta, dtype=float))
        return (filled,) if draw is None else (filled, draw)

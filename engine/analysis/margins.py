"""The hinge loss, example by example: max(0, 1 − w·φy) and the step that it asks for.

Where the loss is above 0 the gradient is −φy, else 0: one update adds ηφy to the weights, or
nothing. From w = 0 the first loss is always 1, and an example at a right angle to the first has
loss 1 again, for w·φ is still 0. Frank Rosenblatt, The perceptron, 1958,
https://doi.org/10.1037/h0042519; Shai Shalev-Shwartz, Yoram Singer, Nathan Srebro, Andrew Cotter,
Pegasos, 2011, https://doi.org/10.1007/s10107-010-0420-4
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Margins:
    """A walk on the hinge loss, one example per update.

    Attributes:
        weights: (T + 1, P).
        losses: (T,); of the example of every update, before it.
    """

    weights: np.ndarray
    losses: np.ndarray

    @property
    def mistakes(self) -> int:
        """How many updates moved the weights."""
        return int((self.losses > 0).sum())


def hinge_loss(weights: Any, signed: Any) -> Any:
    """max(0, 1 − w·φy): weights (..., P) and examples φy (..., P), broadcast → (...)."""
    return np.maximum(0.0, 1 - (np.asarray(weights) * signed).sum(axis=-1))


def hinge_steps(signed: np.ndarray, rate: float, order: np.ndarray, start: Any = None) -> Margins:
    """Learn one example after the other.

    Args:
        signed: (N, P); φy, each example's features times its sign.
        rate: η.
        order: (T,) int; which example each update sees.
        start: (P,); 0 unless given.
    """
    w = np.zeros(signed.shape[1]) if start is None else np.array(start, dtype=float)
    weights, losses = [w], []
    for example in signed[order]:
        loss = float(hinge_loss(w, example))
        if loss > 0:
            w = w + rate * example
        weights.append(w)
        losses.append(loss)
    return Margins(np.array(weights), np.array(losses))


def at_right_angle(example: np.ndarray) -> np.ndarray:
    """An example (2,) turned by 90 degrees: w·φ is exactly 0 for any w along the first one."""
    x, y = example
    return np.array([-y, x])

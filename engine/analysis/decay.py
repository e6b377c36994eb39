"""Two ways to decay weights, and the two places where they end.

Adam with an L2 penalty adds λθ to the gradient: it rests where ∇f + λθ = 0, at the minimum of
f + λ/2 |θ|², as ridge regression does. AdamW takes ηλθ off the weights beside Adam's step. Where
the gradient has become steady that step is η g/(|g| + ε), of length η however small g is, so it
rests where λθᵢ = −gᵢ/(|gᵢ| + ε): with |θᵢ| < 1/λ that is g = 0 but for ε, the minimum of f itself;
if that lies farther out, the lowest place with |θᵢ| ≤ 1/λ. Ilya Loshchilov, Frank Hutter, Decoupled
weight decay regularization, 2019, https://arxiv.org/abs/1711.05101; Shuo Xie, Zhiyuan Li, Implicit
bias of AdamW: l∞ norm constrained optimization, 2024, https://arxiv.org/abs/2404.04454
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from engine.analysis.quadratic_noise import RANK


def ridge_end(hessian: np.ndarray, pull: np.ndarray, decay: float) -> np.ndarray:
    """Where ∇f + λθ = 0 for a parabola with gradient hessian · θ − pull: (P,)."""
    whole = hessian + decay * np.eye(len(pull))
    return np.linalg.pinv(whole, rcond=RANK, hermitian=True) @ pull


def boxed_end(hessian: np.ndarray, pull: np.ndarray, decay: float) -> np.ndarray:
    """The lowest place of a parabola with |θᵢ| ≤ 1/λ, (P,); all of the plane for λ = 0.

    Every coordinate is free or at one of its two bounds; the best of these cases is the answer.
    """
    size = len(pull)
    bound = 1 / decay if decay > 0 else np.inf
    best, lowest = np.zeros(size), np.inf
    for sides in product((0, -1, 1), repeat=size):
        held = np.array(sides) != 0
        if held.any() and not np.isfinite(bound):
            continue
        theta = np.where(held, bound * np.array(sides) if held.any() else 0.0, 0.0)
        free = ~held
        if free.any():
            inner = hessian[np.ix_(free, free)]
            rest = pull[free] - hessian[np.ix_(free, held)] @ theta[held]
            theta[free] = np.linalg.pinv(inner, rcond=RANK, hermitian=True) @ rest
        height = theta @ hessian @ theta / 2 - pull @ theta
        if (np.abs(theta) <= bound * (1 + 1e-12)).all() and height < lowest:
            best, lowest = theta, float(height)
    return best


def parts(value: Any, theta: Any, decay: float) -> tuple[np.ndarray, np.ndarray]:
    """A penalized loss apart: that of the data (...), and λ/2 |θ|² (...).

    Args:
        value: (...); the loss of the data alone.
        theta: (..., P).
        decay: λ.
    """
    squares = np.square(np.asarray(theta, dtype=float)).sum(axis=-1)
    return np.asarray(value, dtype=float), decay / 2 * squares


def lowest_on_box(
    value: Callable[[np.ndarray], np.ndarray],
    gradient: Callable[[np.ndarray], np.ndarray],
    bound: float,
) -> np.ndarray:
    """The lowest place on the edges |θ₁| = bound or |θ₂| = bound of a square, (2,).

    Along an edge a convex function has one valley, which is halved until rounding ends it.

    Args:
        value: (..., 2) → (...); convex.
        gradient: (..., 2) → (..., 2).
        bound: Half the side of the square about 0.
    """
    fixed = np.array([0, 0, 1, 1])  # which coordinate an edge holds
    side = np.array([-bound, bound, -bound, bound])
    low, high = np.full(4, -bound), np.full(4, bound)
    edges = np.arange(4)

    def places(along: np.ndarray) -> np.ndarray:
        found = np.empty((4, 2))
        found[edges, fixed] = side
        found[edges, 1 - fixed] = along
        return found

    for _halving in range(60):
        middle = (low + high) / 2
        uphill = gradient(places(middle))[edges, 1 - fixed] > 0
        low, high = np.where(uphill, low, middle), np.where(uphill, middle, high)
    found = places((low + high) / 2)
    return found[int(np.argmin(value(found)))]

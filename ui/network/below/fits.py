"""What sums of ReLUs fit, and by how much they are off: side by side, and behind each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from networks import Network, NetworkLoss, hinges, zigzag

FINE = 2001  # places along a curve


class Target(NamedTuple):
    """A curve that is fitted.

    Attributes:
        f: The curve, of arrays.
        low: Where it begins.
        high: Where it ends.
        bend: The largest |f″| there.
        formula: As it is written.
    """

    f: Callable[[np.ndarray], np.ndarray]
    low: float
    high: float
    bend: float
    formula: str


TARGETS = {
    "sine": Target(np.sin, 0.0, 2 * np.pi, 1.0, "sin x"),
    "parabola": Target(np.square, -2.0, 2.0, 2.0, "x²"),
    "bell": Target(lambda x: np.exp(-(x**2)), -3.0, 3.0, 2.0, "exp(−x²)"),
}


def along(network: Network, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What a net answers along a line."""
    return np.asarray(NetworkLoss(network, x[:, None], 0 * x, "squares").sums(theta)[0])


def fit_error(target: Target, neurons: int) -> float:
    """How far a layer of ReLUs is off the curve at most."""
    x = np.linspace(target.low, target.high, FINE)
    return float(
        np.abs(along(*hinges(target.f, target.low, target.high, neurons), x) - target.f(x)).max()
    )


def bound(target: Target, neurons: int) -> float:
    """By how much it is off at most, by the largest curvature."""
    return target.bend * (target.high - target.low) ** 2 / (8 * neurons**2)


def fold_error(width: int) -> float:
    """How far one layer of 2w ReLUs through equal places is off what two layers of w fold."""
    net, theta = zigzag(width, 2)
    # Both are straight between these, and so is their difference.
    x = np.union1d(np.linspace(0, 1, width**2 + 1), np.linspace(0, 1, 2 * width + 1))
    target = along(net, theta, x)
    one, other = hinges(lambda at: along(net, theta, at), 0.0, 1.0, 2 * width)
    return float(np.abs(along(one, other, x) - target).max())

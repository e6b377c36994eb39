"""Cross-entropy against squares behind a sigmoid: what is left of the slope where a model is wrong.

For an example of class 1 and a logit z, p = σ(z):

    cross-entropy   −ln p         slope p − 1
    squares         (1 − p)²      slope −2 (1 − p)² p

Far on the wrong side, p near 0, the first slope is −1 and the second all but 0: it saturates.
Xavier Glorot, Yoshua Bengio, Understanding the difficulty of training deep feedforward neural
networks, 2010, section 4.2, https://proceedings.mlr.press/v9/glorot10a.html

Of the last layer's weights the gradient of cross-entropy is (p − ỹ) xᵀ: Christopher Bishop, Pattern
recognition and machine learning, 2006, section 4.3.4.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

Kind = Literal["cross_entropy", "squares"]
MOST = 100_000  # updates after which nobody waits any longer


def sigmoid(z: Any) -> np.ndarray:
    """1 / (1 + e⁻ᶻ), on both sides without overflow."""
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1 + small)


def losses(kind: Kind, z: Any) -> np.ndarray:
    """The loss of an example of class 1 by its logit."""
    if kind == "cross_entropy":
        return np.logaddexp(0.0, -np.asarray(z, dtype=float))
    return sigmoid(-np.asarray(z, dtype=float)) ** 2


def slopes(kind: Kind, z: Any) -> np.ndarray:
    """Its derivative by the logit."""
    wrong = sigmoid(-np.asarray(z, dtype=float))  # 1 − p, with all its digits
    return -wrong if kind == "cross_entropy" else -2 * wrong * wrong * sigmoid(z)


def logits(kind: Kind, z: float, rate: float, goal: float = 0.9, most: int = MOST) -> np.ndarray:
    """Gradient descent on the logit until p is above the goal: (T + 1,), z itself first.

    The walk ends short of the goal after so many updates. A rate of at least 0 makes z grow with
    every update, so once there it stays.
    """
    passed = math.log(goal / (1 - goal))
    path = [float(z)]
    while path[-1] <= passed and len(path) <= most:
        now = path[-1]
        small = math.exp(-abs(now))
        p, wrong = (1.0, small) if now >= 0 else (small, 1.0)
        p, wrong = p / (1 + small), wrong / (1 + small)
        path.append(now + rate * (wrong if kind == "cross_entropy" else 2 * wrong * wrong * p))
    return np.array(path)


def updates_to(
    kind: Kind, z: float, rate: float, goal: float = 0.9, most: int = MOST
) -> int | None:
    """How many updates it takes until p is above the goal; None if more than ``most``."""
    path = logits(kind, z, rate, goal, most)
    return len(path) - 1 if path[-1] > math.log(goal / (1 - goal)) else None


def softmax(scores: np.ndarray) -> np.ndarray:
    """e^zₖ / Σ e^zⱼ over the last axis; the largest is taken off first."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def last_layer(weights: np.ndarray, x: np.ndarray, label: int) -> np.ndarray:
    """The gradient of cross-entropy by the last layer's weights: (p − ỹ) xᵀ.

    Args:
        weights: (K, h); the scores are weights · x.
        x: (h,); what the layer before hands on.
        label: The class, from 0 to K − 1.

    Returns:
        (K, h).
    """
    wanted = np.arange(len(weights)) == label
    return np.outer(softmax(weights @ x) - wanted, x)


def last_layer_as_published(weights: np.ndarray, x: np.ndarray, label: int) -> np.ndarray:
    """−x in the row of the class and nothing elsewhere: what is left without the normalization.

    It does not depend on p, so it is as long at the end as at the start.
    """
    found = np.zeros(weights.shape)
    found[label] = -x
    return found


def walk(kind: Kind, signed: np.ndarray, start: Any, rate: float, steps: int) -> np.ndarray:
    """Gradient descent on the mean loss of examples, all of them in every update: (T + 1, P).

    Args:
        kind: Which loss.
        signed: (N, P); each example's inputs, so that w·x is the logit of its right class.
        start: (P,).
        rate: η.
        steps: T.
    """
    places = np.empty((steps + 1, signed.shape[1]))
    places[0] = start
    with np.errstate(all="ignore"):
        for t in range(steps):
            steep = slopes(kind, signed @ places[t])
            places[t + 1] = places[t] - rate * (steep @ signed) / len(signed)
    return places


def right_by_step(
    kind: Kind, signed: np.ndarray, start: Any, rate: float, steps: int
) -> np.ndarray:
    """The mean probability that the examples' right classes are given on that walk, (T + 1,)."""
    return sigmoid(walk(kind, signed, start, rate, steps) @ signed.T).mean(axis=-1)

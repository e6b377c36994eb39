"""How wrong an answer is: the loss of every example as a function of the last layer's sums z.

    cross-entropy   one output:  ln(1 + eᶻ) − y z,   y ∈ {0, 1}         slope σ(z) − y
                    several:     ln Σ eᶻᵏ − z_y                          slope p − ỹ
    squares of p    one output:  (σ(z) − y)²                             slope 2 (σ − y) σ (1 − σ)
                    several:     Σ (p_k − ỹ_k)²        slope 2 p (p − ỹ − Σ p_k (p_k − ỹ_k))
    squares         one number:  (z − y)²                                slope 2 (z − y)

with p = softmax(z) and ỹ the one-hot vector of class y. Christopher Bishop, Pattern recognition and
machine learning, 2006, sections 4.3 and 5.2. https://www.springer.com/book/9780387310732
The mean over the examples is the loss; there is no factor 1/2, as in torch's ``MSELoss``. The
squares of several probabilities are summed over the classes (the Brier score).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from networks.activations import sigmoid


@dataclass(frozen=True)
class Loss:
    """One loss.

    Attributes:
        name: The identifier, e.g. ``"cross_entropy"``.
        title: What people call it.
        classifies: Whether targets are classes 0, 1, ...; else they are numbers.
        of: (z, y) → the loss of every example, (..., N); z are the sums (..., K, N), and y is
            (..., K, N), one-hot for several classes.
        slope: (z, y) → None; puts the derivative of every example's loss in the place of z.
        of_answers: (answers, y) → (..., N); the same of probabilities (..., K, N), or of numbers.
    """

    name: str
    title: str
    classifies: bool
    of: Callable[[np.ndarray, np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray, np.ndarray], None]
    of_answers: Callable[[np.ndarray, np.ndarray], np.ndarray]


def probabilities(z: np.ndarray) -> np.ndarray:
    """What the sums (..., K, N) say of the classes: σ(z) for K = 1, else softmax; a new array."""
    p = np.array(z, dtype=float)
    _squash(p)
    return p


def _squash(z: np.ndarray) -> None:
    if z.shape[-2] == 1:
        sigmoid(z)
    else:
        # Of a sum nothing overflows once the largest is taken off all.
        np.subtract(z, z.max(axis=-2, keepdims=True), out=z)
        np.exp(z, out=z)
        np.divide(z, z.sum(axis=-2, keepdims=True), out=z)


def _cross_entropy(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    if z.shape[-2] == 1:
        z, y = z[..., 0, :], y[..., 0, :]
        small = np.exp(-np.abs(z))
        more = 1 + small
        # ln(1 + small), and what 1 + small has lost by rounding: twice as fast as np.log1p.
        rest = np.log(more) + (small - (more - 1)) / more
        return np.maximum(z, 0.0) - y * z + rest
    most = z.max(axis=-2)
    rest = np.exp(z - most[..., None, :]).sum(axis=-2)
    return np.log(rest) + most - (y * z).sum(axis=-2)


def _cross_entropy_slope(z: np.ndarray, y: np.ndarray) -> None:
    _squash(z)
    np.subtract(z, y, out=z)


def _cross_entropy_of(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    if p.shape[-2] == 1:
        return -np.log(np.where(y > 0.5, p, 1 - p))[..., 0, :]
    return -np.log((y * p).sum(axis=-2))


def _squares_of_p(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    off = probabilities(z)
    np.subtract(off, y, out=off)
    return (off * off).sum(axis=-2)


def _squares_of_p_slope(z: np.ndarray, y: np.ndarray) -> None:
    _squash(z)
    inner = (z - y) * z
    if z.shape[-2] == 1:
        np.subtract(1.0, z, out=z)
        np.multiply(z, inner, out=z)
    else:
        np.multiply(z, inner.sum(axis=-2, keepdims=True), out=z)
        np.subtract(inner, z, out=z)
    np.multiply(z, 2.0, out=z)


def _squares(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    off = z - y
    return (off * off).sum(axis=-2)


def _squares_slope(z: np.ndarray, y: np.ndarray) -> None:
    np.subtract(z, y, out=z)
    np.multiply(z, 2.0, out=z)


LOSSES = (
    Loss(
        "cross_entropy",
        "Cross-entropy",
        True,
        _cross_entropy,
        _cross_entropy_slope,
        _cross_entropy_of,
    ),
    Loss(
        "squares_of_p",
        "Squares of probabilities",
        True,
        _squares_of_p,
        _squares_of_p_slope,
        _squares,
    ),
    Loss("squares", "Squares", False, _squares, _squares_slope, _squares),
)


def loss(name: str) -> Loss:
    """The loss of that name.

    Raises:
        ValueError: There is none.
    """
    for known in LOSSES:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in LOSSES)
    raise ValueError(f"loss: one of {names}; got {name!r}")


def accuracy_of(answers: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Answers (..., K, N) and classes (N,) → the share (...) that is right; NaN if one is NaN."""
    if answers.shape[-2] == 1:
        right = (answers[..., 0, :] > 0.5) == (targets > 0.5)
    else:
        right = answers.argmax(axis=-2) == targets
    lost = np.isnan(answers).any(axis=(-2, -1))
    return np.where(lost, np.nan, right.mean(axis=-1))

"""What a start does to a deep network: how signals grow or fade forwards, and gradients backwards.

Xavier Glorot, Yoshua Bengio, Understanding the difficulty of training deep feedforward neural
networks, 2010. https://proceedings.mlr.press/v9/glorot10a.html
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from networks.activations import activation
from networks.initializers import initializer
from networks.objective import NetworkLoss

DEPTH, WIDTH, EXAMPLES = 10, 64, 256
BINS = 41


@dataclass(frozen=True, eq=False)
class Signals:
    """What passes through the layers of a deep network at its start.

    Attributes:
        answers: (depth,); the standard deviation of what each layer hands on.
        gradients: (depth + 1,); that of the gradient that comes back to the inputs (first) and to
            each layer's answers, for a gradient of deviation 1 behind the last.
        saturated: (depth,); the share of answers whose slope is under a hundredth of its largest.
        silent: (depth,); the share of neurons whose slope is 0 for every example.
        counts: (depth, bins); how many answers lie in each bin of ``edges``.
        edges: (depth, bins + 1).
    """

    answers: np.ndarray
    gradients: np.ndarray
    saturated: np.ndarray
    silent: np.ndarray
    counts: np.ndarray
    edges: np.ndarray


def signals(
    activation_name: str, start: str, seed: int = 0, depth: int = DEPTH, width: int = WIDTH
) -> Signals:
    """Send standard normal examples forwards and standard normal gradients backwards.

    Args:
        activation_name: A name of `networks.ACTIVATIONS`.
        start: A name of `networks.INITIALIZERS`.
        seed: Of the weights, the examples and the gradients; the same draws for every start.
        depth: How many layers.
        width: How many neurons each has.

    Raises:
        ValueError: A name is unknown, or a number is not at least 1.
    """
    h, drawn, rng = activation(activation_name), initializer(start), np.random.default_rng(seed)
    if depth < 1 or width < 1:
        raise ValueError(f"signals: depth and width must be at least 1, got {depth}, {width}")
    a = rng.standard_normal((width, EXAMPLES))
    gradient = rng.standard_normal((width, EXAMPLES))
    weights, slopes, answers = [], [], []
    most = float(h.derivative(np.zeros(1))[0]) or 1.0
    with np.errstate(all="ignore"):
        for _ in range(depth):
            weights.append(drawn.weights(width, width, rng))
            a = h(weights[-1] @ a)
            slopes.append(h.slope(a, np.empty_like(a)))
            answers.append(a)
        back = [gradient.std()]
        for matrix, slope in zip(reversed(weights), reversed(slopes), strict=True):
            gradient = matrix.T @ (gradient * slope)
            back.append(gradient.std())
    drawn_bins = [np.histogram(answer, BINS, _range(answer)) for answer in answers]
    return Signals(
        answers=np.array([answer.std() for answer in answers]),
        gradients=np.array(back[::-1]),
        saturated=np.array([(slope < most / 100).mean() for slope in slopes]),
        silent=np.array([(slope == 0).all(axis=1).mean() for slope in slopes]),
        counts=np.array([counts for counts, _ in drawn_bins]),
        edges=np.array([edges for _, edges in drawn_bins]),
    )


def _range(numbers: np.ndarray) -> tuple[float, float]:
    low, high = float(numbers.min()), float(numbers.max())
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def dead(objective: NetworkLoss, theta: np.ndarray) -> list[np.ndarray]:
    """Which hidden neurons have the slope 0 at every example, (h,) bool per layer.

    With ReLU such a neuron is handed no gradient any more and stays as it is, unless one before it
    moves.

    Args:
        objective: The network and its examples.
        theta: (P,).
    """
    h = objective.network.h
    answers, _ = objective.layers(theta)
    if any(objective.network.added):
        raise ValueError("dead: only networks without skips, got one that has them")
    return [(h.slope(a, np.empty_like(a)) == 0).all(axis=1) for a in answers]

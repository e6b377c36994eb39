"""Nets by construction: what a net without activations is, and what sums of ReLUs can be.

A net of identities is one matrix, however deep. One hidden layer of n ReLUs over a line has at most
n kinks; layers that are put behind each other multiply their pieces: Matus Telgarsky, Benefits of
depth in neural networks, 2016. https://arxiv.org/abs/1602.04485
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from networks.network import Network


def multiplied_out(network: Network, theta: np.ndarray) -> np.ndarray:
    """The one matrix (K, d + 1) that a net without activations is; the last column is its bias.

    Args:
        network: With the activation ``"identity"``.
        theta: (P,).

    Raises:
        ValueError: The network has another activation.

    Examples:
        >>> net = Network((1,), "identity", inputs=1)
        >>> multiplied_out(net, np.array([2.0, 1.0, 3.0, 5.0])).tolist()  # 3 (2 x + 1) + 5
        [[6.0, 8.0]]
    """
    if network.activation != "identity":
        raise ValueError(f"multiplied_out: identity, got {network.activation}")
    whole = np.eye(network.inputs + 1)
    for layer, matrix in enumerate(network.layers(np.asarray(theta, dtype=float))):
        made = matrix @ whole
        if layer < len(network.added) and network.added[layer]:
            made = made + whole[:-1]
        whole = np.concatenate([made, np.eye(network.inputs + 1)[-1:]])
    return whole[:-1]


def hinges(
    f: Callable[[np.ndarray], np.ndarray], low: float, high: float, neurons: int
) -> tuple[Network, np.ndarray]:
    """A layer of ReLUs whose sum meets a curve at ``neurons + 1`` places in equal distances.

    It is the polygon through those places: f(low) + Σ cₖ max(x − tₖ, 0), where cₖ is by how much
    the slope changes at tₖ. Of a curve with |f″| ≤ M it is off by M (high − low)² / 8 n² at most.

    Args:
        f: The curve, of arrays.
        low: Where it begins.
        high: Where it ends.
        neurons: n, from 1 to 16.

    Returns:
        The network 1-n-1 and its theta.
    """
    network = Network((neurons,), "relu", inputs=1)
    knots = np.linspace(low, high, neurons + 1)
    heights = f(knots)
    changes = np.diff(np.diff(heights) / np.diff(knots), prepend=0.0)
    theta = np.zeros(network.dimension)
    first, last = network.layers(theta)  # views
    first[:, 0], first[:, 1] = 1.0, -knots[:-1]
    last[0, :-1], last[0, -1] = changes, heights[0]
    return network, theta


def zigzag(width: int, layers: int) -> tuple[Network, np.ndarray]:
    """A net on [0, 1] that goes up and down between 0 and 1 in width ** layers straight pieces.

    Every layer folds the unit interval ``width`` times, so that layers multiply what one layer,
    which has a kink per neuron at most, can only add.

    Args:
        width: Neurons per layer, from 2 to 16.
        layers: How many hidden layers, from 1 to 3.

    Raises:
        ValueError: A number is out of range.
    """
    if width < 2 or layers < 1:
        raise ValueError(f"zigzag: width from 2 and layers from 1, got {width} and {layers}")
    network = Network((width,) * layers, "relu", inputs=1)
    # max(w u, 0) − 2 max(w u − 1, 0) + 2 max(w u − 2, 0) ...
    signs = np.where(np.arange(width) % 2, -2.0, 2.0)
    signs[0] = 1.0
    theta = np.zeros(network.dimension)
    parts = network.layers(theta)  # views
    for layer, matrix in enumerate(parts):
        fold = np.ones((1, 1)) if layer == 0 else signs[None]
        if layer < layers:
            matrix[:, :-1], matrix[:, -1] = width * fold, -np.arange(width)
        else:
            matrix[:, :-1] = fold
    return network, theta

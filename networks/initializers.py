"""Where training starts: weights drawn per layer; biases are zero.

    zeros         w = 0
    equal         w = 1/2
    small         w ~ N(0, 0.01²)
    large         w ~ N(0, 1)
    Xavier        w ~ N(0, 2 / (n_in + n_out))
    He            w ~ N(0, 2 / n_in)

Xavier Glorot, Yoshua Bengio, Understanding the difficulty of training deep feedforward neural
networks, 2010. https://proceedings.mlr.press/v9/glorot10a.html
Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun, Delving deep into rectifiers, 2015.
https://arxiv.org/abs/1502.01852
Both in their Gaussian form, as torch's ``xavier_normal_`` and ``kaiming_normal_``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from networks.network import Network

EQUAL = 0.5


@dataclass(frozen=True)
class Initializer:
    """How a layer's weights are drawn.

    Attributes:
        name: The identifier, e.g. ``"xavier"``.
        title: What people call it.
        deviation: (n_in, n_out) → the standard deviation of the Gaussian.
        mean: What is added to every weight.
        source: Author, title, year, link; empty for what everybody knows.
    """

    name: str
    title: str
    deviation: Callable[[int, int], float]
    mean: float = 0.0
    source: str = ""

    def weights(self, neurons: int, inputs: int, rng: np.random.Generator) -> np.ndarray:
        """(neurons, inputs); one layer's weights."""
        return self.mean + self.deviation(inputs, neurons) * rng.standard_normal((neurons, inputs))


INITIALIZERS = (
    Initializer("zeros", "Zeros", lambda into, out: 0.0),
    Initializer("equal", "All equal", lambda into, out: 0.0, EQUAL),
    Initializer("small", "Small Gaussian, σ = 0.01", lambda into, out: 0.01),
    Initializer("large", "Large Gaussian, σ = 1", lambda into, out: 1.0),
    Initializer(
        "xavier",
        "Xavier",
        lambda into, out: float(np.sqrt(2 / (into + out))),
        source="Glorot, Bengio, Understanding the difficulty of training deep feedforward neural "
        "networks, 2010. https://proceedings.mlr.press/v9/glorot10a.html",
    ),
    Initializer(
        "he",
        "He",
        lambda into, out: float(np.sqrt(2 / into)),
        source="He, Zhang, Ren, Sun, Delving deep into rectifiers, 2015. "
        "https://arxiv.org/abs/1502.01852",
    ),
)


def initializer(name: str) -> Initializer:
    """The initializer of that name.

    Raises:
        ValueError: There is none.
    """
    for known in INITIALIZERS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in INITIALIZERS)
    raise ValueError(f"initializer: one of {names}; got {name!r}")


def initial(network: Network, name: str, seed: int) -> np.ndarray:
    """(P,); the start of that name. The same seed makes the same draws for every initializer.

    Raises:
        ValueError: There is no such initializer.

    Examples:
        >>> small, large = (initial(Network(), name, seed=1) for name in ("small", "large"))
        >>> bool(np.allclose(large, 100 * small, rtol=1e-14))
        True
    """
    made, rng = initializer(name), np.random.default_rng(seed)
    theta = np.zeros(network.dimension)
    for layer in network.layers(theta):  # views
        layer[:, :-1] = made.weights(len(layer), layer.shape[1] - 1, rng)
    return theta

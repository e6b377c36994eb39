"""A fully connected network: how wide its layers are, and where each weight lies in one vector.

    aˡ = h(Wˡ aˡ⁻¹ + bˡ)        z = Wᴸ aᴸ⁻¹ + bᴸ

With skips a layer as wide as the one before adds what it makes to what it is handed,
aˡ = aˡ⁻¹ + h(Wˡ aˡ⁻¹ + bˡ): Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun, Deep residual
learning for image recognition, 2016. https://arxiv.org/abs/1512.03385
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from networks.activations import Activation, activation

MOST_LAYERS, MOST_WIDTH, MOST_OUTPUTS, MOST_INPUTS = 3, 16, 4, 4


@dataclass(frozen=True)
class Network:
    """The shape of a network.

    Its P parameters are one vector theta, layer behind layer, neuron behind neuron; a neuron's
    weights come first and its bias last.

    Attributes:
        hidden: How many neurons each hidden layer has; up to three layers of up to 16.
        activation: What they make of their sums: a name of `networks.ACTIVATIONS`. The last layer
            answers with its sums.
        inputs: How many numbers an example is made of.
        outputs: 1, or one per class.
        skips: Whether hidden layers as wide as the one before add to what they are handed.

    Raises:
        ValueError: A number of layers or of neurons is out of range, or the name is unknown.

    Examples:
        >>> net = Network((8, 8))
        >>> net.dimension, [layer.shape for layer in net.layers(np.zeros(net.dimension))]
        (105, [(8, 3), (8, 9), (1, 9)])
    """

    hidden: tuple[int, ...] = (8, 8)
    activation: str = "tanh"
    inputs: int = 2
    outputs: int = 1
    skips: bool = False

    def __post_init__(self) -> None:
        activation(self.activation)  # may refuse
        if len(self.hidden) > MOST_LAYERS:
            raise ValueError(
                f"network: hidden layers must be {MOST_LAYERS} at most, got {len(self.hidden)}"
            )
        for what, width, most in (
            *(("neurons of a hidden layer", width, MOST_WIDTH) for width in self.hidden),
            ("inputs", self.inputs, MOST_INPUTS),
            ("outputs", self.outputs, MOST_OUTPUTS),
        ):
            whole = isinstance(width, int | np.integer) and not isinstance(width, bool)
            if not whole or not 1 <= width <= most:
                raise ValueError(
                    f"network: {what} must be a whole number from 1 to {most}, got {width!r}"
                )

    @cached_property
    def h(self) -> Activation:
        """The activation itself."""
        return activation(self.activation)

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(neurons, inputs + 1) of every layer, the last one included."""
        widths = (self.inputs, *self.hidden, self.outputs)
        return tuple((out, into + 1) for into, out in itertools.pairwise(widths))

    @cached_property
    def dimension(self) -> int:
        """How many parameters there are, P."""
        return sum(map(math.prod, self.shapes))

    @cached_property
    def parts(self) -> tuple[slice, ...]:
        """Where each layer's parameters lie in theta."""
        ends = np.cumsum([math.prod(shape) for shape in self.shapes]).tolist()
        return tuple(slice(begin, end) for begin, end in zip([0, *ends], ends, strict=False))

    @cached_property
    def added(self) -> tuple[bool, ...]:
        """Whether a hidden layer adds to what it is handed; one truth per hidden layer."""
        widths = (self.inputs, *self.hidden)
        # The first layer turns examples into features: there is nothing yet to add to.
        return tuple(
            self.skips and at > 0 and widths[at] == widths[at + 1] for at in range(len(self.hidden))
        )

    def layers(self, theta: np.ndarray) -> list[np.ndarray]:
        """(..., P) → the matrices (..., neurons, inputs + 1) of all layers; the bias is last."""
        lead = theta.shape[:-1]
        return [
            theta[..., part].reshape(*lead, *shape)
            for part, shape in zip(self.parts, self.shapes, strict=True)
        ]

    def are_weights(self) -> np.ndarray:
        """(P,) bool; what is a weight, and not a bias."""
        truth = np.ones(self.dimension, dtype=bool)
        for layer in self.layers(truth):
            layer[:, -1] = False
        return truth

    def layers_from(self, first: int) -> np.ndarray:
        """(P,) bool; the parameters of layer ``first`` (counted from 0) and of those behind it."""
        truth = np.zeros(self.dimension, dtype=bool)
        truth[self.parts[first].start :] = True
        return truth

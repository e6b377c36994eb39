"""What a neuron makes of its sum: a = h(z), with the slope h′(z) read off a itself.

    identity  h = z               h′ = 1
    sigmoid   h = 1 / (1 + e⁻ᶻ)   h′ = a (1 − a)
    tanh      h = tanh z          h′ = 1 − a²
    ReLU      h = max(z, 0)       h′ = 1 where a > 0, else 0

Ian Goodfellow, Yoshua Bengio, Aaron Courville, Deep learning, 2016, section 6.3.
https://www.deeplearningbook.org
At its kink ReLU has the slope 0, as in torch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        name: The identifier, e.g. ``"tanh"``.
        title: What people call it.
        formula: h(z) as LaTeX.
        apply: Puts h(z) in the place of z, an array.
        slope: (a, out) → h′ as a function of a = h(z), written to ``out``.
        saturates: Beyond which |z| the slope is under a hundredth of its largest; inf if never.
            ReLU has no slope at all on one side, and does not fade towards it.
    """

    name: str
    title: str
    formula: str
    apply: Callable[[np.ndarray], None]
    slope: Callable[[np.ndarray, np.ndarray], np.ndarray]
    saturates: float = np.inf

    def __call__(self, z: np.ndarray | float) -> np.ndarray:
        """h(z), in the shape of z."""
        a = np.array(z, dtype=float)
        with np.errstate(over="ignore"):
            self.apply(a)
        return a

    def derivative(self, z: np.ndarray | float) -> np.ndarray:
        """h′(z), in the shape of z."""
        a = self(z)
        return self.slope(a, np.empty_like(a))


def _keep(z: np.ndarray) -> None:
    del z


def _one(a: np.ndarray, out: np.ndarray) -> np.ndarray:
    out[...] = 1.0
    return out


def sigmoid(z: np.ndarray) -> None:
    """1 / (1 + e⁻ᶻ) in the place of z; e⁻ᶻ may overflow to inf, whose inverse is right."""
    np.negative(z, out=z)
    np.exp(z, out=z)
    np.add(z, 1.0, out=z)
    np.divide(1.0, z, out=z)


def _sigmoid_slope(a: np.ndarray, out: np.ndarray) -> np.ndarray:
    np.subtract(1.0, a, out=out)
    return np.multiply(out, a, out=out)


def _tanh(z: np.ndarray) -> None:
    np.tanh(z, out=z)


def _tanh_slope(a: np.ndarray, out: np.ndarray) -> np.ndarray:
    np.multiply(a, a, out=out)
    return np.subtract(1.0, out, out=out)


def _relu(z: np.ndarray) -> None:
    np.maximum(z, 0.0, out=z)


def _relu_slope(a: np.ndarray, out: np.ndarray) -> np.ndarray:
    return np.greater(a, 0.0, out=out, casting="unsafe")


ACTIVATIONS = (
    Activation("identity", "None (identity)", r"z", _keep, _one),
    Activation(
        "sigmoid",
        "Sigmoid",
        r"\dfrac{1}{1+e^{-z}}",
        sigmoid,
        _sigmoid_slope,
        # a (1 − a) = 1/400: a = (1 − √0.99) / 2
        saturates=float(np.log((1 + np.sqrt(0.99)) / (1 - np.sqrt(0.99)))),
    ),
    # 1 − a² = 1/100: a = √0.99
    Activation("tanh", "tanh", r"\tanh z", _tanh, _tanh_slope, float(np.arctanh(np.sqrt(0.99)))),
    Activation("relu", "ReLU", r"\max(z, 0)", _relu, _relu_slope),
)


def activation(name: str) -> Activation:
    """The activation of that name.

    Raises:
        ValueError: There is none.
    """
    for known in ACTIVATIONS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in ACTIVATIONS)
    raise ValueError(f"activation: one of {names}; got {name!r}")

"""What networks are asked for: cases with plain numbers, told to torch and to us alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from data import Batches
from networks import Draw, Network, Noise
from networks.draws import as_draw

EXAMPLES, UPDATES, ROWS = 7, 100, (1, 10, 50, 100)
ACTIVATIONS = ("identity", "sigmoid", "tanh", "relu")
HEADS = (
    ("cross_entropy", 1),
    ("cross_entropy", 3),
    ("squares_of_p", 1),
    ("squares_of_p", 3),
    ("squares", 1),
)
RATES = {"rprop": 0.01, "adadelta": 1.0, "gradient_descent": 0.2, "lion": 0.003}
RATE = 0.02


@dataclass(frozen=True)
class Case:
    """A network, a loss, and whether everything is left out, skipped and shaken that can be."""

    activation: str
    loss: str
    outputs: int
    noisy: bool

    @property
    def name(self) -> str:
        return f"{self.activation} {self.loss} {self.outputs} {'noisy' if self.noisy else 'plain'}"

    @property
    def network(self) -> Network:
        return Network((4, 4), self.activation, outputs=self.outputs, skips=self.noisy)

    @property
    def theta(self) -> np.ndarray:
        return wave(self.network.dimension, 1.3) * 1.2

    @property
    def inputs(self) -> np.ndarray:
        return wave(2 * EXAMPLES, 2.1).reshape(EXAMPLES, 2) * 2

    @property
    def targets(self) -> np.ndarray:
        if self.loss == "squares":
            return wave(EXAMPLES, 0.7) * 3
        return np.arange(EXAMPLES) % max(2, self.outputs)

    @property
    def draw(self) -> Draw | None:
        if not self.noisy:
            return None
        units = tuple(np.where(wave(4 * 5, s).reshape(4, 5) > -0.3, 1.5, 0.0) for s in (3.3, 4.1))
        weights = np.where(wave(self.network.dimension, 5.7) > -0.4, 1.25, 0.0)
        shift = wave(10, 6.3).reshape(2, 5) * 0.3
        examples = np.array([3, 0, 6, 3, 1])
        return Draw(examples, units, weights, np.array([1.0, 2.0]), shift)


def wave(count: int, step: float) -> np.ndarray:
    """Numbers from -1 to 1 that do not repeat."""
    return np.sin(1 + step * np.arange(count))


def cases() -> Iterator[Case]:
    for activation, (loss, outputs), noisy in product(ACTIVATIONS, HEADS, (False, True)):
        yield Case(activation, loss, outputs, noisy)


TRAINED = Case("tanh", "cross_entropy", 3, noisy=False)
# Batches, the last of an epoch a smaller one, with weight decay; the same with silent neurons.
BATCH, PENALTY, DROPOUT = 3, 0.05, 0.3
DRAWN = ("batches", "dropout")
# Rules that are told on draws, with what is not as usual.
ON_DRAWS: dict[str, dict[str, float]] = {
    "gradient_descent": {"learning_rate": 0.2},
    "momentum": {"learning_rate": 0.05},
    "nesterov": {"learning_rate": 0.05},
    "rmsprop": {"learning_rate": 0.01},
    "adam": {"learning_rate": 0.02},
    "adamw": {"learning_rate": 0.02, "weight_decay": 0.3},
}


def drawn(kind: str) -> list[Draw]:
    """What each update sees: the same for torch and for us."""
    batches = Batches(BATCH, seed=4).indices(EXAMPLES, UPDATES)
    dropout = DROPOUT if kind == "dropout" else 0.0
    seen = Noise(dropout, seed=2).draws(TRAINED.network, EXAMPLES, UPDATES, batches)
    assert seen is not None
    return [as_draw(one) for one in seen]

"""The loss of a network over examples, as a function of its parameters: what is trained on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from networks.draws import Draw
from networks.losses import Loss, accuracy_of, loss, probabilities
from networks.network import Network
from networks.passes import Passes, passes
from networks.seen import cut, seen_by

# Numbers per layer and call: as many as stay in a processor's cache.
CACHEFUL = 110_000


@dataclass(frozen=True, eq=False)
class NetworkLoss:
    """The mean loss of a network over N examples, plus a penalty.

    f(θ) = 1/N Σ ℓ(z(xᵢ), yᵢ) + λ/2 Σ w², the sum over weights and not over biases.

    Two of them are equal if network, examples, loss and penalty are.

    Attributes:
        network: Its shape.
        inputs: (N, d) numbers, read-only from here on.
        targets: (N,); classes 0, 1, ... or numbers, as the loss wants them.
        loss: A name of `networks.LOSSES`.
        penalty: λ, 0 or more.

    Raises:
        ValueError: Examples, network and loss do not fit together, or a number is not finite.

    Examples:
        >>> xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
        >>> objective = NetworkLoss(Network((2,)), xor, np.array([0, 1, 1, 0]))
        >>> float(objective.value(np.zeros(9)))  # ln 2: it knows nothing
        0.6931471805599453
    """

    network: Network
    inputs: np.ndarray
    targets: np.ndarray
    loss: str = "cross_entropy"
    penalty: float = 0.0
    name: str = "network"
    minima: tuple[()] = ()
    minimum: None = None

    def __post_init__(self) -> None:
        inputs = np.array(self.inputs, dtype=float)
        targets = np.array(self.targets, dtype=float)
        width = self.network.inputs
        if inputs.ndim != 2 or inputs.shape[1] != width or not len(inputs):
            raise ValueError(
                f"network: inputs must have shape (N, {width}) with N of at least 1, "
                f"got {inputs.shape}"
            )
        if targets.shape != inputs.shape[:1]:
            raise ValueError(
                f"network: targets must have shape ({len(inputs)},), got {targets.shape}"
            )
        if not (np.isfinite(inputs).all() and np.isfinite(targets).all()):
            raise ValueError("network: inputs and targets must be finite numbers")
        if not 0 <= self.penalty < np.inf:
            raise ValueError(
                f"network: penalty must be a finite number of at least 0, got {self.penalty!r}"
            )
        classes = max(2, self.network.outputs)
        if self.kind.classifies and not np.isin(targets, np.arange(classes)).all():
            raise ValueError(
                f"network: targets must be classes from 0 to {classes - 1} for {self.loss}, "
                f"got {np.unique(targets)[:5].tolist()}"
            )
        if not self.kind.classifies and self.network.outputs != 1:
            raise ValueError(f"network: {self.loss} wants 1 output, got {self.network.outputs}")
        for name, array in (("inputs", inputs), ("targets", targets)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @cached_property
    def kind(self) -> Loss:
        """The loss itself."""
        return loss(self.loss)

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """What tells it from every other: by content."""
        content = hashlib.blake2b(self.inputs.tobytes() + self.targets.tobytes(), digest_size=16)
        return self.network, self.loss, self.penalty, self.inputs.shape, content.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NetworkLoss) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def dimension(self) -> int:
        """How many parameters there are, P."""
        return self.network.dimension

    @cached_property
    def _columns(self) -> np.ndarray:
        """(d + 1, N); the examples with a row of ones."""
        return np.concatenate([self.inputs.T, np.ones((1, len(self.inputs)))])

    @cached_property
    def _wanted(self) -> np.ndarray:
        """(K, N); the targets, one-hot for several classes."""
        if self.network.outputs == 1:
            return self.targets[None]
        return (self.targets == np.arange(self.network.outputs)[:, None]).astype(float)

    @cached_property
    def _penalized(self) -> np.ndarray:
        return np.flatnonzero(self.network.are_weights())

    def value(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """(..., P) → (...); the loss, of what the draw sees if there is one."""
        theta = np.asarray(theta, dtype=float)
        found = np.empty(theta.shape[:-1])
        flat = found.reshape(-1)
        with np.errstate(all="ignore"):
            for part, mine, _, _, y, sums, _ in self._asked(theta, draw):
                flat[part] = self._height(mine, sums, y)
        return found

    def gradient(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """(..., P) → (..., P); of what the draw sees if there is one."""
        return self._both(theta, draw, None)

    def value_and_gradient(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same as `value` and `gradient` to the bit, by one way forwards."""
        values = np.empty(np.shape(theta)[:-1])
        return values, self._both(theta, None, values.reshape(-1))

    def _both(self, theta: np.ndarray, draw: Any, values: np.ndarray | None) -> np.ndarray:
        theta = np.asarray(theta, dtype=float)
        found = np.empty(theta.shape)
        flat = found.reshape(-1, self.dimension)
        with np.errstate(all="ignore"):
            for part, mine, seen, x, y, sums, arrays in self._asked(theta, draw):
                if values is not None:
                    values[part] = self._height(mine, sums, y)
                self.kind.slope(sums, y)
                np.multiply(sums, 1 / sums.shape[-1], out=sums)
                flat[part] = arrays.backward(sums, x, seen)
                if self.penalty:
                    flat[part, self._penalized] += self.penalty * mine[:, self._penalized]
        return found

    def _height(self, theta: np.ndarray, sums: np.ndarray, y: np.ndarray) -> np.ndarray:
        heights = self.kind.of(sums, y).mean(axis=-1)
        if self.penalty:
            heights += self.penalty / 2 * (theta[:, self._penalized] ** 2).sum(axis=-1)
        return heights

    def sums(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """(..., P) → (..., K, N); the last layer's sums for all examples, which a draw keeps."""
        theta = np.asarray(theta, dtype=float)
        shape = (self.network.outputs, len(self.inputs))
        found = np.empty((*theta.shape[:-1], *shape))
        flat = found.reshape(-1, *shape)
        with np.errstate(all="ignore"):
            for part, _, _, _, _, sums, _ in self._asked(theta, draw):
                flat[part] = sums
        return found

    def answers(self, theta: np.ndarray, draw: Any = None) -> np.ndarray:
        """(..., P) → (..., K, N); probabilities of class 1 or of every class; numbers for squares.

        They are NaN where the network has left the finite world.
        """
        with np.errstate(all="ignore"):
            sums = self.sums(theta, draw)
            return probabilities(sums) if self.kind.classifies else sums

    def accuracy(self, theta: np.ndarray) -> np.ndarray:
        """(..., P) → (...); the share of examples whose class is told; NaN for a lost network.

        Raises:
            ValueError: The targets are numbers.
        """
        if not self.kind.classifies:
            raise ValueError(f"accuracy: {self.loss} has no classes")
        return self.right(self.answers(theta))

    def right(self, answers: np.ndarray) -> np.ndarray:
        """Answers (..., K, N) → the share (...) whose class is told; NaN if targets are numbers."""
        if not self.kind.classifies:
            return np.full(answers.shape[:-2], np.nan)
        return accuracy_of(answers, self.targets)

    def of_answers(self, answers: np.ndarray) -> np.ndarray:
        """Answers (..., K, N) → their mean loss (...), whoever gave them; no penalty is in it."""
        with np.errstate(all="ignore"):
            return self.kind.of_answers(answers, self._wanted).mean(axis=-1)

    def layers(self, theta: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """What one network does inside, for distributions and small maps.

        Args:
            theta: (P,).

        Returns:
            What every hidden layer hands on, (h, N) each, and the gradient of the mean loss by
            every layer's parameters, (h, inputs + 1) each, the last layer's included.
        """
        with np.errstate(all="ignore"):
            slopes = self.network.layers(self.gradient(theta))
            for _, _, _, _, _, _, arrays in self._asked(np.asarray(theta, dtype=float), None):
                answers = [answer[0, :-1].copy() for answer in arrays.answers]
        return answers, slopes

    def _asked(
        self, theta: np.ndarray, draw: Any
    ) -> Iterator[tuple[slice, np.ndarray, Draw, np.ndarray, np.ndarray, np.ndarray, Passes]]:
        """Networks a cacheful at a time, forwards: where they lie, theta, draw, x, y, sums."""
        lead = theta.shape[:-1]
        flat = np.ascontiguousarray(theta.reshape(-1, self.dimension))
        x, y, seen = seen_by(draw, self._columns, self._wanted, lead)
        count = x.shape[-1]
        widest = max(self.network.hidden, default=0) + 1
        size = max(1, CACHEFUL // (widest * count))
        for low in range(0, len(flat), size):
            part = slice(low, low + size)
            mine = flat[part]
            one = Draw(None, *cut(seen, part))
            inputs, wanted = x if x.ndim == 2 else x[part], y if y.ndim == 2 else y[part]
            arrays = passes(self.network, len(mine), count)
            sums = arrays.forward(mine, inputs, one)
            yield part, mine, one, inputs, wanted, sums, arrays

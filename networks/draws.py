"""What one step sees of a network's loss: which examples, and which parts are left out of it.

Everything that is left out is made up for at once ("inverted" scaling): what stays is divided by
the probability of staying, so that the mean over all draws is right where the network is linear,
and nothing has to be scaled where it is tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from networks.network import Network

UNITS, WEIGHTS, GATES, JITTER = range(4)  # streams of the dice


@dataclass(frozen=True, eq=False)
class Draw:
    """What one step sees; axes in front, written ``...``, broadcast against the walkers'.

    Attributes:
        examples: (..., b) int; their places, -1 where a batch is not full. None: all of them.
        units: One (..., h, b) per hidden layer: what each neuron's answer is multiplied with.
        weights: (..., P); what each parameter is multiplied with.
        gates: (..., L); what each hidden layer adds is multiplied with, where it only adds.
        shift: (..., d, b); what is added to the examples' inputs.
    """

    examples: np.ndarray | None = None
    units: tuple[np.ndarray, ...] | None = None
    weights: np.ndarray | None = None
    gates: np.ndarray | None = None
    shift: np.ndarray | None = None


def as_draw(draw: Any) -> Draw:
    """A draw; places of examples alone are one, too."""
    return draw if isinstance(draw, Draw) else Draw(examples=np.asarray(draw))


def without_padding(examples: np.ndarray) -> np.ndarray:
    """The places (..., b) without the -1 at the end of a batch that is not full.

    Raises:
        ValueError: The batches of different walkers are not equally full, or are empty.
    """
    present = examples >= 0
    if present.all():
        return examples
    sizes = present.sum(axis=-1)
    size = int(sizes.max())
    if size == 0 or (sizes != size).any() or not present[..., :size].all():
        raise ValueError("draw: batches of one step must be equally full, with -1 at the end")
    return examples[..., :size]


@dataclass(frozen=True)
class Noise:
    """What training leaves out or shakes, with what probability.

    Attributes:
        dropout: Of a hidden neuron to be silent, for every example anew. Nitish Srivastava et al.,
            Dropout, 2014. https://jmlr.org/papers/v15/srivastava14a.html
        dropconnect: Of a weight to be missing in a step; biases stay. Li Wan et al.,
            Regularization of neural networks using DropConnect, 2013.
            https://proceedings.mlr.press/v28/wan13.html
        depth: Of a hidden layer that adds to its input to be passed by in a step, the same for all
            of them. Gao Huang et al., Deep networks with stochastic depth, 2016.
            https://arxiv.org/abs/1603.09382
        jitter: Standard deviation of what is added to every input of every example.
        seed: Of the dice.

    Raises:
        ValueError: A probability is not in [0, 1), or the deviation is negative or not finite.
    """

    dropout: float = 0.0
    dropconnect: float = 0.0
    depth: float = 0.0
    jitter: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("dropout", "dropconnect", "depth"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"noise: {name} must be in [0, 1), got {getattr(self, name)!r}")
        if not 0 <= self.jitter < np.inf:
            raise ValueError(
                f"noise: jitter must be a finite number of at least 0, got {self.jitter!r}"
            )

    def __bool__(self) -> bool:
        return bool(self.dropout or self.dropconnect or self.depth or self.jitter)

    def draws(
        self,
        network: Network,
        count: int,
        steps: int,
        batches: np.ndarray | None = None,
        walkers: int | None = None,
    ) -> Sequence[Any] | None:
        """What every step sees; a step's draw depends on the seed and its number alone.

        Args:
            network: Whose neurons and weights are meant.
            count: How many examples there are, N.
            steps: How many steps.
            batches: (steps, [walkers,] b) int; the examples of every step. All, if None.
            walkers: How many walkers see draws of their own; all see the same, if None.

        Returns:
            A sequence of ``steps`` draws, made when they are asked for; None where every step sees
            the whole loss.
        """
        if not self:
            return None if batches is None else list(batches)
        return _Draws(self, network, count, steps, batches, walkers)

    def draw(
        self, network: Network, step: int, examples: np.ndarray | None, count: int, walkers: Any
    ) -> Draw:
        """The draw of one step; arguments as of `draws`."""
        lead = () if walkers is None else (walkers,)
        seen = None if examples is None else without_padding(examples)
        size = count if seen is None else seen.shape[-1]

        def kept(stream: int, probability: float, *shape: int) -> np.ndarray:
            stays = self._dice(stream, step).random((*lead, *shape)) >= probability
            return stays / (1 - probability)

        units = weights = gates = shift = None
        if self.dropout and network.hidden:
            flat = kept(UNITS, self.dropout, sum(network.hidden), size)
            units = tuple(np.split(flat, np.cumsum(network.hidden)[:-1], axis=-2))
        if self.dropconnect:
            weights = kept(WEIGHTS, self.dropconnect, network.dimension)
            weights[..., ~network.are_weights()] = 1.0
        if self.depth and any(network.added):
            gates = kept(GATES, self.depth, len(network.hidden))
        if self.jitter:
            dice = self._dice(JITTER, step)
            shift = self.jitter * dice.standard_normal((*lead, network.inputs, size))
        return Draw(seen, units, weights, gates, shift)

    def _dice(self, stream: int, step: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, stream, step))


@dataclass(frozen=True, eq=False)
class _Draws(Sequence[Draw]):
    noise: Noise
    network: Network
    size: int
    steps: int
    batches: np.ndarray | None
    walkers: int | None

    def __len__(self) -> int:
        return self.steps

    def __getitem__(self, step: Any) -> Any:
        if isinstance(step, slice):
            return [self[k] for k in range(*step.indices(self.steps))]
        if not -self.steps <= step < self.steps:
            raise IndexError(step)
        step %= self.steps
        examples = None if self.batches is None else self.batches[step]
        return self.noise.draw(self.network, step, examples, self.size, self.walkers)

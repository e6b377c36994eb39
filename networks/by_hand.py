"""Back-propagation of one example, every number of it, as one would work it out by hand.

    zˡ = Wˡ aˡ⁻¹ + bˡ,  aˡ = h(zˡ)
    ∂ℓ/∂zˡᵢ = h′(zˡᵢ) Σₖ wˡ⁺¹ₖᵢ ∂ℓ/∂zˡ⁺¹ₖ        ∂ℓ/∂wˡᵢⱼ = aˡ⁻¹ⱼ ∂ℓ/∂zˡᵢ

David Rumelhart, Geoffrey Hinton, Ronald Williams, Learning representations by back-propagating
errors, 1986. https://doi.org/10.1038/323533a0
Written apart from `networks.passes`, by which nets are trained; a test holds one to the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from networks.objective import NetworkLoss


@dataclass(frozen=True)
class Factor:
    """One number of a product of the chain rule.

    Attributes:
        kind: ``"input"`` for ∂z/∂w = a, ``"slope"`` for ∂a/∂z = h′(z), ``"weight"`` for
            ∂z/∂a = w, ``"loss"`` for ∂ℓ/∂z of the last layer.
        layer: Of which layer, counted from 0; for an input the layer that is fed.
        to: The neuron.
        source: What feeds it: for an input and a weight the place in the layer before.
        value: The number.
    """

    kind: str
    layer: int
    to: int
    source: int
    value: float


@dataclass(frozen=True, eq=False)
class ByHand:
    """Everything forward and backward; lists have one entry per layer, the last one included.

    Attributes:
        inputs: (d,); the example.
        target: Its class or number.
        weights: (h, inputs + 1); the bias is last.
        sums: (h,); z.
        answers: (h,); a = h(z); of the last layer z itself.
        slopes: (h,); h′(z); 1 in the last layer.
        loss: ℓ.
        by_sum: (h,); ∂ℓ/∂z.
        by_answer: (h,); ∂ℓ/∂a.
        by_weight: (h, inputs + 1); ∂ℓ/∂w, the bias last.
    """

    inputs: np.ndarray
    target: float
    weights: list[np.ndarray]
    sums: list[np.ndarray]
    answers: list[np.ndarray]
    slopes: list[np.ndarray]
    loss: float
    by_sum: list[np.ndarray]
    by_answer: list[np.ndarray]
    by_weight: list[np.ndarray]

    @property
    def gradient(self) -> np.ndarray:
        """(P,); ∂ℓ/∂θ."""
        return np.concatenate([slopes.ravel() for slopes in self.by_weight])

    def chains(self, layer: int, to: int, source: int) -> list[tuple[Factor, ...]]:
        """∂ℓ/∂w as a sum of products: one for every way from the weight to the loss.

        Args:
            layer: The weight's layer, counted from 0.
            to: The neuron that it feeds.
            source: Where it comes from; the number of inputs for a bias.
        """
        fed = 1.0
        if source < self.weights[layer].shape[1] - 1:
            fed = float((self.answers[layer - 1] if layer else self.inputs)[source])
        found = []
        behind = [range(len(sums)) for sums in self.sums[layer + 1 :]]
        for way in product(*behind):
            factors = [Factor("input", layer, to, source, fed)]
            neuron = to
            for at, following in enumerate(way, layer + 1):
                slope = float(self.slopes[at - 1][neuron])
                weight = float(self.weights[at][following, neuron])
                factors.append(Factor("slope", at - 1, neuron, neuron, slope))
                factors.append(Factor("weight", at, following, neuron, weight))
                neuron = following
            last = len(self.sums) - 1
            by_loss = float(self.by_sum[last][neuron])
            factors.append(Factor("loss", last, neuron, neuron, by_loss))
            found.append(tuple(factors))
        return found

    def vanishing(self, part: float = 0.01) -> list[Factor]:
        """The slopes of hidden neurons that are under a part of 1: they make products fade."""
        return [
            Factor("slope", layer, i, i, float(slope))
            for layer, slopes in enumerate(self.slopes[:-1])
            for i, slope in enumerate(slopes)
            if abs(slope) < part
        ]


def value_of(chain: tuple[Factor, ...]) -> float:
    """The product of a chain."""
    return prod(factor.value for factor in chain)


def by_hand(objective: NetworkLoss, theta: np.ndarray, example: int) -> ByHand:
    """One example forward and backward.

    Args:
        objective: The loss; its penalty is left aside, and its network has no skips.
        theta: (P,).
        example: Its place among the objective's.

    Raises:
        ValueError: There is no such example, or the network has skips.
    """
    net = objective.network
    if not 0 <= example < len(objective.inputs):
        raise ValueError(
            f"example must be a place from 0 to {len(objective.inputs) - 1}, got {example}"
        )
    if any(net.added):
        raise ValueError("by hand: only networks without skips, got one that has them")
    weights = net.layers(np.array(theta, dtype=float))
    answer = inputs = objective.inputs[example]
    sums, answers, slopes = [], [], []
    with np.errstate(all="ignore"):
        for layer, matrix in enumerate(weights):
            z = (matrix[:, :-1] * answer).sum(axis=1) + matrix[:, -1]
            last = layer == len(weights) - 1
            answer = z if last else net.h(z)
            sums.append(z)
            answers.append(answer)
            slopes.append(np.ones_like(z) if last else net.h.derivative(z))
        target = objective.targets[example]
        wanted = np.array([target])
        if net.outputs > 1:
            wanted = (np.arange(net.outputs) == target).astype(float)
        loss = float(objective.kind.of(sums[-1][:, None], wanted[:, None])[0])
        slope = sums[-1][:, None].copy()
        objective.kind.slope(slope, wanted[:, None])
        by_answer, by_sum = [slope[:, 0]], [slope[:, 0]]
        for layer in range(len(weights) - 2, -1, -1):
            back = (weights[layer + 1][:, :-1] * by_sum[0][:, None]).sum(axis=0)
            by_answer.insert(0, back)
            by_sum.insert(0, back * slopes[layer])
        fed = [np.append(a, 1.0) for a in (inputs, *answers[:-1])]
        by_weight = [np.outer(s, a) for s, a in zip(by_sum, fed, strict=True)]
    return ByHand(
        *(inputs, float(target), weights, sums, answers, slopes),
        *(loss, by_sum, by_answer, by_weight),
    )

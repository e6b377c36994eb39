"""Noise in training, the mean at test: one draw, all draws, and what stands for them.

With few parts that may be missing, all draws can be asked. Their mean is what an ensemble of all of
them would answer; what is used in its place is one net with everything in it, scaled. The two agree
where the answer is linear in what is left out, and not in general: Nitish Srivastava et al.,
Dropout, 2014, section 4. https://jmlr.org/papers/v15/srivastava14a.html
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np

from networks.draws import Draw
from networks.losses import probabilities
from networks.objective import NetworkLoss

MOST_PARTS = 6
Kind = Literal["units", "weights", "gates"]


@dataclass(frozen=True, eq=False)
class Averages:
    """What all draws of a net answer; M draws, K answers, N examples.

    Attributes:
        stays: (M, parts) bool; what is there in each draw.
        chances: (M,); how probable each is.
        sums: (M, K, N); the last layer's sums in each.
        scaled: (K, N); those of the whole net, which stands for their mean at test.
    """

    stays: np.ndarray
    chances: np.ndarray
    sums: np.ndarray
    scaled: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        """(K, N); the exact mean of the sums."""
        return np.einsum("m,mkn->kn", self.chances, self.sums)

    @property
    def mean_probability(self) -> np.ndarray:
        """(K, N); the exact mean of what the draws say of the classes: their ensemble."""
        return np.einsum("m,mkn->kn", self.chances, probabilities(self.sums))

    @property
    def gap(self) -> float:
        """By how much the scaled net differs from the exact mean of the sums at most."""
        return float(np.abs(self.mean - self.scaled).max())


def over_all(objective: NetworkLoss, theta: np.ndarray, kind: Kind, missing: float) -> Averages:
    """Every draw of dropout, DropConnect or stochastic depth, 2ⁿ of them.

    Args:
        objective: The network, and the examples that it is asked.
        theta: (P,).
        kind: What may be missing: ``"units"``, ``"weights"`` or ``"gates"``.
        missing: With which probability each is missing, in [0, 1).

    Raises:
        ValueError: There is nothing of that kind, or more than 6 of them.
    """
    network = objective.network
    if not 0 <= missing < 1:
        raise ValueError(f"missing must be in [0, 1), got {missing!r}")
    places = {
        "units": np.arange(sum(network.hidden)),
        "weights": np.flatnonzero(network.are_weights()),
        "gates": np.flatnonzero(network.added),
    }[kind]
    if not 1 <= len(places) <= MOST_PARTS:
        raise ValueError(
            f"averages: from 1 to {MOST_PARTS} {kind} that may be missing, got {len(places)}"
        )
    stays = np.array(list(product([True, False], repeat=len(places))))
    there = stays.sum(axis=1)
    chances = (1 - missing) ** there * missing ** (len(places) - there)
    whole = {"units": len(places), "weights": network.dimension, "gates": len(network.hidden)}
    factors = np.ones((len(stays), whole[kind]))
    factors[:, places] = stays / (1 - missing)
    if kind == "units":
        parts = np.split(factors[..., None], np.cumsum(network.hidden)[:-1], axis=-2)
        draw = Draw(units=tuple(parts))
    else:
        draw = Draw(weights=factors) if kind == "weights" else Draw(gates=factors)
    many = np.broadcast_to(theta, (len(stays), network.dimension))
    return Averages(stays, chances, objective.sums(many, draw), objective.sums(theta))


def augmented(objective: NetworkLoss, copies: np.ndarray) -> NetworkLoss:
    """The loss over every example in every copy: the exact mean over augmentations.

    Args:
        objective: The loss.
        copies: (M, d, d); what each copy multiplies the inputs with, such as a flip or a turn.
    """
    inputs = np.einsum("mij,nj->mni", copies, objective.inputs).reshape(-1, copies.shape[-1])
    return replace(objective, inputs=inputs, targets=np.tile(objective.targets, len(copies)))


@dataclass(frozen=True)
class Ensemble:
    """Several nets and the mean of their answers.

    Attributes:
        losses: (M,); each one's.
        accuracies: (M,); each one's share of right answers, NaN where targets are numbers.
        loss: That of the mean of the answers. It is never above the mean of the losses, because
            each loss is convex in the answer.
        accuracy: That of the mean, which may be below the best one's.
    """

    losses: np.ndarray
    accuracies: np.ndarray
    loss: float
    accuracy: float


def ensemble(objective: NetworkLoss, thetas: np.ndarray) -> Ensemble:
    """How well nets answer alone and together.

    Args:
        objective: The examples, such as held-out ones; its penalty is left aside.
        thetas: (M, P); such as snapshots along a cyclic rate, or nets from several seeds.
    """
    bare = replace(objective, penalty=0.0)
    answers = bare.answers(thetas)
    return Ensemble(
        losses=bare.value(thetas),
        accuracies=bare.right(answers),
        loss=float(bare.of_answers(answers.mean(axis=0))),
        accuracy=float(bare.right(answers.mean(axis=0))),
    )

"""A loss under noise that is put in on purpose: its exact mean, its closed form, and a sample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.raw import uniform
from engine.analysis.masks import dropout_penalty, jitter_penalty
from surfaces.losses import Average, DataLoss
from ui.data.below.run import CONVEX, DataRun, variant

STREAM = 11  # of random words; those of batches and data are others
DRAWS = 2000  # of the loss at the start
USUAL = {Average.DROPOUT: 0.5, Average.DROPCONNECT: 0.5, Average.JITTER: 0.5}


@dataclass(frozen=True, eq=False)
class Noisy:
    """One kind of noise: the exact mean over all its draws, and the mean of some of them.

    Attributes:
        kind: Which.
        strength: The share that is left out, or how far inputs are moved.
        mean: The loss that is the mean over all its draws.
        lowest: Where that is lowest, None where there is no such place or it is not known.
        height: How low it is there.
        exact: The mean at one place.
        closed: The same by its closed form, None where there is none.
        sampled: The mean of some draws there.
        off: The standard error of that.
    """

    kind: Average
    strength: float
    mean: DataLoss
    lowest: tuple[float, float] | None
    height: float | None
    exact: float
    closed: float | None
    sampled: float
    off: float


def at(run: DataRun) -> tuple[float, float]:
    """The start, or a place beside 0, where nothing can be left out."""
    return run.start if any(run.start) else (1.0, -1.0)


def noisy(run: DataRun, bare: DataLoss, kind: Average) -> Noisy:
    """The loss at the start under one kind of noise, exact and sampled."""
    strength = run.loss.strength if run.loss.average is kind else USUAL[kind]
    mean = variant(bare, bare.ridge, bare.lasso, kind, strength)
    where = np.array(at(run))
    n = run.n
    numbers = uniform(run.batches.seed, STREAM, 2 * DRAWS).reshape(2, DRAWS)
    examples = np.minimum((numbers[0] * n).astype(int), n - 1)
    drawn = mean.formed(examples, forms(mean, numbers[1]))
    values = mean.value(np.broadcast_to(where, (DRAWS, 2)), drawn[:, None])
    return Noisy(
        kind,
        strength,
        mean,
        *lowest_of(mean),
        float(mean.value(where)),
        penalty(bare, kind, strength, where, run.design),
        float(values.mean()),
        float(values.std() / np.sqrt(DRAWS)),
    )


def lowest_of(loss: DataLoss) -> tuple[tuple[float, float] | None, float | None]:
    """Where it is lowest and how low, if that is known; of nets it would be a long search."""
    if loss.kind.name not in CONVEX or not loss.minima:
        return None, None
    return loss.minima[0], loss.minimum


def forms(loss: DataLoss, numbers: np.ndarray) -> np.ndarray:
    """Which form is seen, for numbers from [0, 1): each as often as it is probable."""
    edges = np.cumsum(loss.chances)[:-1]
    return np.searchsorted(edges, numbers, side="right")


def penalty(
    bare: DataLoss, kind: Average, strength: float, theta: np.ndarray, design: np.ndarray
) -> float | None:
    """The mean loss in closed form, where there is one: least squares with a penalty."""
    if not bare.kind.squares or bare.kind.root:
        return None
    plain = float(bare.value(theta))
    inputs = np.array(bare.kind.inputs)
    if kind is Average.JITTER:
        return plain + float(jitter_penalty(theta[inputs], strength))
    masked = inputs if kind is Average.DROPOUT else np.array(bare.kind.masked)
    return plain + float(dropout_penalty(design[:, masked], theta[masked], 1 - strength))

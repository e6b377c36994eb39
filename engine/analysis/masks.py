"""Inputs that are left out by chance, and the mean over all ways to leave them out.

Each input stays with probability p and is then divided by p, so that its mean is what it was. Of a
linear answer the mean over all masks is the answer with nothing left out, exactly; of any other it
is not. Of the mean of squares of a linear answer it is the same loss with a penalty,

    dropout     f + (1 − p)/p Σ wᵢ² mean(xᵢ²)
    jitter      f + s² Σ wᵢ²           noise of deviation s on every input

Nitish Srivastava et al., Dropout, 2014, section 9.1, https://jmlr.org/papers/v15/srivastava14a.html
Stefan Wager, Sida Wang, Percy Liang, Dropout training as adaptive regularization, 2013,
https://arxiv.org/abs/1307.1493; Christopher Bishop, Training with noise is equivalent to Tikhonov
regularization, 1995, https://doi.org/10.1162/neco.1995.7.1.108; of weights: Li Wan et al.,
Regularization of neural networks using DropConnect, 2013,
https://proceedings.mlr.press/v28/wan13.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

MOST = 6  # inputs: 2⁶ masks
KEPT = (0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Masks:
    """All ways to leave inputs out.

    Attributes:
        factors: (M, n); 1/p for an input that stays, 0 for one that is left out.
        chances: (M,); how probable each is.
    """

    factors: np.ndarray
    chances: np.ndarray


def masks(count: int, keep: float) -> Masks:
    """All of them.

    Args:
        count: How many inputs may be left out, from 1 to 6.
        keep: p, in (0, 1].
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"masks: from 1 to {MOST} inputs, got {count}")
    if not KEPT[0] < keep <= KEPT[1]:
        raise ValueError(f"masks: an input must stay with a chance in (0, 1], got {keep!r}")
    stays = np.array(list(product((1.0, 0.0), repeat=count)))
    there = stays.sum(axis=1)
    return Masks(stays / keep, keep**there * (1 - keep) ** (count - there))


def mean_answer(
    activation: Callable[[np.ndarray], np.ndarray], weights: Any, inputs: Any, keep: float
) -> tuple[float, float]:
    """What a unit h(w·x) says on average over all masks, and what it says with nothing left out.

    Args:
        activation: h.
        weights: w, (n,); to leave a weight out (DropConnect) is the same here as an input.
        inputs: x, (n,).
        keep: p.
    """
    parts = np.asarray(weights, dtype=float) * np.asarray(inputs, dtype=float)
    every = masks(len(parts), keep)
    answers = activation(every.factors @ parts)
    return float(every.chances @ answers), float(activation(np.array([parts.sum()]))[0])


def dropout_penalty(design: np.ndarray, weights: Any, keep: float) -> np.ndarray:
    """(1 − p)/p Σ wᵢ² mean(xᵢ²): weights (..., n) and inputs (N, n) → (...)."""
    return (1 - keep) / keep * (np.square(weights) * (design**2).mean(axis=0)).sum(axis=-1)


def jitter_penalty(weights: Any, deviation: float) -> np.ndarray:
    """s² Σ wᵢ²: weights (..., n) → (...)."""
    return deviation**2 * np.square(weights).sum(axis=-1)

"""Noise on purpose, as all the forms that an example can take: masks and jitter of what is seen.

Every form has a probability, so that a mean over the forms is exact and no sample of it.

* Dropout: every input is kept with probability 1 − p, and divided by it.
  N. Srivastava et al., Dropout, 2014, https://jmlr.org/papers/v15/srivastava14a.html
* DropConnect: the same of every weight.
  L. Wan et al., Regularization of neural networks using DropConnect, 2013,
  https://proceedings.mlr.press/v28/wan13.html
* Jitter: every input is moved by +σ or −σ.
  C. M. Bishop, Training with noise is equivalent to Tikhonov regularization, 1995,
  https://doi.org/10.1162/neco.1995.7.1.108
"""

from __future__ import annotations

from enum import StrEnum
from itertools import product

import numpy as np

from surfaces.losses.kind import Example, LossKind

MOST_DROPPED = 0.9


class Average(StrEnum):
    """What is done to what is seen."""

    NONE = "none"
    DROPOUT = "dropout"
    DROPCONNECT = "dropconnect"
    JITTER = "jitter"


def forms(
    kind: LossKind, row: Example, average: Average, strength: float
) -> tuple[Example, np.ndarray]:
    """Rows in all their forms, (V, N) each, and the probability of each form, (V,).

    Raises:
        ValueError: A share to drop outside of [0, 0.9], or a jitter that is no number from 0.
    """
    if average is Average.JITTER:
        if not 0 <= strength < np.inf:
            raise ValueError(f"{kind.name}: a jitter must be at least 0, got {strength:g}")
    elif average is not Average.NONE and not 0 <= strength <= MOST_DROPPED:
        raise ValueError(
            f"{kind.name}: a share to drop must lie in [0, {MOST_DROPPED}], got {strength:g}"
        )
    touched = kind.masked if average is Average.DROPCONNECT else kind.inputs
    if average is Average.NONE or strength == 0 or not any(touched):
        return Example(*(np.asarray(part, float)[None] for part in row)), np.ones(1)
    each = _jitter(strength) if average is Average.JITTER else _mask(strength)
    still = ((1.0, 1.0, 0.0),)
    a, b, chances = [], [], []
    for first, second in product(*(each if touch else still for touch in touched)):
        chances.append(first[0] * second[0])
        a.append(first[1] * row.a + first[2])
        b.append(second[1] * row.b + second[2])
    wanted = np.broadcast_to(row.t, (len(chances), len(row.t)))
    return Example(np.array(a), np.array(b), wanted), np.array(chances)


def _mask(dropped: float) -> tuple[tuple[float, float, float], ...]:
    """(chance, factor, shift) of what is kept and of what is dropped."""
    return (1 - dropped, 1 / (1 - dropped), 0.0), (dropped, 0.0, 0.0)


def _jitter(width: float) -> tuple[tuple[float, float, float], ...]:
    return (0.5, 1.0, width), (0.5, 1.0, -width)

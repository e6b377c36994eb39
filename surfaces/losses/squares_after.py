"""Squares of probabilities, to be seen beside cross-entropy: they are flat where all is wrong.

    after a sigmoid, over w:       ℓ = (s(w·x) − y)² = s(−m)²
    after a softmax, over logits:  ℓ = Σ_c (p_c − onehot_c)² = 2 σ(−s)²
    with q = σ(−m):                ℓ′ = −2 q² (1 − q),  ℓ″ = 2 q² (1 − q) (2 − 3q)

G. W. Brier, Verification of forecasts expressed in terms of probability, 1950,
https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
"""

from __future__ import annotations

from typing import Any

import numpy as np

from data import Task
from surfaces.losses import softmax
from surfaces.losses.kind import LossKind, of_score, signed
from surfaces.losses.logistic import wrong
from surfaces.losses.loss import DataLoss
from surfaces.losses.minima import FLAT, deepest
from surfaces.losses.parting import parting

SOURCE = (
    "G. W. Brier, Verification of forecasts expressed in terms of probability, 1950, "
    "https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2"
)


def of(m: Any, t: Any) -> Any:
    """T q², q the probability of the other class."""
    q = wrong(m)
    return t * (q * q)


def slope(m: Any, t: Any) -> Any:
    """−2t q² (1 − q)."""
    q = wrong(m)
    return -2 * t * (q * q * wrong(-m))


def bend(m: Any, t: Any) -> Any:
    """2t q² (1 − q) (2 − 3q)."""
    q = wrong(m)
    return 2 * t * (q * q * wrong(-m) * (2 - 3 * q))


def at_infinity(loss: DataLoss) -> tuple[float, float] | None:
    """The direction in which it becomes lower than at any place; None where there is none.

    Far out every example is told right or wrong, and the loss is the share of wrong ones.
    """
    apart = parting(loss)
    if apart is not None:
        return apart
    rows = loss.plain.rows
    edges = np.sort(np.arctan2(rows.b, rows.a)[(rows.a != 0) | (rows.b != 0)] + np.pi / 2)
    edges = np.unique(np.concatenate([edges, edges + np.pi]) % (2 * np.pi))
    if not len(edges):
        return None
    turn = (edges + np.append(edges[1:], edges[0] + 2 * np.pi)) / 2
    ways = np.stack([np.cos(turn), np.sin(turn)])
    margins = np.outer(rows.a, ways[0]) + np.outer(rows.b, ways[1])
    shares = (loss.plain.weights * rows.t) @ np.where(
        margins < -FLAT, 1.0, np.where(margins > FLAT, 0.0, 0.25)
    )
    best = int(np.argmin(shares))
    floor = deepest(loss)[1]
    if floor is not None and floor <= shares[best]:
        return None
    return float(ways[0, best]), float(ways[1, best])


def of_class(dataset: Any) -> Any:
    """The signed inputs, each counting once."""
    row = signed(dataset)
    return row._replace(t=np.ones_like(row.t))


def of_logits(dataset: Any) -> Any:
    """The signed logits, each counting twice: for both classes."""
    row = softmax.rows(dataset)
    return row._replace(t=2 * row.t)


TERMS = of_score(of, slope, bend)
SIGMOID = LossKind(
    name="sigmoid_squares",
    title="Squares after a sigmoid",
    formula=r"\tfrac{1}{N}\sum_i \left(\sigma(w_1 x_{i1} + w_2 x_{i2}) - y_i\right)^2",
    task=Task.CLASS,
    weights=("w₁", "w₂"),
    terms=TERMS,
    rows=of_class,
    inputs=(True, True),
    masked=(True, True),
    source=SOURCE,
    note="Beside logistic loss: where the weights are wrong and long, it is flat.",
    usual="overlapping",
    lowest=deepest,
    unbounded=at_infinity,
)
SOFTMAX = LossKind(
    name="softmax_squares",
    title="Squares after a softmax",
    formula=r"\tfrac{1}{N}\sum_i \sum_c \left(p_c - [c = c_i]\right)^2,\quad"
    r" p_c = \frac{e^{z_c}}{e^{z_0} + e^{z_1}}",
    task=Task.CLASS,
    weights=("z₀", "z₁"),
    terms=TERMS,
    rows=of_logits,
    inputs=(False, False),
    masked=(False, False),
    source=SOURCE,
    note="Beside cross-entropy: where the logits are wrong and far apart, it is flat.",
    usual="penguins",
    lowest=deepest,
    unbounded=parting,
)

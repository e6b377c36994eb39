"""Rules that torch has not, one coordinate and one plain number at a time, from their papers.

A function is called as its rule is. It is handed where the coordinate is, its slope, the number of
the step, a record that is empty at first and the rule's own from then on, and the rule's fields
under their names; it answers with where the coordinate goes.
"""

from __future__ import annotations

import math

Record = dict[str, float]


def lion(
    theta: float,
    g: float,
    t: int,
    record: Record,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    weight_decay: float,
) -> float:
    """Algorithm 2 of Chen et al., Symbolic discovery of optimization algorithms, 2023."""
    m = record.get("m", 0.0)
    c = beta1 * m + (1 - beta1) * g
    record["m"] = beta2 * m + (1 - beta2) * g
    return theta - learning_rate * ((c > 0) - (c < 0) + weight_decay * theta)


def adabelief(
    theta: float,
    g: float,
    t: int,
    record: Record,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    epsilon: float,
    weight_decay: float,
) -> float:
    """Algorithm 2 of Zhuang et al., AdaBelief optimizer, 2020; decay as in Adam, coupled."""
    g = g + weight_decay * theta
    m = record["m"] = beta1 * record.get("m", 0.0) + (1 - beta1) * g
    s = record["s"] = beta2 * record.get("s", 0.0) + (1 - beta2) * (g - m) ** 2 + epsilon
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return theta - learning_rate * m_hat / (math.sqrt(s_hat) + epsilon)

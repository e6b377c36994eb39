"""Hinge loss of two weights: f = 1/N Σ max(0, 1 − mᵢ), mᵢ = ±(w₁x₁ + w₂x₂).

    ℓ′(m) = −1 where m < 1, else 0; at the kink it is taken as 0

C. Cortes, V. Vapnik, Support-vector networks, 1995, https://doi.org/10.1007/BF00994018
"""

from __future__ import annotations

from typing import Any

import numpy as np

from data import Task
from surfaces.losses.kind import LossKind, of_score, signed
from surfaces.losses.kinks import lowest


def of(m: Any, t: Any) -> Any:
    """max(0, 1 − m)."""
    del t
    return np.maximum(1 - m, 0.0)


def slope(m: Any, t: Any) -> Any:
    """−1 where m < 1, else 0."""
    del t
    return np.where(m < 1, -1.0, 0.0)


def bend(m: Any, t: Any) -> Any:
    """0: it is made of planes."""
    del t
    return 0.0 * m


KIND = LossKind(
    name="hinge",
    title="Hinge loss",
    formula=r"\tfrac{1}{N}\sum_i \max\left(0,\, 1 - m_i\right),\quad"
    r" m_i = \pm\left(w_1 x_{i1} + w_2 x_{i2}\right)",
    task=Task.CLASS,
    weights=("w₁", "w₂"),
    terms=of_score(of, slope, bend),
    rows=signed,
    inputs=(True, True),
    masked=(True, True),
    source="C. Cortes, V. Vapnik, Support-vector networks, 1995, "
    "https://doi.org/10.1007/BF00994018",
    note="Planes that meet in kinks: its slope does not fade, and its lowest place is a corner.",
    usual="overlapping",
    smooth=False,
    lowest=lowest,
)

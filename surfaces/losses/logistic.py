"""Logistic loss of two weights: f = 1/N Σ log(1 + e^(−mᵢ)), mᵢ = ±(w₁x₁ + w₂x₂).

    ℓ′(m) = −1 / (1 + eᵐ)        ℓ″(m) = eᵐ / (1 + eᵐ)²

D. R. Cox, The regression analysis of binary sequences, 1958,
https://doi.org/10.1111/j.2517-6161.1958.tb00292.x
"""

from __future__ import annotations

from typing import Any

import numpy as np

from data import Task
from surfaces.losses.kind import LossKind, of_score, signed
from surfaces.losses.minima import convex
from surfaces.losses.parting import parting


def of(m: Any, t: Any) -> Any:
    """log(1 + e⁻ᵐ) = max(−m, 0) + log(1 + e^−|m|), to the last digits on both sides."""
    del t
    size = np.maximum(m, -m)
    e = np.exp(-size)
    whole = 1 + e
    # What 1 + e has lost by rounding is known exactly, and log u bends too little to tell.
    return 0.5 * (size - m) + (np.log(whole) + (e - (whole - 1)) / whole)


def wrong(m: Any) -> Any:
    """1 / (1 + eᵐ): the probability that is given to the other class.

    To the last digits on both sides; where eᵐ is more than a number holds, it is 0.
    """
    return 1 / (1 + np.exp(m))


def slope(m: Any, t: Any) -> Any:
    """−1 / (1 + eᵐ)."""
    del t
    return -1 / (1 + np.exp(m))


def bend(m: Any, t: Any) -> Any:
    """eᵐ / (1 + eᵐ)²."""
    del t
    e = np.exp(-np.maximum(m, -m))  # ∞ / ∞ is no number
    whole = 1 + e
    return e / (whole * whole)


KIND = LossKind(
    name="logistic",
    title="Logistic loss",
    formula=r"\tfrac{1}{N}\sum_i \ln\left(1 + e^{-m_i}\right),\quad"
    r" m_i = \pm\left(w_1 x_{i1} + w_2 x_{i2}\right)",
    task=Task.CLASS,
    weights=("w₁", "w₂"),
    terms=of_score(of, slope, bend),
    rows=signed,
    inputs=(True, True),
    masked=(True, True),
    source=(
        "D. R. Cox, The regression analysis of binary sequences, 1958, "
        "https://doi.org/10.1111/j.2517-6161.1958.tb00292.x"
    ),
    note="Two clouds apart have no best weights: the longer they are, the lower the loss.",
    usual="overlapping",
    lowest=convex,
    unbounded=parting,
)

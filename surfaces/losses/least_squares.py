"""Least squares of a line ŷ = w x + b.

    f = 1/N Σ (w xᵢ + b − yᵢ)²        H = 2/N Σ (xᵢ, 1)(xᵢ, 1)ᵀ

A. M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805,
https://archive.org/details/nouvellesmthode00legegoog
"""

from __future__ import annotations

from typing import Any

import numpy as np

from data import Dataset, Task
from surfaces.losses.kind import Example, LossKind, of_score
from surfaces.losses.minima import convex

SOURCE = (
    "A. M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805, "
    "https://archive.org/details/nouvellesmthode00legegoog"
)


def rows(dataset: Dataset) -> Example:
    """x, 1 and y."""
    x = dataset.points[:, 0]
    return Example(x, np.ones_like(x), dataset.targets)


def of(s: Any, t: Any) -> Any:
    """(s − t)²."""
    return (s - t) * (s - t)


def slope(s: Any, t: Any) -> Any:
    """2(s − t)."""
    return 2 * (s - t)


def bend(s: Any, t: Any) -> Any:
    """2."""
    return 2.0 + 0 * s


TERMS = of_score(of, slope, bend)
KIND = LossKind(
    name="least_squares",
    title="Least squares of a line",
    formula=r"\tfrac{1}{N}\sum_i \left(w x_i + b - y_i\right)^2",
    task=Task.NUMBER,
    weights=("slope", "intercept"),
    terms=TERMS,
    rows=rows,
    inputs=(True, False),
    masked=(True, True),
    source=SOURCE,
    note="A bowl made of examples: far from their mean the inputs make it a narrow valley.",
    usual="line",
    squares=True,
    lowest=convex,
)

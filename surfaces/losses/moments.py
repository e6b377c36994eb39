"""Squares of a line, by their moments: any number of examples costs as much as one.

    1/N Σ (aᵢx + bᵢy − tᵢ)² = f₀ + (w − c)ᵀ M (w − c),    M = 1/N Σ (aᵢ, bᵢ)(aᵢ, bᵢ)ᵀ

c is an answer of the normal equations, M c = 1/N Σ (aᵢ, bᵢ) tᵢ, and f₀ what is left there. Written
about c nothing is subtracted that is nearly equal.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from surfaces.losses.kind import Example, LossKind
from surfaces.losses.plain import Plain, bent, penalty, rooted


class Moments(Plain):
    """f, df and d2f of the mean of squares, or of its root."""

    def __init__(
        self, kind: LossKind, row: Example, weights: np.ndarray, ridge: float, lasso: float
    ) -> None:
        super().__init__(kind, row, weights, ridge, lasso)
        a, b, t = self.rows
        root = np.sqrt(self.weights)
        columns = np.stack([a * root, b * root], axis=1)
        answer, _, self.rank, _ = np.linalg.lstsq(columns, t * root, rcond=None)
        left = a * answer[0] + b * answer[1] - t
        self.answer = float(answer[0]), float(answer[1])
        self.left = float(self.weights @ (left * left))
        self._xx = float(self.weights @ (a * a))
        self._xy = float(self.weights @ (a * b))
        self._yy = float(self.weights @ (b * b))
        self.moments = self._xx, self._xy, self._yy

    def _mean_of_squares(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """The mean and its slopes."""
        u, v = x - self.answer[0], y - self.answer[1]
        p, q = self._xx * u + self._xy * v, self._xy * u + self._yy * v
        return self.left + (u * p + v * q), 2 * p, 2 * q

    def f(self, x: Any, y: Any) -> Any:
        """The loss."""
        mean = self._mean_of_squares(x, y)[0]
        if self.kind.root:
            # Rounding may take it below 0 where nothing is left.
            mean = np.sqrt(np.where(mean < 0, 0.0, mean))
        return mean + penalty(x, y, self.ridge, self.lasso)[0]

    def df(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Its slopes."""
        mean, u, v = self._mean_of_squares(x, y)
        if self.kind.root:
            u, v = rooted(mean, u, v)
        p, q = penalty(x, y, self.ridge, self.lasso)[1]
        return u + p, v + q

    def d2f(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Its second derivatives."""
        xx, xy, yy = 2 * self._xx, 2 * self._xy, 2 * self._yy
        if self.kind.root:
            xx, xy, yy = bent(*self._mean_of_squares(x, y), xx, xy, yy)
        return xx + self.ridge, xy, yy + self.ridge

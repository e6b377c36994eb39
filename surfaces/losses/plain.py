"""The loss of all examples as plain arithmetic on two numbers, as a `Surface` has it."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from surfaces.losses.kind import Example, LossKind

MOST_UNROLLED = 40  # rows that are written out one by one; more go side by side, in arrays
CACHEFUL = 32_768  # numbers of an array: places times rows


def size_of(w: Any) -> Any:
    """|w|, of complex numbers by their real part."""
    return np.where(w > 0, w, -w)


def side(w: Any) -> Any:
    """The slope of |w|; 0 at 0."""
    return np.where(w > 0, 1.0, np.where(w < 0, -1.0, 0.0))


def penalty(x: Any, y: Any, ridge: float, lasso: float) -> tuple[Any, tuple[Any, Any]]:
    """ω₂/2 (x² + y²) + ω₁ (|x| + |y|), and its slopes."""
    height, along_x, along_y = 0.0, 0.0, 0.0
    if ridge:
        height = height + ridge / 2 * (x * x + y * y)
        along_x, along_y = along_x + ridge * x, along_y + ridge * y
    if lasso:
        height = height + lasso * (size_of(x) + size_of(y))
        along_x, along_y = along_x + lasso * side(x), along_y + lasso * side(y)
    return height, (along_x, along_y)


def _root(mean: Any) -> tuple[Any, Any]:
    """√mean, with 1 in the place of 0 where it divides, and whether it is 0."""
    tip = mean <= 0  # by rounding below it; what is no number stays none
    return np.sqrt(np.where(tip, 1.0, mean)), tip


def rooted(mean: Any, u: Any, v: Any) -> tuple[Any, Any]:
    """The slopes of √mean from those of the mean; 0 at the tip."""
    root, tip = _root(mean)
    return np.where(tip, 0.0, u / (2 * root)), np.where(tip, 0.0, v / (2 * root))


def bent(mean: Any, u: Any, v: Any, xx: Any, xy: Any, yy: Any) -> tuple[Any, Any, Any]:
    """The second derivatives of √mean; none at the tip."""
    root, tip = _root(mean)
    p, q = u / (2 * root), v / (2 * root)
    parts = (xx / 2 - p * p, xy / 2 - p * q, yy / 2 - q * q)
    return tuple(np.where(tip, np.nan, part / root) for part in parts)  # type: ignore[return-value]


class Plain:
    """f, df and d2f of a kind of loss over rows of given weights."""

    def __init__(
        self, kind: LossKind, row: Example, weights: np.ndarray, ridge: float, lasso: float
    ) -> None:
        table, place = np.unique(np.stack(row, axis=1), axis=0, return_inverse=True)
        self.weights = np.bincount(place.reshape(-1), weights)  # those of equal rows together
        self.rows = Example(*np.ascontiguousarray(table.T))
        self.kind, self.ridge, self.lasso = kind, ridge, lasso
        self._singly = [Example(*map(float, one)) for one in table]
        self._shares = [float(weight) for weight in self.weights]
        alike = len(set(self._shares)) == 1
        self._share = self._shares[0] if alike else None
        self.unrolled = len(self) <= MOST_UNROLLED

    def side_by_side(self) -> Plain:
        """The same with all rows in arrays, whose last digits may differ."""
        made = copy(self)
        made.unrolled = False
        return made

    def __len__(self) -> int:
        return len(self._singly)

    def _mean(self, x: Any, y: Any, of: Any) -> tuple[Any, ...]:
        """The weighted sum of every part of (x, y, row) → (parts)."""
        with np.errstate(all="ignore"):
            return self._one_by_one(x, y, of) if self.unrolled else self._side_by_side(x, y, of)

    def _one_by_one(self, x: Any, y: Any, of: Any) -> tuple[Any, ...]:
        sums: tuple[Any, ...] = ()
        for row, share in zip(self._singly, self._shares, strict=True):
            parts = of(x, y, row)
            if self._share is None:
                parts = tuple(share * part for part in parts)
            sums = tuple(s + p for s, p in zip(sums, parts, strict=True)) if sums else parts
        return sums if self._share is None else tuple(self._share * part for part in sums)

    def _side_by_side(self, x: Any, y: Any, of: Any) -> tuple[Any, ...]:
        x, y = np.asarray(x), np.asarray(y)
        if x.dtype == object or y.dtype == object:
            raise TypeError(f"{len(self)} examples are too many to be written out")
        x, y = np.broadcast_arrays(x, y)
        shape, x, y = x.shape, x.reshape(-1, 1), y.reshape(-1, 1)
        # Places by the cacheful, and of each all rows at once: no sum depends on who is beside it.
        size = max(1, CACHEFUL // len(self))
        found: list[tuple[Any, ...]] = []
        for low in range(0, max(1, len(x)), size):
            parts = of(x[low : low + size], y[low : low + size], self.rows)
            found.append(tuple((part * self.weights).sum(axis=-1) for part in parts))
        whole = (pieces[0] if len(found) == 1 else np.concatenate(pieces) for pieces in zip(*found))  # noqa: B905
        return tuple(part.reshape(shape) for part in whole)

    def f(self, x: Any, y: Any) -> Any:
        """The loss."""
        of = self.kind.terms.of
        (mean,) = self._mean(x, y, lambda x, y, row: (of(x, y, row),))
        whole = np.sqrt(mean) if self.kind.root else mean
        return whole + penalty(x, y, self.ridge, self.lasso)[0]

    def df(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Its slopes."""
        slopes, of = self.kind.terms.slopes, self.kind.terms.of
        if self.kind.root:
            both = self._mean(x, y, lambda x, y, row: (of(x, y, row), *slopes(x, y, row)))
            u, v = rooted(*both)
        else:
            u, v = self._mean(x, y, slopes)
        p, q = penalty(x, y, self.ridge, self.lasso)[1]
        return u + p, v + q

    def d2f(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Its second derivatives."""
        terms = self.kind.terms
        if self.kind.root:
            parts = self._mean(
                x,
                y,
                lambda x, y, row: (
                    terms.of(x, y, row),
                    *terms.slopes(x, y, row),
                    *terms.bends(x, y, row),
                ),
            )
            xx, xy, yy = bent(*parts)
        else:
            xx, xy, yy = self._mean(x, y, terms.bends)
        return xx + self.ridge, xy, yy + self.ridge

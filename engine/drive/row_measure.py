"""Heights and gradients of whole walks on a mean over rows: both of one record, in place.

Whatever the two have in common is worked out once, and nothing is allocated on the way. A place's
numbers are the same to the bit whoever is beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.drive.row_arrays import Memory, laid_out
from engine.protocols import Objective, RowForm
from engine.trace.node import NotTraceableError
from engine.trace.row_sums import Sums, row_sums

CACHEFUL = 32_768  # numbers of an array: places times rows


class RowMeasure:
    """An objective as a mean over these rows.

    Args:
        sums: What makes all of its means, without matrix products.
        form: How the rows count.
        columns: Their numbers, (m,) each.
        weights: (m,).
    """

    def __init__(
        self, sums: Sums, form: RowForm, columns: tuple[np.ndarray, ...], weights: np.ndarray
    ) -> None:
        self._sums, self._form, self._rows = sums, form, len(weights)
        _, self._columns, factors = laid_out(sums, columns, weights)
        self._factors = [factor[:, 0] for factor in factors]
        self._memory: dict[int, Any] = {}

    def __call__(self, points: np.ndarray, heights: np.ndarray, gradients: np.ndarray) -> None:
        """Fill heights (K, n) and gradients (P, K, n) of points (K, P, n)."""
        theta = np.ascontiguousarray(points.swapaxes(1, 2)).reshape(-1, points.shape[1])
        means = np.empty((1 + theta.shape[1], len(theta)))
        for _ in self._sums.run(self._parts(theta, means)):
            pass
        height, slopes = self._form.whole(tuple(theta.T), tuple(means))
        for numbers, out in ((height, heights), *zip(slopes, gradients, strict=True)):
            np.add(np.reshape(numbers, out.shape), 0.0, out=out)  # makes 0 of −0

    def _parts(self, theta: np.ndarray, means: np.ndarray) -> Iterator[tuple[Any, ...]]:
        """A cacheful of places at a time."""
        stride = max(1, CACHEFUL // self._rows)
        for low in range(0, len(theta), stride):
            mine = theta[low : low + stride]
            outs = list(means[:, low : low + stride])
            yield mine, (), self._columns, self._factors, self._buffers(len(mine)), outs

    def _buffers(self, places: int) -> Any:
        if places not in self._memory:
            self._memory[places] = Memory(self._sums, places).of(self._rows)
        return self._memory[places]


def row_measure(objective: Objective) -> RowMeasure | None:
    """What measures an objective that is a mean over rows; None of any other."""
    rowwise = getattr(objective, "rowwise", None)
    given = None if rowwise is None else rowwise()
    if given is None:
        return None
    form, columns, weights = given
    if weights is None:
        weights = np.full(len(columns[0]), 1 / len(columns[0]))
    try:
        sums = row_sums(form, tuple(range(1 + form.dimension)), product=False)
    except NotTraceableError:
        return None
    return RowMeasure(sums, form, columns, weights)

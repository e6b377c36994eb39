"""Heights and gradients of whole walks on a mean over rows: both of one record, in place.

Whatever the two have in common is worked out once, and nothing is allocated on the way. A place's
numbers are the same to the bit whoever is beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from engine.drive.buffers import Room
from engine.drive.row_arrays import Memory, laid_out
from engine.protocols import Objective, RowForm
from engine.trace.node import NotTraceableError
from engine.trace.row_sums import Sums, row_sums

# Numbers of an array, places times rows. More would be memory that the system hands out anew every
# time, which takes longer than what is reckoned in it.
CACHEFUL = 16_000


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
        _, self._columns, self._factors = laid_out(sums, columns, weights)

    def fill(self, rooms: Sequence[Room]) -> None:
        """Measure all walks whose points stand in the rooms; there may be none."""
        if not rooms:
            return
        flat = [room.points.swapaxes(1, 2).reshape(-1, self._form.dimension) for room in rooms]
        theta = np.concatenate(flat)
        means = np.empty((1 + theta.shape[1], len(theta)))
        for _ in self._sums.run(self._parts(theta, means)):
            pass
        height, slopes = self._form.whole(tuple(theta.T), tuple(means))
        low = 0
        for room, points in zip(rooms, flat, strict=True):
            mine = slice(low, low + len(points))
            for numbers, out in zip((height, *slopes), room.measured, strict=True):
                np.add(numbers[mine].reshape(out.shape), 0.0, out=out)  # makes 0 of −0
            low += len(points)

    def _parts(self, theta: np.ndarray, means: np.ndarray) -> Iterator[tuple[Any, ...]]:
        """A cacheful of places at a time."""
        stride = max(1, CACHEFUL // self._rows)
        memory = Memory(self._sums, stride * self._rows)
        for low in range(0, len(theta), stride):
            mine = theta[low : low + stride]
            outs = list(means[:, low : low + stride])
            buffers = memory.of(len(mine), self._rows)
            yield mine, (), self._columns, self._factors, buffers, outs


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

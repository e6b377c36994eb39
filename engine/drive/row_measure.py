"""Heights and gradients of whole walks on a mean over rows: both of one record, in place.

Whatever the two have in common is worked out once, and nothing is allocated on the way. A place's
numbers are the same to the bit whoever is beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.drive.row_arrays import Memory, laid_out
from engine.protocols import Objective
from engine.trace.node import NotTraceableError
from engine.trace.row_sums import row_sums

CACHEFUL = 32_768  # numbers of an array: places times rows


def measured_by_rows(
    objective: Objective, points: np.ndarray, heights: np.ndarray, gradients: np.ndarray
) -> bool:
    """Fill heights (K, n) and gradients (P, K, n) of points (K, P, n); False if it cannot."""
    rowwise = getattr(objective, "rowwise", None)
    given = None if rowwise is None else rowwise()
    if given is None:
        return False
    form, columns, weights = given
    try:
        sums = row_sums(form, tuple(range(1 + form.dimension)), product=False)
    except NotTraceableError:
        return False
    rows = len(columns[0])
    if weights is None:
        weights = np.full(rows, 1 / rows)
    theta = np.ascontiguousarray(points.swapaxes(1, 2)).reshape(-1, form.dimension)
    means = np.empty((1 + form.dimension, len(theta)))
    _, seen, factors = laid_out(sums, columns, weights)
    factors = [factor[:, 0] for factor in factors]

    def parts() -> Iterator[tuple[Any, ...]]:
        stride = max(1, CACHEFUL // rows)
        memory = Memory(sums, min(stride, len(theta))).of(rows)
        for low in range(0, len(theta), stride):
            part = slice(low, low + stride)
            if len(theta) - low < stride and low:
                memory = Memory(sums, len(theta) - low).of(rows)
            yield theta[part], [], seen, factors, memory, list(means[:, part])

    for _ in sums.run(parts()):
        pass
    height, slopes = form.whole(tuple(theta.T), tuple(means))
    np.add(np.reshape(height, heights.shape), 0.0, out=heights)
    for slope, row in zip(slopes, gradients, strict=True):
        np.add(np.reshape(slope, row.shape), 0.0, out=row)
    return True

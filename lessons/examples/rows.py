"""What the losses of these lessons see of their examples."""

from __future__ import annotations

import numpy as np

from lessons.runs import ExamplesRun


def seen(run: ExamplesRun) -> tuple[np.ndarray, np.ndarray]:
    """(N, 2) what goes with the two weights, and (N,) what is wanted.

    Of a line (x, 1) and y; of two classes the inputs with the sign of the class, so that w · row is
    above 0 where the class is told.
    """
    row = run.loss.kind.rows(run.examples)
    return np.stack([row.a, row.b], axis=-1), np.asarray(row.t, dtype=float)


def above_minimum(run: ExamplesRun) -> np.ndarray:
    """(updates + 1,); f − f* of the first walk, which has a minimum to come down to."""
    assert run.loss.minimum is not None
    return run.walks[0].heights - run.loss.minimum

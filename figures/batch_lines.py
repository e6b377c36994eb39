"""What the browser needs to draw the contours of any batch by itself.

The loss of a batch is made of its examples as the loss of all is made of all
(`surfaces.losses.loss`): the mean of what each counts, its root where the loss is a root, and the
penalty. What is sent is what the loss sees of every example, and the engine's record of how one
counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.trace.browser_record import record
from surfaces.losses import DataLoss
from surfaces.losses.kind import Example


def batch_lines(loss: DataLoss) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Facts, and the array "terms", (N · 3,) float64: what the loss sees of every example.

    Args:
        loss: The loss of all examples, without an average over forms in which they are seen.
    """
    of = loss.kind.terms.of
    row = Example(*(np.asarray(part, dtype=float) for part in loss.kind.rows(loss.examples)))
    facts = {
        "record": record(lambda x, y, a, b, t: of(x, y, Example(a, b, t))),
        "root": loss.kind.root,
        "ridge": loss.ridge,
        "lasso": loss.lasso,
    }
    return facts, {"terms": np.stack(row, axis=1).ravel()}

"""What a browser needs so that walks on mini-batches can follow a hand.

It draws the batches by itself (`ui/player/draws.js`), so what is sent is how an example counts,
once per kind of loss; the numbers of all examples, once per data; and a record per rule.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine import Trajectory
from engine.protocols import Rule
from engine.trace.browser_rows import parts_record, row_step_record
from engine.trace.browser_step import values_of
from engine.trace.node import NotTraceableError
from surfaces.losses import DataLoss
from surfaces.losses.rowwise import Form
from ui.delivery import shelf
from ui.player.live import Live, kept_record, live_of

# How many examples a walk sees, whose drawing takes a tenth of a second, once; and how many all of
# them together do, which are gone through in every frame.
MOST_DRAWN, MOST_SEEN = 40_000, 120_000


def live_batches(loss: DataLoss, walks: Sequence[Trajectory], seen: int) -> Live:
    """How these walks can be followed.

    Args:
        loss: Of which every step sees a batch.
        walks: Of one walker each, all of as many steps.
        seen: How many examples the steps see, one after the other.

    Returns:
        As `live_of`; with ``rows``, the name of what the examples are. Where the steps see more of
        them than a browser draws in time, or see them in several forms, all walks wait.
    """
    live = live_of(loss.surface, walks, turned=True)
    waiting: Live = {"walks": [None] * len(walks), "rates": live["rates"]}
    found = loss.rowwise(np.arange(len(loss))[None])
    if "ground" not in live or found is None or found.weights is not None:
        return waiting
    if seen > MOST_DRAWN or seen * len(walks) > MOST_SEEN:
        return waiting
    form = Form(loss.kind, float(loss.ridge), float(loss.lasso))
    live["walks"] = [_rule(form, walk.optimizer, walk.factors is not None) for walk in walks]
    live["rows"] = _rows(form, loss)
    return live


def _rule(form: Form, rule: Rule, scheduled: bool) -> tuple[str, list[float]] | None:
    try:
        return kept_record(row_step_record(form, rule, scheduled)), values_of(rule)
    except NotTraceableError:
        return None


def _rows(form: Form, loss: DataLoss) -> str:
    example = loss.kind.rows(loss.examples)
    columns = [np.broadcast_to(part, len(loss)).astype(float).tolist() for part in example]
    said: dict[str, Any] = {"parts": parts_record(form).as_json(), "columns": columns}
    return shelf.keep_for_a_while("rows", "json", json.dumps(said, separators=(",", ":")).encode())

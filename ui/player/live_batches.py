"""What a browser needs so that walks on mini-batches can follow a hand.

It draws the batches by itself (`ui/player/draws.js`), so what is sent is how an example counts,
once per kind of loss; the numbers of all examples, once per data; and a record per rule.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from engine import Trajectory
from engine.protocols import Rule
from engine.trace.browser_rows import parts_record, row_step_record, whole_record
from engine.trace.browser_step import values_of
from engine.trace.node import NotTraceableError
from surfaces.losses import DataLoss
from surfaces.losses.rowwise import Form
from ui.delivery import shelf
from ui.player.live import Live, kept_factors, kept_record, rates_of

# How many examples a walk sees, whose drawing takes a tenth of a second, once; how many all of them
# see together, and how many their heights are made of, which are gone through in every frame.
MOST_DRAWN, MOST_SEEN = 40_000, 120_000


def live_batches(
    loss: DataLoss, walks: Sequence[Trajectory], seen: int, rows: int, steps: int
) -> Live:
    """How these walks can be followed.

    Args:
        loss: Of which every step sees a batch.
        walks: Of one walker each, all of as many steps.
        seen: How many examples the steps of a walk see, one after the other.
        rows: How many places of a walk are shown.
        steps: How many there are.

    Returns:
        As `ui.player.live.live_of`; but in the place of a ground ``rows``, the name of what the
        examples are and how they count. Where that is more than a browser goes through in a frame,
        or where steps see examples in several forms, all walks wait.
    """
    rules = [walk.optimizer for walk in walks]
    live: Live = {"walks": [None] * len(walks), "rates": rates_of(rules)}
    found = loss.rowwise(np.arange(len(loss))[None])
    if found is None or found.weights is not None or seen > MOST_DRAWN:
        return live
    if max(seen, rows * len(loss)) * len(walks) > MOST_SEEN:
        return live
    scheduled = [walk.schedule for walk in walks if walk.schedule is not None]
    form = Form(loss.kind, float(loss.ridge), float(loss.lasso))
    live["walks"] = [_rule(form, rule, bool(scheduled)) for rule in rules]
    live["rows"] = shelf.keep_for_a_while("rows", "json", _rows(form, loss))
    if scheduled:
        live["factors"] = kept_factors(scheduled[0], steps)
    return live


def _rule(form: Form, rule: Rule, scheduled: bool) -> tuple[str, list[float]] | None:
    try:
        return kept_record(row_step_record(form, rule, scheduled)), values_of(rule)
    except NotTraceableError:
        return None


@lru_cache(maxsize=64)
def _rows(form: Form, loss: DataLoss) -> bytes:
    example = loss.kind.rows(loss.examples)
    columns = [np.broadcast_to(part, len(loss)).astype(float).tolist() for part in example]
    said: dict[str, Any] = {
        "parts": parts_record(form).as_json(),
        "whole": whole_record(form).as_json(),
        "columns": columns,
    }
    return json.dumps(said, separators=(",", ":")).encode()

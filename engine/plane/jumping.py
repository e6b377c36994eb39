"""Where a calm walk was thrown up: what happens to rules that divide by faded squares."""

from __future__ import annotations

import numpy as np

from engine.plane.evidence import Evidence
from engine.plane.verdict import Jump

CALM = 50  # steps before and after that are looked at
HIGHER = 1e3  # times as high above f* after as ever before within the calm
FELT = 1e-3  # of the height of the start above f*: less than that is not worth a word


def jump(evidence: Evidence) -> Jump | None:
    """The highest jump of a walk whose steps are divided by what it remembers of gradients."""
    walk, rows = evidence.walk, len(evidence.heights)
    divides = hasattr(walk.optimizer, "epsilon")
    floor = walk.surface.minimum
    if not divides or floor is None or rows < 3 * CALM:
        return None
    gaps = np.maximum(evidence.heights - floor, 0.0)
    most = np.lib.stride_tricks.sliding_window_view(gaps, CALM).max(axis=1)
    calm, after = most[:-CALM], most[CALM:]  # the steps up to a row, and those behind it
    with np.errstate(all="ignore"):
        thrown = np.flatnonzero((after > HIGHER * calm) & (after > FELT * gaps[0]) & (calm > 0))
    if not thrown.size:
        return None
    at = int(thrown[after[thrown].argmax()])
    rising = gaps[at + CALM : at + 2 * CALM]
    step = at + CALM + int(np.flatnonzero(rising > HIGHER * calm[at])[0])
    return Jump(step=step, before=float(calm[at]), after=float(after[at]))

"""Where a walk's learning rate first became too large for the ground."""

from __future__ import annotations

import numpy as np

from engine.analysis.linear import linear
from engine.plane.curvature import Curvature, curvature
from engine.plane.evidence import Evidence


def onset(evidence: Evidence) -> tuple[int, Curvature] | None:
    """The first step from a point at which η (λmax + decay) was over the reach of the rule.

    Returns:
        The step's row and the curvature there, as floats; None for a rule that is not linear, or
        where that never was.
    """
    if evidence.step is None or evidence.step.reach is None:
        return None
    bends = curvature(evidence.walk.surface, *evidence.points.T)  # type: ignore[arg-type]
    rates = np.array([evidence.rate_at(row) for row in range(evidence.last + 1)])
    usual = linear(evidence.walk.optimizer, float(rates.max()))
    reach = usual.reach if usual else None
    if reach is None:
        return None
    with np.errstate(all="ignore"):
        over = np.flatnonzero(rates * (bends.high + evidence.step.decay) > reach)
    if not over.size:
        return None
    row = int(over[0])
    return row, Curvature(*(float(part[row]) for part in (bends.low, bends.high, bends.angle)))

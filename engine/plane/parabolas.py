"""Verdicts on Newton's method where the ground hardly bends: its steps are slope/curvature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.plane.evidence import Evidence
from engine.plane.findings import plainly
from engine.plane.verdict import Diagnosis, Verdict
from engine.protocols import needs

OFF = 1.0  # of the map's diagonal: a step that is longer leads off the map
FADED = 1e-3  # of what it was: a slope that is less has faded
AS_LONG = 0.5  # of the longest step of the tail: steps that stay longer have not become short


@dataclass(frozen=True, eq=False)
class Parabolas:
    """What the steps from some places were made of, each (n,), along the axis that counts most.

    Attributes:
        slopes: The slope along it, without its sign.
        bends: The curvature along it.
        jumps: η times the way along it to where the parabola is level; inf where it is nowhere.
    """

    slopes: np.ndarray
    bends: np.ndarray
    jumps: np.ndarray


def parabolas(evidence: Evidence) -> Parabolas | None:
    """Of every row of a walk; None where steps are not slope over curvature, or are damped."""
    walk: Any = evidence.walk
    if needs(walk.optimizer) != "hessian" or walk.optimizer.damping > 0:
        return None
    xx, xy, yy = (np.broadcast_to(part, evidence.last + 1) for part in _hessians(evidence))
    known = np.isfinite(xx + xy + yy)
    matrices = np.where(known, np.array([[xx, xy], [xy, yy]]), 0.0)
    bends, axes = np.linalg.eigh(np.moveaxis(matrices, -1, 0))
    along = np.abs((walk.gradients[: evidence.last + 1, None, :] @ axes)[:, 0, :])
    rates = np.array([evidence.rate_at(row) for row in range(evidence.last + 1)])
    with np.errstate(all="ignore"):
        parts = np.where(along == 0, 0.0, along / np.abs(bends))
    rows, most = np.arange(len(parts)), np.argmax(parts, axis=1)
    jumps = np.where(known, rates * parts[rows, most], np.nan)
    return Parabolas(along[rows, most], bends[rows, most], jumps)


def _hessians(evidence: Evidence) -> Any:
    return evidence.walk.surface.hessian(*evidence.points.T)  # type: ignore[attr-defined]


def unbent(evidence: Evidence) -> Diagnosis | None:
    """A step longer than the map, since the ground bends so little along the slope."""
    found = parabolas(evidence)
    if found is None:
        return None
    off = np.flatnonzero(found.jumps > OFF * evidence.diagonal)
    if not off.size:
        return None
    row = int(off[0])
    return replace(
        plainly(evidence, Verdict.UNBENT),
        onset=row,
        rate=evidence.rate_at(row),
        low=float(found.bends[row]),
        before=float(found.slopes[row]),
        width=float(found.jumps[row]),
    )


def fading(evidence: Evidence) -> Diagnosis | None:
    """Slope and curvature have faded alike, so that steps have not become short."""
    found, lengths = parabolas(evidence), evidence.lengths
    if found is None or evidence.last < 2 or evidence.walk.factors is not None:
        return None
    slopes, bends = found.slopes[evidence.tail], np.abs(found.bends[evidence.tail])
    faded = slopes[-1] <= FADED * slopes[0] and bends[-1] <= FADED * bends[0]
    if not faded or not evidence.slope > 0:
        return None
    late = lengths[len(lengths) // 2 :]
    if not late.min() >= AS_LONG * late.max() > 0:
        return None
    return replace(
        plainly(evidence, Verdict.FADING),
        span=evidence.span,
        low=float(found.bends[-1]),
        before=float(slopes[0]),
        after=float(slopes[-1]),
        width=float(lengths[-1]),
    )

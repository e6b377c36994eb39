"""The rate at which a walk comes closer: that of theory, and the same as it was measured.

A measured rate is given only where it is one: over the asymptotic part of the walk, where the
ground is the parabola that theory speaks of, and only if it is the factor of one of the parabola's
directions. Where that factor is a real number the distance itself shrinks by it; where it is not,
the distance swings, and its peaks do.
"""

from __future__ import annotations

import numpy as np

from engine.analysis.linear import growth
from engine.analysis.settling import turns
from engine.plane.attractors import PointKind
from engine.plane.evidence import Evidence
from engine.plane.stationary import Place

ROUNDING = 1e-10  # beside the largest: distances below are not used to measure a rate
ALIKE = 0.05  # of the slope: by which the ground may differ from the parabola
FEWEST = 8  # rows or peaks from which a rate is measured; of peaks half as many
SAME, SAME_PEAKS = 0.02, 0.1  # of their logarithm: by which measured and predicted rate may differ


def rates(evidence: Evidence, place: Place | None) -> tuple[float, float | None] | None:
    """The factor per step of the distance to a minimum: predicted, and observed if it is one.

    The observed one is that of the slowest direction, or, where that one grows, of another one
    along which the walk has come closer so far. None where theory has no rate.
    """
    step = evidence.step
    if place is None or place.ground is not PointKind.MINIMUM or not evidence.predictable:
        return None
    predicted = growth(step, (place.low, place.high))
    if step is None or predicted is None:
        return None
    factors = [step.factor(place.low), step.factor(place.high)]
    slowest = max(factors, key=abs)
    for factor in sorted(factors, key=abs, reverse=True):
        real = abs(factor.imag) <= 1e-9 * abs(factor)
        seen = _measured(evidence, place, peaks=not real)
        if seen is not None and _alike(seen, abs(factor), SAME if real else SAME_PEAKS):
            if factor == slowest or abs(slowest) > 1 > seen:
                return predicted, seen
    return predicted, None


def _alike(seen: float, factor: float, share: float) -> bool:
    if not factor > 0:
        return False
    return bool(abs(np.log(seen) - np.log(factor)) <= share * abs(np.log(factor)) + 1e-6)


def _measured(evidence: Evidence, place: Place, *, peaks: bool) -> float | None:
    """The slope of the logarithm of the distance, or of its peaks, over the asymptotic part."""
    distances = place.distances(evidence.points)
    above = np.flatnonzero(distances > ROUNDING * distances.max())
    if not above.size:
        return None
    last = int(above[-1])
    begin = max(last // 2, _asymptotic_from(evidence, place))
    rows = np.arange(begin, last + 1)
    if peaks:
        rows = begin + turns(distances[rows]) if len(rows) >= FEWEST else rows[:0]
    if len(rows) < (FEWEST // 2 if peaks else FEWEST) or not (distances[rows] > 0).all():
        return None
    logs = np.log(distances[rows])
    centred = rows - rows.mean()
    return float(np.exp((centred * logs).sum() / (centred * centred).sum()))


def _asymptotic_from(evidence: Evidence, place: Place) -> int:
    """The row from which on the gradient is about that of the parabola at the place.

    Where the distance is down to rounding, so is the gradient, and nothing is to be told from it.
    """
    x, y = evidence.points.T
    slopes = evidence.walk.gradients[: evidence.last + 1].T
    off = np.hypot(*np.subtract(place.slope_of_model(x, y), slopes)) > ALIKE * np.hypot(*slopes)
    off &= place.distances(evidence.points) > 1e-7 * evidence.diagonal
    rows = np.flatnonzero(off)
    return int(rows[-1]) + 1 if rows.size else 0

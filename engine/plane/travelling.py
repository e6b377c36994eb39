"""Verdicts on walks that are still on their way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.continuation import TIMES
from engine.analysis.settling import declines, peaks
from engine.plane.attractors import PointKind
from engine.plane.bounded import keeps_its_width
from engine.plane.evidence import Evidence
from engine.plane.findings import at, plainly, real_factor, with_rates
from engine.plane.landscape import usual_slope
from engine.plane.verdict import Diagnosis, Pace, Verdict

IN_SIGHT = 0.15  # of the diagonal: as far from a minimum a walk may be said to close in on it
CLOSER = 0.9  # of its distance: a walk that closes in has come within this, and will again
CLOSE = 0.05  # of the diagonal: close to a saddle
VALLEY = 20.0  # times as curved across as along
SLOW = 0.1  # of the diagonal in the tail
FELT = 1e-5  # of the diagonal: who comes as near as this to a minimum has come to it
HALF_WAY = 0.5  # of the way: who has not come so far is too slow
SHRUNK = 0.5  # of the first step: steps that are shorter in the end have shrunk


def approaching(evidence: Evidence) -> Diagnosis | None:
    """It came closer, it will come closer, and it will not be as far again."""
    place, outlook = evidence.goal, evidence.outlook
    if place is None or outlook is None or outlook.gone or evidence.last < 4:
        return None
    was = place.distances(evidence.points)[evidence.tail]
    tops, later = peaks(was), place.distances(outlook.points)
    half = len(later) // 2
    if not len(later[half:]) or was[-1] > IN_SIGHT * evidence.diagonal:
        return None
    came = (np.diff(tops) <= 0).all() and tops[-1] < CLOSER * tops[0]
    comes = later.max() <= tops[-1] and later[half:].max() <= CLOSER * tops[-1]
    if not (came and comes and later[half:].min() <= was[-1]):
        return None
    found = with_rates(evidence, at(evidence, Verdict.APPROACHING, place))
    found = replace(found, span=evidence.span, before=float(tops[0]), after=float(was[-1]))
    if keeps_its_width(outlook) and outlook.width > FELT * evidence.diagonal:
        return replace(found, width=float(later[half:].max()))
    return found


def lingering(evidence: Evidence) -> Diagnosis | None:
    """Close to a saddle for all of the tail, where there is hardly a slope."""
    place = evidence.place
    if place is None or place.ground is not PointKind.SADDLE or not evidence.like_a_parabola:
        return None
    if place.distances(evidence.points)[evidence.tail].max() > CLOSE * evidence.diagonal:
        return None
    if evidence.slope > 0.05 * usual_slope(evidence.walk.surface):
        return None
    found = at(evidence, Verdict.LINGERING, place)
    return replace(found, factor=real_factor(evidence.step, place.low))


def creeping(evidence: Evidence) -> Diagnosis | None:
    """Getting lower, along the floor of a valley."""
    here, moved = evidence.here, evidence.moved
    before, after = evidence.drop
    if not (here.high > 0 and abs(here.low) * VALLEY <= here.high and gets_lower(evidence)):
        return None
    way = float(np.hypot(*moved))
    along = abs(moved[1] * np.cos(here.angle) - moved[0] * np.sin(here.angle))
    if not (along >= 0.9 * way and way <= SLOW * evidence.diagonal):
        return None
    found = plainly(evidence, Verdict.CREEPING)
    found = replace(found, span=evidence.span, before=before, after=after, width=way)
    return replace(found, pace=pace(evidence))


def descending(evidence: Evidence) -> Diagnosis | None:
    """Getting lower."""
    if not gets_lower(evidence):
        return None
    before, after = evidence.drop
    found = plainly(evidence, Verdict.DESCENDING)
    found = replace(found, span=evidence.span, before=before, after=after)
    return replace(found, pace=pace(evidence))


def moving(evidence: Evidence) -> Diagnosis:
    """Nothing of the future is known; what is seen is said."""
    place, before = evidence.place, evidence.heights[evidence.tail]
    near = place is not None and evidence.distance <= CLOSE * evidence.diagonal
    if place is not None and place.ground is PointKind.MINIMUM and near:
        found = at(evidence, Verdict.MOVING, place)
    else:
        found = plainly(evidence, Verdict.MOVING)
    low, high = float(before.min()), float(before.max())
    return replace(found, span=evidence.span, before=low, after=high)


def gets_lower(evidence: Evidence) -> bool:
    """Whether f came down in the tail, and comes down further when the walk is continued."""
    outlook = evidence.outlook
    before, after = evidence.drop
    if outlook is None or not after < before or not declines(evidence.heights[evidence.tail]):
        return False
    later = outlook.heights
    if not len(later) or (outlook.lost and later[-1] > after):
        return False
    # A short walk is continued for longer than ten times its length: it must hold of either.
    return all(
        seen.min() < after and np.median(late) < after and late.max() < before
        for seen in (later[: max(1, TIMES * evidence.last)], later)
        for late in (seen[len(seen) // 2 :],)
    )


def pace(evidence: Evidence) -> Pace | None:
    """How far it has come, if that is less than half of the way and its steps have shrunk."""
    surface, start = evidence.walk.surface, evidence.points[0]
    lengths, factors = evidence.walk.step_lengths[1 : evidence.last + 1], evidence.walk.factors
    if not surface.minima or len(lengths) < 10 or factors is not None:
        return None
    whole = min(float(np.hypot(*(start - place))) for place in surface.minima)
    way = float(np.hypot(*(evidence.points[-1] - start)))
    first, last = float(lengths[: len(lengths) // 10].max()), float(lengths[-1])
    steeper = evidence.slope >= evidence.walk.gradient_norms[0] * last / first * 2
    if not (0 < way < HALF_WAY * whole and last < SHRUNK * first and steeper):
        return None
    return Pace(way=way, whole=whole, first=first, last=last)

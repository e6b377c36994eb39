"""Verdicts on walks that go round, hover or swing, and do not come closer when continued."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.linear import growth
from engine.analysis.settling import turns
from engine.plane.evidence import Evidence
from engine.plane.findings import at, plainly, real_factor
from engine.plane.outlook import Outlook
from engine.plane.verdict import Diagnosis, Verdict

SEEN = 16  # steps that must be seen of the future before a walk is said to keep its width
KEEPS = 0.8  # of its width: so wide it is in either half of the time if it keeps it
NARROWER = 0.9  # times as wide in the end: if it was never wider in between, it shrinks
CLOSE = 0.05  # of the diagonal: who keeps within this of a minimum hovers
IN_SIGHT = 0.15  # of the diagonal: the same for who has yet to come there
SLOWLY = 0.5  # of their height in the tail: by so much swings that hardly shrink do shrink
DEEP = 0.5  # of a swing's height: by so much it comes down between two peaks
SWINGS = 3  # peaks that must be seen


def circling(evidence: Evidence) -> Diagnosis | None:
    """Bounded and not contracting: a cycle, or swings that stay as wide as they were."""
    outlook = evidence.outlook
    if outlook is None or not keeps_its_width(outlook) or not outlook.holds(*evidence.end):
        return None
    place = evidence.goal or evidence.floor
    period = evidence.period if evidence.period == outlook.period else None
    if place is not None and not outlook.holds(place.x, place.y, 0.0):
        period = None  # it goes to and fro beside the minimum
    if period is None and _about_a_minimum(evidence, outlook):
        return None
    if place is not None:
        found = at(evidence, Verdict.CIRCLING, place)
        found = replace(found, factor=real_factor(evidence.step, found.high or np.nan))
    else:
        found = plainly(evidence, Verdict.CIRCLING)
    return replace(found, period=period, width=outlook.width, around=len(outlook.known))


def hovering(evidence: Evidence) -> Diagnosis | None:
    """About a minimum in the end, when it is continued, and ever within the same distance of it."""
    outlook, place = evidence.outlook, evidence.goal
    if outlook is None or place is None or not keeps_its_width(outlook):
        return None
    if not _about_a_minimum(evidence, outlook):
        return None
    away = place.distances(outlook.points)
    found = at(evidence, Verdict.HOVERING, place)
    late = float(away[len(away) // 2 :].max())
    return replace(found, width=late, before=float(away.max()), around=len(outlook.known))


def keeps_its_width(outlook: Outlook) -> bool:
    """Whether both halves of the late points are about as wide as all of them.

    Not if each quarter is narrower than the one before, as under a schedule that comes down.
    """
    if outlook.gone or len(outlook) < SEEN or not outlook.width > 0:
        return False
    halves, quarters = (_widths(outlook.late, count) for count in (2, 4))
    shrinks = (np.diff(quarters) < 0).all() and quarters[-1] < NARROWER * quarters[0]
    return bool(halves.min() >= KEEPS * outlook.width) and not shrinks


def _widths(points: np.ndarray, count: int) -> np.ndarray:
    return np.array([np.ptp(part, axis=0).max() for part in np.array_split(points, count)])


def _about_a_minimum(evidence: Evidence, outlook: Outlook) -> bool:
    """Whether all late points are near one minimum, seen from the size of the map.

    Who is not there yet may go round it wider; of who is, that is said in another way.
    """
    place = evidence.goal
    if place is None or len(outlook.known) > 1:
        return False
    most = CLOSE if outlook.holds(*evidence.end) else IN_SIGHT
    return bool(place.distances(outlook.late).max() <= most * evidence.diagonal)


def swinging(evidence: Evidence) -> Diagnosis | None:
    """To and fro across a minimum, and hardly less wide each time."""
    place, step, last = evidence.goal, evidence.step, evidence.last
    if place is None or step is None or not evidence.predictable:
        return None
    predicted = growth(step, (place.low, place.high))
    if predicted is None or not predicted < 1:
        return None
    away = place.distances(evidence.points)[evidence.tail]
    tops = turns(away)
    if len(tops) < SWINGS or last < SEEN:
        return None
    high, low = away[tops].max(), away[tops[0] :].min()
    if not (low <= DEEP * high and away[tops[-1]] >= SLOWLY * away[tops[0]]):
        return None
    found = at(evidence, Verdict.SWINGING, place)
    return replace(found, span=evidence.span, before=low, after=high, factor=predicted)

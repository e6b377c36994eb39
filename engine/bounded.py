"""Verdicts on walks that go round, hover or swing, and do not come closer when continued."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.settling import peaks, turns
from engine.evidence import Evidence
from engine.findings import at, plainly, real_factor
from engine.linear import growth
from engine.outlook import Outlook
from engine.verdict import Diagnosis, Verdict

SEEN = 16  # steps that must be seen of the future before a walk is said to keep its width
KEEPS = 0.8  # of its width: by so much it may become narrower and still have kept it
WIDENS = 1.25  # times as wide it may become
CLOSE = 0.05  # of the diagonal: who keeps within this of a minimum hovers
SLOWLY = 0.5  # of their height in the tail: by so much swings that hardly shrink do shrink
DEEP = 0.5  # of a swing's height: by so much it comes down between two peaks
SWINGS = 3  # peaks that must be seen


def circling(evidence: Evidence) -> Diagnosis | None:
    """Bounded and not contracting: a cycle, or swings that stay as wide as they were."""
    outlook = evidence.outlook
    if outlook is None or not _keeps_its_width(outlook):
        return None
    place = evidence.goal
    period = evidence.period if evidence.period == outlook.period else None
    if place is not None and not outlook.holds(place.x, place.y, 0.0):
        period = None  # it goes to and fro beside the minimum
    if period is None and _about_a_minimum(evidence, outlook):
        return None
    if period is None and not _as_wide_as_now(evidence, outlook):
        return None
    if place is not None:
        found = at(evidence, Verdict.CIRCLING, place)
        found = replace(found, factor=real_factor(evidence.step, found.high or np.nan))
    else:
        found = plainly(evidence, Verdict.CIRCLING)
    return replace(found, period=period, width=outlook.width, around=len(outlook.known))


def hovering(evidence: Evidence) -> Diagnosis | None:
    """About a minimum, and within the same distance of it when it is continued."""
    outlook, place = evidence.outlook, evidence.goal
    if outlook is None or place is None or not _keeps_its_width(outlook):
        return None
    if not _about_a_minimum(evidence, outlook):
        return None
    away = place.distances(outlook.points)
    tops = peaks(np.append(away, place.distances(evidence.points[-1:])), 2)
    if not tops[1] >= KEEPS * tops[0]:
        return None
    found = at(evidence, Verdict.HOVERING, place)
    return replace(found, width=float(max(tops)), around=len(outlook.known))


def _keeps_its_width(outlook: Outlook) -> bool:
    """Whether the box of each quarter of what comes after is about as wide as the last one."""
    if outlook.gone or len(outlook) < SEEN or not outlook.width > 0:
        return False
    quarters = np.array_split(outlook.points, 4)
    widths = np.array([np.ptp(part, axis=0).max() for part in quarters])
    return bool(widths.min() >= KEEPS * widths.max())


def _about_a_minimum(evidence: Evidence, outlook: Outlook) -> bool:
    """Whether all that comes after is near one minimum, seen from the size of the map."""
    place = evidence.goal
    if place is None or len(outlook.known) > 1:
        return False
    return bool(place.distances(outlook.points).max() <= CLOSE * evidence.diagonal)


def _as_wide_as_now(evidence: Evidence, outlook: Outlook) -> bool:
    """Whether the end of the walk lies in the box that it keeps to."""
    return outlook.holds(*evidence.end)


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

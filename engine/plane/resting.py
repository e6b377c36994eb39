"""Verdicts on walks that have come to rest, or hardly move any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engine.drive.outcome import Outcome
from engine.plane.attractors import PointKind
from engine.plane.bounded import hovering
from engine.plane.evidence import Evidence
from engine.plane.findings import at, is_minimum, plainly, real_factor, with_rates
from engine.plane.landscape import usual_slope
from engine.plane.stationary import Place
from engine.plane.verdict import Diagnosis, Verdict

RESTS = {
    PointKind.MINIMUM: Verdict.LOCAL_MINIMUM,
    PointKind.SADDLE: Verdict.SADDLE,
    PointKind.MAXIMUM: Verdict.MAXIMUM,
    PointKind.FLAT: Verdict.LEVEL,
}
AT_REST = 0.01  # of the diagonal: a walk at rest may be so far from its stationary point
AT_MINIMUM = 1e-5  # of the diagonal: who moves no more and is so near is at the minimum
STAYS = 5e-4  # of the diagonal: who moves no farther when it is continued has stayed
SHRUNK = 10.0  # times as long as the last step: then steps have shrunk
SHORT = 1e-9  # a step so short is none
FLAT = 0.05  # of what is still above f*: less than that can be gained on a plateau, see `plateau`
WANDERS = 0.2  # of the diagonal: as far a walk on a plateau may come when it is continued
GAINS = 0.4  # of what is still above f*: less must be gained then
BALANCE = 0.05  # of the slope: so nearly weight decay and slope must be equal
SHORT_OF = 1e-3  # of the diagonal: who is held so near a minimum is not held off it


def at_rest(evidence: Evidence) -> Diagnosis | None:
    """Neither slope nor step, for the scale of this ground: the Hessian says where."""
    place, step = evidence.place, evidence.step
    near = place is not None and evidence.distance <= AT_REST * evidence.diagonal
    if evidence.walk.outcome is Outcome.CONVERGED:
        if place is None or not near or place.ground is PointKind.FLAT:
            flat = plateau(evidence)
            level = at(evidence, Verdict.LEVEL, place) if place and near else None
            found = flat or level or plainly(evidence, Verdict.LEVEL)
        else:
            found = _resting(evidence, place)
    elif _still(evidence) and near and is_minimum(place) and _reached(evidence):
        assert place is not None
        found = _resting(evidence, place)
    else:
        return None
    if found.verdict is Verdict.SADDLE:
        found = replace(found, factor=real_factor(step, found.low or 0.0))
    leaves = _leaves(evidence)
    if leaves is not None and hovering(evidence) is not None:
        return None  # it happens to be in the middle of what it hovers about
    return replace(found, leaves=leaves)


def _resting(evidence: Evidence, place: Place) -> Diagnosis:
    verdict = Verdict.GLOBAL_MINIMUM if place.lowest else RESTS[place.ground]
    found = at(evidence, verdict, place)
    lengths = evidence.lengths
    found = replace(found, width=float(lengths[-1]) if len(lengths) else 0.0)
    return with_rates(evidence, found)


def _still(evidence: Evidence) -> bool:
    few = evidence.lengths[-8:]
    return bool(len(few) and few.max() < SHORT * max(1.0, evidence.diagonal))


def _reached(evidence: Evidence) -> bool:
    """At a minimum for all that its gradient tells, which is steep where the ground is curved."""
    return evidence.distance <= AT_MINIMUM * evidence.diagonal


def _leaves(evidence: Evidence) -> int | None:
    """The step after which a walk at rest, continued, has moved away; None if it stays."""
    outlook = evidence.outlook
    if outlook is None:
        return None
    moved = np.flatnonzero(~(outlook.moved() <= STAYS * evidence.diagonal))
    if moved.size:
        return evidence.last + 1 + int(moved[0])
    return evidence.last + 1 + len(outlook) if outlook.lost else None


def standing(evidence: Evidence) -> Diagnosis | None:
    """No step any more, and none when it is continued, but a slope."""
    outlook = evidence.outlook
    if not _still(evidence) or evidence.slope < evidence.tolerance or outlook is None:
        return None
    if outlook.lost or (len(outlook) and outlook.moved().max() > AT_MINIMUM * evidence.diagonal):
        return None
    lengths = evidence.walk.step_lengths[1 : evidence.last + 1]
    found = replace(plainly(evidence, Verdict.STUCK), width=float(lengths[-1]))
    if lengths.max() > SHRUNK * lengths[-1]:
        found = replace(found, before=float(lengths.max()))
    if evidence.last and not (outlook.rates > 0).any() and evidence.rate_at(0) > 0:
        return replace(found, rate=0.0, before=evidence.rate_at(0))  # it was a schedule
    return found


def held(evidence: Evidence) -> Diagnosis | None:
    """Weight decay and slope are equal where it comes to rest, short of a minimum."""
    outlook = evidence.outlook
    if not evidence.coupled or outlook is None or outlook.gone or not len(outlook):
        return None
    low, high = outlook.box
    middle = (low + high) / 2
    surface: Any = evidence.walk.surface
    slope = np.array([float(part) for part in surface.gradient(*middle)])
    size, pull = float(np.hypot(*slope)), evidence.decay * middle
    balanced = size > evidence.tolerance and np.hypot(*(slope + pull)) <= BALANCE * size
    small = outlook.width <= AT_REST * evidence.diagonal
    away = float(surface.distance_to_minimum(*middle))
    if not (balanced and small and away > max(SHORT_OF * evidence.diagonal, outlook.width)):
        return None
    distance = float(np.hypot(*(evidence.points[-1] - middle)))
    return replace(
        plainly(evidence, Verdict.HELD),
        slope=size,
        centre=(float(middle[0]), float(middle[1])),
        distance=away if np.isfinite(away) else None,
        width=distance,
    )


def plateau(evidence: Evidence) -> Diagnosis | None:
    """Slope and curvature together would not gain 5 % of what is left, all across the map.

    Only on the map, where f has not risen, where the slope is small for this ground as well, and
    where the walk does not get down when it is continued.
    """
    surface, here, far = evidence.walk.surface, evidence.here, evidence.diagonal
    lowest, outlook = surface.minimum, evidence.outlook
    if lowest is None or not np.isfinite(here.low + here.high) or outlook is None:
        return None
    on_map = surface.domain.contains(*evidence.end)  # type: ignore[attr-defined]
    if not on_map or evidence.heights[-1] > evidence.heights[0]:
        return None
    above = float(evidence.heights[-1]) - lowest
    gain = evidence.slope * far + max(abs(here.low), abs(here.high)) * far * far / 2
    if not (gain < FLAT * above and evidence.slope <= FLAT * usual_slope(surface)):
        return None
    if outlook.gone or (len(outlook) and outlook.moved().max() > WANDERS * far):
        return None
    if len(outlook) and outlook.heights.min() < lowest + (1 - GAINS) * above:
        return None
    return replace(plainly(evidence, Verdict.PLATEAU), after=above)

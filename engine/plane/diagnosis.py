"""Why a walk ended as it did: a verdict with the numbers that it rests on.

Each verdict has one function that looks at the evidence and answers with a diagnosis or None; the
first answer counts, and who is sure of least comes last. A wrong verdict is worse than none, so
what is said is measured: bounds hold for the very steps that were walked, and predictions are made
only for rules that are linear in the gradient (`engine.analysis.linear`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.analysis.linear import growth
from engine.drive.trajectory import Outcome, Trajectory
from engine.plane.attractors import Ground
from engine.plane.curvature import Curvature
from engine.plane.evidence import Evidence
from engine.plane.instability import onset
from engine.plane.stationary import Place
from engine.plane.verdict import Diagnosis, Verdict


def diagnose(walk: Trajectory) -> Diagnosis:
    """Why a walk ended as it did.

    Args:
        walk: Of a single walker, on a surface with a Hessian and a domain.

    Raises:
        ValueError: There are many walkers, or they walk on a curve or upwards.
    """
    if walk.points.shape[-1] != 2 or walk.ascending:
        raise ValueError("diagnose: a walk down a surface, got one on a curve or upwards")
    if walk.heights.ndim != 1:
        raise ValueError(
            f"diagnose: one walker at a time, got walkers of shape {walk.heights.shape[1:]}"
        )
    if int(walk.last) < 0:
        return Diagnosis(Verdict.NOWHERE, -1, np.nan)
    evidence = Evidence(walk)
    with np.errstate(all="ignore"):
        return next(found for ask in REASONS if (found := ask(evidence)) is not None)


def convergence(walk: Trajectory) -> tuple[float, float] | None:
    """The factor per step of the distance to the minimum of a quadratic: predicted and observed.

    None where the ground is no quadratic with a minimum (its Hessian changes along the walk), the
    rule is not linear or decays its weights, or too few steps were taken to measure.
    """
    if int(walk.last) < 0 or not walk.steps:
        return None
    evidence = Evidence(walk, near=np.inf)
    with np.errstate(all="ignore"):
        bends = evidence.walk.surface.hessian(*evidence.points.T)  # type: ignore[attr-defined]
        place, step = evidence.place, evidence.step
        if any(np.ptp(part) != 0 for part in bends) or place is None or step is None:
            return None
        if place.ground is not Ground.MINIMUM or not evidence.predictable:
            return None
        predicted, observed = growth(step, (place.low, place.high)), evidence.observed
    return None if predicted is None or observed is None else (predicted, observed)


# -- the numbers ---------------------------------------------------------------------------------


def _plainly(evidence: Evidence, verdict: Verdict) -> Diagnosis:
    """The verdict with what is known at the end itself."""
    return _where(evidence, verdict, evidence.here)


def _where(evidence: Evidence, verdict: Verdict, bend: Curvature | Place) -> Diagnosis:
    """The verdict with a curvature, and what the learning rate is beside its limit there."""
    low, high, step = bend.low, bend.high, evidence.step
    rate = evidence.rate if np.isfinite(evidence.rate) else None
    found = Diagnosis(verdict, evidence.last, evidence.slope, rate=rate)
    if not np.isfinite(low + high):
        return found
    stable = step is not None and step.reach is not None and high > 0
    return replace(
        found,
        low=low,
        high=high,
        condition=high / low if low > 0 else None,
        reach=step.reach if step and stable else None,
        sharpness=step.learning_rate * (high + step.decay) if step and stable else None,
    )


def _at(evidence: Evidence, verdict: Verdict, place: Place) -> Diagnosis:
    """The verdict with the numbers of a stationary point."""
    found = _where(evidence, verdict, place)
    found = replace(found, place=place, distance=evidence.distance)
    if place.ground is Ground.MINIMUM and found.low and evidence.step and evidence.predictable:
        predicted = growth(evidence.step, (place.low, place.high))
        return replace(found, predicted=predicted, observed=evidence.observed)
    return found


def _real_factor(evidence: Evidence, bend: float) -> float | None:
    """The factor per step along a direction of this curvature, if it is a real number."""
    if evidence.step is None or not np.isfinite(bend):
        return None
    factor = evidence.step.factor(bend)
    return factor.real if abs(factor.imag) <= 1e-9 * abs(factor) else None


# -- the verdicts --------------------------------------------------------------------------------

RESTS = {
    Ground.MINIMUM: Verdict.LOCAL_MINIMUM,
    Ground.SADDLE: Verdict.SADDLE,
    Ground.MAXIMUM: Verdict.MAXIMUM,
    Ground.FLAT: Verdict.LEVEL,
}
AT_REST = 0.01  # of the diagonal: a walk at rest may be so far from its stationary point
FLAT = 0.05  # of what is still above f*: less than that can be gained on a plateau, see _plateau
IN_SIGHT = 0.15  # of the diagonal: as far from a minimum a walk may be said to close in on it
CLOSE = 0.05  # of the diagonal: close to a saddle
VALLEY = 20.0  # times as curved across as along
SLOW = 0.1  # of the diagonal in the tail
LONG = 80  # steps that must be seen before a restless walk is said to circle
ALIKE = 0.95  # how alike the two halves of the tail must be for that


def _diverged(evidence: Evidence) -> Diagnosis | None:
    if evidence.walk.outcome is not Outcome.DIVERGED:
        return None
    tail = evidence.heights[-6:]
    if len(tail) > 1 and (np.diff(tail) <= 0).all() and tail[-1] < evidence.heights[0]:
        found = _plainly(evidence, Verdict.FALLING)
        factor = _real_factor(evidence, found.low) if found.low and found.low < 0 else None
        return replace(found, factor=factor, before=float(evidence.heights[0]), after=tail[-1])
    return _overshot(evidence) or _plainly(evidence, Verdict.DIVERGED)


def _overshot(evidence: Evidence) -> Diagnosis | None:
    """With the place at which the learning rate first was too large for the curvature."""
    began = onset(evidence)
    if began is None:
        return None
    step, bend = began
    found = _where(evidence, Verdict.OVERSHOOTING, bend)
    return replace(found, onset=step, factor=_real_factor(evidence, bend.high))


def _at_rest(evidence: Evidence) -> Diagnosis | None:
    """Neither slope nor step: the Hessian says where."""
    if evidence.walk.outcome is not Outcome.CONVERGED:
        return None
    place = evidence.place
    near = place is not None and evidence.distance <= AT_REST * evidence.diagonal
    if place is not None and near and place.ground is not Ground.FLAT:
        verdict = Verdict.GLOBAL_MINIMUM if place.lowest else RESTS[place.ground]
        found = _at(evidence, verdict, place)
        if verdict is Verdict.SADDLE:
            found = replace(found, factor=_real_factor(evidence, place.low))
        return found
    flat = _plateau(evidence)
    if flat is not None:
        return flat
    if place is not None and near:
        return _at(evidence, Verdict.LEVEL, place)
    return _plainly(evidence, Verdict.LEVEL)


def _standing(evidence: Evidence) -> Diagnosis | None:
    """No step any more, but a slope."""
    few = evidence.lengths[-8:]
    if not len(few) or evidence.slope < evidence.tolerance or few.max() >= 1e-9:
        return None
    held = evidence.decay > 0 and evidence.rate > 0
    return _plainly(evidence, Verdict.HELD if held else Verdict.STUCK)


def _circling(evidence: Evidence) -> Diagnosis | None:
    """Bounded and not contracting: a cycle, or swings that stay as wide as they were."""
    span = evidence.span
    half = span // 2
    if half < 1:
        return None
    first, second = evidence.points[-1 - span : -half], evidence.points[-1 - half :]
    before, after = (float(np.ptp(part, axis=0).max()) for part in (first, second))
    period = evidence.period
    if period is None and not _restless(evidence, before, after):
        return None
    place = evidence.place
    low, high = second.min(axis=0), second.max(axis=0)
    room = high - low
    within = (
        place is not None
        and ((low - room <= (place.x, place.y)) & ((place.x, place.y) <= high + room)).all()
    )
    if place is not None and within and place.ground is Ground.MINIMUM:
        found = _at(evidence, Verdict.CIRCLING, place)
        found = replace(found, observed=None, factor=_real_factor(evidence, found.high or np.nan))
    else:
        found = _plainly(evidence, Verdict.CIRCLING)
    found = replace(found, period=period, span=span, width=after)
    return replace(found, before=before, after=after)


def _restless(evidence: Evidence, before: float, after: float) -> bool:
    """Whether it goes to and fro, as far and with as long steps as half a tail ago."""
    lengths = evidence.lengths
    half = len(lengths) // 2
    if len(lengths) < LONG or not min(before, after) > 0 or _contracts(evidence):
        return False
    strides = np.median(lengths[:half]), np.median(lengths[half:])
    first, second = evidence.points[-1 - 2 * half : -half], evidence.points[-1 - half :]
    shift = np.abs(first.mean(axis=0) - second.mean(axis=0)).max()
    return bool(
        min(before, after) >= ALIKE * max(before, after)
        and min(strides) >= ALIKE * max(strides)
        and shift <= 0.1 * after
        and lengths[half:].sum() >= 6 * after
    )


def _contracts(evidence: Evidence) -> bool:
    """Whether theory says that it comes closer, however slowly."""
    place, step = evidence.place, evidence.step
    if place is None or step is None or not evidence.like_a_parabola:
        return False
    factor = growth(step, (place.low, place.high))
    return factor is not None and factor < 1 - 1e-9


def _growing(evidence: Evidence) -> Diagnosis | None:
    """Not far yet, but its peaks grow, and the learning rate is above its limit."""
    if evidence.last < 8:
        return None
    peaks = evidence.peaks(evidence.heights)
    if not ((np.diff(peaks) > 0).all() and peaks[-1] > 1.05 * peaks[0]):
        return None
    found = _overshot(evidence)
    return found and replace(found, span=evidence.span, before=peaks[0], after=peaks[-1])


def _approaching(evidence: Evidence) -> Diagnosis | None:
    place = evidence.place
    if place is None or place.ground is not Ground.MINIMUM or evidence.last < 8:
        return None
    peaks = evidence.peaks(evidence.distances)
    shrinks = (np.diff(peaks) <= 0).all() and peaks[-1] < 0.9 * peaks[0]
    fair = not np.isfinite(place.low) or evidence.like_a_parabola
    if not (shrinks and fair and evidence.distance <= IN_SIGHT * evidence.diagonal):
        return None
    found = _at(evidence, Verdict.APPROACHING, place)
    return replace(found, span=evidence.span, before=peaks[0], after=evidence.distance)


def _plateau(evidence: Evidence) -> Diagnosis | None:
    """Slope and curvature together would not gain 5 % of what is left, all across the map."""
    lowest, here, far = evidence.walk.surface.minimum, evidence.here, evidence.diagonal
    if lowest is None or not np.isfinite(here.low + here.high):
        return None
    above = float(evidence.heights[-1]) - lowest
    gain = evidence.slope * far + max(abs(here.low), abs(here.high)) * far * far / 2
    if not gain < FLAT * above:
        return None
    return replace(_plainly(evidence, Verdict.PLATEAU), after=above)


def _lingering(evidence: Evidence) -> Diagnosis | None:
    place = evidence.place
    if place is None or place.ground is not Ground.SADDLE or not evidence.like_a_parabola:
        return None
    if evidence.distance > CLOSE * evidence.diagonal:
        return None
    found = _at(evidence, Verdict.LINGERING, place)
    return replace(found, factor=_real_factor(evidence, place.low))


def _creeping(evidence: Evidence) -> Diagnosis | None:
    here, moved = evidence.here, evidence.moved
    before, after = evidence.drop
    if not (here.high > 0 and abs(here.low) * VALLEY <= here.high and after < before):
        return None
    way = float(np.hypot(*moved))
    along = abs(moved[1] * np.cos(here.angle) - moved[0] * np.sin(here.angle))
    if not (along >= 0.9 * way and way <= SLOW * evidence.diagonal):
        return None
    found = _plainly(evidence, Verdict.CREEPING)
    return replace(found, span=evidence.span, before=before, after=after, width=way)


def _descending(evidence: Evidence) -> Diagnosis | None:
    before, after = evidence.drop
    if not after < before:
        return None
    found = _plainly(evidence, Verdict.DESCENDING)
    return replace(found, span=evidence.span, before=before, after=after)


def _hovering(evidence: Evidence) -> Diagnosis | None:
    """Close to a minimum, and neither surely coming closer nor surely not."""
    place = evidence.place
    if place is None or place.ground is not Ground.MINIMUM:
        return None
    fair = not np.isfinite(place.low) or evidence.like_a_parabola
    if not fair or evidence.distance > CLOSE * evidence.diagonal:
        return None
    return replace(_at(evidence, Verdict.MOVING, place), observed=None)


def _moving(evidence: Evidence) -> Diagnosis:
    return _plainly(evidence, Verdict.MOVING)


REASONS: tuple[Callable[[Evidence], Diagnosis | None], ...] = (
    _diverged,
    _at_rest,
    _standing,
    _circling,
    _growing,
    _approaching,
    _hovering,
    _plateau,
    _lingering,
    _creeping,
    _descending,
    _moving,
)

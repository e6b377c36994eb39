"""Diagnoses with their numbers: what is known at the end of a walk, and at a stationary point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.linear import Linear
from engine.plane.attractors import PointKind
from engine.plane.curvature import Curvature
from engine.plane.evidence import Evidence
from engine.plane.observed import rates
from engine.plane.stationary import Place
from engine.plane.verdict import Diagnosis, Verdict


def plainly(evidence: Evidence, verdict: Verdict) -> Diagnosis:
    """The verdict with what is known at the end itself."""
    return where(evidence, verdict, evidence.here, evidence.step)


def where(
    evidence: Evidence, verdict: Verdict, bend: Curvature | Place, step: Linear | None
) -> Diagnosis:
    """The verdict with a curvature, and what the learning rate is beside its limit there."""
    low, high = bend.low, bend.high
    rate = step.learning_rate if step else evidence.rate
    more = evidence.outlook.steps if evidence.outlook else None
    found = Diagnosis(
        verdict,
        evidence.last,
        evidence.slope,
        rate=rate if np.isfinite(rate) else None,
        more=more,
    )
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


def at(evidence: Evidence, verdict: Verdict, place: Place) -> Diagnosis:
    """The verdict with the numbers of a stationary point."""
    found = where(evidence, verdict, place, evidence.step)
    away = float(place.distances(evidence.points[-1:])[0])
    return replace(found, place=place, distance=away)


def with_rates(evidence: Evidence, found: Diagnosis) -> Diagnosis:
    """A diagnosis at a minimum with the rate at which the walk came closer, if it has one."""
    known = rates(evidence, found.place)
    if known is None:
        return found
    return replace(found, predicted=known[0], observed=known[1])


def real_factor(step: Linear | None, bend: float) -> float | None:
    """The factor per step along a direction of this curvature, if it is a real number."""
    if step is None or not np.isfinite(bend):
        return None
    factor = step.factor(bend)
    return factor.real if abs(factor.imag) <= 1e-9 * abs(factor) else None


def is_minimum(place: Place | None) -> bool:
    """Whether there is a place, and it is a minimum."""
    return place is not None and place.ground is PointKind.MINIMUM

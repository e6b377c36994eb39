"""Why a walk ended as it did: a verdict with the numbers that it rests on.

Each verdict has one function that looks at the evidence and answers with a diagnosis or None; the
first answer counts, and who is sure of least comes last. A wrong verdict is worse than none, so
what is said is measured: of what comes after, the walk itself is asked, which is continued first
(`engine.analysis.continuation`); bounds hold for the very steps that were walked; and predictions
are made only for rules that are linear in the gradient (`engine.analysis.linear`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from engine.analysis.continuation import continued, look_on, paid_part
from engine.drive.trajectory import Trajectory
from engine.plane.bounded import circling, hovering, swinging
from engine.plane.evidence import Evidence
from engine.plane.jumping import jump
from engine.plane.leaving import diverged, flung, leaving
from engine.plane.observed import rates
from engine.plane.outlook import Outlook
from engine.plane.parabolas import fading
from engine.plane.remedy import with_remedy
from engine.plane.resting import at_rest, held, plateau, standing
from engine.plane.travelling import approaching, creeping, descending, lingering, moving
from engine.plane.verdict import Diagnosis, Verdict

REMEMBERED = 512  # diagnoses; each is a few hundred bytes

REASONS: tuple[Callable[[Evidence], Diagnosis | None], ...] = (
    diverged,
    at_rest,
    held,
    standing,
    leaving,
    circling,
    approaching,
    hovering,
    swinging,
    plateau,
    lingering,
    flung,
    creeping,
    descending,
    fading,
    moving,
)


def diagnose(walk: Trajectory) -> Diagnosis:
    """Why a walk ended as it did.

    The walk is continued on the way, which takes as long as ten such walks; of runs that were
    judged before, the answer is remembered.

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
    try:
        known = _remembered(_key(walk))
    except TypeError:  # a rule with arrays for hyper-parameters cannot be looked up
        known = []
    if not known:
        known.append(_diagnosed(walk))
    return known[0]


def convergence(walk: Trajectory) -> tuple[float, float] | None:
    """The factor per step of the distance to the minimum of a quadratic: predicted and observed.

    None where the ground is no quadratic with a minimum (its Hessian changes along the walk), the
    rule is not linear or decays its weights, or the walk does not show a rate.
    """
    if int(walk.last) < 0 or not walk.steps:
        return None
    evidence = Evidence(walk, near=np.inf)
    with np.errstate(all="ignore"):
        bends = evidence.walk.surface.hessian(*evidence.points.T)  # type: ignore[attr-defined]
        if any(np.ptp(part) != 0 for part in bends):
            return None
        found = rates(evidence, evidence.place)
    return None if found is None or found[1] is None else (found[0], found[1])


def _key(walk: Trajectory) -> Hashable:
    """What a walk is a pure function of, and how much of it there is."""
    start = tuple(walk.points[0].tolist())
    rows = (walk.steps, int(walk.last), float(walk.heights[int(walk.last)]))
    return walk.surface, walk.optimizer, start, walk.schedule, walk.tolerance, rows


@lru_cache(maxsize=REMEMBERED)
def _remembered(key: Hashable) -> list[Diagnosis]:
    """Where the diagnosis of a run is kept; empty when it is asked for the first time."""
    del key
    return []


def _diagnosed(walk: Trajectory) -> Diagnosis:
    with np.errstate(all="ignore"):
        longer = continued(walk, look_on(walk)) if walk.steps else None
        if longer is None and walk.counts is not None:
            walk = paid_part(walk)
            longer = continued(walk, look_on(walk)) if walk.steps else None
        evidence = Evidence(walk, Outlook(walk, longer) if longer is not None else None)
        found = next(found for ask in REASONS if (found := ask(evidence)) is not None)
        return with_remedy(evidence, replace(found, jump=jump(evidence)))

"""What to try instead: a setting that was tried, and helped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from engine.analysis.linear import linear
from engine.drive.machine import run
from engine.drive.outcome import Outcome
from engine.drive.trajectory import Trajectory
from engine.plane.attractors import PointKind
from engine.plane.evidence import Evidence
from engine.plane.leaving import BEYOND
from engine.plane.stationary import SEARCHED, stationary
from engine.plane.verdict import Diagnosis, Remedy, Verdict
from engine.trace.program import RATE

SAFELY = 0.9  # of a limit: what is tried for "below" it
SWUNG_OUT = 0.01  # of its height: to this a swing should have shrunk within the walk's steps
EASE = 2.0  # how much lower above f* a walk must end for a remedy to be one
GENTLY = 0.1  # of the diagonal: a step that may be taken on the map


def with_remedy(evidence: Evidence, found: Diagnosis) -> Diagnosis:
    """The diagnosis with a remedy, if one is known and holds."""
    known = REMEDIES.get(found.verdict)
    remedy = known(evidence, found) if known else None
    return replace(found, remedy=remedy) if remedy else found


def _again(evidence: Evidence, **fields: float) -> Trajectory | None:
    """The same walk with other settings; None if the rule does not allow them."""
    walk = evidence.walk
    try:
        rule: Any = replace(walk.optimizer, **fields)  # type: ignore[type-var]
        return run(walk.surface, rule, walk.points[0], walk.steps, schedule=walk.schedule)
    except (TypeError, ValueError):
        return None


def _below(evidence: Evidence, limit: float) -> Remedy | None:
    """A learning rate below a limit, if the walk stays with it and does not end higher.

    Where it comes to a minimum that is more curved, the limit is that of this minimum.
    """
    for _again_lower in range(2):
        tried = _again(evidence, learning_rate=SAFELY * limit)
        if tried is None or tried.outcome is Outcome.DIVERGED:
            return None
        lower = _limit_at_end(tried)
        if lower is None or lower >= limit:
            return Remedy(RATE, limit, below=True) if _came_down(tried) else None
        limit = lower
    tried = _again(evidence, learning_rate=SAFELY * limit)
    return Remedy(RATE, limit, below=True) if tried and _came_down(tried) else None


def _came_down(walk: Trajectory) -> bool:
    gone = walk.outcome is Outcome.DIVERGED
    return not gone and bool(walk.heights[-1] <= walk.heights[0])


def _limit_at_end(walk: Trajectory) -> float | None:
    """The largest learning rate that is stable at the minimum next to the end of a walk."""
    surface: Any = walk.surface
    x, y = walk.points[-1].tolist()
    place = stationary(surface, x, y, SEARCHED * float(surface.domain.diagonal))
    step = linear(walk.optimizer, float(walk.optimizer.learning_rate))  # type: ignore[attr-defined]
    if place is None or place.ground is not PointKind.MINIMUM or step is None or step.reach is None:
        return None
    return step.reach / (place.high + step.decay) if np.isfinite(place.high) else None


def _calmer(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """A learning rate under the limit at the place where it was too large."""
    if found.limit is None or found.onset is None:
        return None
    share = evidence.walk.factors  # the limit is that of the rate in force
    full = 1.0 if share is None else float(share[: evidence.last + 1].max(initial=0.0))
    return _below(evidence, found.limit / full) if full > 0 else None


def _within_reach(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """A step factor below 2 for Newton's method."""
    return _below(evidence, BEYOND)


def _shorter(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """Steps that fit the map, for a rule whose steps have the length of the learning rate."""
    limit = float(f"{GENTLY * evidence.diagonal:.0e}")
    return _below(evidence, limit)


def _less_momentum(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """So little momentum that a swing shrinks to a hundredth within the walk's steps."""
    momentum = getattr(evidence.walk.optimizer, "momentum", None)
    if momentum is None or found.place is None:
        return None
    limit = float(f"{SWUNG_OUT ** (2 / evidence.walk.steps):.2f}")
    if not 0 < limit < momentum:
        return None
    tried = _again(evidence, momentum=SAFELY * limit)
    if tried is None or tried.outcome is Outcome.DIVERGED:
        return None
    away = found.place.distances(tried.points[-1:])[0]
    helps = found.distance is not None and found.after is not None and away <= 0.1 * found.after
    return Remedy("momentum", limit, below=True) if helps else None


def _longer(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """A larger learning rate for a walk whose steps have become too short to get there."""
    floor, rate = evidence.walk.surface.minimum, found.rate
    if found.pace is None or floor is None or rate is None or found.verdict is Verdict.STUCK:
        return None
    larger = float(f"{rate * found.pace.whole / found.pace.way:.1g}")
    tried = _again(evidence, learning_rate=larger)
    if tried is None or tried.outcome is Outcome.DIVERGED:
        return None
    better = float(tried.heights[-1]) - floor <= (float(evidence.heights[-1]) - floor) / EASE
    return Remedy(RATE, larger, below=False) if better else None


def _nearer(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """A tenth of the learning rate for a walk that hovers, if it gets there and nearer."""
    if found.rate is None or found.place is None or found.width is None:
        return None
    smaller = float(f"{found.rate / 10:.2g}")
    tried = _again(evidence, learning_rate=smaller)
    if tried is None or tried.outcome is Outcome.DIVERGED:
        return None
    away = found.place.distances(tried.points[-max(2, len(tried.points) // 10) :])
    return Remedy(RATE, smaller, below=False) if away.max() <= found.width / EASE else None


def _no_decay(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """No weight decay for a walk that it holds off a minimum, if the walk gets nearer without."""
    tried = _again(evidence, weight_decay=0.0)
    if tried is None or tried.outcome is Outcome.DIVERGED or found.distance is None:
        return None
    away = float(tried.surface.distance_to_minimum(*tried.points[-1]))  # type: ignore[attr-defined]
    now = float(tried.surface.distance_to_minimum(*evidence.end))  # type: ignore[attr-defined]
    helps = away <= min(found.distance, now) / EASE
    return Remedy("weight_decay", 0.0, below=False) if helps else None


def _damped(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """So much damping that the steepest slope of Newton's walk makes a step on the map."""
    slopes = np.hypot(*evidence.walk.gradients[: evidence.last + 1].T)
    damping = float(f"{float(slopes.max()) / (GENTLY * evidence.diagonal):.1g}")
    tried = _again(evidence, damping=damping) if np.isfinite(damping) and damping > 0 else None
    helps = tried is not None and tried.outcome is not Outcome.DIVERGED
    if not helps or tried is None or not tried.heights[-1] < evidence.heights[0]:
        return None
    return Remedy("damping", damping, below=False)


def _epsilon(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    tried = _again(evidence, epsilon=1e-8)
    if tried is None or not np.isfinite(tried.heights).all():
        return None
    return Remedy("epsilon", 1e-8, below=False)


def _circling(evidence: Evidence, found: Diagnosis) -> Remedy | None:
    """Below the limit, where a rule that is linear goes round because it is above."""
    if found.limit is None or found.sharpness is None or found.reach is None:
        return None
    if found.place is None or found.sharpness < found.reach * (1 - 1e-9):
        return None
    return _below(evidence, found.limit)


REMEDIES: dict[Verdict, Callable[[Evidence, Diagnosis], Remedy | None]] = {
    Verdict.OVERSHOOTING: _calmer,
    Verdict.EARLY: _calmer,
    Verdict.OVERSTEPPING: _within_reach,
    Verdict.UNBENT: _damped,
    Verdict.FADING: _damped,
    Verdict.THROWN: _shorter,
    Verdict.CIRCLING: _circling,
    Verdict.HOVERING: _nearer,
    Verdict.HELD: _no_decay,
    Verdict.SWINGING: _less_momentum,
    Verdict.DESCENDING: _longer,
    Verdict.CREEPING: _longer,
    Verdict.UNDEFINED: _epsilon,
}

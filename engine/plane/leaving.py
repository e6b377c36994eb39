"""Verdicts on walks that have left, or will have left when they are continued."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.drive.outcome import Outcome
from engine.plane.curvature import curvature
from engine.plane.defined import off
from engine.plane.evidence import Evidence
from engine.plane.findings import plainly, real_factor, where
from engine.plane.instability import Onset, onset, plain_steps_of
from engine.plane.parabolas import unbent
from engine.plane.verdict import Diagnosis, Verdict
from engine.protocols import needs

LONG = 1.0  # of the map's diagonal: steps of this length are longer than the map
PLAIN_LIMIT = 2.0  # η λmax at which plain steps begin to grow
MANY = 50  # steps that are looked at for that
BEYOND = 2.0  # times the way to where a model is level: beyond, the distance grows


def diverged(evidence: Evidence) -> Diagnosis | None:
    """Outside of the finite world, or far out: why, if the numbers tell."""
    outlook, lost = evidence.outlook, evidence.last < evidence.walk.steps
    if evidence.walk.outcome is not Outcome.DIVERGED:
        return None
    if not lost and outlook is not None and not outlook.gone:
        return _thrown(evidence)  # far out, and it comes back
    return (
        off(evidence)
        or _undefined(evidence)
        or _falling(evidence)
        or _overshot(evidence, onset(evidence))
        or _early(evidence)
        or _overstepped(evidence)
        or unbent(evidence)
        or _thrown(evidence)
        or plainly(evidence, Verdict.DIVERGED)
    )


def leaving(evidence: Evidence) -> Diagnosis | None:
    """Not far out yet, or only for a moment, but gone when it is continued."""
    outlook = evidence.outlook
    if outlook is None or not outlook.gone:
        return None
    if _downhill(evidence):
        return None  # it is on its way down, and that is said
    found = (
        _undefined_later(evidence)
        or _overshot(evidence, onset(evidence))
        or _overstepped(evidence)
        or unbent(evidence)
        or plainly(evidence, Verdict.LEAVING)
    )
    return replace(found, leaves=outlook.leaves)


def _downhill(evidence: Evidence) -> bool:
    """Whether f falls in every step, now and when it is continued."""
    outlook = evidence.outlook
    assert outlook is not None
    later = np.concatenate([evidence.heights[-6:], outlook.heights])
    return len(later) > 1 and bool((np.diff(later) <= 0).all())


def _undefined(evidence: Evidence) -> Diagnosis | None:
    """A coordinate of the gradient is 0 and so is ε, so that the next step is 0/0 along it."""
    overflown = evidence.last >= evidence.walk.steps
    if overflown or getattr(evidence.walk.optimizer, "epsilon", 1.0) != 0:
        return None
    decay = evidence.decay if evidence.coupled else 0.0
    slopes = np.array(evidence.gradient) + decay * np.array(evidence.end)
    return plainly(evidence, Verdict.UNDEFINED) if (slopes == 0).any() else None


def _undefined_later(evidence: Evidence) -> Diagnosis | None:
    """The same, when it is continued: it comes to rest, and there its steps end in 0/0."""
    outlook, rule = evidence.outlook, evidence.walk.optimizer
    assert outlook is not None
    if not outlook.lost or getattr(rule, "epsilon", 1.0) != 0:
        return None
    moved = outlook.moved()
    stayed = not moved.size or moved.max() <= 0.1 * evidence.diagonal
    return plainly(evidence, Verdict.UNDEFINED) if stayed else None


def _falling(evidence: Evidence) -> Diagnosis | None:
    """Downhill all the way, and farther out than it began."""
    tail, step = evidence.heights[-6:], evidence.step
    if not (len(tail) > 1 and (np.diff(tail) <= 0).all() and tail[-1] < evidence.heights[0]):
        return None
    if evidence.outlook is not None and not (evidence.outlook.gone and _downhill(evidence)):
        return None
    found = plainly(evidence, Verdict.FALLING)
    factor = real_factor(step, found.low) if found.low and found.low < 0 else None
    return replace(found, factor=factor, before=float(evidence.heights[0]), after=tail[-1])


def _overshot(evidence: Evidence, began: Onset | None) -> Diagnosis | None:
    """With the place at which the learning rate became too large for the curvature, and did harm.

    It did harm if f is higher now than it was there.
    """
    if began is None or evidence.heights[-1] <= evidence.heights[began.row]:
        return None
    found = where(evidence, Verdict.OVERSHOOTING, began.bend, began.step)
    factor = real_factor(began.step, began.bend.high)
    return replace(found, onset=began.row, factor=factor)


def _early(evidence: Evidence) -> Diagnosis | None:
    """A rule that is plain in its first steps, with a learning rate too large for plain steps."""
    plain = plain_steps_of(evidence.walk.optimizer, MANY)
    if not plain or evidence.step is not None:
        return None
    rows = np.arange(min(plain, evidence.last + 1))
    bends = curvature(evidence.walk.surface, *evidence.points[rows].T).high  # type: ignore[arg-type]
    rates = np.array([evidence.rate_at(int(row)) for row in rows])
    over = np.flatnonzero(rates * bends > PLAIN_LIMIT)
    if not over.size:
        return None
    row = int(over[0])
    found = plainly(evidence, Verdict.EARLY)
    return replace(
        found,
        onset=row,
        span=plain,
        rate=float(rates[row]),
        high=float(bends[row]),
        reach=PLAIN_LIMIT,
        sharpness=float(rates[row] * bends[row]),
    )


def flung(evidence: Evidence) -> Diagnosis | None:
    """Higher than it began since its first, plain steps, and not gone."""
    if evidence.heights[-1] <= evidence.heights[0]:
        return None
    found = _early(evidence)
    return found and replace(found, before=float(evidence.heights[0]), after=evidence.heights[-1])


def _overstepped(evidence: Evidence) -> Diagnosis | None:
    """Newton's method with a step factor η above 2: near its goal a distance is × (1 − η)."""
    rates = np.array([evidence.rate_at(row) for row in range(max(1, evidence.last))])
    if needs(evidence.walk.optimizer) != "hessian" or not np.median(rates) > BEYOND:
        return None
    rate = float(np.median(rates))
    return replace(plainly(evidence, Verdict.OVERSTEPPING), rate=rate, factor=1 - rate)


def _thrown(evidence: Evidence) -> Diagnosis | None:
    """A rule whose steps are as long as its learning rate, however steep the ground is."""
    scaled = getattr(evidence.walk.optimizer, "step_scale", "") == "length"
    longest = evidence.walk.step_lengths[1 : evidence.last + 1]
    if not scaled or not len(longest) or not evidence.rate_at(0) >= LONG * evidence.diagonal:
        return None
    return replace(plainly(evidence, Verdict.THROWN), width=float(longest.max()))

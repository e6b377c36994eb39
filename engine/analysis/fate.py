"""What becomes of a walk in one dimension, asked of the walk carried on.

A word about the future, such as "settles" or "for ever", is not read off a walk's last steps: the
walk is made longer, and the word is given only if it is still true there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np

from engine.analysis.settling import since_within
from engine.drive.machine import run
from engine.drive.outcome import Outcome, far_out
from engine.drive.trajectory import Trajectory

THERE = 1e-3  # of the drawn interval; a ball that is nearer to a place is seen to be there
AHEAD, TIMES = 5000, 10  # a walk is followed for so many more steps, and so many times its length
REST = 1e-8  # of the drawn interval; who stays nearer than that has come to rest
ABOUT = 0.05  # of the drawn interval; who stays nearer than that keeps about a place
TELLING = 0.9  # of the walk carried on: where it ends, as long as it stays so
SAME = 1e-6  # of `THERE`: a place that comes again


class End(StrEnum):
    """What became of a walk on a curve."""

    STAYED = "stayed"  # it never moved: the slope at its start is 0
    STUCK = "stuck"  # it never moves although there is a slope: its steps are nothing beside x
    SETTLED = "settled"  # it came to a stationary point, and came to rest or only ever nearer
    ABOUT = "about"  # it keeps about a stationary point without coming to rest
    LEFT = "left"  # it went off to one side for good
    SWUNG = "swung"  # it left the drawn world to both sides in turn, further each time
    GONE = "gone"  # it is far away, and what follows is not known
    HOPS = "hops"  # it goes back and forth between two places
    MOVING = "moving"  # none of these


@dataclass(frozen=True)
class Fate:
    """What became of one walk.

    Attributes:
        end: In one word.
        step: From which step on: near its place for good, or far out (see `far_out`).
        x: Where: the stationary point, the last finite place, or one of the two places.
        other: The other place of a walk that hops.
        turn: What the curve does at the stationary point; None for the other ends.
        width: How far from the place a walk gets that keeps about it.
        followed: How many steps were looked at.
    """

    end: End
    step: int
    x: float
    other: float | None = None
    turn: str | None = None
    width: float = 0.0
    followed: int = 0


def carried_on(walk: Trajectory) -> Trajectory:
    """The walk of a single walker from its start, for `AHEAD` more steps or `TIMES` as many."""
    steps = max(walk.steps + AHEAD, TIMES * walk.steps)
    start = tuple(float(part) for part in walk.points[0])
    if walk.factors is not None:
        raise ValueError("a walk under a schedule is not carried on: what follows is not known")
    rule: Any = walk.optimizer
    return _run(walk.surface, rule, start, steps, walk.ascending)


@lru_cache(maxsize=64)  # a page is drawn again at every change; few walks change with it
def _run(surface: Any, rule: Any, start: tuple[float, ...], steps: int, ascend: bool) -> Trajectory:
    return run(surface, rule, start, steps, ascend=ascend)


def fate(walk: Trajectory, followed: Trajectory | None = None) -> Fate:
    """What became of the walk of a single walker on a curve.

    Args:
        walk: The walk.
        followed: The same walk, longer; `carried_on` unless given.
    """
    longer = carried_on(walk) if followed is None else followed
    return replace(_fate(walk, longer), followed=longer.steps)


def _fate(walk: Trajectory, longer: Trajectory) -> Fate:
    curve: Any = walk.surface
    x, later = walk.points[:, 0], longer.points[:, 0]
    last = max(int(walk.last), 0)
    moving = Fate(End.MOVING, walk.steps, float(x[last]))
    if walk.outcome is Outcome.DIVERGED:
        return _departure(x, last, longer)
    if not walk.steps or longer.outcome is Outcome.DIVERGED:
        return moving
    within = THERE * curve.domain.width
    place = min(curve.stationary, key=lambda s: abs(s.x - x[-1]), default=None)
    if (later == x[0]).all():
        if place is None or abs(place.x - x[0]) > REST * within:
            return Fate(End.STUCK, 0, float(x[0]))
        return Fate(End.STAYED, 0, float(x[0]), turn=str(place.turn))
    if place is not None and abs(place.x - x[-1]) <= ABOUT * curve.domain.width:
        found = _beside(place, later, walk, curve.domain.width)
        if found is not None and (found.end is End.SETTLED or not _hops(later, walk.steps, within)):
            return found
    if walk.steps >= 3 and _hops(later, walk.steps, within):
        low, high = sorted((float(later[-2]), float(later[-1])))
        return Fate(End.HOPS, walk.steps, low, other=high)
    return moving


def _departure(x: np.ndarray, last: int, longer: Trajectory) -> Fate:
    seen = x[: last + 1]
    far = np.flatnonzero(_far_out(seen, seen[0]))
    step = int(far[0]) if len(far) else last + 1
    beyond = longer.points[step : int(longer.last) + 1, 0]
    gone = Fate(End.GONE, step, float(seen[-1]))
    if longer.outcome is not Outcome.DIVERGED or not _far_out(beyond, seen[0]).all():
        return gone
    # A walk that overflows in a single step has no second place out there.
    tail = longer.points[max(int(longer.last) - 2, 0) : int(longer.last) + 1, 0]
    grows = bool((np.diff(np.abs(tail)) > 0).all())
    if len(tail) > 2 and (np.diff(np.sign(tail)) != 0).all():
        return replace(gone, end=End.SWUNG) if grows else gone
    same = len(beyond) > 0 and (np.sign(beyond) == np.sign(beyond[-1])).all()
    ever = same or not len(beyond)
    return replace(gone, end=End.LEFT, x=float(tail[-1])) if grows and ever else gone


def _beside(place: Any, later: np.ndarray, walk: Trajectory, width: float) -> Fate | None:
    """Whether a walk comes to rest at a place, or keeps about it, from the step it ends with on.

    A rule whose steps have about the length of its learning rate, however flat it is, does not come
    to rest for good: Adam's mean of squares fades for thousands of steps after it has arrived, then
    it is too small for the slope, and the walk jumps. Of such rules it is said what was seen.
    """
    steps = walk.steps
    away = np.abs(later - place.x)
    tail, turn = away[steps:], str(place.turn)
    since = int(since_within(away, THERE * width))
    rests = away[int(TELLING * len(away)) :].max() <= REST * width
    # Only ever nearer, on one side: so it goes on.
    nearer = (np.diff(tail) <= 0).all() and tail[-1] < tail[0]
    certain = getattr(walk.optimizer, "step_scale", "gradient") == "gradient"
    if (rests or nearer) and since <= steps:
        if certain:
            return Fate(End.SETTLED, since, float(place.x), turn=turn)
        return Fate(End.ABOUT, since, float(place.x), turn=turn, width=THERE * width)
    if rests or nearer or not tail.max() <= ABOUT * width:
        return None
    most = float(tail.max())
    since = int(since_within(away, most))
    return Fate(End.ABOUT, since, float(place.x), turn=turn, width=most)


def _far_out(x: np.ndarray, start: float) -> np.ndarray:
    return far_out(x[None], np.array([start]))


def _hops(later: np.ndarray, steps: int, within: float) -> bool:
    """Whether every other place is the same one, and its neighbours are another, to the end."""
    same = SAME * within
    tail = later[max(steps - 3, 0) :]
    again = np.abs(tail[2:] - tail[:-2])
    # Neither from one time to the next nor in the long run does it drift.
    even, odd = np.ptp(tail[::2]), np.ptp(tail[1::2])
    return bool(again.max() <= same and max(even, odd) <= 100 * same and _two(tail, within))


def _two(tail: np.ndarray, within: float) -> bool:
    return bool(abs(tail[-1] - tail[-2]) > REST * within)

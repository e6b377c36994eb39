"""The axis of learning rates on which walks are compared, and the rates that theory names on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine.analysis.continuation import continued, look_on
from engine.analysis.linear import linear
from engine.analysis.teaching import teaching_rate
from engine.drive.machine import run
from engine.plane.attractors import PointKind
from engine.plane.curvature import curvature
from engine.plane.outlook import Outlook
from engine.plane.stationary import Place

LOWEST, HIGHEST = 1e-8, 1e3
MORE = 2000  # steps by which a walk is continued at most to see where it goes
SPAN = 30.0  # from that much below the smallest teaching rate to that much above the largest


def rate_axis(
    surface: Any, rules: Sequence[Any], count: int = 68, goals: Sequence[Place | None] = ()
) -> np.ndarray:
    """Learning rates from far too small to far too large for all of the rules.

    They stand in equal ratios, rounded to two digits, and among them are the rates that the theory
    of parabolas names: with λ an eigenvalue of the Hessian at the minimum where a walk goes, 1/λ,
    where gradient descent solves that direction in one step, 2/λ, where it flips for ever, and
    the limits of the rules that have one.

    Args:
        surface: The ground.
        rules: One or more rules with their fields set.
        count: How many rates the even axis has, before rounding and before those of theory.
        goals: The minimum of each rule's walk, None for the one nearest to the surface's start,
            as for all of them if there are none.

    Returns:
        (L,) float64, ascending.
    """
    centres = [teaching_rate(surface, type(rule)) for rule in rules]
    centres += [float(rule.learning_rate) for rule in rules if rule.learning_rate > 0]
    named: set[float] = set()
    for rule, goal in zip(rules, goals or [None] * len(rules), strict=True):
        for bend in curvatures(surface, goal):
            if bend > 0:
                named |= {1 / bend, 2 / bend}
                named |= {limit} if (limit := largest_rate(rule, bend)) else set()
    low = max(LOWEST, min(centres) / SPAN)
    high = min(HIGHEST, max([*centres, *(rate / 10 for rate in named)]) * SPAN)
    even = {float(f"{rate:.1e}") for rate in np.geomspace(low, high, count)}
    inside = {float(f"{rate:.6g}") for rate in named if low <= rate <= high}
    return np.array(sorted(even | inside))


def goal(surface: Any, rule: Any, start: Any, steps: int, schedule: Any = None) -> Place | None:
    """The minimum that a rule's walk comes to, or goes round, when it is continued.

    With the rule's own learning rate; if it comes to none, with its teaching rate. None for a
    rule of which theory knows no limit, too: nobody asks for its minimum.
    """
    if linear(rule, float(rule.learning_rate)) is None:
        return None
    for rate in (float(rule.learning_rate), teaching_rate(surface, type(rule))):
        with np.errstate(all="ignore"):
            walk = run(surface, replace(rule, learning_rate=rate), start, steps, schedule=schedule)
            more = min(look_on(walk), MORE)
            longer = continued(walk, more) if int(walk.last) >= 0 else None
            place = Outlook(walk, longer).place if longer is not None else None
        if place is not None and place.ground is PointKind.MINIMUM:
            return place
    return None


def curvatures(surface: Any, goal: Place | None = None) -> tuple[float, ...]:
    """The Hessian's eigenvalues at a minimum, ascending; () without one.

    Unless a minimum is given it is the one nearest to the surface's start.
    """
    if goal is not None:
        bent = np.isfinite(goal.low + goal.high)
        return (goal.low, goal.high) if bent else ()
    if not surface.minima:
        return ()
    x0, y0 = surface.start
    x, y = min(surface.minima, key=lambda place: np.hypot(place[0] - x0, place[1] - y0))
    bends = curvature(surface, x, y)
    if not np.isfinite(bends.low + bends.high):
        return ()
    return float(bends.low), float(bends.high)


def largest_rate(rule: Any, bend: float) -> float | None:
    """The learning rate at which walks in a parabola with f″ = ``bend`` begin to grow.

    None for a rule that is not linear in the gradient, or of which no limit is found.
    """
    step = linear(rule, float(rule.learning_rate))
    if step is None or step.reach is None:
        return None
    return step.reach / (bend + step.decay)

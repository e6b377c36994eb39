"""The largest learning rate with which a walk still comes to a minimum, found by bisection.

On an axis of rates in equal ratios the last one that converges is known to within one ratio only.
Between it and the next the limit is looked for: rates in equal ratios are tried at once, then
those between the last that converges and the first that does not, until three digits are known.
On a parabola it is 2/L for gradient descent and 2(1 + μ)/L for momentum (Boris T. Polyak, Some
methods of speeding up the convergence of iteration methods, 1964,
https://doi.org/10.1016/0041-5553(64)90137-5); elsewhere nobody has a formula for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engine.analysis.linear import linear
from engine.drive.sweeping import sweep
from engine.drive.trajectory import Outcome, Trajectory
from engine.plane.curvature import curvature
from engine.plane.rate_axis import curvatures, largest_rate
from engine.plane.rate_axis import goal as minimum_of
from engine.plane.stationary import Place

TRIED = 15  # rates at a time
CLOSE = 1.0005  # a ratio of two rates that agree in three digits
FINELY = 0.06  # of a rate: how far apart those lie that are tried first
AROUND, MORE = 60.0, 4.0  # times the limit at the minimum: from there to there it is looked for
LONG = 1200  # steps after which a walk near the limit is seen to shrink or to grow
ARRIVED_BELOW = 1e-4  # f − f* below which a walk counts as having arrived
SHRINKS = 0.95  # of the length of the gradient, from one quarter of a walk to the next
RESTS = 1e-9  # of its length at the start


def converging(walk: Trajectory) -> np.ndarray:
    """Which walks of a sweep come to a minimum, or come closer to one with every quarter.

    Args:
        walk: Walks (T + 1, L, 2); the longer they are the nearer to the limit they are told apart.

    Returns:
        (L,) of bool.
    """
    quarter = max(1, walk.steps // 4)
    surface: Any = walk.surface
    with np.errstate(all="ignore"):
        slopes = walk.gradient_norms
        third, last = (slopes[-2 * quarter : -quarter].max(axis=0), slopes[-quarter:].max(axis=0))
        second = slopes[quarter : -2 * quarter].max(axis=0)
        closer = (last <= SHRINKS * third) & (third <= second)
        rests = last <= RESTS * slopes[0]
        bends = curvature(surface, *walk.points[-1].T)
        low = np.zeros_like(closer)
        if surface.minimum is not None:
            low = (walk.heights[-quarter:] - surface.minimum <= ARRIVED_BELOW).all(axis=0)
    gone = np.asarray(walk.outcome == Outcome.DIVERGED)
    return ~gone & (low | ((closer | rests) & (bends.low > 0)))


def largest_converging(
    surface: Any, rule: Any, start: Any, rates: np.ndarray, steps: int = LONG
) -> float | None:
    """The largest learning rate that converges, to three digits and rounded down.

    Where rates that converge and such that do not alternate, as they do at the edge of what is
    stable, a rate that happens to converge between others that do not is no limit: it is the upper
    end of the widest stretch in which all do.

    Args:
        surface: The ground.
        rule: A rule with its fields set; its own learning rate does not count.
        start: Where the walks start.
        rates: (L,), ascending: where to look.
        steps: How many steps are waited for.

    Returns:
        The rate; None if none of ``rates`` converges, or the largest of them does.
    """
    rates = np.asarray(rates, float)
    tried = np.geomspace(rates[0], rates[-1], 1 + round(np.log(rates[-1] / rates[0]) / FINELY))
    last = _end_of_widest(converging(sweep(surface, rule, tried, start, steps)))
    while last is not None and last < len(tried) - 1:
        low, high = tried[last], tried[last + 1]
        if high / low <= CLOSE:
            return _rounded_down(float(low))
        tried = np.geomspace(low, high, TRIED + 2)
        inside = converging(sweep(surface, rule, tried[1:-1], start, steps))
        last = int(np.append(inside, False).argmin())  # up to the first that does not
    return None


def found_limit(surface: Any, rule: Any, start: Any, goal: Place | None) -> float | None:
    """The largest learning rate that converges, for a rule whose limit is a sharp one.

    So it is with rules that are linear in the gradient. One that divides by its length goes round
    the minimum with almost any rate, the nearer the smaller, and where that begins to count as
    arrived is no property of the rule; of such a rule the answer is None.

    Args:
        surface: The ground.
        rule: A rule with its fields set.
        start: Where the walks start.
        goal: The minimum where its walk goes, None for the one nearest to the surface's start.
    """
    steep = curvatures(surface, goal)[-1:]
    if linear(rule, float(rule.learning_rate)) is None or not steep or not steep[0] > 0:
        return None
    limit = largest_rate(rule, steep[0])
    if limit is None:
        return None
    found = largest_converging(surface, rule, start, np.array([limit / AROUND, limit * MORE]))
    if found is None:
        return None
    # A walk that creeps along a valley has not come to its end: there its limit is that of the end.
    place = minimum_of(surface, replace(rule, learning_rate=found), start, LONG)
    there = None if place is None else largest_rate(rule, place.high)
    return min(found, _rounded_down(limit if there is None else there))


def _end_of_widest(comes: np.ndarray) -> int | None:
    """Where the longest run of True ends; None without one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], comes, [False]])))
    if not edges.size:
        return None
    begins, ends = edges[::2], edges[1::2]
    return int(ends[(ends - begins).argmax()]) - 1


def _rounded_down(rate: float) -> float:
    """Three digits; 0.0037999 of 0.0038 is the latter, for it is known to three digits only."""
    unit = 10.0 ** (np.floor(np.log10(rate)) - 2)
    return float(f"{np.floor(rate * CLOSE / unit) * unit:.3g}")

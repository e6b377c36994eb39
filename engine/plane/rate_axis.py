"""The axis of learning rates on which walks are compared, and what becomes of a walk along it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from engine.analysis.linear import linear
from engine.analysis.teaching import teaching_rate
from engine.drive.trajectory import Outcome, Trajectory
from engine.plane.curvature import curvature

LOWEST, HIGHEST = 1e-8, 1e3
SPAN = 30.0  # from that much below the smallest teaching rate to that much above the largest
NEAR = 1e-4  # f − f* below which a walk counts as having arrived
LEAVES = 2.0  # domains away from the middle of the domain, where a climbing walk counts as gone


class Regime(StrEnum):
    """What a learning rate does to a walk within its budget of steps."""

    TOO_SMALL = "too small"  # not there yet; a larger rate gets lower, no smaller one gets there
    CONVERGES = "converges"  # came to rest, or to within `NEAR` of f*
    OSCILLATES = "oscillates"  # goes to and fro without getting there
    TOO_LARGE = "too large"  # not there; a smaller rate gets lower, or there
    DIVERGES = "diverges"  # left for good


def rate_axis(surface: Any, rules: Sequence[Any], count: int = 68) -> np.ndarray:
    """Learning rates from far too small to far too large for all of the rules.

    They stand in equal ratios, rounded to two digits, and among them are the rates that the theory
    of parabolas names: with λ an eigenvalue of the Hessian at the nearest minimum, 1/λ, where
    gradient descent solves that direction in one step, 2/λ, where it flips for ever, and the
    limits of the rules that have one.

    Args:
        surface: The ground.
        rules: One or more rules with their fields set.
        count: How many rates the even axis has, before rounding and before those of theory.

    Returns:
        (L,) float64, ascending.
    """
    centres = [teaching_rate(surface, type(rule)) for rule in rules]
    centres += [float(rule.learning_rate) for rule in rules if rule.learning_rate > 0]
    named: set[float] = set()
    for bend in curvatures(surface):
        if bend > 0:
            named |= {1 / bend, 2 / bend}
            named |= {limit for rule in rules if (limit := largest_rate(rule, bend))}
    low = max(LOWEST, min(centres) / SPAN)
    high = min(HIGHEST, max([*centres, *(rate / 10 for rate in named)]) * SPAN)
    even = {float(f"{rate:.1e}") for rate in np.geomspace(low, high, count)}
    inside = {float(f"{rate:.6g}") for rate in named if low <= rate <= high}
    return np.array(sorted(even | inside))


def curvatures(surface: Any) -> tuple[float, ...]:
    """The Hessian's eigenvalues at the minimum nearest to the start, ascending; () without one."""
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


def regimes(walk: Trajectory, domain: Any, near: float = NEAR) -> np.ndarray:
    """What became of every walk of a sweep, in one word.

    A walk that neither arrives nor leaves oscillates if most of its late steps turn back on the
    one before. Else its rate is too small up to the one that ends lowest, as long as no smaller
    one arrives, and beyond that too large: there it oscillates, too, if any late step goes against
    where the later half of the walk leads, as a heavy ball's do that swings.

    Args:
        walk: The walks with learning rates (L,), ascending.
        domain: The surface's rectangle: x_min, x_max, y_min, y_max.
        near: f − f* below which a walk counts as having arrived; ends closer than this in height
            are equally low.

    Returns:
        (L,) of `Regime`.
    """
    with np.errstate(all="ignore"):
        moved = np.diff(walk.points, axis=0)
        late = moved[len(moved) // 2 :]
        backward = (late[1:] * late[:-1]).sum(axis=-1) < 0
        turning = backward.mean(axis=0) > 0.5 if len(backward) else np.zeros(late.shape[1:-1], bool)
        swinging = ((late * late.sum(axis=0)).sum(axis=-1) < 0).any(axis=0)
        heights = walk.heights[-1]
        arrived = walk.outcome == Outcome.CONVERGED
        if walk.surface.minimum is not None:
            arrived |= heights - walk.surface.minimum <= near
        away = _domains_away(walk.points[-1], domain)
        gone = (walk.outcome == Outcome.DIVERGED) | ((away > LEAVES) & (heights > walk.heights[0]))
    ends = np.where(gone, np.inf, heights)
    lowest = np.flatnonzero(ends <= ends.min() + near)[-1]
    small = (np.arange(len(ends)) <= lowest) & ~np.logical_or.accumulate(arrived & ~gone)
    to_and_fro = turning | (swinging & ~small)
    names = [Regime.DIVERGES, Regime.CONVERGES, Regime.OSCILLATES, Regime.TOO_SMALL]
    found = np.select([gone, arrived, to_and_fro, small], range(4), 4)
    return np.array([*names, Regime.TOO_LARGE], dtype=object)[found]


def _domains_away(points: np.ndarray, domain: Any) -> np.ndarray:
    """How far from the domain's middle, in units of the domain, along the worse coordinate."""
    middle = np.array([domain.x_min + domain.x_max, domain.y_min + domain.y_max]) / 2
    extent = np.array([domain.x_max - domain.x_min, domain.y_max - domain.y_min])
    return np.abs((points - middle) / extent).max(axis=-1)

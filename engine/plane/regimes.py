"""What a learning rate does to a walk within its budget of steps, in one word."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

import numpy as np

from engine.analysis.continuation import continued_some
from engine.analysis.linear import growth, linear
from engine.analysis.settling import since_within
from engine.drive.outcome import Outcome, length
from engine.drive.trajectory import Trajectory
from engine.plane.curvature import curvature

ARRIVED = 1e-4  # f − f* below which a walk counts as having arrived
LEAVES = 2.0  # domains away from the middle of the domain, where a climbing walk may be gone
STAYS = 0.25  # of its steps: for so long at its end who has arrived must have been there
LEAST, MOST = 200, 1000  # steps by which a walk is continued before it is said to converge
STILL = 0.01  # of the diagonal: who moves no farther has stayed at rest
GROWS = 2.0  # times as far away, when it is continued: who goes so far out leaves
BENT = 1e-8  # a smaller eigenvalue of the Hessian counts as 0


class Regime(StrEnum):
    """What a learning rate does to a walk within its budget of steps."""

    TOO_SMALL = "too small"  # not there yet; a larger rate gets lower, no smaller one gets there
    CONVERGES = "converges"  # at a minimum, or within `ARRIVED` of f*, and stays when continued
    STOPS = "stops"  # came to rest where there is no minimum
    OSCILLATES = "oscillates"  # goes to and fro without getting there
    TOO_LARGE = "too large"  # not there; a smaller rate gets lower, or there
    DIVERGES = "diverges"  # left for good


def regimes(walk: Trajectory, domain: Any, near: float = ARRIVED) -> np.ndarray:
    """What became of every walk of a sweep, in one word.

    Walks that seem to have arrived, or to have left, are continued before that is said of them. A
    walk that neither arrives nor leaves oscillates if most of its late steps turn back on the
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
        rests = walk.outcome == Outcome.CONVERGED
        minima, low = _at_minima(walk, near), _low(walk.heights, walk, near)
        long = since_within(np.where(low, 0.0, 1.0), 0.5) <= (1 - STAYS) * walk.steps
        there = (rests & minima) | (low[-1] & (long | (walk.steps < 1 / STAYS)))
        away = _domains_away(walk.points[-1], domain)
        out = (away > LEAVES) & (heights > walk.heights[0]) & (walk.outcome == Outcome.BUDGET)
        arrived, leaves = _asked(walk, there, out, near)
        gone, stopped = (walk.outcome == Outcome.DIVERGED) | leaves, rests & ~minima
    ends = np.where(gone, np.inf, heights)
    lowest = np.flatnonzero(ends <= ends.min() + near)[-1]
    small = (np.arange(len(ends)) <= lowest) & ~np.logical_or.accumulate(arrived & ~gone)
    # Who is low enough at the end, but was not or will not be, passes by.
    passes = low[-1] & ~arrived
    to_and_fro = turning | (swinging & ~small) | passes
    names = [
        Regime.DIVERGES,
        Regime.CONVERGES,
        Regime.STOPS,
        Regime.OSCILLATES,
        Regime.TOO_SMALL,
    ]
    found = np.select([gone, arrived, stopped, to_and_fro, small], range(5), 5)
    return np.array([*names, Regime.TOO_LARGE], dtype=object)[found]


def _at_minima(walk: Trajectory, near: float) -> np.ndarray:
    """(L,); whether the ground rises all around the ends, or they are as low as a minimum."""
    bend = curvature(walk.surface, *walk.points[-1].T)  # type: ignore[arg-type]
    return (bend.low > BENT) | _low(walk.heights[-1], walk, near)


def _low(heights: np.ndarray, walk: Trajectory, near: float) -> np.ndarray:
    floor = walk.surface.minimum
    return np.zeros(heights.shape, bool) if floor is None else heights - floor <= near


def _asked(
    walk: Trajectory, there: np.ndarray, out: np.ndarray, near: float
) -> tuple[np.ndarray, np.ndarray]:
    """(L,) each; who of those that seem to be there stays, and of those far out leaves."""
    rests: np.ndarray = np.asarray(walk.outcome == Outcome.CONVERGED)
    sure = there & rests & _attracted(walk)
    who = np.flatnonzero((there & ~sure) | out)
    stays, leaves = sure, np.zeros_like(out)
    if who.size:
        after = continued_some(walk, who, min(max(walk.steps, LEAST), MOST))
        later = after.points[walk.steps :]
        moved = length(np.moveaxis(later - walk.points[-1, who], -1, 0)).max(axis=0)
        diagonal = float(walk.surface.domain.diagonal)  # type: ignore[attr-defined]
        low = _low(after.heights[walk.steps :], walk, near).all(axis=0)
        stays[who] = there[who] & (low | (rests[who] & (moved <= STILL * diagonal)))
        before = length(np.moveaxis(walk.points[:, who], -1, 0)).max(axis=0)
        grows = np.nanmax(length(np.moveaxis(later, -1, 0)), axis=0) > GROWS * before
        leaves[who] = out[who] & ((after.outcome == Outcome.DIVERGED) | grows)
    return stays, leaves


def _attracted(walk: Trajectory) -> np.ndarray:
    """(L,); of whom theory says that the minimum at which they are draws them on.

    So it is with a rule that is linear, and whose errors shrink at both curvatures there.
    """
    rule: Any = walk.optimizer
    rates = np.broadcast_to(rule.learning_rate, walk.heights.shape[1:])
    found = np.zeros(rates.shape, bool)
    if walk.schedule is not None or linear(replace(rule, learning_rate=1.0), 1.0) is None:
        return found
    bend = curvature(walk.surface, *walk.points[-1].T)  # type: ignore[arg-type]
    for i in np.flatnonzero(walk.outcome == Outcome.CONVERGED):
        rate = float(rates[i])
        factor = growth(
            linear(replace(rule, learning_rate=rate), rate), (bend.low[i], bend.high[i])
        )
        found[i] = factor is not None and factor < 1
    return found


def _domains_away(points: np.ndarray, domain: Any) -> np.ndarray:
    """How far from the domain's middle, in units of the domain, along the worse coordinate."""
    middle = np.array([domain.x_min + domain.x_max, domain.y_min + domain.y_max]) / 2
    extent = np.array([domain.x_max - domain.x_min, domain.y_max - domain.y_min])
    return np.abs((points - middle) / extent).max(axis=-1)

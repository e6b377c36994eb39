"""What a learning rate does to a walk within its budget of steps, in one word."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np

from engine.analysis.continuation import continued_some
from engine.analysis.settling import since_within
from engine.curvature import curvature
from engine.trajectory import Outcome, Trajectory

NEAR = 1e-4  # f − f* below which a walk counts as having arrived
LEAVES = 2.0  # domains away from the middle of the domain, where a climbing walk may be gone
STAYS = 0.25  # of its steps: for so long at its end who has arrived must have been there
LEAST, MOST = 200, 2000  # steps by which a walk is continued before it is said to converge
GROWS = 2.0  # times as far away, when it is continued: who goes so far out leaves
BENT = 1e-8  # a smaller eigenvalue of the Hessian counts as 0


class Regime(StrEnum):
    """What a learning rate does to a walk within its budget of steps."""

    TOO_SMALL = "too small"  # not there yet; a larger rate gets lower, no smaller one gets there
    CONVERGES = "converges"  # at a minimum, or within `NEAR` of f*, and stays when it is continued
    STOPS = "stops"  # came to rest where there is no minimum
    OSCILLATES = "oscillates"  # goes to and fro without getting there
    TOO_LARGE = "too large"  # not there; a smaller rate gets lower, or there
    DIVERGES = "diverges"  # left for good


def regimes(walk: Trajectory, domain: Any, near: float = NEAR) -> np.ndarray:
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
        arrived, stopped = _arrived(walk, near), rests & ~_at_minima(walk, near)
        away = _domains_away(walk.points[-1], domain)
        out = (away > LEAVES) & (heights > walk.heights[0]) & (walk.outcome == Outcome.BUDGET)
        gone = (walk.outcome == Outcome.DIVERGED) | _leaving(walk, out)
    ends = np.where(gone, np.inf, heights)
    lowest = np.flatnonzero(ends <= ends.min() + near)[-1]
    small = (np.arange(len(ends)) <= lowest) & ~np.logical_or.accumulate(arrived & ~gone)
    # Who is low enough at the end, but was not or will not be, passes by.
    passes = _low(heights, walk, near) & ~arrived
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


def _arrived(walk: Trajectory, near: float) -> np.ndarray:
    """(L,); who is at a minimum, has been there, and is there still when continued."""
    steps = walk.steps
    rests = (walk.outcome == Outcome.CONVERGED) & _at_minima(walk, near)
    low = _low(walk.heights, walk, near)
    long = since_within(np.where(low, 0.0, 1.0), 0.5) <= steps - STAYS * steps
    there = rests | (low[-1] & (long | (steps < 1 / STAYS)))
    who = np.flatnonzero(there)
    if not who.size:
        return there
    after = continued_some(walk, who, min(max(steps, LEAST), MOST))
    stays = _low(after.heights[steps:], walk, near).all(axis=0)
    moved = after.points[steps:] - walk.points[-1, who]
    still = np.hypot(moved[..., 0], moved[..., 1]).max(axis=0) <= 0.01 * _diagonal(walk)
    there[who] = stays | (rests[who] & still)
    return there


def _leaving(walk: Trajectory, out: np.ndarray) -> np.ndarray:
    """(L,); who of those that are far out and high up goes still farther when continued."""
    who = np.flatnonzero(out)
    if not who.size:
        return out
    after = continued_some(walk, who, min(max(walk.steps, LEAST), MOST))
    away = np.hypot(*np.moveaxis(after.points, -1, 0))
    before, later = away[: walk.steps + 1], away[walk.steps + 1 :]
    grows = np.nanmax(later, axis=0, initial=0.0) > GROWS * before.max(axis=0)
    found = out.copy()
    found[who] = (after.outcome == Outcome.DIVERGED) | grows
    return found


def _diagonal(walk: Trajectory) -> float:
    return float(walk.surface.domain.diagonal)  # type: ignore[attr-defined]


def _domains_away(points: np.ndarray, domain: Any) -> np.ndarray:
    """How far from the domain's middle, in units of the domain, along the worse coordinate."""
    middle = np.array([domain.x_min + domain.x_max, domain.y_min + domain.y_max]) / 2
    extent = np.array([domain.x_max - domain.x_min, domain.y_max - domain.y_min])
    return np.abs((points - middle) / extent).max(axis=-1)

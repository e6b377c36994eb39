"""Where a loss is lowest, to rounding."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from surfaces.losses.kind import Lowest

STEPS, HALVINGS = 60, 20
REACH, GRID, DESCENT = 5.0, 8, 25  # how far starts lie, how many along a side, steps from each
MOST_TRIED, MOST_MINIMA, FARTHEST, APART = 4, 4, 100.0, 1e-5
WAYS, ASIDE = 64, 1e-3  # in which directions, and how far in sizes of a place, others are looked at
FLAT = 1e-13  # of the larger curvature: a smaller one is none


def convex(loss: Any, start: tuple[float, float] = (0.0, 0.0)) -> Lowest:
    """The minimiser of a convex loss whose second derivatives exist but where a weight is 0.

    With a lasso the answer is known once it is known which weights are 0 and which sign the others
    have: all nine cases are solved as if the sign held wherever they lead, and the lowest of all
    places is taken, of which the right one is one.
    """
    plain, swift = loss.plain, loss.plain.side_by_side()
    if not loss.lasso:
        found = _newton(swift, start, (True, True), (0.0, 0.0))
        return ((found,) if _alone(swift, found) else ()), float(plain.f(*found))
    places = _of_signs(swift, [start])
    heights = [float(plain.f(*place)) for place in places]
    best = int(np.nanargmin(heights))
    return ((places[best],) if _alone(swift, places[best]) else ()), heights[best]


def _of_signs(plain: Any, starts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Where Newton's method ends if both weights keep a sign or are 0, in all nine cases."""
    places, smooth = [(0.0, 0.0)], _Smooth(plain)
    for signs in product((-1.0, 0.0, 1.0), repeat=2):
        free = signs[0] != 0, signs[1] != 0
        pull = plain.lasso * signs[0], plain.lasso * signs[1]
        for x, y in starts if any(free) else ():
            begin = (x if free[0] else 0.0, y if free[1] else 0.0)
            places.append(_newton(smooth, begin, free, pull))
    return places


@lru_cache(maxsize=256)
def deepest(loss: Any) -> Lowest:
    """The deepest minimisers of a loss that is not convex: from starts all around, to rounding.

    Where the lowest places are level along some direction they fill a curve, and none is given.
    """
    grid = REACH * np.linspace(-1, 1, GRID)
    places = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    places = _descended(loss, places)
    found = list(dict.fromkeys((round(float(x), 4), round(float(y), 4)) for x, y in places))
    plain, swift = loss.plain, loss.plain.side_by_side()
    rough = swift.f(*np.transpose(found)) + 0.0
    low = [place for _, place in sorted(zip(rough, found, strict=True))][:MOST_TRIED]
    if loss.lasso:
        ends = _of_signs(swift, low)
    else:
        ends = [_newton(swift, place, (True, True), (0.0, 0.0)) for place in low]
    ends = [place for place in ends if np.isfinite(place).all() and np.hypot(*place) < FARTHEST]
    if not ends:
        return (), None
    heights = [float(plain.f(*place)) for place in ends]
    floor = min(heights)
    best: list[tuple[float, float]] = []
    for place, height in zip(ends, heights, strict=True):
        as_low = height <= floor + 1e-12 * max(floor, 1e-3)
        if as_low and all(np.hypot(place[0] - x, place[1] - y) > APART for x, y in best):
            best.append(place)
    if not all(_alone(swift, place) for place in best) or len(best) > MOST_MINIMA:
        return (), floor
    return tuple(sorted(best)), floor


def _descended(loss: Any, places: np.ndarray) -> np.ndarray:
    """Newton's method that goes down only: both bends are lifted above 0, steps are halved."""
    for _ in range(DESCENT):
        slopes, bends = loss.gradient(places), loss.hessian(places)
        values, axes = np.linalg.eigh(np.nan_to_num(bends))
        lifted = np.maximum(
            np.abs(values), 1e-3 + 1e-3 * np.abs(values).max(axis=-1, keepdims=True)
        )
        steps = np.einsum("nij,nj,nkj,nk->ni", axes, 1 / lifted, axes, slopes)
        here, length = loss.value(places), np.ones(len(places))
        for _ in range(12):
            worse = ~(loss.value(places - length[:, None] * steps) <= here)
            length = np.where(worse, length / 3, length)
        places = np.where(worse[:, None], places, places - length[:, None] * steps)
    return places


class _Smooth:
    """A loss without its lasso, all rows at once."""

    def __init__(self, plain: Any) -> None:
        self._plain, self._lasso = plain, plain.lasso

    def f(self, x: float, y: float) -> float:
        return self._plain.f(x, y) - self._lasso * (abs(x) + abs(y))

    def df(self, x: float, y: float) -> tuple[float, float]:
        u, v = self._plain.df(x, y)
        return u - self._lasso * np.sign(x), v - self._lasso * np.sign(y)

    def d2f(self, x: float, y: float) -> Any:
        return self._plain.d2f(x, y)


def _alone(plain: Any, place: tuple[float, float]) -> bool:
    """Whether the ground rises from there on all sides; else the lowest places fill a curve."""
    xx, xy, yy = (float(part) for part in plain.d2f(*place))
    turn = 2 * np.pi * np.arange(WAYS) / WAYS
    ways = np.stack([np.cos(turn), np.sin(turn)])
    if np.isfinite((xx, xy, yy)).all():
        values, axes = np.linalg.eigh([[xx, xy], [xy, yy]])
        if not plain.lasso and values[0] <= FLAT * values[1]:
            return False
        ways = np.concatenate([ways, axes, -axes], axis=1)
    aside = ASIDE * max(1.0, float(np.hypot(*place))) * ways
    here = float(plain.f(*place))
    around = plain.f(place[0] + aside[0], place[1] + aside[1])
    return bool((around > here + 1e-15 * max(1.0, abs(here))).all())


def _newton(
    smooth: Any, start: tuple[float, float], free: tuple[bool, bool], pull: tuple[float, float]
) -> tuple[float, float]:
    """Newton's method on f + pull·w over the free weights, down only, steps halved while f rises.

    It goes on until a step leads no lower and the slope is no smaller.
    """
    place, which = np.array(start), np.flatnonzero(free)
    if not len(which):
        return float(place[0]) + 0.0, float(place[1]) + 0.0  # no −0

    def height(at: np.ndarray) -> float:
        return float(smooth.f(float(at[0]), float(at[1]))) + float(at @ pull)

    def slope(at: np.ndarray) -> np.ndarray:
        return (np.array(smooth.df(float(at[0]), float(at[1])), dtype=float) + pull)[which]

    here, uphill = height(place), slope(place)
    for _ in range(STEPS):
        xx, xy, yy = (float(part) for part in smooth.d2f(float(place[0]), float(place[1])))
        if not np.isfinite((xx, xy, yy)).all():
            break
        values, axes = np.linalg.eigh(np.array([[xx, xy], [xy, yy]])[np.ix_(which, which)])
        sizes = np.abs(values)
        kept = sizes > FLAT * sizes.max()  # along what is level nobody needs to go
        along = axes.T @ uphill
        step = axes @ np.divide(along, sizes, out=np.zeros_like(along), where=kept)
        for _ in range(HALVINGS):
            there = place.copy()
            there[which] -= step
            lower, flatter = height(there), slope(there)
            # Near the bottom heights are equal to rounding, and slopes are not.
            level = lower <= here + 1e-14 * abs(here)
            if lower < here - 1e-14 * abs(here) or (
                level and np.linalg.norm(flatter) < 0.9 * np.linalg.norm(uphill)
            ):
                break
            step = step / 2
        else:
            break
        place, here, uphill = there, lower, flatter
        if not np.any(uphill):
            break
    return float(place[0]) + 0.0, float(place[1]) + 0.0  # no −0

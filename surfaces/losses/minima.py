"""Where a loss is lowest, to rounding."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from surfaces.losses.kind import Lowest

STEPS, HALVINGS = 200, 60
FLAT = 1e-13  # of the larger curvature: a smaller one is none


def convex(loss: Any) -> Lowest:
    """The minimiser of a convex loss whose second derivatives exist but where a weight is 0.

    With a lasso the answer is known once it is known which weights are 0 and which sign the others
    have: all nine cases are solved as if the sign held wherever they lead, and the lowest of all
    places is taken, of which the right one is one.
    """
    plain = loss.plain
    if not loss.lasso:
        found = _newton(plain, (0.0, 0.0), (True, True), (0.0, 0.0))
        if _level(plain, found):
            return (), float(plain.f(*found))
        return (found,), float(plain.f(*found))
    places = []
    for signs in product((-1.0, 0.0, 1.0), repeat=2):
        free = signs[0] != 0, signs[1] != 0
        pull = loss.lasso * signs[0], loss.lasso * signs[1]
        # Begin on the sign's own side, where the slope of |w| is that of the case.
        places.append(_newton(_Smooth(plain), (0.0, 0.0), free, pull))
    heights = [float(plain.f(*place)) for place in places]
    best = int(np.nanargmin(heights))
    return (places[best],), heights[best]


class _Smooth:
    """A loss without its lasso."""

    def __init__(self, plain: Any) -> None:
        self._plain, self._lasso = plain, plain.lasso

    def f(self, x: float, y: float) -> float:
        return self._plain.f(x, y) - self._lasso * (abs(x) + abs(y))

    def df(self, x: float, y: float) -> tuple[float, float]:
        u, v = self._plain.df(x, y)
        return u - self._lasso * np.sign(x), v - self._lasso * np.sign(y)

    def d2f(self, x: float, y: float) -> Any:
        return self._plain.d2f(x, y)


def _level(plain: Any, place: tuple[float, float]) -> bool:
    """Whether the ground does not bend along some direction there: minimisers fill a line."""
    xx, xy, yy = (float(part) for part in plain.d2f(*place))
    low, high = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
    return bool(low <= FLAT * high)


def _newton(
    smooth: Any, start: tuple[float, float], free: tuple[bool, bool], pull: tuple[float, float]
) -> tuple[float, float]:
    """Newton's method on f + pull·w over the free weights, its steps halved while f rises.

    It goes on until a step leads no lower and the slope is no smaller.
    """
    place, which = np.array(start), np.flatnonzero(free)
    if not len(which):
        return float(place[0]), float(place[1])

    def height(at: np.ndarray) -> float:
        return float(smooth.f(*map(float, at))) + float(at @ pull)

    def slope(at: np.ndarray) -> np.ndarray:
        return (np.array([float(part) for part in smooth.df(*map(float, at))]) + pull)[which]

    here, uphill = height(place), slope(place)
    for _ in range(STEPS):
        xx, xy, yy = (float(part) for part in smooth.d2f(*map(float, place)))
        bend = np.array([[xx, xy], [xy, yy]])[np.ix_(which, which)]
        step = np.linalg.lstsq(bend, uphill, rcond=FLAT)[0]
        for _ in range(HALVINGS):
            there = place.copy()
            there[which] -= step
            lower, flatter = height(there), slope(there)
            # Near the bottom heights are equal to rounding, and slopes are not.
            level = lower <= here + 1e-14 * abs(here)
            if lower < here or (level and np.linalg.norm(flatter) < np.linalg.norm(uphill)):
                break
            step = step / 2
        else:
            break
        place, here, uphill = there, lower, flatter
        if not np.any(uphill):
            break
    return float(place[0]), float(place[1])

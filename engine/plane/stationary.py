"""The stationary point next to a place, and what the ground is like there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.plane.attractors import PointKind, is_lowest
from engine.plane.curvature import of_hessian
from engine.plane.protocols import Charted

CORRECTIONS = 40  # Newton steps; two or three are enough but where the Hessian vanishes
NO_BEND = 1e-8  # an eigenvalue below this counts as 0, absolutely ...
NO_BEND_BESIDE = 1e-10  # ... or beside the other eigenvalue
AT_KINK, JUMP = 0.1, 1e-2  # of the diagonal; of the slope there
AT_TIP = 1e-4  # of the map's diagonal: so near to a minimum that is not smooth, it is meant
SEARCHED = 0.25  # of the map's diagonal: as far from the end of a walk as one is looked for
SAME = 1e-6  # of the map's diagonal: two places so near are one


@dataclass(frozen=True)
class Place:
    """A stationary point.

    Attributes:
        x: Its place.
        y: As x.
        height: f there.
        ground: Minimum, saddle, maximum, or flat where an eigenvalue is 0.
        lowest: Whether it is a global minimum, or the lowest one that was found.
        low: The smaller eigenvalue of the Hessian; NaN where there is none, as on a cone's tip.
        high: The larger one.
        angle: Of the direction of ``high`` with the x-axis, in radians.
        found: Whether nobody knows that there is no lower one.
    """

    x: float
    y: float
    height: float
    ground: PointKind
    lowest: bool
    low: float
    high: float
    angle: float
    found: bool = False

    def distances(self, points: np.ndarray) -> np.ndarray:
        """(n,); how far each of the points, (n, 2), is."""
        with np.errstate(all="ignore"):
            return np.hypot(points[:, 0] - self.x, points[:, 1] - self.y)

    def slope_of_model(self, x: Any, y: Any) -> tuple[Any, Any]:
        """The gradient at a point if the ground were the parabola that touches it here."""
        c, s = np.cos(self.angle), np.sin(self.angle)
        dx, dy = x - self.x, y - self.y
        along, across = self.high * (c * dx + s * dy), self.low * (c * dy - s * dx)
        return c * along - s * across, s * along + c * across


def stationary(surface: Charted, x: float, y: float, near: float) -> Place | None:
    """The stationary point that Newton's method finds next to a place, if it is near.

    Args:
        surface: The ground.
        x: The place.
        y: As x.
        near: How far the method may go from there.
    """
    with np.errstate(all="ignore"):
        try:
            tip = _tip(surface, x, y, min(near, AT_TIP * surface.domain.diagonal))
            if tip is not None:
                return tip  # beside it Newton's method goes anywhere
            found = _newton(surface, np.float64(x), np.float64(y), near)
            return _tip(surface, x, y, near) if found is None else _described(surface, *found)
        except ArithmeticError:
            return None


def _newton(surface: Charted, x: Any, y: Any, near: float) -> tuple[Any, Any] | None:
    x0, y0 = x, y
    for _ in range(CORRECTIONS):
        gx, gy = surface.df(x, y)
        if gx == 0 and gy == 0:
            return x, y
        xx, xy, yy = surface.d2f(x, y)
        determinant = np.float64(xx) * yy - np.float64(xy) * xy
        dx, dy = (yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant
        x, y = x - dx, y - dy
        if not np.hypot(x - x0, y - y0) <= near:
            return None
        if np.hypot(dx, dy) <= 1e-14 * (np.hypot(x, y) + 1e-6):
            return x, y
    # Newton's method halves the distance only, where the Hessian vanishes; elsewhere the last
    # steps are rounding.
    return (x, y) if np.hypot(dx, dy) <= 1e-9 * near else None


def _described(surface: Charted, x: Any, y: Any) -> Place:
    height = float(surface.f(x, y))
    bend = of_hessian(*(np.float64(part) for part in surface.d2f(x, y)))
    low, high = float(bend.low), float(bend.high)
    if not np.isfinite(low + high):
        return _tip(surface, float(x), float(y), SAME) or Place(
            float(x), float(y), height, PointKind.FLAT, False, low, high, 0.0
        )
    zero = max(NO_BEND, NO_BEND_BESIDE * max(abs(low), abs(high)))
    if min(abs(low), abs(high)) <= zero:
        ground = PointKind.FLAT
    elif low > 0:
        ground = PointKind.MINIMUM
    else:
        ground = PointKind.SADDLE if high > 0 else PointKind.MAXIMUM
    lowest = ground is PointKind.MINIMUM and _lowest(surface, x, y, height)
    place = Place(float(x), float(y), height, ground, lowest, low, high, float(bend.angle))
    return replace(place, found=_was_found(surface))


def _was_found(surface: Charted) -> bool:
    return bool(getattr(surface, "found", False))


def _lowest(surface: Charted, x: float, y: float, height: float) -> bool:
    """Whether this place is one of the global minima, or as low."""
    same = SAME * surface.domain.diagonal
    known = any(np.hypot(x - u, y - v) <= same for u, v in surface.minima)
    # Where f falls without end the deepest minima of the map are no global ones.
    return (known and surface.minimum is not None) or is_lowest(surface, height)


def _tip(surface: Charted, x: float, y: float, near: float) -> Place | None:
    """A known minimum where f is not smooth, so that Newton's method cannot find it."""
    known = min(surface.minima, key=lambda m: np.hypot(x - m[0], y - m[1]), default=None)
    if known is None or not np.hypot(x - known[0], y - known[1]) <= near:
        return None
    if np.isfinite(surface.hessian(*known)).all() and not _is_kink(surface, *known):
        return None
    height = float(surface.value(*known))
    u, v = known
    lowest = surface.minimum is not None
    found = _was_found(surface)
    return Place(u, v, height, PointKind.MINIMUM, lowest, np.nan, np.nan, 0.0, found)


def _is_kink(surface: Charted, x: float, y: float) -> bool:
    """Whether the slope jumps at a minimum that has second derivatives, as where planes meet."""
    if surface.smooth:
        return False
    turn = 2 * np.pi * (np.arange(8) + 0.5) / 8
    ring = surface.domain.diagonal * np.stack([np.cos(turn), np.sin(turn)])
    near, aside = (
        np.hypot(*surface.gradient(x + share * ring[0], y + share * ring[1]))
        for share in (SAME, AT_KINK)
    )
    return bool((near > JUMP * aside.max()).all())

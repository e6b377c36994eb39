"""How the ground bends: the eigenvalues of the Hessian and the directions they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.plane.protocols import Bent


@dataclass(frozen=True, eq=False)
class Curvature:
    """Second derivatives along the two directions in which they are extreme.

    Attributes:
        low: (...) float64; the smaller eigenvalue of the Hessian, in units of f per unit squared.
        high: (...); the larger one.
        angle: (...); of the direction of ``high`` with the x-axis, in radians, in (−π/2, π/2]. The
            direction of ``low`` is at right angles to it. 0 where every direction is alike.
    """

    low: Any
    high: Any
    angle: Any

    @property
    def condition(self) -> Any:
        """(...); high/low, the condition number, NaN unless the ground rises all around."""
        with np.errstate(all="ignore"):
            return np.where(self.low > 0, self.high / self.low, np.nan)


def curvature(surface: Bent, x: Any, y: Any) -> Curvature:
    """The curvature at points; NaN where the Hessian is not finite."""
    return of_hessian(*surface.hessian(x, y))


def of_hessian(xx: Any, xy: Any, yy: Any) -> Curvature:
    """The eigenvalues, mean ± radius, and the direction of the larger one."""
    with np.errstate(all="ignore"):
        mean, half = (xx + yy) / 2, (xx - yy) / 2
        radius = np.hypot(half, xy)
        return Curvature(mean - radius, mean + radius, np.arctan2(xy, half) / 2)

"""Saddles: where the ground is level, rises along one direction and falls along another."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.plane.protocols import Bent

SEEDS = 41  # along each side
CORRECTIONS = 40  # Newton steps
LEVEL = 1e-9  # a gradient below this, in units of the largest one among the seeds, is none
SAME = 1e-4  # of the rectangle's diagonal; two places nearer than this are one


def saddles(surface: Bent, domain: tuple[float, float, float, float]) -> np.ndarray:
    """The saddles in a rectangle, by Newton's method from a grid of seeds.

    Newton's method goes to stationary points of every kind; those with eigenvalues of both signs
    are kept. A saddle that no seed finds is missing: the list is for pictures, not for proofs.

    Args:
        surface: The ground.
        domain: x_min, x_max, y_min, y_max.

    Returns:
        (k, 2) float64, sorted by x, then y.
    """
    x_min, x_max, y_min, y_max = domain
    x, y = np.meshgrid(np.linspace(x_min, x_max, SEEDS), np.linspace(y_min, y_max, SEEDS))
    here: Any = np.stack([x.ravel(), y.ravel()])
    near = SAME * float(np.hypot(x_max - x_min, y_max - y_min))
    with np.errstate(all="ignore"):
        steepest = np.nanmax(np.hypot(*surface.gradient(*here)))
        for _correction in range(CORRECTIONS):
            gx, gy = surface.gradient(*here)
            xx, xy, yy = surface.hessian(*here)
            determinant = xx * yy - xy * xy
            here = here - np.stack([yy * gx - xy * gy, xx * gy - xy * gx]) / determinant
        xx, xy, yy = surface.hessian(*here)
        level = np.hypot(*surface.gradient(*here)) <= LEVEL * steepest
        inside = (here[0] >= x_min) & (here[0] <= x_max) & (here[1] >= y_min) & (here[1] <= y_max)
        bent = np.hypot(xx - yy, 2 * xy) + np.abs(xx + yy)
        # Flat ground is no saddle: the product of the eigenvalues must be clear of zero.
        mixed = xx * yy - xy * xy < -1e-6 * bent * bent
    found = here[:, level & inside & mixed].T
    # Many seeds find the same saddle; what is left are few that lie where two cells meet.
    first = np.unique(np.round(found / near), axis=0, return_index=True)[1]
    kept: list[tuple[float, float]] = []
    for u, v in sorted(found[first].tolist()):
        if all(np.hypot(u - a, v - b) > near for a, b in kept):
            kept.append((u, v))
    return np.array(kept, dtype=float).reshape(-1, 2)

"""Whether weights exist that tell all examples right, and which do it by the widest margin.

Then a logistic loss has no minimum: the longer such weights are, the lower it is.
D. Soudry, E. Hoffer, M. S. Nacson, S. Gunasekar, N. Srebro, The implicit bias of gradient descent
on separable data, 2018, https://jmlr.org/papers/v19/18-188.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

CLOSE = 1e-12  # of a half turn


def parting(loss: Any) -> tuple[float, float] | None:
    """The direction of the widest margin, of length 1; None where some example is told wrong.

    Points with their sign lie in a half plane if, seen from the origin, they leave a half turn
    free. Where some lie on its edge, weights along the others tell these neither right nor wrong,
    and the loss falls for ever, too; not so where all lie there, on both sides.
    """
    points = np.stack([loss.plain.rows.a, loss.plain.rows.b], axis=1)
    points = points[np.any(points != 0, axis=1)]
    if not len(points):
        return None
    angles = np.sort(np.arctan2(points[:, 1], points[:, 0]))
    gaps = np.diff(np.append(angles, angles[0] + 2 * np.pi))
    widest = int(np.argmax(gaps))
    if gaps[widest] < np.pi * (1 - CLOSE):
        return None
    if gaps[widest] <= np.pi * (1 + CLOSE):  # some on the edge
        low = angles[widest]
        away = np.array([np.sin(low), -np.cos(low)])
        told = points @ away
        if told.max() <= 1e-9 * np.abs(points).max():
            return None
        return float(away[0]), float(away[1])
    nearest = _nearest(points)
    nearest = nearest / np.hypot(*nearest)
    return float(nearest[0]), float(nearest[1])


def _nearest(points: np.ndarray) -> np.ndarray:
    """The point of their convex hull that is nearest to the origin, which is outside.

    It is the widest margin's direction, and lies at a point or between two of them.
    """
    first, second = (points[part] for part in np.triu_indices(len(points)))
    along = second - first
    square = (along**2).sum(axis=1)
    with np.errstate(all="ignore"):
        share = np.where(square > 0, -(first * along).sum(axis=1) / square, 0.0)
    places = first + np.clip(share, 0.0, 1.0)[:, None] * along
    return np.asarray(places[np.argmin((places**2).sum(axis=1))])

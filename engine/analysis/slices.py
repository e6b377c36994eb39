"""A plane through many dimensions, on which a walk is shown: the ground there, and how far it lies.

The plane holds the start, the end and, across the line between them, the direction in which the
rest of the walk is widest: the first principal component of what is left of it. Hao Li, Zheng Xu,
Gavin Taylor, Christoph Studer, Tom Goldstein, Visualizing the loss landscape of neural nets, 2018
(https://arxiv.org/abs/1712.09913), take both axes from the components about the end; then the start
lies beside the plane. Few dimensions hide most of a walk even where they hold most of its variance:
Joseph Antognini, Jascha Sohl-Dickstein, PCA of high dimensional random walks with comparison to
neural network training, 2018. https://arxiv.org/abs/1806.08805
So a slice tells what lies beside it. A plane is one walk's own: six walks on one plane would be
drawn on a ground that none of them has seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine.drive.trajectory import length
from engine.protocols import VectorObjective

MARGIN = 0.25  # of the walk's extent, on every side of what is drawn
CHUNK = 4096


@dataclass(frozen=True)
class Window:
    """The rectangle of the plane that is drawn."""

    x_min: float
    x_max: float
    y_min: float
    y_max: float


@dataclass(frozen=True, eq=False)
class Slice:
    """The loss on a plane of its parameters, with the walk for which the plane was laid.

    Distances on the plane are those in the space of parameters: its axes are orthonormal.

    Attributes:
        objective: The loss.
        origin: (P,); the start, which lies at (0, 0).
        axes: (2, P); from the start to the end, and across.
        path: (rows, 2); the walk's rows, dropped onto the plane.
        beside: (rows,); how far each lay from the plane; 0 at start and end.
        far: (rows,); how far each lay from the start.
        losses: (rows,); what the loss truly was there.
    """

    objective: VectorObjective
    origin: np.ndarray
    axes: np.ndarray
    path: np.ndarray
    beside: np.ndarray
    far: np.ndarray
    losses: np.ndarray

    minima: tuple[()] = ()
    minimum: None = None
    dimension = 2

    @property
    def name(self) -> str:
        """The identifier of the objective."""
        return self.objective.name

    def places(self, x: Any, y: Any) -> np.ndarray:
        """(..., P); where points of the plane lie among all parameters."""
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        return self.origin + x[..., None] * self.axes[0] + y[..., None] * self.axes[1]

    def value(self, x: Any, y: Any) -> np.ndarray:
        """The loss at points of the plane, in the shape to which x and y broadcast."""
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        found = np.empty(x.size)
        flat = x.ravel(), y.ravel()
        with np.errstate(all="ignore"):
            for low in range(0, x.size, CHUNK):
                part = slice(low, low + CHUNK)
                found[part] = self.objective.value(self.places(flat[0][part], flat[1][part]))
        return found.reshape(x.shape)

    def gradient(self, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
        """The slopes along both axes, in the shape to which x and y broadcast."""
        with np.errstate(all="ignore"):
            slopes = self.objective.gradient(self.places(x, y)) @ self.axes.T
        return slopes[..., 0], slopes[..., 1]

    @cached_property
    def domain(self) -> Window:
        """What is drawn: the walk, with a margin, and never thinner than a fifth of its length."""
        low, high = self.path.min(axis=0), self.path.max(axis=0)
        least = max(float((high - low).max()), 1e-6) / 5
        middle, half = (low + high) / 2, np.maximum(high - low, least) / 2 * (1 + 2 * MARGIN)
        (x_min, y_min), (x_max, y_max) = (middle - half).tolist(), (middle + half).tolist()
        return Window(x_min, x_max, y_min, y_max)

    @cached_property
    def share_beside(self) -> float:
        """How much of the walk the plane does not hold, from 0 to 1.

        The squared distances from the plane over those from the start, summed over the rows.
        """
        whole = float((self.far**2).sum())
        return float((self.beside**2).sum()) / whole if whole else 0.0

    @cached_property
    def ground(self) -> np.ndarray:
        """(rows,); the loss on the plane under each row, where the walk is drawn."""
        return self.value(*self.path.T)

    @cached_property
    def off(self) -> float:
        """By how much the ground under the walk differs from its loss at most, in units of f."""
        return float(np.nanmax(np.abs(self.ground - self.losses)))

    @cached_property
    def typically_off(self) -> float:
        """The median of these differences over the rows."""
        return float(np.nanmedian(np.abs(self.ground - self.losses)))


def sliced(objective: VectorObjective, points: np.ndarray, losses: np.ndarray) -> Slice:
    """The plane of one walk.

    Args:
        objective: The loss that it walked on.
        points: (rows, P); its places. Rows from the first that is not finite on are left out.
        losses: (rows,); its losses.

    Raises:
        ValueError: Not even the start is finite, or there are fewer than two coordinates.
    """
    finite = np.isfinite(losses) & np.isfinite(points).all(axis=1)
    # A place whose square is no number any more has no plane either.
    with np.errstate(over="ignore"):
        finite &= np.isfinite((points - points[0]) ** 2).all(axis=1)
    count = len(points) if finite.all() else int(finite.argmin())
    if not count or points.shape[1] < 2:
        raise ValueError("slice: a walk must begin in the finite world and have two coordinates")
    origin = points[0]
    moved = points[:count] - origin
    scale = float(np.abs(moved).max()) or 1.0
    first = _direction(moved[-1] / scale, np.empty((0, points.shape[1])))
    rest = moved / scale - np.outer(moved / scale @ first, first)
    widest = _widest(rest)
    if np.abs(rest @ widest).max() <= 1e-12:
        widest = 0 * first  # nothing is left but rounding
    second = _direction(widest, first[None])
    # A component has no sign of its own: the walk's widest row lies above the line.
    across = moved @ second
    second = second if across[np.abs(across).argmax()] >= 0 else -second
    axes = np.stack([first, second])
    path = moved @ axes.T
    left = moved - path @ axes
    path[0], left[0] = 0.0, 0.0
    path[-1, 1], left[-1] = 0.0, 0.0  # by the choice of the axis; else its rounding is
    return Slice(
        objective, origin, axes, path, length(left.T), length(moved.T), np.array(losses[:count])
    )


def _widest(rows: np.ndarray) -> np.ndarray:
    """The unit vector (P,) along which rows (n, P) are longest, by the smaller of their squares."""
    if len(rows) < rows.shape[1]:
        along = np.linalg.eigh(rows @ rows.T)[1][:, -1] @ rows
        return along / (float(np.sqrt(along @ along)) or 1.0)
    return np.linalg.eigh(rows.T @ rows)[1][:, -1]


def _direction(wanted: np.ndarray, before: np.ndarray) -> np.ndarray:
    """A unit vector across those before: the wanted one, or if there is none, that of an axis."""
    for vector in (wanted, *np.eye(len(wanted))):
        across = vector - (vector @ before.T) @ before
        across = across - (across @ before.T) @ before  # once more: the first leaves rounding
        size = float(np.sqrt(across @ across))
        if size > 1e-9:
            return across / size
    raise AssertionError("there are more axes than directions")

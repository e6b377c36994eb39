"""What becomes of a walk on a surface when it is continued: measured, not foretold."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from engine.analysis.settling import period, since_within
from engine.drive.outcome import far_out
from engine.drive.trajectory import Trajectory
from engine.plane.attractors import PointKind
from engine.plane.stationary import SEARCHED, Place, stationary

WIDER = 0.5  # of its width: a box may be so much wider, and a place in it is still gone round
POINT = 1e-6  # of the map's diagonal: a box no larger is a point
ONE = 1e-3  # of the map's diagonal: two places that a walk comes to, nearer than this, are one


class Outlook:
    """The steps that come after the end of a walk.

    Attributes:
        steps: How many steps it was continued.
        points: (n, 2); the finite rows after the walk's last one.
        heights: (n,); f there.
        rates: (n,); the learning rates in force, NaN for a rule without one.
        lost: Whether it left the finite world within those steps.
    """

    def __init__(self, walk: Trajectory, longer: Trajectory) -> None:
        begin, end = int(walk.last) + 1, int(longer.last) + 1
        self._walk = walk
        self.steps = longer.steps - walk.steps
        self.points = longer.points[begin:end]
        self.heights = longer.heights[begin:end]
        self.rates = longer.learning_rates[begin - 1 :]
        self.lost = end <= longer.steps

    def __len__(self) -> int:
        return len(self.points)

    @property
    def diagonal(self) -> float:
        """The length of the map's diagonal."""
        return float(self._walk.surface.domain.diagonal)  # type: ignore[attr-defined]

    @cached_property
    def gone(self) -> bool:
        """Whether it is lost, or far out, when the steps are used up."""
        if self.lost or not len(self):
            return self.lost
        return bool(far_out(self.points[-1], self._walk.points[0]))

    @cached_property
    def leaves(self) -> int | None:
        """The first step after which it is far out for good, or lost; None if it stays."""
        if not self.gone:
            return None
        out = far_out(self.points.T, self._walk.points[0][:, None])
        return int(self._walk.last) + 1 + int(since_within(np.where(out, 0.0, 1.0), 0.5))

    @property
    def late(self) -> np.ndarray:
        """The second half of the points."""
        return self.points[len(self) // 2 :]

    @property
    def late_heights(self) -> np.ndarray:
        """Of the height at the late points: (n,)."""
        return self.heights[len(self) // 2 :]

    @cached_property
    def box(self) -> tuple[np.ndarray, np.ndarray]:
        """The lower and the upper corner of the box that holds the late points."""
        return self.late.min(axis=0), self.late.max(axis=0)

    @cached_property
    def width(self) -> float:
        """The larger side of that box."""
        low, high = self.box
        return float((high - low).max())

    @cached_property
    def period(self) -> int | None:
        """Of the late points, in steps; None if they do not repeat themselves."""
        return period(self.late)

    def moved(self) -> np.ndarray:
        """(n,); how far it is from the end of the walk."""
        away = self.points - self._walk.points[int(self._walk.last)]
        return np.hypot(away[:, 0], away[:, 1])

    @cached_property
    def place(self) -> Place | None:
        """The stationary point that it comes to or goes round: a minimum if there is one.

        Looked for from the middle of the box, from the surface's own minima in it, and from some of
        the late points.
        """
        if not len(self) or self.gone:
            return None
        low, high = self.box
        middle = (low + high) / 2
        seeds = [middle, *self.known, self.late[-1], self.late[len(self.late) // 2]]
        found = [place for x, y in seeds if (place := self._found(x, y)) is not None]
        lowest = [place for place in found if place.ground is PointKind.MINIMUM] or found
        return min(
            lowest,
            key=lambda p: (not p.lowest, np.hypot(p.x - middle[0], p.y - middle[1])),
            default=None,
        )

    @cached_property
    def known(self) -> list[tuple[float, float]]:
        """The surface's own minima that it goes round."""
        return [(x, y) for x, y in self._walk.surface.minima if self.holds(x, y)]

    def holds(self, x: float, y: float, point: float = POINT) -> bool:
        """Whether a place lies in the box, made a little wider, and as large as a point."""
        low, high = self.box
        room = WIDER * (high - low) + point * self.diagonal
        return bool(((low - room <= (x, y)) & ((x, y) <= high + room)).all())

    def _found(self, x: float, y: float) -> Place | None:
        place = stationary(self._walk.surface, x, y, SEARCHED * self.diagonal + self.width)  # type: ignore[arg-type]
        if place is None:
            return None
        reached = np.hypot(*(self.points[-1] - (place.x, place.y))) <= ONE * self.diagonal
        return place if reached or self.holds(place.x, place.y) else None

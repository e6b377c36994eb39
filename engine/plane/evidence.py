"""What can be measured at the end of a walk; `engine.plane.diagnosis` draws verdicts from it.

Nothing is measured before it is asked for: most walks are judged by a few of these facts.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from engine.analysis import settling
from engine.analysis.linear import Linear, linear
from engine.drive.trajectory import Trajectory
from engine.plane.attractors import PointKind
from engine.plane.curvature import Curvature, curvature
from engine.plane.outlook import Outlook
from engine.plane.stationary import SEARCHED, Place, stationary


class Evidence:
    """The facts about the end of one walk.

    Attributes:
        walk: The walk of a single walker.
        last: Its last finite row.
        points: (last + 1, 2); its finite rows.
        heights: (last + 1,); f there.
        outlook: What becomes of it when it is continued; None where that is not known.
        near: As far as a stationary point next to the end is looked for, in diagonals of the map.
    """

    def __init__(
        self, walk: Trajectory, outlook: Outlook | None = None, near: float = SEARCHED
    ) -> None:
        self.walk = walk
        self.outlook = outlook
        self.near = near
        self.last = int(walk.last)
        self.points = walk.points[: self.last + 1]
        self.heights = walk.heights[: self.last + 1]

    @property
    def tolerance(self) -> float:
        """What counts as no slope and as no step."""
        return self.walk.tolerance

    @property
    def diagonal(self) -> float:
        """The length of the map's diagonal, by which lengths are measured."""
        return float(self.walk.surface.domain.diagonal)  # type: ignore[attr-defined]

    @cached_property
    def end(self) -> tuple[float, float]:
        """The last finite point."""
        x, y = self.points[-1]
        return float(x), float(y)

    @cached_property
    def gradient(self) -> tuple[float, float]:
        """The gradient there."""
        gx, gy = self.walk.gradients[self.last]
        return float(gx), float(gy)

    @cached_property
    def slope(self) -> float:
        """Its length."""
        return float(np.hypot(*self.gradient))

    @cached_property
    def here(self) -> Curvature:
        """The curvature at the end, as floats."""
        bend = curvature(self.walk.surface, *self.end)  # type: ignore[arg-type]
        return Curvature(float(bend.low), float(bend.high), float(bend.angle))

    def rate_at(self, step: int) -> float:
        """The learning rate in force in the step from row ``step``; NaN for a rule without one."""
        rates = self.walk.learning_rates
        if len(rates):
            return float(rates[min(step, len(rates) - 1)])
        return float(getattr(self.walk.optimizer, "learning_rate", np.nan))

    @cached_property
    def rate(self) -> float:
        """The learning rate in force at the end."""
        return self.rate_at(self.last)

    @cached_property
    def decay(self) -> float:
        """The rule's weight decay, 0 if it has none."""
        return float(getattr(self.walk.optimizer, "weight_decay", 0.0))

    @cached_property
    def coupled(self) -> bool:
        """Whether weight decay is added to the gradient, and not subtracted from the place."""
        rule, theta = self.walk.optimizer, np.ones((1, 1))
        if not self.decay > 0:
            return False
        try:
            with np.errstate(all="ignore"):
                moved, _ = rule.update(-self.decay * theta, rule.init(theta), theta)
        except (AttributeError, TypeError, ValueError):
            return False
        return not abs(float(moved[0, 0])) > 0  # with ε = 0 it is 0/0

    @cached_property
    def predictable(self) -> bool:
        """Whether theory has one rate for the whole walk, towards the minimum of f itself.

        Not under a schedule, and not with weight decay, which moves the place of rest.
        """
        paced = self.outlook is not None and np.ptp(self.outlook.rates) > 0
        return not self.decay and self.walk.factors is None and not paced

    @cached_property
    def step(self) -> Linear | None:
        """The rule as a matrix, with the learning rate in force at the end."""
        return linear(self.walk.optimizer, self.rate)

    @cached_property
    def place(self) -> Place | None:
        """The stationary point next to the end."""
        return stationary(self.walk.surface, *self.end, self.near * self.diagonal)  # type: ignore[arg-type]

    @cached_property
    def distance(self) -> float:
        """From the end to that point; inf without one."""
        return float(self.distances[-1]) if self.place else np.inf

    @cached_property
    def distances(self) -> np.ndarray:
        """(last + 1,); from every row to that point."""
        if self.place is None:
            return np.full(self.last + 1, np.inf)
        return self.place.distances(self.points)

    @property
    def goal(self) -> Place | None:
        """The minimum that the walk comes to or goes round when it is continued."""
        place = self.outlook.place if self.outlook else None
        return place if place is not None and place.ground is PointKind.MINIMUM else None

    @property
    def floor(self) -> Place | None:
        """The same, if it is the floor of a trough: level along it, and rising across."""
        place = self.outlook.place if self.outlook else None
        level = place is not None and place.ground is PointKind.FLAT and place.high > -place.low
        return place if level else None

    @cached_property
    def like_a_parabola(self) -> bool:
        """Whether the gradient at the end is about that of the parabola at the place."""
        if self.place is None:
            return False
        model = np.subtract(self.place.slope_of_model(*self.end), self.gradient)
        return bool(np.hypot(*model) <= 0.5 * self.slope)

    # -- the tail: the last third of the walk, at least 40 steps ---------------------------------

    @cached_property
    def span(self) -> int:
        """How many steps the tail has."""
        return min(self.last, max(40, self.last // 3))

    @cached_property
    def lengths(self) -> np.ndarray:
        """(span,); of the steps of the tail."""
        return self.walk.step_lengths[self.last + 1 - self.span : self.last + 1]

    @property
    def tail(self) -> slice:
        """The rows of the tail, its first one included."""
        return slice(self.last - self.span, self.last + 1)

    @cached_property
    def moved(self) -> np.ndarray:
        """(2,); from the beginning of the tail to its end."""
        return self.points[-1] - self.points[-1 - self.span]

    @cached_property
    def drop(self) -> tuple[float, float]:
        """The heights at the beginning of the tail and at its end."""
        return float(self.heights[-1 - self.span]), float(self.heights[-1])

    @cached_property
    def period(self) -> int | None:
        """After how many steps the walk is where it was, again and again; None if never."""
        rows = min(len(self.points), max(24, len(self.points) // 4))
        return settling.period(self.points[-rows:])

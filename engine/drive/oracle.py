"""Walkers whose rule needs more than a gradient, and the objective as they may ask it.

Such a rule couples the coordinates and decides by values how often it measures, so it is not
recorded but called, on arrays that hold only those who still walk: one who has come to rest, or has
left the finite world, costs nothing any more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.drive.measure import measure
from engine.drive.walkers import Walkers
from engine.protocols import Objective, needs


class Oracle:
    """What some walkers measure; every evaluation is counted, and none is made twice in a row.

    Args:
        objective: The ground.
        count: How many walkers there are.
        width: How many coordinates each has.
    """

    def __init__(self, objective: Objective, count: int, width: int) -> None:
        self._objective = objective
        self._measure = measure(objective)
        self._drawn = False
        self.evaluations = np.zeros(count, dtype=np.int64)  # of f, ∇f and ∇²f together
        self._place = np.full((count, width), np.nan)  # where each has measured last
        self._value = np.full(count, np.nan)
        self._grad = np.full((count, width), np.nan)

    def see(self, draw: Any, shape: tuple[int, ...]) -> None:
        """Measure what one draw sees from now on; what is known of another is forgotten.

        ``shape`` are the axes of all walkers, against which the draw's own are broadcast.
        """
        self._measure, self._drawn = measure(self._objective, draw, shape), True
        self._place.fill(np.nan)

    def keep(self, stay: np.ndarray) -> None:
        """Go on with some of the walkers."""
        self.evaluations = self.evaluations[stay]
        self._place, self._value = self._place[stay], self._value[stay]
        self._grad = self._grad[stay]

    def gradient(self, places: np.ndarray) -> np.ndarray:
        """∇f of everyone, (n, P)."""
        self._count(places, ...)
        return self._measure.slopes(places.T, np.empty_like(places).T).T

    def hessian(self, places: np.ndarray) -> np.ndarray:
        """∇²f of everyone, (n, P, P)."""
        self._count(places, ...)
        return self._measure.bends(places.T)

    def probe(self, places: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Both f and ∇f for those who ask, (m,) and (m, P): two evaluations, if they are new."""
        new = (places != self._place[who]).any(axis=-1)
        if new.any():
            asked, there = who[new], places[new]
            self._count(there, asked, 2)
            self._place[asked] = there
            # A draw may be another one for every walker, so that none of them can be left out.
            places, mine = (self._place, asked) if self._drawn else (there, slice(None))
            self._value[asked] = self._measure.heights(places.T, np.empty(len(places)))[mine]
            self._grad[asked] = self._measure.slopes(places.T, np.empty_like(places).T).T[mine]
        return self._value[who], self._grad[who]

    def _count(self, places: np.ndarray, who: Any, times: int = 1) -> None:
        self.evaluations[who] += times * np.isfinite(places).all(axis=-1)


class OracleStepper:
    """Walkers who walk together and ask for more than a gradient.

    Attributes:
        who: (m,) int; their places among all walkers.
        theta: (m, P); where they stand.
        grad: (m, P); the gradient from which the last step was taken.
        delta: (m, P); that step.
        state: What they remember.
    """

    def __init__(self, objective: Objective, walkers: Walkers, part: slice) -> None:
        self._walkers = walkers
        self._taken = 0
        self.who = np.arange(len(walkers))[part]
        self.theta = walkers.begin[:, part].T.copy()
        self.rule = walkers.rule_of(part)
        self.state = self.rule.init(self.theta)
        self.oracle = Oracle(objective, *self.theta.shape)
        self.grad = self.delta = np.zeros_like(self.theta)

    def __len__(self) -> int:
        return len(self.who)

    @property
    def evaluations(self) -> np.ndarray:
        """(m,) int; evaluations of f, ∇f and ∇²f so far."""
        return self.oracle.evaluations

    def advance(self) -> None:
        """One step."""
        if self._walkers.draws is not None:
            self.oracle.see(self._walkers.draws[self._taken], self._walkers.shape)
        self._taken += 1
        ask: Any = self.oracle.probe
        if needs(self.rule) == "probe":
            _, self.grad = ask(self.theta, np.arange(len(self)))
        else:
            place = self.rule.look(self.theta, self.state)
            self.grad, ask = self.oracle.gradient(place), self.oracle.hessian(place)
        self.delta, self.state = self.rule.update(self.grad, self.state, self.theta, ask)
        self.theta = self.theta + self.delta

    def walking(self) -> np.ndarray:
        """(m,) bool; who has moved, and is still in the finite world.

        Whoever sees another draw in every step may move again.
        """
        if self._walkers.draws is not None:
            return np.ones(len(self), dtype=bool)
        return self.delta.any(axis=-1) & np.isfinite(self.theta).all(axis=-1)

    def keep(self, stay: np.ndarray) -> None:
        """Go on with some of them; ``stay`` holds their places in the stepper."""
        self.who, self.theta = self.who[stay], self.theta[stay]
        self.grad, self.delta = self.grad[stay], self.delta[stay]
        self.rule = self._walkers.rule_of(self.who)
        self.state = type(self.state)(*(part[stay] for part in self.state))
        self.oracle.keep(stay)


class Asking:
    """Moved by a rule that asks for more than a gradient.

    On a path who has come to rest stays there; else whoever looks on lets him go.
    """

    joins, timed = False, True

    def __init__(self, objective: Objective, walkers: Walkers) -> None:
        self._objective, self._walkers = objective, walkers

    def begin(self, part: slice) -> None:
        """Take walkers in before their first step."""
        self._stepper = OracleStepper(self._objective, self._walkers, part)
        self.who = self._stepper.who
        self.at_rest: np.ndarray | None = None
        self.spent = self._stepper.evaluations[None].copy()

    def advance(
        self,
        taken: int,
        steps: int,
        path: np.ndarray | None = None,
        seen: np.ndarray | None = None,
    ) -> tuple[np.ndarray, ...] | None:
        """As `engine.drive.steppers.Stepper` says it."""
        del taken  # the stepper counts
        if path is not None:
            self._fill(path, seen)
            return None
        stepper = self._stepper
        for _ in range(steps):
            stepper.advance()
        self.spent = stepper.evaluations[None]
        self.at_rest = ~stepper.walking()
        return stepper.theta.T, stepper.grad.T, stepper.delta.T

    def _fill(self, path: np.ndarray, seen: np.ndarray | None) -> None:
        counts, first = self.spent[-1].copy(), self.who[:1]
        self.spent = np.empty((len(path) - 1, len(counts)), dtype=np.int64)
        stepper = self._stepper
        for k in range(1, len(path)):
            if not len(stepper):
                path[k:], self.spent[k - 1 :] = path[k - 1], counts
                return
            stepper.advance()
            path[k] = path[k - 1]
            mine = stepper.who - first
            path[k][:, mine] = stepper.theta.T
            counts[mine] = stepper.evaluations
            if seen is not None:
                seen[k - 1][:, mine] = stepper.grad.T
            self.spent[k - 1] = counts
            walking = stepper.walking()
            if not walking.all():
                stepper.keep(np.flatnonzero(walking))

    def keep(self, stay: np.ndarray) -> None:
        """Go on with some; ``stay`` holds their columns."""
        self._stepper.keep(stay)
        self.who = self._stepper.who

    def standing(self) -> Any:
        """Never asked for."""
        raise NotImplementedError("looked at after every step, so that nobody walks again")

    copy = standing

    def enter(self, group: Any) -> None:
        """Never asked for."""
        raise NotImplementedError("its walkers are never put together again")

    def together(self, groups: list[Any]) -> list[Any]:
        """None are joined."""
        return groups

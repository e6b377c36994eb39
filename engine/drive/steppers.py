"""Who moves walkers on: a recorded step, the rule as it is called, or one that asks for more.

What is to be known of a walk is looked at by the observers of `engine.drive.driver`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from engine.drive.group import Block
from engine.drive.oracle import Asking
from engine.drive.reference import plain_step
from engine.drive.walkers import Walkers
from engine.protocols import Objective, Surface, needs
from engine.trace.node import NotTraceableError
from engine.trace.program import Program, program

Now = tuple[np.ndarray, ...]  # place, last gradient and last step, (P, m) each; until the next call


class Stepper(Protocol):
    """Some walkers on their way.

    Attributes:
        joins: Whether those who are left of several groups can be made one.
        timed: Whether walkers can only go together if they have made as many steps.
    """

    joins: bool
    timed: bool

    @property
    def who(self) -> np.ndarray:
        """(m,) int; their places among all walkers."""

    @property
    def spent(self) -> np.ndarray | None:
        """(k, m) int; evaluations so far after each of the last steps; None if one per step."""

    @property
    def at_rest(self) -> np.ndarray | None:
        """(m,) bool; who will not move any more; None where that is not known."""

    def begin(self, part: slice) -> None:
        """Take walkers in before their first step."""

    def advance(
        self,
        taken: int,
        steps: int,
        path: np.ndarray | None = None,
        seen: np.ndarray | None = None,
    ) -> Now | None:
        """Walk on.

        Args:
            taken: How many steps they have made.
            steps: How many more they make.
            path: (steps + 1, P, m); its first row holds where they stand, the others are filled.
            seen: (steps, P, m); is filled with the gradients that the rule was handed.

        Returns:
            How they stand; nothing where there is a path, which tells more.
        """

    def keep(self, stay: np.ndarray) -> None:
        """Go on with some; ``stay`` holds their columns."""

    def standing(self) -> Any:
        """Them as they stand, valid until the next call; its ``part(stay)`` is so for good."""

    def copy(self) -> Any:
        """Them as they stand, to be remembered while they go on."""

    def enter(self, group: Any) -> None:
        """Take walkers in as they stood."""

    def together(self, groups: list[Any]) -> Iterable[Any]:
        """The groups, joined where they can be."""


def stepper_for(objective: Objective, walkers: Walkers, size: int) -> Stepper:
    """What moves at most ``size`` of these walkers at a time."""
    if needs(walkers.rule) != "gradient":
        return Asking(objective, walkers)
    step = recorded(objective, walkers)
    if step is None:
        return _Called(objective, walkers)
    return Block(step, min(len(walkers), size), walkers)


def recorded(objective: Objective, walkers: Walkers) -> Program | None:
    """The recorded step, None where the rule or the objective cannot be recorded."""
    try:
        # What takes no coordinates is refused as such.
        surface: Surface = objective  # type: ignore[assignment]
        return program(surface, walkers.rule, walkers.hyperparameters, walkers.scheduled)
    except NotTraceableError:
        return None


@dataclass(frozen=True, eq=False)
class _Standing:
    """Walkers of a rule that is called; its state is its own affair and cannot be divided.

    Attributes:
        part: Of whom the rule has been told.
        theta: (n, P); where all of those stand.
        state: What the rule remembers of them.
        who: (m,) int; those who count.
        columns: (m,) int; their columns among the n.
    """

    told: slice
    theta: np.ndarray
    state: Any
    who: np.ndarray
    columns: np.ndarray

    def __len__(self) -> int:
        return len(self.who)

    def part(self, stay: np.ndarray) -> _Standing:
        return replace(self, who=self.who[stay], columns=self.columns[stay])


class _Called:
    """Moved by the rule as it is written: who is dropped is moved on, and not looked at."""

    joins, timed, spent, at_rest = False, True, None, None

    def __init__(self, objective: Objective, walkers: Walkers) -> None:
        self._objective, self._walkers = objective, walkers

    def begin(self, part: slice) -> None:
        theta = np.array(self._walkers.begin[:, part].T, dtype=float)
        state = self._walkers.rule_of(part).init(theta)
        who = np.arange(part.start, part.stop)
        self.enter(_Standing(part, theta, state, who, np.arange(len(who))))

    def enter(self, group: _Standing) -> None:
        self._now, self.who = group, group.who
        self._rule = self._walkers.rule_of(group.told)

    def advance(
        self,
        taken: int,
        steps: int,
        path: np.ndarray | None = None,
        seen: np.ndarray | None = None,
    ) -> Now | None:
        now, given = self._now, self._walkers
        theta, state, grad, delta = now.theta, now.state, now.theta, now.theta
        for k in range(steps):
            at = taken + k
            rule = given.rule_of(now.told, at) if given.scheduled else self._rule
            draw = None if given.draws is None else given.draws[at]
            theta, state, grad, delta = plain_step(
                self._objective, rule, theta, state, draw, given.shape
            )
            if path is not None:
                path[k + 1] = theta.T
            if seen is not None:
                seen[k] = grad.T
        self._now = replace(now, theta=theta, state=state)
        if path is not None:
            return None
        if len(now.columns) == len(theta):
            return theta.T, grad.T, delta.T
        return theta.T[:, now.columns], grad.T[:, now.columns], delta.T[:, now.columns]

    def keep(self, stay: np.ndarray) -> None:
        self._now = self._now.part(stay)
        self.who = self._now.who

    def standing(self) -> _Standing:
        return self._now  # rules are pure: no array of it is written to

    copy = standing

    def together(self, groups: list[_Standing]) -> list[_Standing]:
        return groups

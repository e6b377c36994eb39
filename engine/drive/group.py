"""Walkers that take their steps together, and what they carry along between two calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.drive.walkers import Walkers, planes
from engine.trace import blocks
from engine.trace.compiled import machine_code
from engine.trace.node import Kind
from engine.trace.program import Program


@dataclass(eq=False)
class Group:
    """Walkers that stand still for the moment.

    Attributes:
        who: (n,); their places among all walkers.
        theta: (P, n); where they stand.
        states: What they remember, in the program's order: (P, n), (n,), or one number for all.
        fields: Their hyper-parameters: (n,), or one number for all.
    """

    who: np.ndarray
    theta: np.ndarray
    states: list[Any]
    fields: list[Any]

    def __len__(self) -> int:
        return len(self.who)

    def part(self, stay: np.ndarray) -> Group:
        """Some of the walkers; ``stay`` holds their columns."""

        def cut(numbers: Any) -> Any:
            return numbers.take(stay, axis=-1) if np.ndim(numbers) else numbers

        return Group(
            cut(self.who),
            cut(self.theta),
            [cut(part) for part in self.states],
            [cut(value) for value in self.fields],
        )


def beginners(step: Program, walkers: Walkers, part: slice) -> Group:
    """Walkers before their first step."""
    who = np.arange(part.start, part.stop)
    states = planes(step, walkers.first_states(step, part), len(who))
    return Group(who, walkers.begin[:, part], states, walkers.fields_of(part))


def joined(groups: Sequence[Group]) -> Group:
    """One group from several that have made the same number of steps."""
    if len(groups) == 1:
        return groups[0]

    def together(parts: Sequence[Any]) -> Any:
        return np.concatenate(parts, axis=-1) if np.ndim(parts[0]) else parts[0]

    return Group(
        who=together([group.who for group in groups]),
        theta=together([group.theta for group in groups]),
        states=[together(parts) for parts in zip(*(g.states for g in groups), strict=True)],
        fields=[together(parts) for parts in zip(*(g.fields for g in groups), strict=True)],
    )


def together(groups: list[Group]) -> Iterator[Group]:
    """The groups, joined so that none is larger than a block."""
    while groups:
        chosen, size = [groups.pop()], 0
        size = len(chosen[0])
        while groups and size + len(groups[-1]) <= blocks.BLOCK:
            chosen.append(groups.pop())
            size += len(chosen[-1])
        yield joined(chosen)


class Block:
    """The stepper of a recorded step: the loop that is written from it, with its memory."""

    joins, spent, at_rest = True, None, None

    def __init__(self, step: Program, size: int, walkers: Walkers) -> None:
        self._step, self._walkers = step, walkers
        self._code = machine_code(step) if walkers.compiled else blocks.advance(step)
        # Walkers may only go together if what they share, such as the step number, is the same.
        self.timed = Kind.SHARED in step.states or step.scheduled
        self._memory = blocks.Buffers(self._code.sizes, step.dimension, size)
        self._thetas = [np.empty(step.dimension * size) for _ in range(2)]
        self._group = Group(np.empty(0, int), np.empty((step.dimension, 0)), [], [])
        self._buffers: list[list[np.ndarray]] = []
        self._shared: list[Any] = []

    @property
    def who(self) -> np.ndarray:
        """(m,) int; their places among all walkers."""
        return self._group.who

    def begin(self, part: slice) -> None:
        """Take walkers in before their first step."""
        self.enter(beginners(self._step, self._walkers, part))

    def enter(self, group: Group) -> None:
        """Take a group of at most ``size`` walkers in."""
        self._group = group
        rows, count = group.theta.shape
        now, after = (flat[: rows * count].reshape(rows, count) for flat in self._thetas)
        self._theta, self._after = now, after
        self._theta[...] = group.theta
        self._buffers = self._memory.cut(count)
        self._shared = []
        for home, part in zip(self._code.homes, group.states, strict=True):
            if home is None:
                self._shared.append(part)
            else:
                self._buffers[home[0]][home[1]][...] = part

    def advance(
        self,
        taken: int,
        steps: int,
        path: np.ndarray | None = None,
        seen: np.ndarray | None = None,
    ) -> tuple[np.ndarray, ...] | None:
        """The place after the steps, and the gradient and displacement of the last one: (P, n).

        They are valid until the next call. Nothing where there is a path.
        """
        del seen  # a record knows no draws
        factors = self._walkers.factors
        if factors is not None:
            factors = factors[taken : taken + steps]
        self._theta, self._after, self._shared, grad, delta = self._code.run(
            steps,
            self._theta,
            self._after,
            path,
            self._group.fields,
            self._shared,
            self._buffers,
            factors,
        )
        if path is not None:
            return None
        shape = self._theta.shape
        if grad.shape != shape or delta.shape != shape:  # one number for all, such as a slope of 1
            grad, delta = np.broadcast_to(grad, shape), np.broadcast_to(delta, shape)
        return self._theta, grad, delta

    def keep(self, stay: np.ndarray) -> None:
        """Go on with some of the walkers; ``stay`` holds their columns."""
        self.enter(self.standing().part(stay))

    def together(self, groups: list[Group]) -> Iterator[Group]:
        """The groups, joined so that none is larger than a block."""
        return together(groups)

    def copy(self) -> Group:
        """All of the walkers as they stand, to be remembered while they go on."""
        now = self.standing()
        states = [np.array(part) if np.ndim(part) else part for part in now.states]
        return Group(now.who, now.theta.copy(), states, now.fields)

    def standing(self) -> Group:
        """The group; its numbers are valid until the next call of `advance` or `enter`."""
        shared = iter(self._shared)
        states = [
            next(shared) if home is None else self._buffers[home[0]][home[1]]
            for home in self._code.homes
        ]
        return Group(self._group.who, self._theta, states, self._group.fields)

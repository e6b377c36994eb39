"""The one loop in which walkers walk: a stepper moves them, an observer says what is kept of it.

A walk is taken in strides. After each the observer looks, and says who goes on; of many blocks the
few that are left go on together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from engine.drive.steppers import Now, Stepper, stepper_for
from engine.drive.walkers import Walkers, parts
from engine.protocols import Objective
from engine.trace import blocks

STRIDE = 25  # steps between two looks

# Walkers as they stood, between which steps they walk once more, and who watches them then.
Again = tuple[list[Any], int, int, "Callable[[Stepper], Observer]"]


class Observer:
    """What is kept of a walk, and who need not go on.

    Attributes:
        stride: How many steps are taken between two looks.
        drops: Whether some may be let go before others.
    """

    stride: int
    drops = False

    def rows(
        self, stepper: Stepper, taken: int, steps: int
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Before a stride: where its path (steps + 1, P, m) and gradients (steps, P, m) go."""
        del stepper, taken, steps
        return None, None

    def see(self, stepper: Stepper, taken: int, now: Now | None) -> np.ndarray:
        """After a stride: the columns of those who go on."""
        raise NotImplementedError

    def again(self, least: int) -> Iterable[Again]:
        """Who is to walk a stride once more, where at least so many have come together."""
        del least
        return ()


def drive(
    objective: Objective,
    walkers: Walkers,
    steps: int,
    observer: Observer,
    size: int | None = None,
    part: slice | None = None,
) -> None:
    """Move walkers until all steps are taken, or the observer lets nobody go on.

    Args:
        objective: The ground.
        walkers: Who walks.
        steps: The budget of steps.
        observer: What is kept.
        size: How many walk at a time; as many as fit the cache unless given.
        part: Which of them walk; all unless given.
    """
    if size is None:
        size = blocks.BLOCK
    begin, end, _ = (part or slice(None)).indices(len(walkers))
    stepper = stepper_for(objective, walkers, min(size, end - begin))
    waiting: dict[int, list[Any]] = defaultdict(list)
    for mine in parts(end, size, begin):
        stepper.begin(mine)
        _walk(stepper, 0, steps, observer, waiting)
        _again(stepper, observer, size, waiting)
    while waiting:
        taken = min(waiting)
        for group in stepper.together(waiting.pop(taken)):
            stepper.enter(group)
            _walk(stepper, taken, steps, observer, waiting)
            _again(stepper, observer, size, waiting)
    _again(stepper, observer, 1, waiting)


def _walk(
    stepper: Stepper, taken: int, end: int, observer: Observer, waiting: dict[int, list[Any]]
) -> None:
    """Move one group until all are done, or so few are left that they had better wait."""
    while taken < end:
        steps = min(observer.stride, end - taken)
        now = stepper.advance(taken, steps, *observer.rows(stepper, taken, steps))
        taken += steps
        stay = observer.see(stepper, taken, now)
        if not len(stay):
            return
        few = observer.drops and stepper.joins and len(stay) <= blocks.BLOCK // 2
        if few and _resting_place(taken, observer.stride):
            waiting[taken].append(stepper.standing().part(stay))
            return
        if len(stay) < len(stepper.who):
            stepper.keep(stay)


def _again(stepper: Stepper, observer: Observer, least: int, waiting: dict[int, list[Any]]) -> None:
    for groups, begin, end, watching in observer.again(least):
        for group in stepper.together(groups):
            stepper.enter(group)
            _walk(stepper, begin, end, watching(stepper), waiting)


def _resting_place(taken: int, stride: int) -> bool:
    """Whether groups wait for each other here: after 1, 2, 4, 8, ... strides."""
    strides = taken // stride
    return taken % stride == 0 and strides & (strides - 1) == 0

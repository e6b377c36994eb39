"""The steps of a training, one at a time, with nothing of the past kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np

from engine.drive.lockstep import going
from engine.drive.measure import measure
from engine.drive.steppers import Stepper
from engine.drive.walkers import Walkers
from engine.protocols import Objective

# After every step: which rules, their places (R, P, n), the gradients that they were handed, and
# the whole objective's heights (R, n) before the step, where they came with the gradients.
Way = Iterator[tuple[list[int], np.ndarray, np.ndarray, np.ndarray | None]]


class _LastRow:
    """A path of which only the last row is there; the turns of a rule ask for no other."""

    def __init__(self, theta: np.ndarray, steps: int) -> None:
        self._theta, self._steps = theta, steps

    def __len__(self) -> int:
        return self._steps + 1

    def __getitem__(self, k: int) -> np.ndarray:
        return self._theta


def side_by_side(
    ground: Objective, walkers_of: Sequence[Walkers], who: list[int], steps: int
) -> Way:
    """Who, places (R, P, n) and gradients (R, P, n) after every step; valid until the next."""
    first = walkers_of[0]
    theta = np.array([walkers.begin for walkers in walkers_of])
    grad, delta, place = np.empty((3, *theta.shape))
    hands = [
        going(ground, walkers, _LastRow(theta[r], steps), grad[r], delta[r], place[r])
        for r, walkers in enumerate(walkers_of)
    ]
    looking = [turns for turns, looks in hands if looks]
    everything = measure(ground)
    both = getattr(ground, "value_and_gradient", None) if first.draws is None else None
    elsewhere = [looks for _, looks in hands]
    heights: np.ndarray | None = None
    slopes = grad.swapaxes(0, 1)
    for k in range(steps):
        if looking:
            np.copyto(place, theta)
            for turns in looking:
                next(turns)
        where = place if looking else theta
        if both is not None:
            heights, found = both(where.swapaxes(-1, -2))
            grad[...] = found.swapaxes(-1, -2)
            heights[elsewhere] = np.nan  # of another place than theirs
        else:
            draw = None if first.draws is None else first.draws[k]
            asked = everything if draw is None else measure(ground, draw, first.shape)
            asked.slopes(where.swapaxes(0, 1), slopes)
        for turns, _ in hands:
            next(turns, None)
        np.add(theta, delta, out=theta)
        yield who, theta, grad, heights


def one_alone(stepper: Stepper, walkers: Walkers, r: int) -> Way:
    """The same of one rule that goes alone."""
    path = np.empty((2, *walkers.begin.shape))
    seen = np.empty((1, *walkers.begin.shape))
    path[1] = walkers.begin
    stepper.begin(slice(0, len(walkers)))
    for taken in count():
        path[0] = path[1]
        seen[...] = 0.0  # who has come to rest asks for nothing
        stepper.advance(taken, 1, path, seen)
        yield [r], path[1:], seen, None

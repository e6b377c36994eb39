"""Several rules in lockstep: the walkers of all of them on one ground, side by side.

A NumPy call on a few hundred numbers costs little more than one on a dozen, and most calls of a
step measure the gradient, which knows no rules. So all walkers are measured together and moved
together; only what a rule makes of its gradients is called per rule. Every number is made by the
same operations as in a walk of that rule alone, and is the same to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from engine.drive.driver import STRIDE
from engine.drive.measure import by_coordinate, measure
from engine.drive.walkers import Walkers, planes
from engine.protocols import Objective
from engine.trace.blocks import Buffers, executed
from engine.trace.lockstep_text import Slopes, Turns
from engine.trace.node import Node, NotTraceableError
from engine.trace.program import Program, slope, turn

ALL = slice(None)


@dataclass(frozen=True)
class Code:
    """A text that has been made a function, and what it wants.

    Attributes:
        run: `Slopes` or `Turns`, as a function.
        sizes: How many buffers of each pool.
        homes: For every number of the state the pool and place of its buffer, None if shared.
        looks: Whether the gradient is wanted elsewhere than where the walkers stand.
    """

    run: Callable[..., Any]
    sizes: tuple[int, ...]
    homes: tuple[tuple[int, int] | None, ...] = ()
    looks: bool = False


@lru_cache(maxsize=256)
def _slopes(stack: Node) -> Code:
    text = Slopes(stack)
    return Code(executed(text.source(), text)["slopes"], text.sizes())


@lru_cache(maxsize=1024)
def _turns(step: Program) -> Code:
    text = Turns(step)
    return Code(executed(text.source(), text)["turns"], text.sizes(), text.homes(), text.looks)


def able(objective: Objective, walkers: Walkers) -> bool:
    """Whether a rule can take part on this ground: whether it and a surface can be recorded."""
    try:
        if by_coordinate(objective):
            slope(objective)
        turn(walkers.rule, walkers.hyperparameters, walkers.scheduled, objective.dimension)
    except NotTraceableError:
        return False
    return True


def side_by_side(
    objective: Objective,
    walkers_of: Sequence[Walkers],
    path: np.ndarray,
    seen: np.ndarray | None = None,
) -> None:
    """Walk to the end of the path.

    Args:
        objective: The ground.
        walkers_of: R rules with n walkers each, all `able`, who see the same draws.
        path: (steps + 1, R, P, n); the first row holds where they stand, the others are filled.
        seen: (steps, R, P, n); is filled with the gradients that the rules were handed.
    """
    dimension = path.shape[2]
    records = [turn(w.rule, w.hyperparameters, w.scheduled, dimension) for w in walkers_of]
    codes = [_turns(record) for record in records]
    grad, delta, place = np.empty((3, *path.shape[1:]))
    hands = [
        _going(code, record, walkers, path[:, r], grad[r], delta[r], place[r])
        for r, (code, record, walkers) in enumerate(zip(codes, records, walkers_of, strict=True))
    ]
    looking = [hand for hand, code in zip(hands, codes, strict=True) if code.looks]
    measured = _measuring(objective, walkers_of[0], grad.shape)
    # What measures knows coordinates, (P, R, n), and no rules.
    paths, places, slopes = path.swapaxes(1, 2), place.swapaxes(0, 1), grad.swapaxes(0, 1)
    for k in range(len(path) - 1):
        if looking:
            np.copyto(place, path[k])
            for hand in looking:
                next(hand)
        measured(k, places if looking else paths[k], slopes)
        if seen is not None:
            np.copyto(seen[k], grad)
        for hand in hands:
            next(hand, None)
        np.add(path[k], delta, path[k + 1])
        if k % STRIDE == STRIDE - 1 and not np.isfinite(path[k + 1]).all(axis=1).any():
            path[k + 2 :] = np.nan  # nobody is left
            break


def _measuring(
    objective: Objective, walkers: Walkers, shape: tuple[int, ...]
) -> Callable[[int, np.ndarray, np.ndarray], Any]:
    """(step, places (P, R, n), slopes (P, R, n)) → None: fills the slopes of what a step sees."""
    if by_coordinate(objective):
        code = _slopes(slope(objective))
        buffers = _wide(code.sizes, objective.dimension, shape[::2])
        return lambda k, places, out: code.run(places, out, buffers)
    draws = walkers.draws
    if draws is None:
        everything = measure(objective)
        return lambda k, places, out: everything.slopes(places, out)
    return lambda k, places, out: measure(objective, draws[k], walkers.shape).slopes(places, out)


def _wide(sizes: Sequence[int], rows: int, shape: tuple[int, ...]) -> list[list[np.ndarray]]:
    """Buffers for the walkers of all rules: planes (rows, R, n) and columns (R, n)."""
    count = math.prod(shape)
    return [
        [flat.reshape(*flat.shape[:-1], *shape) for flat in pool]
        for pool in Buffers(sizes, rows, count).cut(count)
    ]


def _going(
    code: Code,
    record: Program,
    walkers: Walkers,
    path: np.ndarray,
    grad: np.ndarray,
    delta: np.ndarray,
    place: np.ndarray,
) -> Iterator[None]:
    """A rule's turns, waiting for the first one."""
    buffers = Buffers(code.sizes, record.dimension, len(walkers)).cut(len(walkers))
    shared = []
    states = planes(record, walkers.first_states(record, ALL), len(walkers))
    for home, part in zip(code.homes, states, strict=True):
        if home is None:
            shared.append(part)
        else:
            buffers[home[0]][home[1]][...] = part
    turns = code.run(path, grad, delta, place, walkers.fields, shared, buffers, walkers.factors)
    next(turns, None)
    return turns


def going(
    objective: Objective,
    walkers: Walkers,
    path: Any,
    grad: np.ndarray,
    delta: np.ndarray,
    place: np.ndarray,
) -> tuple[Iterator[None], bool]:
    """One rule's turns, for a loop elsewhere; whether it looks where its walkers do not stand.

    ``path[k]`` is where they stand before step k, and ``len(path)`` is the steps and 1.
    """
    record = turn(walkers.rule, walkers.hyperparameters, walkers.scheduled, objective.dimension)
    code = _turns(record)
    return _going(code, record, walkers, path, grad, delta, place), code.looks

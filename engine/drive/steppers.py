"""Who moves walkers on: by a recorded step, by calling the rule, or by letting it ask for more.

All three fill rows of a path; what is to be known of it is looked at by whoever handed the rows in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from engine.drive.group import Block, beginners
from engine.drive.oracle import OracleStepper
from engine.drive.reference import plain_steps
from engine.drive.walkers import Walkers
from engine.protocols import Objective, Surface, needs
from engine.trace.program import Program, program
from engine.trace.tape import NotTraceableError


class Stepper(Protocol):
    """Some walkers on their way."""

    def advance(self, path: np.ndarray, seen: np.ndarray | None = None) -> np.ndarray | None:
        """Walk on.

        Args:
            path: (k + 1, P, m); its first row holds where they stand, the others are filled.
            seen: (k, P, m); is filled with the gradients that the rule was handed.

        Returns:
            (k, m) int; the evaluations so far after every step, None where each takes one.
        """


def steppers(objective: Objective, walkers: Walkers, size: int) -> Callable[[slice], Stepper]:
    """What begins with some of the walkers, at most ``size`` at a time; one after the other."""
    if needs(walkers.rule) != "gradient":
        return lambda part: _Asking(objective, walkers, part)
    step = recorded(objective, walkers)
    if step is None:
        return lambda part: _Called(objective, walkers, part)
    block = Block(step, min(len(walkers), size), walkers.compiled)
    return lambda part: _Recorded(step, block, walkers, part)


def recorded(objective: Objective, walkers: Walkers) -> Program | None:
    """The recorded step, None where the rule or the objective cannot be recorded."""
    try:
        # What takes no coordinates is refused as such.
        surface: Surface = objective  # type: ignore[assignment]
        return program(surface, walkers.rule, walkers.hyperparameters, walkers.scheduled)
    except NotTraceableError:
        return None


class _Recorded:
    """Moved by the code that is written from the record of a step."""

    def __init__(self, step: Program, block: Block, walkers: Walkers, part: slice) -> None:
        self._block, self._factors, self._taken = block, walkers.factors, 0
        block.enter(beginners(step, walkers, part))

    def advance(self, path: np.ndarray, seen: np.ndarray | None = None) -> None:
        del seen  # a record knows no draws
        steps = len(path) - 1
        now = slice(self._taken, self._taken + steps)
        self._block.advance(steps, path, None if self._factors is None else self._factors[now])
        self._taken += steps


class _Called:
    """Moved by the rule as it is written."""

    def __init__(self, objective: Objective, walkers: Walkers, part: slice) -> None:
        self._steps = plain_steps(
            objective,
            walkers.rule_of(part),
            walkers.begin[:, part].T,
            walkers.rules_of(part),
            walkers.draws,
            walkers.shape,
        )

    def advance(self, path: np.ndarray, seen: np.ndarray | None = None) -> None:
        for k, row in enumerate(path[1:]):
            row[...], grad, _ = next(self._steps)
            if seen is not None:
                seen[k] = grad


class _Asking:
    """Moved by a rule that asks for more than a gradient; who has come to rest stays there."""

    def __init__(self, objective: Objective, walkers: Walkers, part: slice) -> None:
        self._stepper = OracleStepper(objective, walkers, part)
        self._first = part.start or 0
        self._counts = np.zeros(len(self._stepper), dtype=np.int64)

    def advance(self, path: np.ndarray, seen: np.ndarray | None = None) -> np.ndarray:
        counts = np.empty((len(path) - 1, path.shape[-1]), dtype=np.int64)
        stepper = self._stepper
        for k in range(1, len(path)):
            path[k] = path[k - 1]
            if len(stepper):
                stepper.advance()
                mine = stepper.who - self._first
                path[k][:, mine] = stepper.theta.T
                self._counts[mine] = stepper.evaluations
                if seen is not None:
                    seen[k - 1][:, mine] = stepper.grad.T
                walking = stepper.walking()
                if not walking.all():
                    stepper.keep(np.flatnonzero(walking))
            counts[k - 1] = self._counts
        return counts

"""Walks on a mean over rows: few rows on plain floats, more of them in arrays.

A NumPy call costs as much as a dozen rows in a loop of Python. So where a step sees few rows, every
walker goes by itself through a loop with the rows inside (`engine.trace.rows`). Which way is taken
depends on the rows alone: a walk does not change when others join it.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np

from engine.drive import row_arrays
from engine.drive.walkers import Walkers
from engine.protocols import Objective, RowForm, needs
from engine.trace.node import NotTraceableError
from engine.trace.program import Program
from engine.trace.row_sums import row_sums
from engine.trace.rows import columns_of, means_of, row_step, row_walk
from engine.trace.scalar import states_as_floats

FEW_ROWS = 6  # that a step sees; with more of them arrays are faster, for six rules
ALL = slice(None)

# Paths (steps + 1, P, n) and the gradients that were seen (steps, P, n), by the walkers' place.
Walked = dict[int, tuple[np.ndarray, np.ndarray | None]]


@dataclass(eq=False)
class RowDraws:
    """What steps see, in the engine's layout.

    Attributes:
        form: How rows count.
        columns: (steps, L, m) each; L = 1 where all walkers see the same.
        weights: (steps, L, m), None where all count alike.
        lead: The axes that L draws have, to be broadcast against those of the walkers.
    """

    form: RowForm
    columns: tuple[np.ndarray, ...]
    weights: np.ndarray | None
    lead: tuple[int, ...]
    _tables: dict[Any, Any] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """How many rows a step sees at most."""
        return self.columns[0].shape[-1]

    def of_walkers(self, shape: tuple[int, ...]) -> list[int]:
        """Which of the L draws each of the walkers sees, whose axes are these."""
        places = np.arange(math.prod(self.lead)).reshape(self.lead)
        return np.broadcast_to(places, shape).ravel().tolist()

    def weighted(self, which: int) -> bool:
        """Whether rows of a step count differently, beyond some that do not count at all."""
        if self.weights is None:
            return False
        weights = self.weights[:, which]
        return bool(((weights != 0) & (weights != weights.max(axis=-1, keepdims=True))).any())

    def rows(self, which: int, numbers: tuple[int, ...]) -> Any:
        """What every step sees, as `row_walk` takes it; these numbers of every row."""
        key = which, numbers
        if key not in self._tables:
            self._tables[key] = self._rows(which, numbers)
        return self._tables[key]

    def _rows(self, which: int, numbers: tuple[int, ...]) -> Any:
        columns = [self.columns[i][:, which] for i in numbers]
        if self.most == 1 and self.weights is None:
            return np.concatenate(columns, axis=-1).tolist()
        if self.weights is None:
            return list(zip(repeat(1 / self.most), np.stack(columns, axis=-1).tolist()))
        weights = self.weights[:, which]
        alike = not self.weighted(which)
        shares = weights.max(axis=-1).tolist() if alike else repeat(1.0)
        tables = np.stack(columns if alike else [weights, *columns], axis=-1)
        there = weights != 0
        whole = there.all(axis=-1)
        listed = tables.tolist()
        for k in np.flatnonzero(~whole):
            listed[k] = tables[k, there[k]].tolist()
        return list(zip(shares, listed))  # noqa: B905


def seen_of(objective: Objective, walkers: Walkers, steps: int) -> RowDraws | None:
    """What the steps see of an objective that is a mean over rows; None of any other."""
    rowwise, given = getattr(objective, "rowwise", None), walkers.draws
    if rowwise is None or given is None or not steps:
        return None
    try:
        draws = np.asarray(given)
    except ValueError:  # of several lengths
        return None
    if draws.dtype.kind not in "iu" or draws.ndim < 2 or not draws.size:
        return None
    lead = draws.shape[1:-1]
    found = rowwise(draws.reshape(steps, -1, draws.shape[-1]))
    if found is None:
        return None
    form, columns, weights = found
    return RowDraws(form, columns, weights, lead)


def recorded(seen: RowDraws, walkers: Walkers) -> Program | None:
    """A rule's step on what is seen; None where it cannot be recorded."""
    if needs(walkers.rule) != "gradient":
        return None
    try:
        step = row_step(seen.form, walkers.rule, walkers.hyperparameters, walkers.scheduled)
        means = means_of(step)
        return step if means and columns_of(seen.form, means) else None
    except NotTraceableError:
        return None


def one_by_one(
    seen: RowDraws, walkers: Walkers, step: Program, path: np.ndarray, grads: np.ndarray
) -> bool:
    """Each walker on plain floats; whether Python's arithmetic has not given up.

    Args:
        seen: What steps see.
        walkers: Who walks.
        step: Their step.
        path: (steps + 1, P, n); is filled but for its first row.
        grads: (steps, P, n); is filled with the gradients that the rule was handed.
    """
    numbers = columns_of(seen.form, means_of(step))
    states = walkers.first_states(step, ALL)
    single = seen.most == 1 and seen.weights is None
    for i, which in enumerate(seen.of_walkers(walkers.shape)):
        walk = row_walk(seen.form, step, single, seen.weighted(which))
        rows = seen.rows(which, numbers)
        if walkers.factors is not None:
            factors = walkers.factors.tolist()
            pairs: Sequence[Any] = list(zip(factors, rows, strict=True))
            rows = pairs if single else [(factor, *pair) for factor, pair in pairs]
        hypers = [float(value[i]) if value.ndim else float(value) for value in walkers.fields]
        start = walkers.begin[:, i].tolist()
        try:
            found = walk(rows, start, hypers, states_as_floats(step, states, i))
        except (ArithmeticError, ValueError):
            return False
        table = np.frombuffer(array("d", found)).reshape(len(grads), 2, -1)
        path[1:, :, i], grads[:, :, i] = table[:, 0], table[:, 1]
    return True


def side_by_side(objective: Objective, everyone: Sequence[Walkers], steps: int, few: int) -> Walked:
    """Those who can walk so; of an objective that is no mean over rows, nobody.

    Args:
        objective: The ground.
        everyone: Who would walk, all on the same draws.
        steps: How many steps.
        few: How many walkers of a rule go one by one.
    """
    seen = seen_of(objective, everyone[0], steps) if everyone else None
    if seen is None:
        return {}
    known: dict[int, Program] = {}
    for i, walkers in enumerate(everyone):
        if len(walkers) <= (few if seen.most <= FEW_ROWS else 1):
            step = recorded(seen, walkers)
            if step is not None:
                known[i] = step
    if seen.most > FEW_ROWS:
        return _in_arrays(seen, everyone, known)
    walked: Walked = {}
    for i, step in known.items():
        path = np.empty((steps + 1, *everyone[i].begin.shape))
        grads = np.empty(path[1:].shape)
        path[0] = everyone[i].begin
        if one_by_one(seen, everyone[i], step, path, grads):
            walked[i] = path, grads
    return walked


def _in_arrays(seen: RowDraws, everyone: Sequence[Walkers], known: dict[int, Program]) -> Walked:
    """The same of rules with one walker each."""
    walked: Walked = {}
    for means in {means_of(step) for step in known.values()}:
        places = [i for i, step in known.items() if means_of(step) == means]
        try:
            sums = row_sums(seen.form, means, product=True)
        except NotTraceableError:
            continue
        path, grads, arrived = row_arrays.side_by_side(
            sums,
            [column[:, 0] for column in seen.columns],
            None if seen.weights is None else seen.weights[:, 0],
            [everyone[i] for i in places],
            [known[i] for i in places],
        )
        for r, place in enumerate(arrived):
            walked[places[place]] = path[:, r, :, None], grads[:, r, :, None]
    return walked

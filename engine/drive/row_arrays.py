"""Many rows: what a step's rows make of all walkers' places at once, each rule on plain floats."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from struct import Struct
from typing import Any

import numpy as np

from engine.drive.lockstep import wide
from engine.drive.walkers import Walkers
from engine.trace.program import Program
from engine.trace.row_sums import Sums, evaluated
from engine.trace.rows import row_turns
from engine.trace.scalar import states_as_floats

ALL = slice(None)
# Places of a matrix product come in so many, whoever walks: its routines take other ways for other
# shapes, and a walk is not to change in its last bits when others join it.
GRAIN = 8
CHUNK = 100_000  # numbers of all steps that are laid out at a time


class Memory:
    """Buffers for so many places, by how many rows they are for."""

    def __init__(self, sums: Sums, places: int) -> None:
        self._sums, self._places = sums, places
        self._known: dict[int, Any] = {}

    def of(self, rows: int) -> list[list[np.ndarray]]:
        """The buffers of every pool, (places, rows) each, and behind them those of the scores."""
        if rows not in self._known:
            shape = self._places, rows
            scores = [np.empty(shape) for _ in self._sums.scores]
            self._known[rows] = [*wide(self._sums.sizes, 1, shape), scores]
        return self._known[rows]


def laid_out(
    sums: Sums, columns: Sequence[np.ndarray], weights: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Scores (..., P, m), columns (..., m) and factors (..., m, q) of rows (..., m)."""

    def stacked(nodes: Sequence[Any], axis: int, times: Any) -> np.ndarray:
        parts = [times * evaluated(node, columns) for node in nodes]
        return np.ascontiguousarray(
            np.stack([np.broadcast_to(part, weights.shape) for part in parts], axis=axis)
        )

    scores = [stacked(nodes, -2, 1.0) for nodes in sums.scores]
    return (
        scores,
        [columns[i] for i in sums.rows],
        [stacked(nodes, -1, weights) for nodes in sums.weights],
    )


def side_by_side(
    sums: Sums,
    columns: Sequence[np.ndarray],
    weights: np.ndarray | None,
    everyone: Sequence[Walkers],
    records: Sequence[Program],
) -> tuple[np.ndarray, np.ndarray, set[int]]:
    """Walk to the end.

    Args:
        sums: What makes the means that all of the rules need.
        columns: The numbers of the rows that each step sees, (steps, m) each.
        weights: (steps, m); None where all count alike.
        everyone: R rules with one walker each.
        records: Their steps.

    Returns:
        Paths (steps + 1, R, P), gradients (steps, R, P), and the places of the rules of which
        Python's arithmetic has given up, whose rows hold nothing.
    """
    steps, count = len(columns[0]), len(everyone)
    dimension = len(everyone[0].begin)
    size = -(-count // GRAIN) * GRAIN
    memory = bytearray(8 * (steps + 1) * size * 2 * dimension)
    found = np.frombuffer(memory).reshape(steps + 1, size, 2, dimension)
    for r, walkers in enumerate(everyone):
        found[0, r, 0] = walkers.begin[:, 0]
    outs = [np.empty((size, len(nodes))) for nodes in sums.weights]
    hands = [_hand(record, walkers) for record, walkers in zip(records, everyone, strict=True)]
    pack, stride = Struct(f"{count * 2 * dimension}d").pack_into, size * 2 * dimension * 8
    nobody, lost = (math.nan,) * (2 * dimension), set[int]()
    places = range(count)
    at = 0
    for _ in sums.run(_steps(sums, columns, weights, found[:, :, 0], outs)):
        at += stride
        means = outs[0].tolist() if len(outs) == 1 else np.concatenate(outs, axis=1).tolist()
        numbers: list[float] = []
        for r in places:
            try:
                numbers += hands[r](means[r])
            except (ArithmeticError, ValueError):
                lost.add(r)
                hands[r] = lambda means: nobody
                numbers += nobody
        pack(memory, at, *numbers)
    return found[:, :count, 0], found[1:, :count, 1], lost


def _steps(
    sums: Sums,
    columns: Sequence[np.ndarray],
    weights: np.ndarray | None,
    thetas: np.ndarray,
    outs: list[np.ndarray],
) -> Iterator[tuple[Any, ...]]:
    """What every step takes; places whose weight is 0 are left out."""
    steps, most = columns[0].shape
    memory = Memory(sums, thetas.shape[1])
    stride = max(1, CHUNK // most)
    for low in range(0, steps, stride):
        part = slice(low, low + stride)
        mine = [column[part] for column in columns]
        counted = np.full(mine[0].shape, 1 / most) if weights is None else weights[part]
        there = counted != 0
        partly = set(np.flatnonzero(~there.all(axis=-1)).tolist())
        scores, rows, factors = laid_out(sums, mine, counted)
        whole = memory.of(most)
        every = zip(
            thetas[part],
            _each(scores, len(counted)),
            _each(rows, len(counted)),
            _each(factors, len(counted)),
            repeat(whole),
            repeat(outs),
        )
        if not partly:
            yield from every
            continue
        for k, (theta, score, row, factor, _, _) in enumerate(every):
            if k not in partly:
                yield theta, score, row, factor, whole, outs
                continue
            some = there[k]
            yield (
                theta,
                [np.ascontiguousarray(numbers[:, some]) for numbers in score],
                [numbers[some] for numbers in row],
                [numbers[some] for numbers in factor],
                memory.of(int(some.sum())),
                outs,
            )


def _each(arrays: Sequence[np.ndarray], steps: int) -> Iterable[tuple[np.ndarray, ...]]:
    """Of every step those of all arrays."""
    return zip(*arrays, strict=True) if arrays else repeat((), steps)


def _hand(record: Program, walkers: Walkers) -> Any:
    """What is told the means of a step and answers with a rule's next place, and its gradient."""
    states = states_as_floats(record, walkers.first_states(record, ALL), 0)
    hypers = [float(value[0]) if value.ndim else float(value) for value in walkers.fields]
    factors = None if walkers.factors is None else walkers.factors.tolist()
    turns = row_turns(record)(walkers.begin[:, 0].tolist(), hypers, states, factors)
    next(turns)
    return turns.send

"""Many rows: what a step's rows make of all walkers' places at once, each rule on plain floats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from struct import Struct
from typing import Any

import numpy as np

from engine.drive.walkers import Walkers
from engine.trace.blocks import Buffers
from engine.trace.program import Program
from engine.trace.row_sums import Sums, evaluated
from engine.trace.rows import row_race, takes_means
from engine.trace.scalar import states_as_floats

ALL = slice(None)
# Places of a matrix product come in so many, whoever walks: its routines take other ways for other
# shapes, and a walk is not to change in its last bits when others join it.
GRAIN = 6
CHUNK = 100_000  # numbers of all steps that are laid out at a time


class Memory:
    """Buffers for so many numbers, places times rows, cut as they are wanted."""

    def __init__(self, sums: Sums, most: int) -> None:
        self._flat = Buffers(sums.sizes, 1, most)
        self._scores = np.empty((len(sums.scores), most))
        self._known: dict[tuple[int, int], list[list[np.ndarray]]] = {}

    def of(self, places: int, rows: int) -> list[list[np.ndarray]]:
        """The buffers of every pool, (places, rows) each, and behind them those of the scores."""
        shape = places, rows
        if shape not in self._known:
            pools = [*self._flat.cut(places * rows), list(self._scores[:, : places * rows])]
            self._known[shape] = [[flat.reshape(shape) for flat in pool] for pool in pools]
        return self._known[shape]


def laid_out(
    sums: Sums, columns: Sequence[np.ndarray], weights: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Scores (..., P, m), columns (..., m) and factors of rows (..., m), as `Sums` has them."""
    shape = weights.shape

    def stacked(nodes: Sequence[Any], axis: int, times: Any) -> np.ndarray:
        lead = [*shape[:-1], len(nodes), shape[-1]] if axis == -2 else [*shape, len(nodes)]
        made = np.empty(lead)
        for node, out in zip(nodes, np.moveaxis(made, axis, 0), strict=True):
            np.multiply(evaluated(node, columns), times, out=out)
        return made[..., 0] if axis == -1 and len(nodes) == 1 else made

    return (
        [stacked(nodes, -2, 1.0) for nodes in sums.scores],
        [columns[i] for i in sums.rows],
        [stacked(nodes, -1, weights) for nodes in sums.weights],
    )


def side_by_side(
    sums: Sums,
    columns: Sequence[np.ndarray],
    weights: np.ndarray | None,
    everyone: Sequence[Walkers],
    records: Sequence[Program],
) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Walk to the end.

    Args:
        sums: What makes the means that all of the rules need.
        columns: The numbers of the rows that each step sees, (steps, m) each.
        weights: (steps, m); None where all count alike.
        everyone: R rules with one walker each.
        records: Their steps.

    Returns:
        Paths (steps + 1, R, P), gradients (steps, R, P), and who the R are: the places of those
        of whom Python's arithmetic has not given up.
    """
    steps, dimension = len(columns[0]), len(everyone[0].begin)
    size = -(-len(everyone) // GRAIN) * GRAIN
    apart = len(sums.weights) > 1 or not all(map(takes_means, records))
    width = 2 * dimension if apart else dimension  # what a rule answers with
    memory = bytearray(8 * (steps + 1) * size * width)
    found = np.frombuffer(memory).reshape(steps + 1, size, width)
    thetas = found[..., :dimension]
    grads = found[1:, :, dimension:] if apart else np.empty((steps, size, dimension))
    shapes = [(size, len(nodes)) if len(nodes) > 1 else (size,) for nodes in sums.weights]
    going = dict(enumerate(zip(records, everyone, strict=True)))

    def walk(those: Sequence[tuple[Program, Walkers]]) -> None:
        for place, (_, walkers) in enumerate(those):
            thetas[0, place] = walkers.begin[:, 0]
        outs = repeat([np.empty(shape) for shape in shapes]) if apart else zip(grads, strict=True)
        factors = those[0][1].factors
        row_race(tuple(record for record, _ in those), size, len(shapes), apart)(
            sums.run(_steps(sums, columns, weights, thetas, outs)),
            [_rule(record, walkers) for record, walkers in those],
            None if factors is None else factors.tolist(),
            np.column_stack,
            Struct(f"{len(those) * width}d").pack_into,
            memory,
            size * width * 8,
        )

    try:
        walk(list(going.values()))
    except (ArithmeticError, ValueError):  # of one of them, which is rare: see who it is
        going = {r: pair for r, pair in going.items() if _goes(walk, pair)}
        if going:
            walk(list(going.values()))
    count = len(going)
    return thetas[:, :count], grads[:, :count], list(going)


def _goes(walk: Callable[..., None], pair: tuple[Program, Walkers]) -> bool:
    """Whether a rule alone walks to the end on plain floats."""
    try:
        walk([pair])
    except (ArithmeticError, ValueError):
        return False
    return True


def _steps(
    sums: Sums,
    columns: Sequence[np.ndarray],
    weights: np.ndarray | None,
    thetas: np.ndarray,
    outs: Iterable[Sequence[np.ndarray]],
) -> Iterator[tuple[Any, ...]]:
    """What every step takes; places whose weight is 0 are left out."""
    most = columns[0].shape[1]
    places = thetas.shape[1]
    memory = Memory(sums, places * most)
    stride, left = max(1, CHUNK // most), iter(outs)
    if weights is None and not any(column.strides[0] for column in columns):
        # All steps see the same rows.
        once = [column[:1] for column in columns]
        ours = laid_out(sums, once, np.full(once[0].shape, 1 / most))
        alike = (tuple(array[0] for array in arrays) for arrays in ours)
        buffers = memory.of(places, most)
        return zip(thetas[:-1], *map(repeat, alike), repeat(buffers), left, strict=False)

    def chunk(low: int) -> Iterable[tuple[Any, ...]]:
        part = slice(low, low + stride)
        mine = [column[part] for column in columns]
        counted = np.full(mine[0].shape, 1 / most) if weights is None else weights[part]
        scores, rows, factors = laid_out(sums, mine, counted)
        every = zip(  # of the places there is one more, behind the last step
            thetas[part],
            _each(scores, len(counted)),
            _each(rows, len(counted)),
            _each(factors, len(counted)),
            repeat(memory.of(places, most)),
            left,
            strict=False,
        )
        if weights is None:
            return every
        there = counted != 0
        pairs = zip(every, there, there.all(axis=-1).tolist(), strict=True)
        return (step if whole else _part(step, some, memory) for step, some, whole in pairs)

    return chain.from_iterable(chunk(low) for low in range(0, len(columns[0]), stride))


def _part(step: tuple[Any, ...], some: np.ndarray, memory: Memory) -> tuple[Any, ...]:
    """A step that sees some of its rows only."""
    theta, scores, rows, factors, _, outs = step
    return (
        theta,
        [np.ascontiguousarray(numbers[:, some]) for numbers in scores],
        [numbers[some] for numbers in rows],
        [numbers[some] for numbers in factors],
        memory.of(len(theta), int(some.sum())),
        outs,
    )


def _each(arrays: Sequence[np.ndarray], steps: int) -> Iterable[tuple[np.ndarray, ...]]:
    """Of every step those of all arrays."""
    return zip(*arrays, strict=True) if arrays else repeat((), steps)


def _rule(record: Program, walkers: Walkers) -> tuple[list[float], list[float], list[float]]:
    """Start, hyper-parameters and state of a rule."""
    states = states_as_floats(record, walkers.first_states(record, ALL), 0)
    hypers = [float(value[0]) if value.ndim else float(value) for value in walkers.fields]
    return walkers.begin[:, 0].tolist(), hypers, states

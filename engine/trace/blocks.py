"""Many walkers: the step as in-place NumPy calls over blocks that fit the cache.

Arrays are planes of shape (P, n), one row per coordinate: two on a map, one on a curve. The code
written from the tape lets every value land in a buffer that is free at that moment (`out=`), so a
step allocates nothing, and a block's buffers stay in the processor's cache however many blocks
there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from engine.trace.block_loop import Loop
from engine.trace.block_text import Lines
from engine.trace.program import Program
from engine.trace.storage import POOLS

# Columns. Half or twice as many are nearly as good, 256 and 100,000 are twice as slow; a power of
# two is a little slower, because then x and y lie at the same place of a memory page.
BLOCK = 16_000


@dataclass(frozen=True)
class Advance:
    """The generated loop and the buffers that it wants.

    ``run(steps, theta, after, path, hypers, shared, buffers, factors)`` makes ``steps`` steps, at
    least 1; ``factors`` are those of the learning rate in each, where the program is scheduled.
    With a path, of shape (steps + 1, P, n), row k + 1 receives theta after step k. ``shared`` are
    the state's numbers that all walkers share, as np.float64, because Python's own numbers raise
    where NumPy's go on; the others lie in ``buffers`` at ``homes``, before and after. It returns
    theta, the other theta buffer, ``shared``, the last gradient and the last delta.

    Attributes:
        run: The loop.
        homes: For every number of the state the pool and place of its buffer, None if shared.
        sizes: How many buffers of each pool: planes, columns, truth planes, truth columns.
        dimension: How many rows a plane has.
    """

    run: Callable[..., Any]
    homes: tuple[tuple[int, int] | None, ...]
    sizes: tuple[int, ...]
    dimension: int


@lru_cache(maxsize=1024)
def advance(step: Program) -> Advance:
    """The loop for this program."""
    writer = Loop(step)
    run = executed(writer.source(), writer)["run"]
    return Advance(run, writer.homes(), writer.sizes(), step.dimension)


def executed(text: str, lines: Lines) -> dict[str, Any]:
    """What a text defines, with all that its lines name."""
    names: dict[str, Any] = {name: getattr(np, name) for name in lines.functions}
    names |= {"copyto": np.copyto, "asarray": np.asarray, "empty": np.empty, "spread": _spread}
    names |= lines.constants
    # The text is made of our own names, operators and numbers only, never of a visitor's words.
    exec(compile(text, "<block walk>", "exec"), names)
    return names


def _spread(column: np.ndarray, plane: np.ndarray) -> np.ndarray:
    """A column in every row of a plane."""
    return np.broadcast_to(column, plane.shape).copy()


class Buffers:
    """Memory for one block, cut anew for every group of walkers that comes in.

    Args:
        sizes: How many buffers of each pool.
        rows: How many rows a plane has.
        size: How many walkers there are at most.
    """

    def __init__(self, sizes: Sequence[int], rows: int, size: int) -> None:
        self._rows = rows
        self._flat = [
            [
                np.empty(rows * size if pool in "pq" else size, bool if pool in "qd" else float)
                for _ in range(count)
            ]
            for pool, count in zip(POOLS, sizes, strict=True)
        ]

    def cut(self, n: int) -> list[list[np.ndarray]]:
        """The buffers of each pool, for n walkers: planes (rows, n) and columns (n,)."""
        rows = self._rows
        return [
            [flat[: rows * n].reshape(rows, n) if pool in "pq" else flat[:n] for flat in flats]
            for pool, flats in zip(POOLS, self._flat, strict=True)
        ]

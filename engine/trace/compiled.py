"""Very many walkers, at will: the step as machine code, where numba is installed.

The loop is written from the same record as the others, one expression per value, and compiled by
numba (https://numba.pydata.org), which is no requirement of this project. A tile of walkers takes
all of its steps before the next tile begins, so what it works on stays in the processor's nearest
cache, and the compiler turns the loop over its walkers into vector instructions. Compiling takes a
second or two, once for every pair of rule and surface; so it has to be asked for.

Sums, products, quotients and roots are those of IEEE 754 in the recorded order, so walks that need
no more agree with `engine.trace.blocks` to the bit. Exponentials, powers, logarithms and circular
functions come from the system's library instead of NumPy's and may differ in the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from engine.protocols import Surface
from engine.trace.blocks import Advance
from engine.trace.node import Kind
from engine.trace.program import FACTOR, THETA, Program, ground
from engine.trace.scalar import CALLS, Writer, after, planes_of
from engine.trace.storage import POOLS

TILE = 256  # walkers; what a tile works on, some twelve numbers of each, is about 25 kB
ABSENT = "compiled: this needs numba, which is not installed (pip install numba)"


def compiler() -> Callable[..., Any]:
    """The compiler of numba, set to answer a division by zero as NumPy does.

    Raises:
        ValueError: numba is not installed.
    """
    try:
        from numba import njit
    except ImportError:
        raise ValueError(ABSENT) from None
    return njit(error_model="numpy", nogil=True)


@lru_cache(maxsize=1024)
def machine_code(step: Program) -> Advance:
    """The loop for this program, to be used like that of `engine.trace.blocks.advance`.

    It is compiled when it is called for the first time.

    Raises:
        ValueError: numba is not installed.
    """
    walk = _made(source(step))
    homes: list[tuple[int, int] | None] = []
    made = [2, 0]  # planes, of which the first two are the gradient and the displacement; columns
    for kind in step.states:
        if kind is Kind.SHARED:
            homes.append(None)
        else:
            pool = POOLS.index("p" if kind is Kind.PLANE else "c")
            homes.append((pool, made[pool]))
            made[pool] += 1
    at_home = [home for home in homes if home is not None]
    unscheduled, pathless = np.ones(1), np.empty((0, step.dimension, 0))

    def run(
        steps: int,
        theta: np.ndarray,
        spare: np.ndarray,
        path: np.ndarray | None,
        hypers: list[Any],
        shared: list[Any],
        buffers: list[list[np.ndarray]],
        factors: np.ndarray | None,
    ) -> tuple[Any, ...]:
        grad, delta = buffers[0][:2]
        shared = walk(
            steps,
            theta,
            pathless if path is None else path,
            unscheduled if factors is None else factors,
            grad,
            delta,
            *hypers,
            *shared,
            *(buffers[pool][place] for pool, place in at_home),
        )
        return theta, spare, [np.float64(part) for part in shared], grad, delta

    return Advance(run, tuple(homes), (*made, 0, 0), step.dimension)


def _made(text: str) -> Callable[..., Any]:
    names: dict[str, Any] = {"inf": math.inf, "nan": math.nan, "empty": np.empty}
    names |= {name: getattr(math, name) for name in CALLS.values() if name != "abs"}
    # The text is made of our own names, operators and numbers only, never of a visitor's words.
    exec(compile(text, "<compiled walk>", "exec"), names)
    return compiler()(names["walk"])


def source(step: Program) -> str:
    """The text of the loop.

    What a walker works on lies in rows of one array, ``work``, at distances that the compiler
    knows; between arrays of their own it would have to suspect an overlap and go one by one.
    """
    states = list(zip(step.symbols, step.states, strict=True))
    common = [symbol for symbol, kind in states if kind is Kind.SHARED]
    hypers = {name: ("c_" if kind is Kind.COLUMN else "h_") + name for name, kind in step.hypers}
    rates = {f"h_{name}": f"{array}[low + i]" for name, array in hypers.items() if array[0] == "c"}
    state: dict[str, str] = {}  # every number of it and where it lies outside
    for symbol, kind in states:
        if kind is Kind.PLANE:
            state |= _rows(step, symbol, f"b_{symbol}")
        else:
            state[symbol] = f"b_{symbol}" + ("[low + i]" if kind is Kind.COLUMN else "")
    kept = _rows(step, THETA, THETA) | state
    seen = _rows(step, "grad", "grad") | _rows(step, "delta", "delta")

    outputs = [*planes_of(step.theta, step), *after(step)]
    outputs += [*planes_of(step.grad, step), *planes_of(step.delta, step)]
    writer = Writer(step.dimension, outputs, apart=True)
    results = dict(zip([*kept, *seen], writer.results, strict=True))
    homes = {name: home for name, home in (kept | seen).items() if name not in common}
    row = {name: f"work[{i * TILE} + i]" for i, name in enumerate([*homes, *rates])}
    read = {name: home for name, home in homes.items() if name not in seen} | rates
    apart = [symbol for symbol in step.symbols if symbol not in common]
    given = [*hypers.values(), *(f"b_{symbol}" for symbol in [*common, *apart])]
    all_common = "".join(f"{name}, " for name in common)
    lines = [
        f"def walk(steps, theta, path, factors, grad, delta, {', '.join(given)}):",
        f"    work = empty({len(row) * TILE})",
        *(f"    {line}" for line in writer.before),
        *(f"    {name} = b_{name}" for name in common),
        f"    for low in range(0, len(theta[0]), {TILE}):",
        f"        count = min({TILE}, len(theta[0]) - low)",
        *(f"        {name} = b_{name}" for name in common),  # every tile begins anew
        "        for i in range(count):",
        *(f"            {row[name]} = {home}" for name, home in read.items()),
        "        for k in range(steps):",
        f"            {FACTOR} = factors[k]" if step.scheduled else "",
        *(f"            {line}" for line in writer.shared),
        "            for i in range(count):",
        *(f"                {name} = {row[name]}" for name in read),
        *(f"                {line}" for line in writer.body),
        *(f"                {row[name]} = {results[name]}" for name in homes),
        f"            {all_common}= {''.join(f'{results[name]}, ' for name in common)}"
        if common
        else "",
        "            if len(path):",
        "                for i in range(count):",
        *(
            f"                    path[k + 1, {i}, low + i] = {row[f'{THETA}_{i}']}"
            for i in range(step.dimension)
        ),
        "        for i in range(count):",
        *(f"            {home} = {row[name]}" for name, home in homes.items()),
        f"    return ({all_common})",
    ]
    return "\n".join(line for line in lines if line)


def _rows(step: Program, name: str, array: str) -> dict[str, str]:
    """The coordinates of a plane and where they lie outside."""
    return {f"{name}_{i}": f"{array}[{i}, low + i]" for i in range(step.dimension)}


@lru_cache(maxsize=256)
def survey(surface: Surface) -> Callable[[np.ndarray, np.ndarray, np.ndarray], bool]:
    """A function ``(points, heights, gradients)`` that fills the last two, (k, n) and (P, k, n).

    Points are (k, P, n). It answers whether all that it read and wrote is finite, and is compiled
    when it is called for the first time.

    Raises:
        NotTraceableError: The surface does something that a tape cannot record.
        ValueError: numba is not installed.
    """
    parts = ground(surface)
    writer = Writer(surface.dimension, [(part, 0) for part in parts], apart=True)
    # Adding 0 makes 0 of -0, as Surface.value does.
    height, *slopes = (f"({text}) + 0.0" for text in writer.results)
    place = [f"{THETA}_{i}" for i in range(surface.dimension)]
    written = ["f", *(f"d_{i}" for i in range(surface.dimension))]
    lines = [
        "def walk(points, heights, gradients):",
        "    lost = 0",
        *(f"    {line}" for line in writer.before),
        "    for k in range(len(points)):",
        "        for i in range(len(points[0, 0])):",
        *(f"            {name} = points[k, {c}, i]" for c, name in enumerate(place)),
        *(f"            {line}" for line in writer.body),
        f"            f = {height}",
        *(f"            d_{c} = {text}" for c, text in enumerate(slopes)),
        "            heights[k, i] = f",
        *(f"            gradients[{c}, k, i] = d_{c}" for c in range(surface.dimension)),
        # What is not finite is no number when it is taken from itself.
        *(f"            lost += {name} - {name} != 0.0" for name in [*place, *written]),
        "    return lost == 0",
    ]
    return _made("\n".join(lines))

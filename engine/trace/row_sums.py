"""The means over rows in arrays: places in one direction, rows in the other.

What a row adds is recorded, and divided in two: factors that know nothing of the place, which are
multiplied with the rows' weights ahead of all steps, and the others, which are worked out in place.
Their product summed over the rows is one call.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from engine.protocols import RowForm
from engine.trace.block_text import Lines
from engine.trace.blocks import executed
from engine.trace.node import Kind, Node, NotTraceableError, in_order
from engine.trace.program import refusing
from engine.trace.rows import ROW
from engine.trace.tape import Tape, Traced

PLACE, SCORE = "x", "score"


@dataclass(frozen=True, eq=False)
class Sums:
    """A text that has been made a function, and what it wants.

    ``run(steps)`` is a generator. Of every step it takes (theta, scores, rows, weights, buffers,
    outs), fills the outs and yields them: theta (R, P), what `scores` and `weights` make of the
    rows, the columns ``rows`` (m,), and memory for ``sizes`` of `Buffers`, (R, m) each.

    Attributes:
        run: The function.
        scores: Of every score a node per coordinate: (m,) numbers each, together (P, m). Its
            product with theta, (R, m), is the first of the buffers.
        rows: Which columns it reads.
        weights: Of every out the nodes whose numbers, times the weights of the rows, are its
            factors: (m,) of one, and the out is (R,); of several together (m, q), and it is (R, q).
            All outs side by side are the means.
        sizes: How many buffers of each pool.
    """

    run: Callable[..., Any]
    scores: tuple[tuple[Node, ...], ...]
    rows: tuple[int, ...]
    weights: tuple[tuple[Node, ...], ...]
    sizes: tuple[int, ...]


@lru_cache(maxsize=256)
def row_sums(form: RowForm, means: tuple[int, ...], product: bool) -> Sums:
    """What makes some of the means.

    Args:
        form: How rows count.
        means: Which of its parts are wanted.
        product: Whether scores and sums are left to matrix products where they can be, which are
            fast on a few places; without them a place's numbers are the same to the bit whoever is
            beside it.

    Raises:
        NotTraceableError: The form does something that cannot be written so.
    """
    tape = _Tape(form.dimension, product)
    place = [tape.symbol(f"{PLACE}_{i}", Kind.COLUMN) for i in range(form.dimension)]
    row = [tape.symbol(f"{ROW}_{i}", Kind.COLUMN) for i in range(form.width)]
    with refusing(form):
        parts = [tape.node(part) for part in form.parts(place, row)]
    pairs = [_divided(tape, parts[i]) for i in means]
    alike = product and len({id(factor) for factor, _ in pairs}) == 1
    groups = [list(range(len(pairs)))] if alike else [[i] for i in range(len(pairs))]
    weights = tuple(tuple(pairs[i][1] for i in group) for group in groups)
    factors = [pairs[group[0]][0] for group in groups]
    text = _Text(form.dimension, len(tape.scores), factors, [len(nodes) for nodes in weights])
    run = executed(text.source(), text)["sums"]
    scores = tuple(nodes for _, nodes in tape.scores)
    return Sums(run, scores, text.rows, weights, text.sizes())


def evaluated(node: Node, columns: Mapping[int, np.ndarray] | Sequence[np.ndarray]) -> Any:
    """The numbers of a node that knows nothing of the place, of columns of any shape."""
    found: dict[int, Any] = {}
    for part in in_order([node]):
        if part.operation == "constant":
            found[id(part)] = part.detail
        elif part.operation == "symbol":
            found[id(part)] = columns[int(part.detail.rpartition("_")[2])]
        else:
            function = np.where if part.operation == "where" else getattr(np, part.operation)
            found[id(part)] = function(*(found[id(one)] for one in part.inputs))
    return found[id(node)]


class _Tape(Tape):
    """Knows a score when it sees one: x₀·(of the row) + x₁·(of the row)."""

    def __init__(self, dimension: int, product: bool) -> None:
        super().__init__(dimension)
        self.scores: list[tuple[Node, tuple[Node, ...]]] = []
        self._product = product

    def _add(self, a: Node, b: Node) -> Node | None:
        simpler = super()._add(a, b)
        if simpler is not None or not self._product or self.dimension != 2:
            return simpler
        terms = dict(term for term in (_term(a), _term(b)) if term is not None)
        if set(terms) != {0, 1}:
            return None
        nodes = terms[0], terms[1]
        for score, known in self.scores:
            if known == nodes:
                return score
        score = self.symbol(f"{SCORE}_{len(self.scores)}", Kind.COLUMN).node
        self.scores.append((score, nodes))
        return score


def _term(node: Node) -> tuple[int, Node] | None:
    """(i, w) where the node is xᵢ·w, and w knows nothing of the place."""
    if node.operation == "multiply":
        for one, other in (node.inputs, node.inputs[::-1]):
            if one.operation == "symbol" and one.detail.startswith(PLACE) and _of_row(other):
                return int(one.detail.rpartition("_")[2]), other
    return None


def _of_row(node: Node) -> bool:
    """Whether a value knows nothing of the place."""
    return all(
        part.operation != "symbol" or part.detail.startswith(ROW) for part in in_order([node])
    )


def _divided(tape: Tape, part: Node) -> tuple[Node, Node]:
    """A part as (factor, factor that knows nothing of the place)."""
    left, factors, weights = [part], [], []
    while left:
        node = left.pop(0)
        if _of_row(node):
            weights.append(node)
        elif node.operation == "multiply":
            left = [*node.inputs, *left]
        else:
            factors.append(node)
    one = tape.node(1.0)
    factor, weight = _product(tape, factors, one), _product(tape, weights, one)
    whole = factor.kind is not Kind.SHARED
    if factor.operation == "symbol":
        whole = factor.detail.startswith(SCORE)
    if not whole:
        raise NotTraceableError("a part that is no array of places and rows")
    return factor, weight


def _product(tape: Tape, nodes: Sequence[Node], one: Node) -> Node:
    """The nodes multiplied from the left."""
    return math.prod((Traced(tape, node) for node in nodes), start=Traced(tape, one)).node


class _Text(Lines):
    """The text of ``sums``."""

    def __init__(
        self, dimension: int, scores: int, factors: Sequence[Node], widths: Sequence[int]
    ) -> None:
        super().__init__(factors)
        self._scores, self._factors, self._widths = scores, factors, widths
        used = {n.detail for n in self._storages.order if n.operation == "symbol"}
        self.rows = tuple(
            sorted(int(name.rpartition("_")[2]) for name in used if name.startswith(ROW))
        )
        self._places = [i for i in range(dimension) if f"{PLACE}_{i}" in used]
        self._write()

    def _write_node(self, node: Node, i: int) -> None:
        """As a matrix product a coordinate times the rows' numbers takes half as long.

        Nothing is summed there, so it is the same to the bit.
        """
        names = sorted(part.detail or "" for part in node.inputs if part.operation == "symbol")
        if node.operation == "multiply" and len(names) == 2:
            row, place = names
            if row.startswith(ROW) and place.startswith(PLACE):
                self._body.append(f"dot({place}, {row}[None], {self._target(node)})")
                return
        super()._write_node(node, i)

    def source(self) -> str:
        """The text."""
        self.functions |= {"dot", "vecdot"}
        scores = range(self._scores)
        body = [
            *_unpacked([f"s_{i}" for i in scores], "scores"),
            *_unpacked([f"{SCORE}_{i}" for i in scores], "buffers[-1]"),
            *_unpacked([f"{ROW}_{i}" for i in self.rows], "rows"),
            *(f"{PLACE}_{i} = theta[:, {i}:{i + 1}]" for i in self._places),
            *self._unpacked(),
            *(f"dot(theta, s_{i}, {SCORE}_{i})" for i in scores),
            *self._body,
        ]
        for i, (factor, width) in enumerate(zip(self._factors, self._widths, strict=True)):
            # The product of a matrix and a vector goes other ways for rows at its end.
            call = "dot({}, {}, {})" if width > 1 else "vecdot({}, {}, out={})"
            body.append(call.format(self._operand(factor), f"weights[{i}]", f"outs[{i}]"))
        lines = [*self._before, "for theta, scores, rows, weights, buffers, outs in steps:"]
        lines += [f"    {line}" for line in (*body, "yield outs")]
        return "\n    ".join(["def sums(steps):", *lines])


def _unpacked(names: Sequence[str], value: str) -> list[str]:
    return [f"{', '.join(names)}, = {value}"] if names else []

"""Few walkers: the step as straight-line Python on floats.

A NumPy call costs about a microsecond however little it works on, a Python float operation about
thirty nanoseconds. So up to a few dozen walkers go one by one through a loop that is written from
the tape: one expression per value, no calls but those of `math`.

Where Python raises (a division by zero, an exponential that overflows) and NumPy would go on with
inf or nan, the walker is handed back, and the caller lets NumPy decide.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from engine.trace.node import Kind, Node, in_order
from engine.trace.program import FACTOR, THETA, Program

INFIX = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "==",
    "not_equal": "!=",
}
CALLS = {name: name for name in ("sqrt", "exp", "log", "sin", "cos", "tan")}
CALLS |= {"sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "arctan": "atan", "absolute": "abs"}
CALLS |= {"power": "pow"}  # math.pow: `**` would answer in complex numbers
TWICE = frozenset({"sign", "maximum", "minimum"})  # whose text names an input more than once
DEEPEST = 12  # how far expressions used once are nested into each other

Walk = Callable[..., Iterator[float]]


@lru_cache(maxsize=1024)
def scalar_walk(step: Program) -> Walk:
    """A generator ``walk(steps, start, hypers, states)`` of x, y, x, y, ... after every step.

    On a curve it is one of x, x, x, ... Where the program is scheduled, ``steps`` is not their
    number but the factor of each.
    ``hypers`` are the hyper-parameters in the program's order, ``states`` the numbers of the state,
    coordinate by coordinate. It may raise ArithmeticError or ValueError.
    """
    return executed(source(step))["walk"]


def executed(text: str) -> dict[str, Any]:
    """What a text defines."""
    names: dict[str, Any] = {"inf": math.inf, "nan": math.nan}
    names |= {name: getattr(math, name) for name in CALLS.values() if name != "abs"}
    # The text is made of our own names, operators and numbers only, never of a visitor's words.
    exec(compile(text, "<scalar walk>", "exec"), names)
    return names


def states_as_floats(step: Program, states: Sequence[Any], walker: int) -> list[float]:
    """One walker's state, flattened in the order that the walk takes it.

    ``states`` hold all walkers, each number in the shape in which the rule's ``init`` made it:
    (n, P), (n, 1), or one number for all.
    """
    numbers: list[float] = []
    for kind, part in zip(step.states, states, strict=True):
        mine = [float(entry) for entry in (part[walker] if np.ndim(part) else [part])]
        # A number that starts as one for all coordinates may become one for each.
        numbers += mine * step.dimension if kind is Kind.PLANE and len(mine) == 1 else mine
    return numbers


def source(step: Program) -> str:
    """The text of the walk."""
    writer = Writer(step.dimension, [*planes_of(step.theta, step), *after(step)])
    hypers = "".join(f"h_{name}, " for name, _ in step.hypers)
    states = "".join(f"{name}, " for name in state_names(step))
    place = "".join(f"theta_{i}, " for i in range(step.dimension))
    results = ", ".join(writer.results)
    lines = [
        "def walk(steps, start, hypers, states):",
        f"    {hypers}= hypers" if hypers else "",
        f"    {states}= states" if states else "",
        f"    {place}= start",
        *(f"    {line}" for line in writer.before),
        f"    for {FACTOR} in steps:" if step.scheduled else "    for _ in range(steps):",
        *(f"        {line}" for line in writer.body),
        f"        {place}{states}= {results},",  # one number makes a tuple, too
        *(f"        yield theta_{i}" for i in range(step.dimension)),
    ]
    return "\n".join(line for line in lines if line)


def planes_of(node: Node, step: Program) -> list[tuple[Node, int]]:
    """Every coordinate of a plane."""
    return [(node, i) for i in range(step.dimension)]


def after(step: Program) -> list[tuple[Node, int]]:
    """Every number of the state after a step, coordinate by coordinate."""
    pairs: list[tuple[Node, int]] = []
    for kind, node in zip(step.states, step.next_states, strict=True):
        pairs += planes_of(node, step) if kind is Kind.PLANE else [(node, 0)]
    return pairs


def state_names(step: Program) -> list[str]:
    """The variables of the state, in the same order."""
    names: list[str] = []
    for symbol, kind in zip(step.symbols, step.states, strict=True):
        plane = kind is Kind.PLANE
        names += [f"{symbol}_{i}" for i in range(step.dimension)] if plane else [symbol]
    return names


class Writer:
    """Turns nodes into expressions, one per node and coordinate.

    Attributes:
        before: Lines that are needed once, ahead of the loop over the steps.
        shared: Lines for what all walkers share in a step; empty unless walkers are written apart.
        body: Lines of a step.
    """

    def __init__(
        self,
        dimension: int,
        outputs: Sequence[tuple[Node, int]],
        apart: bool = False,
        prefix: str = "v",
    ) -> None:
        """Write what the outputs need: nodes and which coordinate of them.

        Values that get a name are called by the prefix and a number.
        """
        self.before: list[str] = []
        self.shared: list[str] = []
        self.body: list[str] = []
        self._dimension, self._apart, self._prefix = dimension, apart, prefix
        self._text: dict[tuple[int, int], tuple[str, int]] = {}  # expression and its depth
        order = in_order([node for node, _ in outputs])
        self._uses: dict[tuple[int, int], int] = {}
        for node in order:
            for coordinate in self._coordinates(node):
                # An expression that would stand twice in the text gets a name instead.
                times = 2 if node.operation in TWICE else 1
                for part in self._parts(node, coordinate):
                    self._uses[part] = self._uses.get(part, 0) + times
        for node, coordinate in outputs:
            key = self._key(node, coordinate)
            self._uses[key] = self._uses.get(key, 0) + 1
        for node in order:
            for coordinate in self._coordinates(node):
                self._write(node, coordinate)
        self.results = [self._text[self._key(*output)][0] for output in outputs]

    def _coordinates(self, node: Node) -> range:
        return range(self._dimension if node.kind is Kind.PLANE else 1)

    @staticmethod
    def _key(node: Node, coordinate: int) -> tuple[int, int]:
        """The scalar that is meant: a stack's and a component's coordinates are other nodes'."""
        while True:
            if node.operation == "component":
                node, coordinate = node.inputs[0], node.detail
            elif node.operation == "stack":
                node, coordinate = node.inputs[coordinate], 0
            else:
                return id(node), coordinate if node.kind is Kind.PLANE else 0

    def _parts(self, node: Node, coordinate: int) -> list[tuple[int, int]]:
        if node.operation in ("stack", "component"):
            return []
        return [self._key(part, coordinate) for part in node.inputs]

    def _write(self, node: Node, coordinate: int) -> None:
        if node.operation in ("stack", "component"):
            return
        key = (id(node), coordinate)
        if node.operation == "constant":
            text = repr(node.detail)
            self._text[key] = (f"({text})" if text.startswith("-") else text, 0)
            return
        if node.operation == "symbol":
            self._text[key] = (self._symbol(node, coordinate), 0)
            return
        inputs = [self._text[part] for part in self._parts(node, coordinate)]
        depth = 1 + max(depth for _, depth in inputs)
        text = _expression(node.operation, [text for text, _ in inputs])
        lines = self._lines(node)
        if lines is not self.body or self._uses.get(key, 0) > 1 or depth > DEEPEST:
            name = f"{self._prefix}{len(self._text)}"
            lines.append(f"{name} = {text}")
            text, depth = name, 0
        self._text[key] = (text, depth)

    def _lines(self, node: Node) -> list[str]:
        """Where a value is worked out."""
        if self._apart and node.kind is not Kind.SHARED:
            return self.body
        if node.constant_in_time:
            return self.before
        return self.shared if self._apart else self.body

    @staticmethod
    def _symbol(node: Node, coordinate: int) -> str:
        if node.detail == THETA or node.kind is Kind.PLANE:
            return f"{node.detail}_{coordinate}"
        return f"h_{node.detail}" if node.constant_in_time else str(node.detail)


def _expression(operation: str, inputs: list[str]) -> str:
    if operation in INFIX:
        return f"({inputs[0]} {INFIX[operation]} {inputs[1]})"
    if operation in CALLS:
        return f"{CALLS[operation]}({', '.join(inputs)})"
    if operation == "negative":
        return f"(-{inputs[0]})"
    if operation == "where":
        return f"({inputs[1]} if {inputs[0]} else {inputs[2]})"
    # nan must come through, as it does in NumPy: every comparison with it is False.
    a = inputs[0]
    if operation == "sign":
        return f"(1.0 if {a} > 0.0 else -1.0 if {a} < 0.0 else abs({a}))"
    b = inputs[1]
    above, below = (">=", "<") if operation == "maximum" else ("<=", ">")
    return f"({a} if {a} {above} {b} else {b} if {a} {below} {b} else {a} + {b})"

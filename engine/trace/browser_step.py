"""A step as data that a browser can follow: the same record, written for an interpreter.

The engine writes code from what a tape has recorded (`engine.trace.scalar`). A browser is sent the
record itself, as whole numbers and constants, and plays it value by value (ui/player/replay.js):
no text of ours or of a visitor's becomes code there. It does the same operations in the same order
in the same numbers of 64 bits, so where a rule and its ground need no more than + − × ÷ √, its
walks are the engine's to the bit; exp, log, waves and powers may differ in their last.

A value has a place, and places are handed out in this order:

    theta, one per coordinate · the numbers of the state · the factor of a schedule, if there is
    one · the hyper-parameters · the constants · what `once` makes · what `each` makes

An operation is its place in `OPERATIONS` and the places of its inputs, of which there are one, two,
or three for "where"; what it makes goes to the next free place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from engine.protocols import Rule, Surface, needs
from engine.trace.hyperparameters import hyperparameters, with_fields
from engine.trace.node import Kind, Node, NotTraceableError, in_order
from engine.trace.program import FACTOR, RATE, THETA, Program, ground, program, refusing
from engine.trace.scalar import after, planes_of, state_names
from engine.trace.tape import Tape

# What an interpreter knows, by the number it is called by; none of them may ever change its number
# without the other side.
OPERATIONS = (
    *("add", "subtract", "multiply", "divide"),
    *("negative", "absolute", "sqrt", "exp", "log", "sin", "cos", "tanh", "sign"),
    *("maximum", "minimum", "power"),
    *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"),
    *("where", "tan", "sinh", "cosh", "arctan"),
)
NUMBER = {name: number for number, name in enumerate(OPERATIONS)}
LONGEST = 6000  # operations of a step; a page that is to follow a hand has no time for more


@dataclass(frozen=True, eq=False)
class BrowserStep:
    """One recorded step of a rule on a ground, or the height and the slope of the ground.

    Attributes:
        dimension: How many coordinates a place has.
        hypers: The names of the hyper-parameters, in the order in which their values are wanted.
        scheduled: Whether the learning rate has a factor of its own in every step.
        constants: The numbers that stand in it.
        once: The operations that need no place and no state, flat.
        each: Those of every step, flat.
        first: The places of the state's numbers before the first step. They may hang on the factor
            of that step, so `each` has to be played once for them.
        results: The places of what comes of a step: theta and the state's numbers; of a ground, its
            height and the parts of its gradient.
    """

    dimension: int
    hypers: tuple[str, ...]
    scheduled: bool
    constants: tuple[float, ...]
    once: tuple[int, ...]
    each: tuple[int, ...]
    first: tuple[int, ...]
    results: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """What is sent; numbers that JSON has no word for are called by their names."""
        return {
            "dimension": self.dimension,
            "hypers": self.hypers,
            "scheduled": self.scheduled,
            "constants": [x if math.isfinite(x) else str(x) for x in self.constants],
            "once": self.once,
            "each": self.each,
            "first": self.first,
            "results": self.results,
        }


def step_record(surface: Surface, rule: Rule, scheduled: bool = False) -> BrowserStep:
    """One step of this rule on this ground, which is recorded once for all values of its fields.

    Fields that are exactly 0, and switches, are part of it (`engine.trace.hyperparameters`).

    Raises:
        NotTraceableError: The rule or the surface does something that a tape cannot record, needs
            more than a gradient, or takes too many operations for a browser to follow a hand.
    """
    if needs(rule) != "gradient":
        raise NotTraceableError(f"{rule.name} needs more than a gradient")
    fields = hyperparameters(rule)
    if any(kind is not Kind.SHARED for _name, kind in fields.hypers):
        raise NotTraceableError(f"{rule.name}: one walker has one value of every field")
    return _step_record(program(surface, rule, fields, scheduled), type(rule), fields.fixed)


@lru_cache(maxsize=512)
def _step_record(
    step: Program, rule_class: type[Rule], fixed: tuple[tuple[str, Any], ...]
) -> BrowserStep:
    names = tuple(name for name, _kind in step.hypers)
    given = [
        *[(THETA, i) for i in range(step.dimension)],
        *[(name, 0) for name in state_names(step)],
        *([(FACTOR, 0)] if step.scheduled else []),
        *[(name, 0) for name in names],
    ]
    writer = StepWriter(step.dimension, given)
    first = writer.add([(node, 0) for node in first_states(step, rule_class, fixed)])
    results = writer.add([*planes_of(step.theta, step), *after(step)])
    return writer.record(names, step.scheduled, first, results)


@lru_cache(maxsize=256)
def ground_record(surface: Surface) -> BrowserStep:
    """The height of a ground and the parts of its gradient.

    Raises:
        NotTraceableError: The surface does something that a tape cannot record, or needs too many
            operations.
    """
    writer = StepWriter(surface.dimension, [(THETA, i) for i in range(surface.dimension)])
    results = writer.add([(node, 0) for node in ground(surface)])
    return writer.record((), False, [], results)


def values_of(rule: Rule) -> list[float]:
    """The values of a rule's hyper-parameters, in the order of its record."""
    return [float(value) for value in hyperparameters(rule).values]


def first_states(
    step: Program, rule_class: type[Rule], fixed: tuple[tuple[str, Any], ...]
) -> list[Node]:
    """What the state holds before the first step, number by number: it hangs on fields alone."""
    tape = Tape(step.dimension)
    symbols = {name: tape.symbol(name, kind, constant_in_time=True) for name, kind in step.hypers}
    values = {**symbols, **dict(fixed)}
    if step.scheduled:  # what begins with the learning rate begins with that of the first step
        values[RATE] = values[RATE] * tape.symbol(FACTOR, Kind.SHARED)
    rule = with_fields(rule_class, values)
    with refusing(rule_class):
        # One number instead of an array: a start as far as a rule can tell, and nothing else.
        here, there = (tuple(rule.init(np.float64(place))) for place in (0.0, 1.5))
    nodes: list[Node] = []
    for place, kind in zip(step.kept, step.states, strict=True):
        node = tape.node(here[place])
        if node is not tape.node(there[place]):
            raise NotTraceableError(f"{rule_class.__name__} remembers where it started")
        nodes += [node] * (step.dimension if kind is Kind.PLANE else 1)
    return nodes


class StepWriter:
    """Hands out places, and writes down what makes the values there."""

    def __init__(self, dimension: int, given: Sequence[tuple[str, int]]) -> None:
        self._dimension = dimension
        self._given = {name: place for place, name in enumerate(given)}
        self._wanted: list[list[tuple[Node, int]]] = []

    def add(self, outputs: Sequence[tuple[Node, int]]) -> list[tuple[Node, int]]:
        """Nodes and their coordinates that a record is to answer with."""
        self._wanted.append(list(outputs))
        return self._wanted[-1]

    def record(
        self,
        hypers: tuple[str, ...],
        scheduled: bool,
        first: list[tuple[Node, int]],
        results: list[tuple[Node, int]],
    ) -> BrowserStep:
        """The record of all that was added, of which these come first and last."""
        order = in_order([node for outputs in self._wanted for node, _i in outputs])
        done = [(node, i) for node in order for i in self._coordinates(node) if node.inputs]
        values = [key for key in done if key[0].operation not in ("stack", "component")]
        constants: dict[str, float] = {}
        for node in order:
            if node.operation == "constant":
                constants.setdefault(repr(node.detail), node.detail)  # 0.0 is not -0.0
        kept = len(self._given)
        self._constants = {text: kept + i for i, text in enumerate(constants)}
        self._places: dict[tuple[int, int], int] = {}
        once = [key for key in values if key[0].constant_in_time]
        each = [key for key in values if not key[0].constant_in_time]
        if len(once) + len(each) > LONGEST:
            raise NotTraceableError(f"it takes {len(once) + len(each)} operations")
        for place, (node, i) in enumerate([*once, *each], kept + len(constants)):
            self._places[id(node), i] = place
        return BrowserStep(
            dimension=self._dimension,
            hypers=hypers,
            scheduled=scheduled,
            constants=tuple(constants.values()),
            once=self._written(once),
            each=self._written(each),
            first=tuple(self._place(*output) for output in first),
            results=tuple(self._place(*output) for output in results),
        )

    def _coordinates(self, node: Node) -> range:
        return range(self._dimension if node.kind is Kind.PLANE else 1)

    def _written(self, values: Iterable[tuple[Node, int]]) -> tuple[int, ...]:
        flat: list[int] = []
        for node, i in values:
            flat += [NUMBER[node.operation], *(self._place(part, i) for part in node.inputs)]
        return tuple(flat)

    def _place(self, node: Node, coordinate: int) -> int:
        """Where a value lies: a stack's and a component's coordinates are other nodes'."""
        while node.operation in ("stack", "component"):
            if node.operation == "stack":
                node, coordinate = node.inputs[coordinate], 0
            else:
                node, coordinate = node.inputs[0], node.detail
        coordinate = coordinate if node.kind is Kind.PLANE else 0
        if node.operation == "constant":
            return self._constants[repr(node.detail)]
        if node.operation == "symbol":
            return self._given[_symbol(node, coordinate)]
        return self._places[id(node), coordinate]


def _symbol(node: Node, coordinate: int) -> tuple[str, int]:
    if node.detail == THETA:
        return THETA, coordinate
    # The names of `state_names`: those of a plane have the coordinate in them.
    return (f"{node.detail}_{coordinate}" if node.kind is Kind.PLANE else node.detail), 0

"""The program of a walk: one step of one rule on one surface, recorded on a tape.

    look → gradient → update → theta + delta

The hyper-parameters stay symbols, so that turning a slider does not record anything again; only
those that are exactly 0, and switches, are taken as what they are, because a term that is switched
off should cost nothing. For the same reason numbers of the state that no step depends on (the step
count of a momentum without dampening) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

import numpy as np

from engine.protocols import Rule, Surface
from engine.trace.hyperparameters import Hyperparameters, hyperparameters, with_fields
from engine.trace.node import Kind, Node, NotTraceableError, in_order
from engine.trace.tape import Tape, Traced

THETA = "theta"
GRAD = "grad"  # where the gradient comes from outside
FACTOR = "factor"  # of the learning rate in this step, where a schedule is in force
RATE = "learning_rate"  # the field that a schedule acts on


@dataclass(frozen=True, eq=False)
class Program:
    """One recorded step.

    Attributes:
        hypers: The names of the hyper-parameters that are symbols, with their kind.
        kept: Which numbers of the rule's state are needed, as places in its record.
        states: The kind of each of these.
        theta: theta after the step (PLANE).
        next_states: The numbers of ``kept`` after the step.
        position: Where the gradient is measured (PLANE).
        grad: The gradient that the step was taken from (PLANE).
        delta: The displacement (PLANE).
        dimension: How many coordinates a plane has.
        scheduled: Whether the learning rate is multiplied with a factor of its own in every step.
    """

    hypers: tuple[tuple[str, Kind], ...]
    kept: tuple[int, ...]
    states: tuple[Kind, ...]
    theta: Node
    next_states: tuple[Node, ...]
    position: Node
    grad: Node
    delta: Node
    dimension: int
    scheduled: bool = False

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names of the numbers of ``kept`` on the tape."""
        return tuple(_state_symbol(index) for index in self.kept)


def _state_symbol(index: int) -> str:
    return f"s{index}"


def program(
    surface: Surface, rule: Rule, fields: Hyperparameters | None = None, scheduled: bool = False
) -> Program:
    """The recorded step of ``rule`` on ``surface``; recorded once per pair, then remembered.

    A step that is ``scheduled`` takes a factor of the learning rate from outside every time.

    Raises:
        NotTraceableError: The rule or the surface does something that a tape cannot record.
    """
    fields = hyperparameters(rule) if fields is None else fields
    return _record(surface, type(rule), fields.hypers, fields.fixed, scheduled)


def turn(
    rule: Rule, fields: Hyperparameters | None = None, scheduled: bool = False, dimension: int = 2
) -> Program:
    """The recorded step of ``rule`` on any ground: its gradient is a symbol.

    Raises:
        NotTraceableError: The rule does something that a tape cannot record.
    """
    fields = hyperparameters(rule) if fields is None else fields
    return _record(dimension, type(rule), fields.hypers, fields.fixed, scheduled)


# A number stands for any ground of that dimension: the gradient comes from outside.
@lru_cache(maxsize=1024)
def _record(
    surface: Surface | int,
    rule_class: type[Rule],
    hypers: tuple[tuple[str, Kind], ...],
    fixed: tuple[tuple[str, Any], ...],
    scheduled: bool,
) -> Program:
    with refusing(rule_class):
        return _record_until_settled(surface, rule_class, hypers, dict(fixed), scheduled)


def _record_until_settled(
    surface: Surface | int,
    rule_class: type[Rule],
    hypers: tuple[tuple[str, Kind], ...],
    fixed: Mapping[str, Any],
    scheduled: bool,
) -> Program:
    # A dry start tells what the state is made of. Its numbers do not matter, only their shapes; it
    # lies in the plane even for a curve, where a number per coordinate looks like one per walker.
    values = {name: np.full((1, 1), 0.5) if kind else 0.5 for name, kind in hypers}
    start = cast(Rule, with_fields(rule_class, {**values, **fixed})).init(np.zeros((1, 2)))
    kinds = tuple(_kind_of(part) for part in start)
    while True:
        result = _record_with(surface, rule_class, hypers, fixed, scheduled, type(start), kinds)
        grown = tuple(
            max(kind, node.kind) for kind, node in zip(kinds, result.next_states, strict=True)
        )
        if grown == kinds:
            return _without_idle_states(result)
        kinds = grown  # a shared number became one per walker, e.g. under a swept coefficient


def _record_with(
    surface: Surface | int,
    rule_class: type[Rule],
    hypers: tuple[tuple[str, Kind], ...],
    fixed: Mapping[str, Any],
    scheduled: bool,
    state_class: type,
    kinds: tuple[Kind, ...],
) -> Program:
    tape = Tape(surface if isinstance(surface, int) else surface.dimension)
    symbols = {name: tape.symbol(name, kind, constant_in_time=True) for name, kind in hypers}
    values = {**symbols, **fixed}
    if scheduled:
        values[RATE] = values[RATE] * tape.symbol(FACTOR, Kind.SHARED)
    rule = cast(Rule, with_fields(rule_class, values))
    theta = tape.symbol(THETA, Kind.PLANE)
    parts = [tape.symbol(_state_symbol(i), kind) for i, kind in enumerate(kinds)]
    state = state_class(*parts)
    position = rule.look(theta, state)
    if isinstance(surface, int):
        grad = tape.symbol(GRAD, Kind.PLANE)
    else:
        columns = [tape.component(position, i) for i in range(tape.dimension)]
        grad = tape.stack(surface.df(*columns))
    delta, after = rule.update(grad, state, theta)
    return Program(
        hypers=hypers,
        kept=tuple(range(len(kinds))),
        states=kinds,
        theta=tape.node(theta + delta),
        next_states=tuple(tape.node(part) for part in after),
        position=tape.node(position),
        grad=tape.node(grad),
        delta=tape.node(delta),
        dimension=tape.dimension,
        scheduled=scheduled,
    )


@lru_cache(maxsize=256)
def slope(surface: Surface) -> Node:
    """The recorded gradient at theta (PLANE).

    Raises:
        NotTraceableError: The surface does something that a tape cannot record.
    """
    tape, place = _place_on(surface)
    with refusing(surface):
        return tape.node(tape.stack(surface.df(*place)))


@lru_cache(maxsize=256)
def ground(surface: Surface) -> tuple[Node, ...]:
    """The recorded height and its derivatives along every coordinate at theta (COLUMN or SHARED).

    Raises:
        NotTraceableError: The surface does something that a tape cannot record.
    """
    tape, place = _place_on(surface)
    with refusing(surface):
        return tuple(tape.node(part) for part in (surface.f(*place), *surface.df(*place)))


def _place_on(surface: Surface) -> tuple[Tape, list[Traced]]:
    """A tape with theta on it, and theta's coordinates."""
    tape = Tape(surface.dimension)
    theta = tape.symbol(THETA, Kind.PLANE)
    return tape, [tape.component(theta, i) for i in range(tape.dimension)]


@contextmanager
def refusing(what: Any) -> Iterator[None]:
    """Whatever goes wrong in here means that it cannot be recorded."""
    try:
        with np.errstate(all="ignore"):
            yield
    except NotTraceableError:
        raise
    except Exception as error:
        # Symbols are not arrays in every respect. Where the rule itself is wrong, the plain walk,
        # which calls it on arrays, will say so.
        name = what.__name__ if isinstance(what, type) else what.name
        raise NotTraceableError(f"{name} cannot be recorded: {error}") from error


def _without_idle_states(step: Program) -> Program:
    """The same step without the numbers of the state that only ever make themselves."""
    needed: set[str] = set()
    roots = [step.theta, step.grad, step.delta]
    if step.grad.operation == "symbol":
        roots.append(step.position)  # else the gradient says what of it is needed
    while True:
        used = {node.detail for node in in_order(roots) if node.operation == "symbol"}
        found = [i for i, symbol in enumerate(step.symbols) if symbol in used - needed]
        if not found:
            break
        needed |= used
        roots = [step.next_states[i] for i in found]
    kept = tuple(i for i, symbol in enumerate(step.symbols) if symbol in needed)
    return replace(
        step,
        kept=kept,
        states=tuple(step.states[i] for i in kept),
        next_states=tuple(step.next_states[i] for i in kept),
    )


def _kind_of(part: Any) -> Kind:
    shape = np.shape(part)
    if shape == ():
        return Kind.SHARED
    if shape == (1, 2):
        return Kind.PLANE
    if shape == (1, 1):
        return Kind.COLUMN
    raise NotTraceableError(
        f"a state of shape {shape} for a start of shape (1, 2) cannot be recorded"
    )

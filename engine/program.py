"""The program of a walk: one step of one rule on one surface, recorded on a tape.

    look → gradient → update → theta + delta

The hyper-parameters stay symbols, so that turning a slider does not record anything again; only
those that are exactly 0, and switches, are taken as what they are, because a term that is switched
off should cost nothing. For the same reason numbers of the state that no step depends on (the step
count of a momentum without dampening) are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

import numpy as np

from engine.contracts import Rule, Surface
from engine.tape import Kind, Node, NotTraceableError, Tape, in_order

THETA = "theta"
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


@lru_cache(maxsize=256)
def field_names(rule_class: type[Rule]) -> tuple[str, ...]:
    """The names of the hyper-parameters."""
    return tuple(hyper.name for hyper in rule_class.hyperparameters())


@dataclass(frozen=True, eq=False)
class Settings:
    """A rule's fields, split into those that stay symbols and those that are fixed.

    Attributes:
        hypers: Names and kinds of those that stay symbols.
        values: Their values.
        fixed: Names and values of those that are part of the record: switches and zeros.
    """

    hypers: tuple[tuple[str, Kind], ...]
    values: tuple[Any, ...]
    fixed: tuple[tuple[str, Any], ...]


def settings(rule: Rule) -> Settings:
    """The fields of this rule."""
    hypers: list[tuple[str, Kind]] = []
    values: list[Any] = []
    fixed: list[tuple[str, Any]] = []
    for name in field_names(type(rule)):
        value = getattr(rule, name)
        if isinstance(value, bool | np.bool_):
            fixed.append((name, bool(value)))
        elif not isinstance(value, float | int) and np.ndim(value):
            hypers.append((name, Kind.COLUMN))
            values.append(value)
        elif value == 0:
            fixed.append((name, 0.0))
        else:
            hypers.append((name, Kind.SHARED))
            values.append(value)
    return Settings(tuple(hypers), tuple(values), tuple(fixed))


def program(
    surface: Surface, rule: Rule, fields: Settings | None = None, scheduled: bool = False
) -> Program:
    """The recorded step of ``rule`` on ``surface``; recorded once per pair, then remembered.

    A step that is ``scheduled`` takes a factor of the learning rate from outside every time.

    Raises:
        NotTraceableError: The rule or the surface does something that a tape cannot record.
    """
    fields = settings(rule) if fields is None else fields
    return _record(surface, type(rule), fields.hypers, fields.fixed, scheduled)


@lru_cache(maxsize=1024)
def _record(
    surface: Surface,
    rule_class: type[Rule],
    hypers: tuple[tuple[str, Kind], ...],
    fixed: tuple[tuple[str, Any], ...],
    scheduled: bool,
) -> Program:
    try:
        with np.errstate(all="ignore"):
            return _record_until_settled(surface, rule_class, hypers, dict(fixed), scheduled)
    except NotTraceableError:
        raise
    except Exception as error:
        # Symbols are not arrays in every respect. Where the rule itself is wrong, the plain walk,
        # which calls it on arrays, will say so.
        raise NotTraceableError(f"{rule_class.__name__} cannot be recorded: {error}") from error


def _record_until_settled(
    surface: Surface,
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
    surface: Surface,
    rule_class: type[Rule],
    hypers: tuple[tuple[str, Kind], ...],
    fixed: Mapping[str, Any],
    scheduled: bool,
    state_class: type,
    kinds: tuple[Kind, ...],
) -> Program:
    tape = Tape(surface.dimension)
    symbols = {name: tape.symbol(name, kind, constant_in_time=True) for name, kind in hypers}
    values = {**symbols, **fixed}
    if scheduled:
        values[RATE] = values[RATE] * tape.symbol(FACTOR, Kind.SHARED)
    rule = cast(Rule, with_fields(rule_class, values))
    theta = tape.symbol(THETA, Kind.PLANE)
    parts = [tape.symbol(_state_symbol(i), kind) for i, kind in enumerate(kinds)]
    state = state_class(*parts)
    position = rule.look(theta, state)
    columns = [tape.component(position, i) for i in range(tape.dimension)]
    grad = tape.stack(surface.df(*columns))
    delta, after = rule.update(grad, state, theta)
    return Program(
        hypers=hypers,
        kept=tuple(range(len(kinds))),
        states=kinds,
        theta=tape.node(theta + delta),
        next_states=tuple(tape.node(part) for part in after),
        grad=tape.node(grad),
        delta=tape.node(delta),
        dimension=tape.dimension,
        scheduled=scheduled,
    )


@lru_cache(maxsize=256)
def ground(surface: Surface) -> tuple[Node, ...]:
    """The recorded height and its derivatives along every coordinate at theta (COLUMN or SHARED).

    Raises:
        NotTraceableError: The surface does something that a tape cannot record.
    """
    tape = Tape(surface.dimension)
    theta = tape.symbol(THETA, Kind.PLANE)
    place = [tape.component(theta, i) for i in range(tape.dimension)]
    try:
        with np.errstate(all="ignore"):
            return tuple(tape.node(part) for part in (surface.f(*place), *surface.df(*place)))
    except NotTraceableError:
        raise
    except Exception as error:
        raise NotTraceableError(f"{surface.name} cannot be recorded: {error}") from error


def _without_idle_states(step: Program) -> Program:
    """The same step without the numbers of the state that only ever make themselves."""
    needed: set[str] = set()
    roots = [step.theta, step.grad, step.delta]
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


def with_fields(rule_class: type[Rule], values: Mapping[str, Any]) -> Any:
    """An instance that holds these values unvalidated: symbols are not numbers."""
    rule = object.__new__(rule_class)
    for name, value in values.items():
        object.__setattr__(rule, name, value)
    return rule


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

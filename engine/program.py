"""The program of a walk: one step of one rule on one surface, recorded on a tape.

    look → gradient → update → theta + delta

The hyper-parameters stay symbols, so that turning a slider does not record anything again; only
those that are exactly 0, and switches, are taken as what they are, because a term that is switched
off should cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np

from engine.contracts import Rule, Surface
from engine.tape import Kind, Node, NotTraceableError, Tape

THETA = "theta"


@dataclass(frozen=True, eq=False)
class Program:
    """One recorded step.

    Attributes:
        hypers: The names of the hyper-parameters that are symbols, with their kind.
        fixed: The hyper-parameters whose value is part of the record.
        states: The kind of every number of the rule's state, in the order of its record.
        theta: theta after the step (PLANE).
        next_states: The state after the step.
        grad: The gradient that the step was taken from (PLANE).
        delta: The displacement (PLANE).
    """

    hypers: tuple[tuple[str, Kind], ...]
    states: tuple[Kind, ...]
    theta: Node
    next_states: tuple[Node, ...]
    grad: Node
    delta: Node


def state_symbol(index: int) -> str:
    """The symbol of the index-th number of the state."""
    return f"s{index}"


def settings(rule: Rule) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rule's fields, split into those that stay symbols and those that are fixed."""
    open_ones: dict[str, Any] = {}
    fixed: dict[str, Any] = {}
    for hyper in rule.hyperparameters():
        value = getattr(rule, hyper.name)
        is_switch = isinstance(value, bool | np.bool_)
        if np.ndim(value) == 0 and (is_switch or value == 0):
            fixed[hyper.name] = bool(value) if is_switch else 0.0
        else:
            open_ones[hyper.name] = value
    return open_ones, fixed


def program(surface: Surface, rule: Rule) -> Program:
    """The recorded step of ``rule`` on ``surface``; recorded once per pair, then remembered.

    Raises:
        NotTraceableError: The rule or the surface does something that a tape cannot record.
    """
    symbols, fixed = settings(rule)
    kinds = tuple(
        (name, Kind.COLUMN if np.ndim(value) else Kind.SHARED) for name, value in symbols.items()
    )
    return _record(surface, type(rule), kinds, tuple(fixed.items()))


@lru_cache(maxsize=1024)
def _record(
    surface: Surface,
    rule_class: type,
    hypers: tuple[tuple[str, Kind], ...],
    fixed: tuple[tuple[str, Any], ...],
) -> Program:
    # A dry start tells what the state is made of. Its numbers do not matter, only their shapes.
    values = {name: np.full((1, 1), 0.5) if kind else 0.5 for name, kind in hypers}
    start = cast(Rule, with_fields(rule_class, {**values, **dict(fixed)})).init(np.zeros((1, 2)))
    kinds = tuple(_kind_of(part) for part in start)
    while True:
        result = _record_with(surface, rule_class, hypers, dict(fixed), type(start), kinds)
        grown = tuple(
            max(kind, node.kind) for kind, node in zip(kinds, result.next_states, strict=True)
        )
        if grown == kinds:
            return result
        kinds = grown  # a shared number became one per walker, e.g. under a swept coefficient


def _record_with(
    surface: Surface,
    rule_class: type,
    hypers: tuple[tuple[str, Kind], ...],
    fixed: Mapping[str, Any],
    state_class: type,
    kinds: tuple[Kind, ...],
) -> Program:
    tape = Tape()
    symbols = {name: tape.symbol(name, kind, constant_in_time=True) for name, kind in hypers}
    rule = cast(Rule, with_fields(rule_class, {**symbols, **fixed}))
    theta = tape.symbol(THETA, Kind.PLANE)
    parts = [tape.symbol(state_symbol(i), kind) for i, kind in enumerate(kinds)]
    state = state_class(*parts)
    position = rule.look(theta, state)
    columns = [tape.component(position, i) for i in range(2)]
    grad = tape.stack(surface.df(*columns))
    delta, after = rule.update(grad, state, theta)
    return Program(
        hypers=hypers,
        states=kinds,
        theta=tape.node(theta + delta),
        next_states=tuple(tape.node(part) for part in after),
        grad=tape.node(grad),
        delta=tape.node(delta),
    )


def with_fields(rule_class: type, values: Mapping[str, Any]) -> Any:
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

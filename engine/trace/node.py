"""What a tape consists of: values, and what each is computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Kind(IntEnum):
    """How many numbers a value holds."""

    SHARED = 0  # one for all walkers: a hyper-parameter, the step number
    COLUMN = 1  # one per walker: x, y, a learning rate in a sweep
    PLANE = 2  # one per walker and coordinate: theta, a gradient, a velocity


@dataclass(frozen=True, eq=False)
class Node:
    """One value on the tape.

    Attributes:
        operation: ``"symbol"``, ``"constant"``, ``"component"``, ``"stack"`` or a ufunc's name.
        inputs: What it is computed from.
        kind: How many numbers it holds.
        detail: A symbol's name, a constant's value, a component's index.
        constant_in_time: Whether it stays the same from step to step.
        truth: Whether it holds truth values instead of numbers.
    """

    operation: str
    inputs: tuple[Node, ...]
    kind: Kind
    detail: Any
    constant_in_time: bool
    truth: bool


class NotTraceableError(TypeError):
    """The code does something that a tape cannot record, such as branching on a value."""


def in_order(results: Sequence[Node]) -> list[Node]:
    """Every node that the results need, inputs before their users, without recursion."""
    order: list[Node] = []
    done: set[int] = set()
    stack: list[tuple[Node, bool]] = [(node, False) for node in reversed(results)]
    while stack:
        node, ready = stack.pop()
        if id(node) in done:
            continue
        if ready:
            done.add(id(node))
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((part, False) for part in reversed(node.inputs))
    return order

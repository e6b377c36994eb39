"""A formula that has no source of its own, as the engine's tape has recorded it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.trace.node import Kind, Node, NotTraceableError, in_order
from engine.trace.scalar import INFIX
from engine.trace.tape import Tape
from listings.sources import NotWritableError

WIDE = 80  # characters of a line that returns everything
DEEPEST = 6  # expressions within each other; what is nested deeper gets a name
SPELLED = {"absolute": "abs"}


def recorded(name: str, formula: Callable[..., Any], doc: str) -> str:
    """A function of x and y that does what ``formula`` does, one value after the other.

    Raises:
        NotWritableError: The formula does something that a tape cannot record.
    """
    tape = Tape()
    try:
        with np.errstate(all="ignore"):
            made = formula(*(tape.symbol(place, Kind.COLUMN) for place in ("x", "y")))
            parts = made if isinstance(made, tuple) else (made,)
            results = [tape.node(part) for part in parts]
    except (NotTraceableError, TypeError, AttributeError, ValueError) as error:
        raise NotWritableError(str(error)) from error
    lines, texts = _written(results)
    answers = [ast.unparse(ast.parse(text)) for text in texts]
    head = [f"def {name}(x, y):", f'    """{doc}"""']
    body = [f"    {line}" for line in lines]
    if len(answers) == 1 or len(", ".join(answers)) <= WIDE:
        return "\n".join([*head, *body, f"    return {', '.join(answers)}"])
    each = [f"        {answer}," for answer in answers]
    return "\n".join([*head, *body, "    return (", *each, "    )"])


def _written(results: Sequence[Node]) -> tuple[list[str], list[str]]:
    """Lines that make the results, and what those are called."""
    order = in_order(results)
    uses = Counter(id(part) for node in order for part in node.inputs)
    text: dict[int, tuple[str, int]] = {}  # expression and its depth
    lines: list[str] = []
    for node in order:
        inputs = [text[id(part)] for part in node.inputs]
        deep = 1 + max((depth for _, depth in inputs), default=-1)
        written = _expression(node, [one for one, _ in inputs])
        if node.inputs and (uses[id(node)] > 1 or deep > DEEPEST):
            called = f"v{len(lines) + 1}"
            lines.append(ast.unparse(ast.parse(f"{called} = {written}")))
            written, deep = called, 0
        text[id(node)] = written, deep
    return lines, [text[id(node)][0] for node in results]


def _expression(node: Node, inputs: list[str]) -> str:
    operation = node.operation
    if operation == "symbol":
        return str(node.detail)
    if operation == "constant":
        return f"({_number(float(node.detail))})"
    if operation in INFIX:
        return f"({inputs[0]} {INFIX[operation]} {inputs[1]})"
    if operation == "power":
        return f"({inputs[0]} ** {inputs[1]})"
    if operation == "negative":
        return f"(-{inputs[0]})"
    return f"np.{SPELLED.get(operation, operation)}({', '.join(inputs)})"


def _number(value: float) -> str:
    if value == np.pi:
        return "np.pi"
    return repr(value) if np.isfinite(value) else f"np.{'nan' if np.isnan(value) else 'inf'}"

"""The height of a surface as JavaScript, from the record of its formula.

A page that was saved has no engine to ask. What its browser reckons is the same arithmetic in the
same order, in the same numbers of 64 bits; sin, cos, exp and log may differ in their last bit.
"""

from __future__ import annotations

import math

from engine.protocols import Surface
from engine.trace import scalar
from engine.trace.node import Node, in_order
from engine.trace.program import ground

INFIX = {**scalar.INFIX, "equal": "===", "not_equal": "!=="}
CALLS = {
    "absolute": "Math.abs",
    "sqrt": "Math.sqrt",
    "exp": "Math.exp",
    "log": "Math.log",
    "sin": "Math.sin",
    "cos": "Math.cos",
    "tan": "Math.tan",
    "sinh": "Math.sinh",
    "cosh": "Math.cosh",
    "tanh": "Math.tanh",
    "arctan": "Math.atan",
    "sign": "Math.sign",
    "maximum": "Math.max",
    "minimum": "Math.min",
    "power": "Math.pow",
}


def height_text(surface: Surface) -> str:
    """An arrow function of x and y that returns f(x, y).

    Raises:
        NotTraceableError: The surface does something that a tape cannot record.
    """
    height = ground(surface)[0]
    names: dict[int, str] = {}
    lines: list[str] = []
    for node in in_order([height]):
        text = _expression(node, names)
        if node.inputs and node.operation != "component":
            names[id(node)] = f"v{len(lines)}"
            lines.append(f"const {names[id(node)]} = {text};")
        else:
            names[id(node)] = text
    return f"(x, y) => {{ {' '.join(lines)} return {names[id(height)]}; }}"


def _expression(node: Node, names: dict[int, str]) -> str:
    inputs = [names[id(part)] for part in node.inputs]
    operation = node.operation
    if operation == "symbol":
        return "theta"
    if operation == "component":
        return ("x", "y")[node.detail]
    if operation == "constant":
        return _number(node.detail)
    if operation in INFIX:
        return f"{inputs[0]} {INFIX[operation]} {inputs[1]}"
    if operation in CALLS:
        return f"{CALLS[operation]}({', '.join(inputs)})"
    if operation == "negative":
        return f"-{inputs[0]}"
    return f"{inputs[0]} ? {inputs[1]} : {inputs[2]}"  # where


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return f"({value!r})"

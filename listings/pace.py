"""A schedule as a program has it: a function of the number of the step."""

from __future__ import annotations

import ast
from typing import Any

from engine.analysis.source import source
from listings.library import Library, as_in
from listings.sources import NotWritableError
from schedules import Schedule

# Of plain numbers, where a library's own functions take tensors alone.
PLAIN = {
    **{"minimum": "min", "maximum": "max", "abs": "abs"},
    **{name: f"math.{name}" for name in ("cos", "sin", "sqrt", "exp", "floor", "pi")},
}


def schedule_text(schedule: Schedule, library: Library) -> str:
    """``schedule(t)``, what the learning rate of step t is multiplied with; t counts from 1.

    Raises:
        NotWritableError: It has no source.
    """
    try:
        [_, given], body = source(type(schedule)._after)
    except (OSError, TypeError, ValueError) as error:
        raise NotWritableError(str(error)) from error
    settled = _Settled(schedule, library)
    # Read afresh: the transformer changes what it is given.
    lines = [ast.unparse(settled.visit(ast.parse(ast.unparse(part)))) for part in body]
    says = (type(schedule).__doc__ or "").splitlines()[0]
    text = "\n".join(
        [
            "def schedule(t):",
            f'    """The part of the learning rate that step t takes: {says}"""',
            f"    {given} = t - 1.0  # steps made",
            *(f"    {line}" for line in lines if not line.startswith(("'", '"'))),
        ]
    )
    return text if library is Library.TORCH else as_in(text, library)


class _Settled(ast.NodeTransformer):
    """Its settings as the numbers that they are."""

    def __init__(self, schedule: Schedule, library: Library) -> None:
        self._schedule, self._plain = schedule, library is Library.TORCH

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        if not isinstance(node.value, ast.Name):
            return node
        if node.value.id == "self":
            return ast.Constant(getattr(self._schedule, node.attr))
        if node.value.id == "np" and self._plain:
            if node.attr not in PLAIN:
                raise NotWritableError(f"np.{node.attr} of a plain number")
            return ast.parse(PLAIN[node.attr], mode="eval").body
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        if self._plain and isinstance(node.func, ast.Attribute) and node.func.attr == "mod":
            left, right = (self.visit(part) for part in node.args)
            return ast.BinOp(left, ast.Mod(), right)
        self.generic_visit(node)
        return node

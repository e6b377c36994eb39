"""Slips in the lines of a gradient as its surface writes them: for what is no sum of powers.

Every number, sign and power in those lines, every term and every wave is written otherwise, one at
a time; so is the unit of every angle.
"""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from checking.gradients.candidate import Candidate, Where
from checking.mistakes.mistake import Change
from checking.patterns import definition, made
from surfaces import Surface

MESSAGE = "In the gradient, {used} in place of {meant}."
DEGREES = "Angles are read in degrees instead of radians."
SENTENCES = (MESSAGE, DEGREES)
WAVES = ("sin", "cos", "tan")
MOST = 120  # mutants of a surface
SIZES = (2.0, 0.5)


def slips_in_lines(surface: Surface) -> list[tuple[Candidate, Candidate]]:
    """For every slip both derivatives, of which it may touch one or both."""
    return [
        (_candidate(0, change, function), _candidate(1, change, function))
        for change, function in _mutants(surface)
    ]


def _candidate(axis: int, change: Change, function: Callable[..., Any]) -> Candidate:
    def values(where: Where) -> Any:
        return function(where.x, where.y)[axis]

    return Candidate(axis, (change,), values)


@lru_cache(maxsize=64)
def _mutants(surface: Surface) -> tuple[tuple[Change, Callable[..., Any]], ...]:
    if surface.content:
        return ()  # its lines are those that work through any formula: see `typed_slips`
    try:
        tree = definition(surface.df)
        free = inspect.getclosurevars(surface.df).nonlocals
    except (OSError, TypeError, SyntaxError, AssertionError):
        return ()
    names = {**surface.df.__globals__, "np": np, **free}
    tree.body = [line for line in tree.body if not isinstance(line, ast.Expr)]
    found = []
    waves = _Degrees()
    turned = waves.visit(copy.deepcopy(tree))
    if waves.met:
        found.append((Change("degrees", DEGREES), made(turned, names, surface.name)))
    for meant, used, other in _rewritings(tree):
        change = Change(
            f"line_{len(found)}", MESSAGE, {"meant": ast.unparse(meant), "used": used}, 1.2
        )
        try:
            found.append((change, made(other, names, surface.name)))
        except SyntaxError:
            continue
        if len(found) == MOST:
            break
    return tuple(found)


class _Degrees(ast.NodeTransformer):
    met = False

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if _function(node) in WAVES:
            self.met = True
            node.args = [ast.parse(f"np.radians({ast.unparse(node.args[0])})", mode="eval").body]
        return node


def _rewritings(tree: ast.FunctionDef) -> Iterator[tuple[ast.expr, str, ast.FunctionDef]]:
    """Every expression that can be written otherwise, how, and the function with it."""
    places = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    for place, node in enumerate(places):
        for used in _instead(node):
            other = copy.deepcopy(tree)
            there = [n for n in ast.walk(other) if isinstance(n, ast.expr)][place]
            new = ast.parse(used, mode="eval").body
            yield node, ast.unparse(new), _Put(there, new).visit(other)


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


def _instead(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BinOp):
        left, right = f"({ast.unparse(node.left)})", f"({ast.unparse(node.right)})"
        if isinstance(node.op, ast.Add):
            yield f"{left} - {right}"
        if isinstance(node.op, ast.Sub):
            yield f"{left} + {right}"
        if isinstance(node.op, ast.Add | ast.Sub):
            yield left
            yield right if isinstance(node.op, ast.Add) else f"-{right}"
        if isinstance(node.op, ast.Mult):
            yield left
            yield right
        if isinstance(node.op, ast.Pow):
            yield left
            yield f"{left} ** ({right} + 1)"
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        for factor in SIZES:
            yield f"{node.value * factor:g}"
    if isinstance(node, ast.Call):
        name = _function(node)
        other = {"sin": "cos", "cos": "sin"}.get(name)
        if other:
            argument = ast.unparse(node.args[0])
            yield f"np.{other}({argument})"
            yield f"-np.{name}({argument})"


def _function(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""

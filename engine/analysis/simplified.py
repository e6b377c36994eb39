"""A rule's expressions without the terms that a hyper-parameter of 0 takes out."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from engine.analysis.source import function_name, is_own_method, source
from engine.protocols import Rule


class _Simpler(ast.NodeTransformer):
    """0·a → 0, 0 + a → a, a − 0 → a and 1·a → a, for fields that are exactly 0."""

    def __init__(self, rule: Rule, primed: Mapping[str, str]) -> None:
        self._rule = rule
        self._primed = primed

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self._primed.get(node.id, node.id), ast.Load())

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            value = getattr(self._rule, node.attr, None)
            if isinstance(value, int | float) and not isinstance(value, bool) and value == 0:
                return ast.Constant(0)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        known = _settled(node, self._rule)
        if known is not None:
            return self.visit(known)
        arguments: list[ast.expr] = [self.visit(argument) for argument in node.args]
        if function_name(node) == "where" and all(_is(part, 1) for part in arguments[1:]):
            return arguments[1]  # a choice between equals
        written = _formula(node, self._rule)
        if written is not None:
            names, expression = written
            return _Filled(dict(zip(names, arguments, strict=True))).visit(expression)
        return ast.Call(node.func, arguments, node.keywords)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Mult):
            if _is(left, 0) or _is(right, 0):
                return ast.Constant(0)
            if _is(left, 1) or _is(right, 1):
                return right if _is(left, 1) else left
        elif isinstance(node.op, ast.Add | ast.Sub):
            if _is(right, 0):
                return left
            if _is(left, 0) and isinstance(node.op, ast.Add):
                return right
        return ast.BinOp(left, node.op, right)


def _settled(call: ast.Call, rule: Rule) -> ast.expr | None:
    """What a choice comes to that asks a setting alone: ``np.where(self.momentum == 0, …)``."""
    if function_name(call) != "where" or not isinstance(call.args[0], ast.Compare):
        return None
    asked, number = call.args[0].left, call.args[0].comparators[0]
    if not (isinstance(asked, ast.Attribute) and ast.unparse(asked.value) == "self"):
        return None
    value = getattr(rule, asked.attr)
    if not isinstance(call.args[0].ops[0], ast.Eq) or not isinstance(value, int | float):
        return None
    return call.args[1 if value == ast.literal_eval(number) else 2]


class _Filled(ast.NodeTransformer):
    """A method's formula with what it was called with in place of its parameters."""

    def __init__(self, arguments: Mapping[str, ast.expr]) -> None:
        self._arguments = arguments

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._arguments.get(node.id, node)


def _formula(call: ast.Call, rule: Rule) -> tuple[list[str], ast.expr] | None:
    """Parameters and expression of one of the rule's methods that is nothing but a formula."""
    if not is_own_method(call, rule):
        return None
    names, body = source(getattr(type(rule), function_name(call)))
    if len(body) != 2 or not isinstance(body[1], ast.Return) or body[1].value is None:
        return None
    return names[1:], ast.parse(ast.unparse(body[1].value), mode="eval").body


def _is(node: ast.expr, number: float) -> bool:
    return isinstance(node, ast.Constant) and node.value == number


def shown(expression: ast.expr, rule: Rule, primed: Mapping[str, str]) -> ast.expr:
    """An expression of a rule as it is shown: without what its settings take out."""
    # Read afresh: the transformer changes what it is given.
    copied = ast.parse(ast.unparse(expression), mode="eval").body
    simpler: ast.expr = _Simpler(rule, primed).visit(copied)
    return simpler

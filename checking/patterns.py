"""A rule's own lines, with some of them written otherwise.

A slip of the pen is told as two pieces of Python, what stands in the rule's file and what was
written instead: ``np.sqrt(A) + self.epsilon`` and ``np.sqrt(A + self.epsilon)``. A capital letter
stands for any expression, the same one wherever it stands. So nothing of a rule is written twice,
and one line of such a table serves every rule that has the expression.

The texts are ours alone: nothing that a visitor has written is ever made into code.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import textwrap
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from typing import Any

Edit = tuple[str, str]
METHODS = ("update", "step", "_learn")


@lru_cache(maxsize=2048)
def rewritten(kind: type, edits: tuple[Edit, ...]) -> type | None:
    """A rule's class with its lines written otherwise; None where one of the edits finds nothing.

    Args:
        kind: The class of a rule.
        edits: What stands there and what is to stand there, one after the other.
    """
    changed, found = {}, set[int]()
    for method in METHODS:
        function = getattr(kind, method, None)
        if function is None:
            continue
        known, met = _known(function), False
        if not any(_is_there(edit[0], known) for edit in edits):
            continue  # nearly always; what is not there need not be copied
        tree = deepcopy(known)
        for i, edit in enumerate(edits):
            editor = _Editor(*map(_expression, edit))
            tree = editor.visit(tree)
            if editor.times:
                found.add(i)
                met = True
        if met and not _knows(tree, function.__globals__):
            return None
        if met:
            changed[method] = made(tree, function.__globals__, f"{kind.__name__}.{method}")
    if len(found) < len(edits):
        return None
    return type(kind.__name__, (kind,), changed)


def _knows(tree: ast.FunctionDef, names: dict[str, Any]) -> bool:
    """Whether everything that a function speaks of is there."""
    met = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    made = {node.id for node in met if isinstance(node.ctx, ast.Store)}
    made |= {argument.arg for argument in tree.args.args}
    asked = {node.id for node in met if isinstance(node.ctx, ast.Load)}
    return asked <= made | set(names) | set(dir(builtins))


def definition(function: Callable[..., Any]) -> ast.FunctionDef:
    """A function as it stands in its file."""
    [tree] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(tree, ast.FunctionDef)
    return tree


def made(tree: ast.FunctionDef, names: dict[str, Any], label: str) -> Callable[..., Any]:
    """The function of a definition, whose lines can be read like those of a file."""
    tree.returns = None
    for argument in tree.args.args:
        argument.annotation = None
    text = ast.unparse(ast.fix_missing_locations(tree))
    file = f"<{label} {abs(hash(text)):x}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    scope: dict[str, Any] = {}
    exec(compile(text, file, "exec"), names, scope)
    function: Callable[..., Any] = scope[tree.name]
    return function


class _Editor(ast.NodeTransformer):
    """Puts one expression in the place of every other of a shape."""

    def __init__(self, before: ast.expr, after: ast.expr) -> None:
        self.before, self.after = before, after
        self.times = 0

    def visit(self, node: ast.AST) -> Any:
        bound: dict[str, ast.AST] = {}
        if isinstance(node, ast.expr) and _matches(self.before, node, bound):
            self.times += 1
            return _filled(self.after, bound)
        return self.generic_visit(node)


@lru_cache(maxsize=512)
def _known(function: Callable[..., Any]) -> ast.FunctionDef:
    """A function as it stands in its file, read once: it is not to be changed."""
    return definition(function)


def _is_there(text: str, tree: ast.FunctionDef) -> bool:
    shape = _expression(text)
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.expr))
    return any(_matches(shape, node, {}) for node in nodes)


@lru_cache(maxsize=512)
def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _is_any(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and len(node.id) == 1 and node.id.isupper()


def _matches(pattern: Any, node: Any, bound: dict[str, ast.AST]) -> bool:
    if _is_any(pattern):
        known = bound.setdefault(pattern.id, node)
        return ast.dump(known) == ast.dump(node)
    if isinstance(pattern, ast.AST):
        return type(pattern) is type(node) and all(
            _matches(getattr(pattern, name), getattr(node, name, None), bound)
            for name in pattern._fields
            if name != "ctx"
        )
    if isinstance(pattern, list):
        return len(pattern) == len(node) and all(
            _matches(a, b, bound) for a, b in zip(pattern, node, strict=True)
        )
    return bool(pattern == node)


def _filled(pattern: ast.AST, bound: dict[str, ast.AST]) -> Any:
    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> Any:
            return bound[node.id] if node.id in bound else node

    return Fill().visit(ast.parse(ast.unparse(pattern), mode="eval").body)

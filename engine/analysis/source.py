"""The methods of a rule as they stand in its file."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from engine.protocols import Rule


@lru_cache(maxsize=256)
def source(function: Callable[..., Any]) -> tuple[list[str], list[ast.stmt]]:
    """The names of a function's parameters and its statements."""
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.FunctionDef)
    return [argument.arg for argument in definition.args.args], definition.body


def is_own_method(call: ast.Call, rule: Rule) -> bool:
    """Whether it is a call of one of the rule's own methods, ``self.x(...)``."""
    function = call.func
    owner = function.value if isinstance(function, ast.Attribute) else None
    return (
        isinstance(owner, ast.Name)
        and owner.id == "self"
        and callable(getattr(rule, function_name(call), None))
    )


def function_name(call: ast.Call) -> str:
    """``sqrt`` for ``np.sqrt(...)``, ``momentum_at`` for ``self.momentum_at(...)``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)

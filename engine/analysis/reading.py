"""A rule, read line by line as it stands in its file.

``update`` is run one statement at a time, so that every value it gives a name is kept, with the
expression that it came from. Nothing of the rule is written a second time: its own lines are the
formulas, and its own values the numbers in them. A method of the rule whose whole result is used
(``return self.step(...)``) is read as well.

Only plain arithmetic is read: assignments, `if` on a switch, `return`. Terms that a hyper-parameter
of 0 takes out are left out of the expressions, as they are left out of a recorded step.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

from engine.analysis.simplified import shown
from engine.analysis.source import function_name, is_own_method, source
from engine.protocols import Rule

DELTA = "delta"  # the name of the displacement that a rule returns
STATE = "state"  # ... and of the state, which is a record and no line
PLAIN = frozenset({"sqrt", "abs", "sign", "maximum", "minimum"})  # NumPy functions shown as such


@dataclass(frozen=True, eq=False)
class Line:
    """One named value and where it comes from.

    Attributes:
        name: The variable, or `DELTA`. A variable that gets a second value in the same step is
            another quantity from there on, with a prime: ``factor'``.
        expression: Its right side; ``self.x`` is a field of the rule, ``state.x`` a number of the
            state before the step, everything else a variable.
        parts: The parts of the expression that are no plain arithmetic (a choice between two
            values, a call), each with the name under which its value is kept.
    """

    name: str
    expression: ast.expr
    parts: Mapping[ast.expr, str]


@dataclass(frozen=True, eq=False)
class Reading:
    """One step as it was read.

    Attributes:
        delta: The displacement.
        state: The state after the step.
        lines: The lines that were run, in their order.
        values: What every line and every part of one amounted to.
    """

    delta: Any
    state: Any
    lines: tuple[Line, ...]
    values: dict[str, Any]


class Reader:
    """Reads the steps of one rule."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._lines: dict[ast.expr, Line] = {}  # by the expression as it stands in the file

    def step(self, rule: Rule, grad: Any, state: Any, theta: Any) -> Reading:
        """One update, read.

        Args:
            rule: The rule with the learning rate of this step.
            grad: As of `Rule.update`.
            state: As of `Rule.update`.
            theta: As of `Rule.update`.

        Raises:
            OSError: The rule's source is not at hand.
        """
        page = _Page(rule, self._rule, self._lines)
        delta, after = page.follow("update", (grad, state, theta), (), (DELTA, STATE))
        return Reading(delta, after, tuple(page.lines), page.values)


class _Page:
    """What is read in one step."""

    def __init__(self, rule: Rule, usual: Rule, known: dict[ast.expr, Line]) -> None:
        self._rule = rule
        self._usual = usual
        self._known = known
        self._scope: dict[str, Any] = {}
        self._module: dict[str, Any] = {}
        self._primed: dict[str, str] = {}  # what a variable is called since its second value
        self.lines: list[Line] = []
        self.values: dict[str, Any] = {}

    def follow(
        self,
        method: str,
        arguments: Sequence[Any],
        expressions: Sequence[ast.expr],
        results: Sequence[str],
    ) -> Any:
        """Run a method whose results are to be known by these names; what it returned."""
        function = getattr(type(self._rule), method)
        names, body = source(function)
        # A parameter that is handed an expression is a line like any other.
        for name, value, expression in zip(names[1:], arguments, expressions, strict=False):
            if not (isinstance(expression, ast.Name) and expression.id == name):
                self.note(name, expression, value)
        outer = self._scope, self._module
        self._scope = dict(zip(names, (self._rule, *arguments), strict=True))
        self._module = function.__globals__
        try:
            return self._run(body, results)
        finally:
            self._scope, self._module = outer

    def note(self, name: str, expression: ast.expr, value: Any) -> None:
        """Write a line down."""
        if expression not in self._known:
            simpler = shown(expression, self._usual, self._primed)
            unique = f"{self._primed.get(name, name)}'" if name in self.values else name
            parts = {part: f"{unique}.{i}" for i, part in enumerate(_parts(simpler))}
            self._known[expression] = Line(unique, simpler, parts)
        line = self._known[expression]
        for part, key in line.parts.items():
            self.values[key] = self._value(part)
        self.lines.append(line)
        self.values[line.name] = value
        if line.name != name:
            self._primed[name] = line.name
            self._scope[line.name] = value

    def _run(self, body: Sequence[ast.stmt], results: Sequence[str]) -> Any:
        for statement in body:
            if isinstance(statement, ast.Return) and statement.value is not None:
                return self._result(statement.value, results)
            if isinstance(statement, ast.If):
                chosen = statement.body if self._value(statement.test) else statement.orelse
                done = self._run(chosen, results)
                if done is not None:
                    return done
            elif isinstance(statement, ast.Assign):
                self._assign(statement.targets[0], statement.value)
            elif not isinstance(statement, ast.Expr):  # an expression by itself is a docstring
                raise NotReadableError(f"cannot read {type(statement).__name__}")
        return None

    def _result(self, expression: ast.expr, names: Sequence[str]) -> Any:
        """What an expression amounts to; it, or its parts if it is a tuple, become lines."""
        if isinstance(expression, ast.Call) and is_own_method(expression, self._rule):
            arguments = [self._value(argument) for argument in expression.args]
            method = function_name(expression)
            return self.follow(method, arguments, expression.args, names)
        value = self._value(expression)
        parts = expression.elts if isinstance(expression, ast.Tuple) else [expression]
        values = value if isinstance(expression, ast.Tuple) else [value]
        if len(parts) == len(names):
            for name, part, number in zip(names, parts, values, strict=True):
                if name != STATE:
                    self.note(name, part, number)
        return value

    def _assign(self, target: ast.expr, expression: ast.expr) -> None:
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        names = [part.id for part in parts if isinstance(part, ast.Name)]
        if len(names) != len(parts):
            raise NotReadableError("cannot read an assignment to a part of something")
        if isinstance(target, ast.Name) and isinstance(expression, ast.Call):
            # One name for one value: what is called may be anything.
            value = self._value(expression)
            self.note(target.id, expression, value)
        else:
            value = self._result(expression, names)
        values = value if isinstance(target, ast.Tuple) else [value]
        self._scope.update(zip(names, values, strict=True))

    def _value(self, expression: ast.expr) -> Any:
        return eval(_code(expression), self._module, self._scope)


class NotReadableError(TypeError):
    """A rule's file does more than plain arithmetic."""


@lru_cache(maxsize=4096)
def _code(expression: ast.expr) -> CodeType:
    whole = ast.fix_missing_locations(ast.Expression(expression))
    return compile(whole, "<a rule's line>", "eval")


def _parts(expression: ast.expr) -> list[ast.expr]:
    """The parts that are no plain arithmetic, outermost first."""
    if isinstance(expression, ast.Call) and function_name(expression) not in PLAIN:
        return [expression]
    found = []
    for child in ast.iter_child_nodes(expression):
        if isinstance(child, ast.expr):
            found += _parts(child)
    return found

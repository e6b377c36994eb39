"""The lines of a rule, read from its file: what happens to its names in one step.

`engine.analysis.reading` runs a rule's lines and keeps their values; here they become lines of a
program, in which what the rule remembers are variables that are bound anew in every step.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from engine.analysis.simplified import shown
from engine.analysis.source import function_name, is_own_method, source
from listings.sources import NotWritableError
from listings.step import DELTA, GRAD, Bound, RuleStep, name_of, plainer
from optimizers import Optimizer

Record = dict[str, ast.expr]  # a state: its fields, as expressions
Answer = ast.expr | Record | tuple["Answer", ...]


def step_of(rule: Optimizer) -> RuleStep:
    """The lines of a rule with its settings.

    Raises:
        NotWritableError: It is more than plain arithmetic, or has no source.
    """
    if rule.needs != "gradient":
        raise NotWritableError(f"{rule.name} needs more than a gradient")
    began = _Reader(rule)
    first = began.follow("init", [ast.Name("theta", ast.Load())])
    if not isinstance(first, dict):
        raise NotWritableError(f"{rule.name}: no record of what it remembers")
    reader = _Reader(rule)
    old: Record = {name: name_of(name) for name in first}
    place = reader.follow("look", [name_of("theta"), old])
    answer = reader.follow("update", [name_of(GRAD), old, name_of("theta")])
    if not isinstance(answer, tuple) or not isinstance(place, ast.expr):
        raise NotWritableError(f"{rule.name}: no displacement")
    delta, after = answer
    assert isinstance(delta, ast.expr)
    assert isinstance(after, dict)
    lines = [Bound(f"{name}_before", name_of(name)) for name in reader.late] + reader.lines
    kept = [
        Bound(name, made)
        for name, made in after.items()
        if not (isinstance(made, ast.Name) and made.id == name)
    ]
    starts = [*began.lines, *(Bound(name, value) for name, value in first.items())]
    return plainer([*lines, Bound(DELTA, delta), *kept], place, starts)


class _Reader:
    """Reads the methods of one rule."""

    def __init__(self, rule: Optimizer) -> None:
        self._rule = rule
        self.lines: list[Bound] = []
        self.late: list[str] = []  # what is remembered and read after its name was bound anew
        self._records: dict[str, Record] = {}
        self._alias: dict[str, ast.expr] = {}
        self._globals: Mapping[str, Any] = {}

    def follow(self, method: str, arguments: Sequence[ast.expr | Record]) -> Answer:
        """What a method returns, once its lines are written down."""
        function = getattr(type(self._rule), method)
        try:
            names, body = source(function)
        except (OSError, TypeError, ValueError) as error:
            raise NotWritableError(str(error)) from error
        outer = self._records, self._alias, self._globals
        self._records, self._alias = {}, {}
        self._globals = function.__globals__
        for name, given in zip(names[1:], arguments, strict=False):
            if isinstance(given, dict):
                self._records[name] = given
            elif isinstance(given, ast.Name):
                self._alias[name] = given
            else:
                self.lines.append(Bound(name, given))
        try:
            answer = self._run(body)
        finally:
            self._records, self._alias, self._globals = outer
        if answer is None:
            raise NotWritableError(f"{method} returns nothing")
        return answer

    def _run(self, body: Sequence[ast.stmt]) -> Answer | None:
        for statement in body:
            if isinstance(statement, ast.Return) and statement.value is not None:
                return self._answer(statement.value)
            if isinstance(statement, ast.If):
                code = compile(ast.Expression(statement.test), "<a switch>", "eval")
                chosen = eval(code, dict(self._globals), {"self": self._rule})
                done = self._run(statement.body if chosen else statement.orelse)
                if done is not None:
                    return done
            elif isinstance(statement, ast.Assign):
                self._assign(statement.targets[0], statement.value)
            elif not isinstance(statement, ast.Expr):
                raise NotWritableError(f"cannot write {type(statement).__name__}")
        return None

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        targets = target.elts if isinstance(target, ast.Tuple) else [target]
        answer = self._answer(value)
        answers = answer if isinstance(target, ast.Tuple) else (answer,)
        if not isinstance(answers, tuple) or len(answers) != len(targets):
            raise NotWritableError("cannot write an assignment to parts")
        for place, made in zip(targets, answers, strict=True):
            if not isinstance(place, ast.Name):
                raise NotWritableError("cannot write an assignment to a part of something")
            if isinstance(made, dict):
                self._records[place.id] = made
                continue
            assert isinstance(made, ast.expr)
            self._alias.pop(place.id, None)
            if not (isinstance(made, ast.Name) and made.id == place.id):
                self.lines.append(Bound(place.id, made))

    def _answer(self, value: ast.expr) -> Answer:
        if isinstance(value, ast.Tuple):
            return tuple(self._answer(part) for part in value.elts)
        if isinstance(value, ast.Name) and value.id in self._records:
            return self._records[value.id]
        if isinstance(value, ast.Call) and not isinstance(value.func, ast.Attribute):
            return self._record(value)
        if isinstance(value, ast.Call) and is_own_method(value, self._rule):
            _names, body = source(getattr(type(self._rule), function_name(value)))
            if len([part for part in body if not isinstance(part, ast.Expr)]) > 1:
                return self.follow(function_name(value), [self._given(a) for a in value.args])
        return self._written(value)

    def _given(self, argument: ast.expr) -> ast.expr | Record:
        given = self._answer(argument)
        assert not isinstance(given, tuple)
        return given

    def _record(self, call: ast.Call) -> Record:
        """A state that is made: ``Moments(t, m, v)``."""
        kind = self._globals.get(ast.unparse(call.func))
        fields = getattr(kind, "_fields", None)
        if fields is None:
            raise NotWritableError(f"cannot write a call of {ast.unparse(call.func)}")
        given = {**dict(zip(fields, call.args, strict=False))}
        given |= {str(keyword.arg): keyword.value for keyword in call.keywords}
        return {name: self._written(part) for name, part in given.items()}

    def _written(self, expression: ast.expr) -> ast.expr:
        """An expression in the names of the program, without what the settings take out."""
        simpler = shown(expression, self._rule, {})
        made: ast.expr = _Spoken(self, self._records, self._alias, self._globals).visit(simpler)
        return made

    def bound(self, name: str) -> bool:
        """Whether a name was bound in this step."""
        return any(line.name == name for line in self.lines)


class _Spoken(ast.NodeTransformer):
    """``self.beta1`` → ``beta1``, ``state.m`` → ``m``."""

    def __init__(
        self,
        reader: _Reader,
        records: Mapping[str, Record],
        alias: Mapping[str, ast.expr],
        around: Mapping[str, Any],
    ) -> None:
        self._reader, self._records, self._alias = reader, records, alias
        self._globals = around

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if not isinstance(node.value, ast.Name):
            return node
        owner = node.value.id
        if owner == "self":
            return name_of(node.attr)
        if owner in self._records:
            made = self._records[owner][node.attr]
            if isinstance(made, ast.Name) and made.id == node.attr and self._reader.bound(made.id):
                if made.id not in self._reader.late:
                    self._reader.late.append(made.id)
                return name_of(f"{made.id}_before")
            return made
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self._alias:
            return self._alias[node.id]
        known = self._globals.get(node.id)
        if isinstance(known, int | float) and not self._reader.bound(node.id):
            return ast.Constant(known)
        return node

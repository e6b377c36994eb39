"""A step of a rule as a program has it, without what nothing comes of."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DELTA, GRAD = "delta", "grad"


@dataclass(frozen=True)
class Bound:
    """``name = expression``."""

    name: str
    expression: ast.expr

    @property
    def text(self) -> str:
        """As Python."""
        return f"{self.name} = {ast.unparse(self.expression)}"


@dataclass(frozen=True)
class RuleStep:
    """One step.

    Attributes:
        lines: In their order, up to the displacement.
        delta: The displacement.
        after: What is remembered under a name that the lines before have not bound.
        measured: What the gradient is called.
        place: Where it is measured.
        first: What is remembered at the start, by name, only what is read later.
    """

    lines: tuple[Bound, ...]
    delta: ast.expr
    after: tuple[Bound, ...]
    measured: str
    place: ast.expr
    first: tuple[Bound, ...]

    @property
    def at_once(self) -> bool:
        """Whether what is bound after the displacement has to be bound in one line with θ."""
        names = ["theta", *(line.name for line in self.after)]
        return any(
            set(names[: i + 1]) & names_in(line.expression) for i, line in enumerate(self.after)
        )


def plainer(lines: list[Bound], place: ast.expr, starts: list[Bound]) -> RuleStep:
    """Without lines that nothing comes of, and without second names for one thing."""
    bound, whole = [line.name for line in lines], lines
    measured, begun = GRAD, {line.name for line in starts}
    for line in lines:
        if not isinstance(line.expression, ast.Name) or bound.count(line.name) > 1:
            continue
        if line.name == DELTA:  # a displacement that has a name of its own
            continue
        meant, again = line.expression.id, bound.index(line.name) + 1
        if meant == GRAD and line.name not in begun:
            measured = line.name
        elif meant in bound[again:] or line.name in begun or meant == GRAD:
            continue
        whole = [other for other in whole if other.name != line.name]
        names = {GRAD: measured} if meant == GRAD else {line.name: meant}
        whole = [Bound(one.name, _called(one.expression, names)) for one in whole]
    if measured == GRAD and "g" not in {*bound, *begun}:
        measured = "g"
        whole = [Bound(one.name, _called(one.expression, {GRAD: "g"})) for one in whole]
    needed = _needed(whole, place)
    whole = [line for line in whole if line.name in needed]
    turn = [line.name for line in whole].index(DELTA)
    lines, after, delta = whole[:turn], whole[turn + 1 :], whole[turn].expression
    first = tuple(_begun(starts, needed))
    return RuleStep(tuple(lines), delta, tuple(after), measured, place, first)


def _needed(whole: Sequence[Bound], place: ast.expr) -> set[str]:
    """Every name of which a displacement comes, of this step or of a later one."""
    needed = {DELTA} | names_in(place)
    while True:
        more = {name for line in whole if line.name in needed for name in names_in(line.expression)}
        if more <= needed:
            return needed
        needed |= more


def _begun(starts: Sequence[Bound], needed: set[str]) -> list[Bound]:
    """How what is needed begins, each by itself."""
    made = {line.name: line.expression for line in starts}
    return [
        Bound(line.name, made.get(line.expression.id, line.expression))
        if isinstance(line.expression, ast.Name)
        else line
        for line in starts
        if line.name in needed
    ]


def _called(expression: ast.expr, names: Mapping[str, str]) -> ast.expr:
    """The same with other names."""

    class Renamer(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return name_of(names.get(node.id, node.id))

    made: ast.expr = Renamer().visit(ast.parse(ast.unparse(expression), mode="eval").body)
    return made


def names_in(node: ast.AST) -> set[str]:
    """Every name that an expression reads."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def name_of(name: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(name, ast.Load())

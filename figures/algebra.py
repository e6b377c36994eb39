"""Formulas as MathML, once in symbols and once with a gap for every number.

A browser sets MathML by itself, reads it out, and fills another step's numbers into the gaps
without asking anybody. A gap is ``<mn data-of="NAME" data-guard>``: NAME tells whose number stands
there, ``data-guard`` that a negative one needs brackets.

MathML Core, W3C, 2024. https://www.w3.org/TR/mathml-core/
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from engine import Line
from figures.symbols import THETA, symbol, symbol_of

SUM, PRODUCT, POWER, ATOM = range(1, 5)  # how tightly a formula holds together
RELATIONS: dict[type[ast.cmpop], str] = {
    ast.Gt: "&gt;",
    ast.GtE: "≥",
    ast.Lt: "&lt;",
    ast.LtE: "≤",
    ast.Eq: "=",
    ast.NotEq: "≠",
}
OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
ETA = "learning_rate"  # the one field that may change from step to step


@dataclass(frozen=True)
class MathWriter:
    """Writes expressions of one rule, in symbols or with gaps for numbers.

    Attributes:
        rule: The rule.
        line: The line whose expression is written.
        aliases: Variables that are but another word for an expression.
        numbers: Whether to leave gaps instead of symbols.
    """

    rule: Any
    line: Line
    aliases: Mapping[str, ast.expr]
    numbers: bool

    def write(self, node: ast.expr, around: int = 0) -> str:
        """MathML of an expression; ``around`` says how tightly it must hold together."""
        text, strength = self._written(node, around)
        return f"<mrow><mo>(</mo>{text}<mo>)</mo></mrow>" if strength < around else text

    def _written(self, node: ast.expr, around: int) -> tuple[str, int]:
        if self.numbers and node in self.line.parts:
            return _gap(f"value:{self.line.parts[node]}", around), ATOM
        if isinstance(node, ast.Constant):
            return f"<mn>{number(float(node.value))}</mn>", ATOM  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            if node.id in self.aliases:
                return self._written(self.aliases[node.id], around)
            if self.numbers:
                name = node.id if node.id in ("grad", THETA) else f"value:{node.id}"
                return _gap(name, around), ATOM
            return symbol_of(node.id, type(self.rule)), ATOM
        if isinstance(node, ast.Attribute):
            return self._attribute(node, around)
        if isinstance(node, ast.UnaryOp):
            return f"<mo form='prefix'>−</mo>{self.write(node.operand, PRODUCT)}", PRODUCT - 1
        if isinstance(node, ast.BinOp):
            return self._operation(node)
        if isinstance(node, ast.Compare):
            relation = f"<mo>{RELATIONS[type(node.ops[0])]}</mo>"
            return self.write(node.left) + relation + self.write(node.comparators[0]), 0
        assert isinstance(node, ast.Call)
        return self._call(node)

    def _attribute(self, node: ast.Attribute, around: int) -> tuple[str, int]:
        owner, name = ast.unparse(node.value), node.attr
        if owner == "self":
            if self.numbers and name == ETA:
                return _gap(ETA, around), ATOM
            if self.numbers:
                value = number(float(getattr(self.rule, name)))
                return f'<mn data-field="{escape(name)}">{value}</mn>', ATOM
            symbols = {hyper.name: hyper.symbol for hyper in self.rule.hyperparameters()}
            return symbol(symbols.get(name, rf"\text{{{name}}}")), ATOM
        if self.numbers:
            return _gap(f"before:{node.attr}", around), ATOM
        return symbol_of(name, type(self.rule), "t-1"), ATOM if name != "t" else SUM

    def _operation(self, node: ast.BinOp) -> tuple[str, int]:
        if isinstance(node.op, ast.Add | ast.Sub):
            sign, right = ("+", SUM) if isinstance(node.op, ast.Add) else ("−", PRODUCT)
            return (
                f"{self.write(node.left)}<mo>{sign}</mo>{self.write(node.right, right)}",
                SUM,
            )
        if isinstance(node.op, ast.Pow):
            base, exponent = self.write(node.left, ATOM), self.write(node.right)
            return f"<msup><mrow>{base}</mrow><mrow>{exponent}</mrow></msup>", POWER
        factors = _factors(node) if isinstance(node.op, ast.Mult) else _pulled_out(node)
        if len(factors) == 1 and isinstance(factors[0], ast.BinOp):
            fraction = factors[0]
            above, below = self.write(fraction.left), self.write(fraction.right)
            return f"<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>", POWER
        written = [
            self._factor(part, count, first=i == 0)
            for i, (part, count) in enumerate(_powers(factors))
        ]
        text = written[0]
        for factor in written[1:]:
            # Nothing stands between symbols; numbers and words would run into each other.
            apart = self.numbers or re.match(r"(<m\w+>)*<mn|.*<mtext", factor) or "<mtext" in text
            text += ("<mo>·</mo>" if apart else "<mo>&#x2062;</mo>") + factor
        return text, SUM if isinstance(factors[0], ast.UnaryOp) else PRODUCT

    def _factor(self, part: ast.expr, count: int, first: bool) -> str:
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div):
            return self._operation(part)[0]
        if count > 1:
            return f"<msup><mrow>{self.write(part, ATOM)}</mrow><mn>{count}</mn></msup>"
        # A sign in front of a product needs no brackets.
        return (
            self._written(part, SUM)[0]
            if first and isinstance(part, ast.UnaryOp)
            else self.write(part, PRODUCT)
        )

    def _opposite(self, condition: ast.expr) -> ast.expr:
        """The comparison that holds where this one does not."""
        while isinstance(condition, ast.Name):
            condition = self.aliases[condition.id]
        assert isinstance(condition, ast.Compare)
        turned = OPPOSITES[type(condition.ops[0])]()
        return ast.Compare(condition.left, [turned], condition.comparators)

    def _call(self, node: ast.Call) -> tuple[str, int]:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name == "sqrt":
            return f"<msqrt>{self.write(node.args[0])}</msqrt>", ATOM
        if name == "abs":
            return f"<mrow><mo>|</mo>{self.write(node.args[0])}<mo>|</mo></mrow>", ATOM
        if name == "where":
            condition, yes, no = (self.write(part) for part in node.args)
            otherwise = self.write(self._opposite(node.args[0]))
            return (
                "<mrow><mo>{</mo><mtable columnalign='left'>"
                f"<mtr><mtd>{yes}</mtd><mtd>{condition}</mtd></mtr>"
                f"<mtr><mtd>{no}</mtd><mtd>{otherwise}</mtd></mtr></mtable></mrow>"
            ), ATOM
        called = {"maximum": "max", "minimum": "min"}.get(name, name)
        inside = "<mo>,</mo>".join(self.write(part) for part in node.args)
        return f"<mrow><mi>{escape(called)}</mi><mo>(</mo>{inside}<mo>)</mo></mrow>", ATOM


def _gap(name: str, around: int) -> str:
    guard = " data-guard" if around >= SUM else ""
    return f'<mn data-of="{escape(name)}"{guard}></mn>'


def _factors(node: ast.expr) -> list[ast.expr]:
    """The factors of a product, from left to right."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _pulled_out(node)
    return [node]


def _pulled_out(node: ast.BinOp) -> list[ast.expr]:
    """A quotient with the settings of the rule in front of it: −η·(m / v), not (−η·m) / v."""
    factors = _factors(node.left)
    count = 0
    while count < len(factors) - 1 and _is_setting(factors[count]):
        count += 1
    above = factors[count]
    for factor in factors[count + 1 :]:
        above = ast.BinOp(above, ast.Mult(), factor)
    return [*factors[:count], ast.BinOp(above, ast.Div(), node.right)]


def _is_setting(node: ast.expr) -> bool:
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self"


def _powers(factors: Sequence[ast.expr]) -> list[tuple[ast.expr, int]]:
    """Factors with how often each stands there in a row: g·g is g²."""
    powers: list[tuple[ast.expr, int]] = []
    for factor in factors:
        if powers and ast.unparse(powers[-1][0]) == ast.unparse(factor):
            powers[-1] = (powers[-1][0], powers[-1][1] + 1)
        else:
            powers.append((factor, 1))
    return powers


def number(value: float) -> str:
    """A setting as it is written: 0.9, 1e−8."""
    text = f"{value:.6g}"
    mantissa, _, exponent = text.partition("e")
    return (f"{mantissa}e{int(exponent)}" if exponent else text).replace("-", "−")

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

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon varepsilon eta theta kappa lambda mu nu pi rho sigma tau "
        "phi psi Delta Pi Sigma infty min max nabla".split(),
        "α β γ δ ϵ ε η θ κ λ μ ν π ρ σ τ ϕ ψ Δ Π Σ ∞ min max ∇".split(),
        strict=True,
    )
)
ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~"}
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
THETA = "theta"
ETA = "learning_rate"  # the one field that may change from step to step
TOKENS = re.compile(r"\\([A-Za-z]+)|([_^])|(\{)|(\})|([A-Za-z0-9+\-−'])|\s+|\\[,;!]")


# -- symbols ---------------------------------------------------------------------------------------


def symbol(latex: str, index: str = "") -> str:
    r"""MathML of a single symbol such as ``\hat m`` or ``\beta_1``; it may take an index."""
    tokens = [match for match in TOKENS.finditer(latex) if match.group().strip()]
    made, rest = _scripted(tokens)
    while rest:
        more, rest = _scripted(rest)
        made += more
    if index and not made.startswith("<msub>") and "<mtext>" not in made:
        return f"<msub><mrow>{made}</mrow><mrow>{_index(index)}</mrow></msub>"
    return made


def _index(text: str) -> str:
    return "<mi>t</mi>" if text == "t" else "<mi>t</mi><mo>−</mo><mn>1</mn>"


def _scripted(tokens: Sequence[re.Match[str]]) -> tuple[str, Sequence[re.Match[str]]]:
    base, tokens = _atom(tokens)
    while tokens and tokens[0][2]:
        kind = "msub" if tokens[0][2] == "_" else "msup"
        script, tokens = _atom(tokens[1:])
        base = f"<{kind}><mrow>{base}</mrow><mrow>{script}</mrow></{kind}>"
    return base, tokens


def _atom(tokens: Sequence[re.Match[str]]) -> tuple[str, Sequence[re.Match[str]]]:
    first, rest = tokens[0], tokens[1:]
    command = first[1]
    if command in ACCENTS:
        base, rest = _atom(rest)
        return (
            f"<mover><mrow>{base}</mrow><mo stretchy='false'>{ACCENTS[command]}</mo></mover>",
            rest,
        )
    if command in ("text", "mathrm", "operatorname"):
        end = next(i for i, token in enumerate(rest) if token[4])
        return f"<mtext>{''.join(token[0] for token in rest[1:end])}</mtext>", rest[end + 1 :]
    if command:
        return f"<mi>{GREEK[command]}</mi>", rest
    if first[3]:
        inside = ""
        while not rest[0][4]:
            part, rest = _scripted(rest)
            inside += part
        return inside, rest[1:]
    tag = "mi" if first[0].isalpha() else "mn" if first[0].isdigit() else "mo"
    return f"<{tag}>{first[0]}</{tag}>", rest


def plain_symbol(name: str, rule: Any) -> str:
    """The symbol in letters only, for where no formula can stand: m̂, ∇f, Δθ."""
    known = {"grad": "∇f", "delta": "Δθ"}
    latex = rule.symbols.get(name) or _latex(name)
    for accent, mark in (("hat", "\u0302"), ("bar", "\u0304"), ("tilde", "\u0303")):
        latex = re.sub(rf"\\{accent}\s*(\\?[A-Za-z]+)", rf"\1{mark}", latex)
    latex = re.sub(r"\\text\{(.*?)\}", r"\1", latex)
    return known.get(name) or re.sub(r"\\([A-Za-z]+)", lambda m: GREEK.get(m[1], m[1]), latex)


def symbol_of(name: str, rule: Any, index: str = "t") -> str:
    """MathML of a variable or a number of a rule's state; ``index`` is ``"t"`` or ``"t-1"``."""
    if name in ("t", "grad", "delta", THETA):
        theta, moved = symbol(r"\theta"), symbol(r"\theta", "t")
        return {
            "t": "<mi>t</mi>" if index == "t" else "<mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow>",
            "grad": "<mrow><mo>∇</mo><mi>f</mi></mrow>",
            "delta": f"<mrow><mi>Δ</mi>{moved}</mrow>",
            THETA: f"<msub>{theta}<mrow>{_index('t-1')}</mrow></msub>",
        }[name]
    plain = name.rstrip("'").split(".")[-1]
    return symbol(rule.symbols.get(plain) or _latex(plain), index) + (
        f"<mo>{'′' * name.count(chr(39))}</mo>" if name.endswith("'") else ""
    )


def _latex(name: str) -> str:
    r"""``m_hat`` → ``\hat m``, ``rho`` → ``\rho``, ``spread`` → ``\text{spread}``."""
    base, *more = name.split("_")
    made = rf"\{base}" if base in GREEK else base if len(base) == 1 else rf"\text{{{base}}}"
    for part in more:
        made = rf"\{part} {made}" if part in ACCENTS else rf"{made}_{{{_latex(part)}}}"
    return made


# -- formulas --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Writer:
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
                return f"<mn>{number(float(getattr(self.rule, name)))}</mn>", ATOM
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

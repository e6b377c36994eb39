"""A rule line by line: its symbols, its numbers with gaps, and what every line comes to."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from engine import Ledger, Line, Role
from engine.analysis.reading import DELTA
from figures.algebra import MathWriter
from figures.symbols import THETA, symbol, symbol_of

RATE = "rate"  # −Δθ / ∇f


def lines(ledger: Ledger) -> list[dict[str, Any]]:
    """Every line that is shown: its symbols, its numbers with gaps, and what it comes to."""
    rule = ledger.walk.optimizer
    aliases = {line.name: line.expression for line in ledger.lines if is_alias(line)}
    shown = []
    gradient = next((line.name for line in ledger.lines if says(line, "grad")), "grad")
    slope = f"<mo>∇</mo><mi>f</mi><mo>(</mo>{symbol_of(THETA, type(rule))}<mo>)</mo>"
    shown.append(_line(ledger, gradient, slope, "", "grad", Role.GRADIENT))
    for line in ledger.lines:
        if line.name in (gradient, "t") or (line.name in aliases and line.name != DELTA):
            continue
        writers = [MathWriter(rule, line, aliases, numbers) for numbers in (False, True)]
        formula, numeric = (writer.write(line.expression) for writer in writers)
        role = ledger.roles[line.name]
        shown.append(_line(ledger, line.name, formula, numeric, f"value:{line.name}", role))
    if ledger.hessians is not None:
        shown += _model_lines(ledger)
    elif not ledger.lines:
        shown.append(_line(ledger, DELTA, "", "", f"value:{DELTA}", Role.STEP))
    before, delta = symbol_of(THETA, type(rule)), symbol_of(DELTA, type(rule))
    moved = _line(ledger, "theta", f"{before}<mo>+</mo>{delta}", MOVED, "next", Role.STEP)
    moved["left"] = symbol(r"\theta", "t")
    effective = _line(ledger, RATE, "", "", RATE, Role.NUMBER)
    effective["left"] = f"<mo>−</mo>{delta}<mo>/</mo><mo>∇</mo><mi>f</mi>"
    return [*shown, moved, effective]


MOVED = f'<mn data-of="{THETA}"></mn><mo>+</mo><mn data-of="value:{DELTA}" data-guard></mn>'


def _line(
    ledger: Ledger, name: str, formula: str, numeric: str, value: str, role: Role
) -> dict[str, Any]:
    rows = ledger.values.get(name, ledger.gradients)
    return {
        "name": name,
        "left": symbol_of(name, type(ledger.walk.optimizer)),
        "formula": formula,
        "numeric": numeric,
        "value": value,
        "role": str(role),
        "shared": rows.ndim == 1,
    }


def jumps(ledger: Ledger) -> tuple[np.ndarray, np.ndarray]:
    """The way to the centre of every model (n, 2), and what part of it was gone (n,)."""
    assert ledger.centres is not None
    jump = ledger.centres - ledger.walk.points[: len(ledger)]
    with np.errstate(all="ignore"):
        return jump, (ledger.deltas * jump).sum(axis=-1) / (jump * jump).sum(axis=-1)


def _model_lines(ledger: Ledger) -> list[dict[str, Any]]:
    """What a rule that models the ground does: B p = −∇f, and Δθ is a part of p."""
    part_gone = symbol(r"\alpha", "t")
    model, way, slope = symbol("B", "t"), symbol("p", "t"), "<mo>∇</mo><mi>f</mi>"
    inverse = "<msubsup><mi>B</mi><mi>t</mi><mrow><mo>−</mo><mn>1</mn></mrow></msubsup>"
    cells = [f'<mtd><mn data-of="model" data-i="{i}"></mn></mtd>' for i in range(4)]
    rows = "".join(f"<mtr>{first}{second}</mtr>" for first, second in (cells[:2], cells[2:]))
    matrix = f"<mo>(</mo><mtable>{rows}</mtable><mo>)</mo>"
    part = '<mn data-of="part"></mn><mo>·</mo><mn data-of="jump" data-guard></mn>'
    facts = {"role": "model", "shared": False}
    return [
        {"name": "model", "left": model, "formula": "", "numeric": matrix, "value": ""}
        | facts
        | {"shared": True},
        {"name": "jump", "left": way, "formula": f"<mo>−</mo>{inverse}{slope}", "numeric": ""}
        | facts
        | {"value": "jump"},
        _line(ledger, DELTA, f"{part_gone}{way}", part, f"value:{DELTA}", Role.STEP),
    ]


def is_alias(line: Line) -> bool:
    """Whether a line only gives another name to a number or to a comparison."""
    expression = line.expression
    named = isinstance(expression, ast.Name) and expression.id != "grad"
    return named or isinstance(expression, ast.Compare | ast.Attribute)


def says(line: Line, name: str) -> bool:
    """Whether a line only gives another name to this number."""
    return isinstance(line.expression, ast.Name) and line.expression.id == name

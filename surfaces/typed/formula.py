"""A typed formula as functions of x and y: itself, its slopes, its bends, and its LaTeX."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from surfaces.surface import Formula
from surfaces.typed.algebra import MOST_FACTORS, Algebra, Value
from surfaces.typed.derivatives import derivatives
from surfaces.typed.latex import latex
from surfaces.typed.notation import SHOWN
from surfaces.typed.parser import Term, parse
from surfaces.typed.refusal import FormulaError

NAMED = {"pi": 3.141592653589793, "e": 2.718281828459045}
KINKED = ("abs", "min", "max", "sqrt")


@dataclass(frozen=True)
class Typed:
    """What a text says.

    Attributes:
        f: f, as plain arithmetic on x and y.
        df: (df/dx, df/dy).
        d2f: (fxx, fxy, fyy).
        latex: The formula, without ``f(x, y) =``.
        smooth: False where a derivative may fail to exist.
        algebra: The list of values that all of them are among.
        slopes: Where df/dx and df/dy are in that list.
    """

    f: Formula
    df: Formula
    d2f: Formula
    latex: str
    smooth: bool
    algebra: Algebra
    slopes: tuple[Value, ...]


@lru_cache(maxsize=256)
def formula(text: str) -> Typed:
    """The functions of a formula in the notation of pages or of Python.

    Raises:
        FormulaError: The text is no formula; it says where, and what is allowed.

    Examples:
        >>> typed = formula("0.4x^2y + |x|")
        >>> float(typed.f(2.0, 3.0))
        6.800000000000001
        >>> [float(slope) for slope in typed.df(2.0, 3.0)]
        [5.800000000000001, 1.6]
    """
    tree = parse(text)
    algebra = Algebra()
    value = _lowered(tree, algebra)
    if algebra.constant(value) is not None:
        raise FormulaError(
            "This is one number everywhere: x or y must make a difference.", tree.start, tree.end
        )
    slopes, bends = derivatives(algebra, value)
    first, df, d2f = (algebra.function(*wanted) for wanted in ((value,), slopes, bends))

    def f(x: Any, y: Any) -> Any:
        return first(x, y)[0]

    return Typed(f, df, d2f, latex(tree), not _has_kinks(tree), algebra, slopes)


def _lowered(part: Term, algebra: Algebra) -> Value:
    """A part as a value; how deep parts lie in each other has been bounded by the parser."""
    if part.what == "number":
        return algebra.number(float(part.text))
    if part.what == "constant":
        return algebra.number(NAMED[part.text])
    if part.what == "variable":
        return Algebra.X if part.text == "x" else Algebra.Y
    inputs = [_lowered(inner, algebra) for inner in part.inputs]
    if part.what == "power":
        made = _raised(part, algebra, *inputs)
    elif part.what in ("min", "max"):
        made = inputs[0]
        for other in inputs[1:]:
            made = algebra.apply(part.what, made, other)
    else:
        if part.what == "divide" and algebra.constant(inputs[1]) == 0:
            below = part.inputs[1]
            raise FormulaError("This divides by 0 everywhere.", below.start, below.end)
        made = algebra.apply(part.what, *inputs)
    if not algebra.is_finite(made):
        raise FormulaError(
            "This is no number: too large for a computer, or not defined.", part.start, part.end
        )
    return made


def _raised(part: Term, algebra: Algebra, base: Value, exponent: Value) -> Value:
    number, power = algebra.constant(base), algebra.constant(exponent)
    above = part.inputs[1]
    if power is not None and abs(power) > MOST_FACTORS:
        raise FormulaError(
            "A power can be from -{most} to {most}.", above.start, above.end, most=MOST_FACTORS
        )
    if power is None and number is not None and number <= 0:
        below = part.inputs[0]
        raise FormulaError(
            "Where the power changes with x or y, what is raised must be above 0.",
            *(below.start, below.end),
        )
    return algebra.power(base, exponent)


def _has_kinks(part: Term) -> bool:
    if part.what in KINKED or (part.what == "power" and not _is_whole(part.inputs[1])):
        return True
    return any(_has_kinks(inner) for inner in part.inputs)


def _is_whole(part: Term) -> bool:
    if part.what == "negative":
        return _is_whole(part.inputs[0])
    return part.what == "number" and float(part.text).is_integer()


__all__ = ["SHOWN", "FormulaError", "Typed", "formula"]

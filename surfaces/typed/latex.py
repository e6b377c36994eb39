"""A formula as it is printed: LaTeX from its tree."""

from __future__ import annotations

from surfaces.typed.parser import Term

# How tightly each kind of part holds together.
SUM, PRODUCT, SIGN, POWER, ATOM = range(5)
LEVELS = {
    "add": SUM,
    "subtract": SUM,
    "multiply": PRODUCT,
    "negative": SIGN,
    "power": POWER,
    "exp": POWER,
}
OPERATORS = ("log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "min", "max")


def latex(part: Term) -> str:
    r"""A part as LaTeX.

    Examples:
        >>> from surfaces.typed.parser import parse
        >>> latex(parse("0.4*x**2*y - sqrt(x)/2"))
        '0.4\\,x^{2}\\,y - \\frac{\\sqrt{x}}{2}'
    """
    inputs = part.inputs
    match part.what:
        case "number":
            return _number(part.text)
        case "variable":
            return part.text
        case "constant":
            return r"\pi" if part.text == "pi" else "e"
        case "negative":
            return f"-{_in(inputs[0], PRODUCT)}"
        case "add":
            return f"{latex(inputs[0])} + {_in(inputs[1], PRODUCT)}"
        case "subtract":
            return f"{latex(inputs[0])} - {_in(inputs[1], PRODUCT)}"
        case "multiply":
            return _product(*inputs)
        case "divide":
            return rf"\frac{{{latex(inputs[0])}}}{{{latex(inputs[1])}}}"
        case "power":
            return _power(*inputs)
        case "sqrt":
            return rf"\sqrt{{{latex(inputs[0])}}}"
        case "exp":
            return rf"e^{{{latex(inputs[0])}}}"
        case "abs":
            return rf"\left|{latex(inputs[0])}\right|"
    return rf"\{part.what}{_bracketed(*inputs)}"


def _level(part: Term) -> int:
    return LEVELS.get(part.what, ATOM)


def _in(part: Term, level: int) -> str:
    """A part where at least that level is needed, in brackets if it is looser."""
    loose = _level(part) < level
    return _bracketed(part) if loose else latex(part)


def _bracketed(*parts: Term) -> str:
    return rf"\left({', '.join(latex(part) for part in parts)}\right)"


def _product(left: Term, right: Term) -> str:
    first = _in(left, PRODUCT)
    # A sign in the middle of a product is not read as one.
    second = _bracketed(right) if right.what in ("multiply", "negative") else _in(right, PRODUCT)
    number = right.what == "divide" or second[0].isdigit()
    return rf"{first} \cdot {second}" if number else rf"{first}\,{second}"


def _power(base: Term, exponent: Term) -> str:
    raised = latex(exponent)
    if base.what in OPERATORS and exponent.what == "number":
        return rf"\{base.what}^{{{raised}}}{_bracketed(*base.inputs)}"
    plain = base.what in ("number", "variable", "constant", "abs", "sqrt") and "^" not in latex(
        base
    )
    return rf"{latex(base) if plain else _bracketed(base)}^{{{raised}}}"


def _number(text: str) -> str:
    """A number as it was typed, its power of ten written out."""
    digits, _e, power = text.lower().partition("e")
    digits = f"0{digits}" if digits.startswith(".") else digits.rstrip(".")
    if not power:
        return digits
    return rf"{digits} \cdot 10^{{{int(power)}}}"

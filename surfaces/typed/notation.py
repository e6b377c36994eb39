"""The notation of formulas: a closed alphabet, and the tokens that are read from a text.

Pages and Python are understood alike: ``0.4x²y² + sin(πx)`` and ``0.4*x**2*y**2 +
np.sin(np.pi*x)`` are the same tokens but for the signs of multiplication. Whatever is not in the
alphabet is refused here, before anything else looks at it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from surfaces.typed.refusal import FormulaError

LONGEST = 400  # characters
LARGEST = 1e9  # of the size of a number that is written out

VARIABLES = ("x", "y")
CONSTANTS = {"pi": "pi", "e": "e"}
# Every name of a function, and which one it is.
FUNCTIONS = {
    **{name: name for name in ("sqrt", "exp", "log", "sin", "cos", "tan")},
    **{name: name for name in ("tanh", "sinh", "cosh", "arctan", "abs", "min", "max")},
    **{"ln": "log", "atan": "arctan", "fabs": "abs", "absolute": "abs"},
    **{"minimum": "min", "maximum": "max"},
}
SHOWN = "sqrt, exp, log, sin, cos, tan, sinh, cosh, tanh, arctan, abs, min, max"
OF_SEVERAL = ("min", "max")

SIGNS = {
    **{sign: sign for sign in "+-*/^(),|"},
    **dict.fromkeys("−–", "-"),
    **dict.fromkeys("·⋅×∗", "*"),
    "÷": "/",
}
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))

NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
LETTERS = re.compile(r"[A-Za-z]+")
MODULE = re.compile(r"(?:np|numpy|math|torch|jnp)\.(?=[A-Za-z])")
HEAD = re.compile(r"\s*(?:f\s*\(\s*x\s*,\s*y\s*\)|[fz])\s*=(?!=)")
BLANK = re.compile(r"[ \t\r\n\u00a0\u2009]+")
NAMES = sorted((*VARIABLES, *CONSTANTS, *FUNCTIONS), key=len, reverse=True)


class Token(NamedTuple):
    """A piece of a text.

    Attributes:
        kind: ``"number"``, ``"name"``, ``"raised"`` (a power in small digits), a sign, or ``""``
            at the end of the text.
        text: What it says, in the letters of the alphabet.
        start: Where it begins.
        end: Where it ends.
    """

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text, an empty one at its end.

    Raises:
        FormulaError: It is too long, or has what is not in the alphabet.

    Examples:
        >>> [token.text for token in tokens("2xy² − np.sin(πx)")]
        ['2', 'x', 'y', '2', '-', 'sin', '(', 'pi', 'x', ')', '']
    """
    if len(text) > LONGEST:
        raise FormulaError(
            "A formula can have up to {most} characters; this text has {count}.",
            *(LONGEST, LONGEST),
            most=LONGEST,
            count=f"{len(text):,}",
        )
    head = HEAD.match(text)
    place = head.end() if head else 0
    found: list[Token] = []
    while place < len(text):
        place = _read(text, place, found)
    return [*found, Token("", "", len(text), len(text))]


def _read(text: str, place: int, found: list[Token]) -> int:
    """Read what stands at a place; where the next piece begins."""
    if blank := BLANK.match(text, place):
        return blank.end()
    if number := NUMBER.match(text, place):
        found.append(_number(number.group(), place))
        return number.end()
    if module := MODULE.match(text, place):
        return module.end()
    if letters := LETTERS.match(text, place):
        found.extend(_names(letters.group(), place))
        return letters.end()
    sign = text[place]
    if sign == "π":
        found.append(Token("name", "pi", place, place + 1))
    elif sign == "√":
        found.append(Token("name", "sqrt", place, place + 1))
    elif sign in SUPERSCRIPTS:
        return _raised(text, place, found)
    elif text.startswith("**", place):
        found.append(Token("^", "^", place, place + 2))
        return place + 2
    elif sign in SIGNS:
        found.append(Token(SIGNS[sign], SIGNS[sign], place, place + 1))
    elif sign == "=":
        raise FormulaError("Only f(x, y) itself is written, without an equation.", place, place + 1)
    else:
        raise FormulaError(
            "This character is not part of a formula: digits, x, y, names of functions, and "
            "+ - * / ^ ( ) | , . are.",
            *(place, place + 1),
        )
    return place + 1


def _number(text: str, place: int) -> Token:
    if not float(text) <= LARGEST:
        raise FormulaError(
            "A number can be at most {most}.", place, place + len(text), most=f"{LARGEST:,.0f}"
        )
    return Token("number", text, place, place + len(text))


def _raised(text: str, place: int, found: list[Token]) -> int:
    end = place
    while end < len(text) and text[end] in SUPERSCRIPTS:
        end += 1
    digits = "".join(SUPERSCRIPTS[digit] for digit in text[place:end])
    found.append(Token("raised", digits, place, end))
    return end


def _names(letters: str, place: int) -> list[Token]:
    """Names that are written without a space between them, the longest first: xy, xsin."""
    found: list[Token] = []
    at = 0
    while at < len(letters):
        name = next((name for name in NAMES if letters.startswith(name, at)), None)
        if name is None:
            raise FormulaError(
                "This name is not known: there are x, y, pi, e, and the functions {functions}.",
                *(place + at, place + len(letters)),
                functions=SHOWN,
            )
        known = FUNCTIONS.get(name, name)
        found.append(Token("name", known, place + at, place + at + len(name)))
        at += len(name)
    return found

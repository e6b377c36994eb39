"""From tokens to a tree, by recursive descent; nothing of a text is ever run.

sum      = term (("+" | "−") term)*
term     = factor (["*" | "/"] factor)*          without a sign: a product
factor   = ("+" | "−") factor | power
power    = primary [raised] ["^" factor]         so that −x² is −(x²), and x^−2 is allowed
primary  = number | x | y | pi | e | function [power] "(" sum ("," sum)* ")"
         | "(" sum ")" | "|" sum "|"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from surfaces.typed.notation import CONSTANTS, FUNCTIONS, OF_SEVERAL, VARIABLES, Token, tokens
from surfaces.typed.refusal import FormulaError
from surfaces.typed.unexpected import unexpected

MOST_PARTS = 200
DEEPEST = 30  # brackets, powers and signs within each other
BEGINS = ("number", "name", "(", "|")


@dataclass(frozen=True)
class Term:
    """A part of a formula.

    Attributes:
        what: ``"number"``, ``"variable"``, ``"constant"``, ``"negative"``, ``"add"``,
            ``"subtract"``, ``"multiply"``, ``"divide"``, ``"power"``, or a function's name.
        inputs: The parts of which it is made.
        text: The number or the name.
        start: Where in the text it begins.
        end: Where it ends.
    """

    what: str
    inputs: tuple[Term, ...]
    text: str
    start: int
    end: int


def parse(text: str) -> Term:
    """The tree of a formula.

    Raises:
        FormulaError: The text is none.
    """
    return _Descent(tokens(text)).whole()


class _Descent:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._place = 0
        self._parts = 0
        self._deep = 0
        self._bars = [0]  # how many |…| are open, for every bracket that is open

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def _made(self, what: str, start: int, *inputs: Term, text: str = "") -> Term:
        self._parts += 1
        end = self._tokens[self._place - 1].end
        if self._parts > MOST_PARTS:
            raise FormulaError(
                "A formula can have up to {most} parts; this one has more.",
                *(start, end),
                most=MOST_PARTS,
            )
        return Term(what, inputs, text, start, end)

    def _sink(self, token: Token) -> None:
        self._deep += 1
        if self._deep > DEEPEST:
            raise FormulaError(
                "Brackets, powers and signs can stand in each other up to {most} deep.",
                *(token.start, token.end),
                most=DEEPEST,
            )

    def whole(self) -> Term:
        if self._next.kind == "":
            raise FormulaError("Type a formula of x and y, such as x^2 + 2y^2.")
        made = self._sum()
        if self._next.kind != "":
            self._refuse(before=True)
        return made

    def _sum(self) -> Term:
        start, made = self._next.start, self._term()
        while self._next.kind in ("+", "-"):
            what = "add" if self._take().kind == "+" else "subtract"
            made = self._made(what, start, made, self._term())
        return made

    def _term(self) -> Term:
        start, made = self._next.start, self._factor()
        while True:
            token = self._next
            if token.kind in ("*", "/"):
                self._take()
                what = "multiply" if token.kind == "*" else "divide"
                made = self._made(what, start, made, self._factor())
            elif self._begins(token):
                if token.kind == "number":
                    raise FormulaError(
                        "A number stands before what it multiplies, as in 2x; a power is written "
                        "x^2.",
                        *(token.start, token.end),
                    )
                made = self._made("multiply", start, made, self._power())
            else:
                return made

    def _begins(self, token: Token) -> bool:
        """Whether it begins a factor; a bar ends what an open one has begun."""
        return token.kind in BEGINS and not (token.kind == "|" and self._bars[-1])

    def _factor(self) -> Term:
        token = self._next
        if token.kind not in ("+", "-"):
            return self._power()
        self._take()
        self._sink(token)
        made = self._factor()
        self._deep -= 1
        return made if token.kind == "+" else self._made("negative", token.start, made)

    def _power(self) -> Term:
        start, made = self._next.start, self._primary()
        if self._next.kind == "raised":
            made = self._made("power", start, made, self._number(self._take()))
        if self._next.kind == "^":
            self._sink(self._take())
            made = self._made("power", start, made, self._factor())
            self._deep -= 1
        return made

    def _number(self, token: Token) -> Term:
        return self._made("number", token.start, text=token.text)

    def _primary(self) -> Term:
        token = self._next
        if token.kind == "number":
            return self._number(self._take())
        if token.kind == "name" and token.text in VARIABLES:
            self._take()
            return self._made("variable", token.start, text=token.text)
        if token.kind == "name" and token.text in CONSTANTS:
            self._take()
            return self._made("constant", token.start, text=token.text)
        if token.kind == "name" and token.text in FUNCTIONS:
            return self._call(self._take())
        if token.kind == "(":
            self._take()
            made = self._inside(token)
            self._close(token)
            return made
        if token.kind == "|":
            self._take()
            self._sink(token)
            self._bars[-1] += 1
            made = self._sum()
            if self._next.kind != "|":
                self._unclosed(token)
            self._take()
            self._bars[-1] -= 1
            self._deep -= 1
            return self._made("abs", token.start, made)
        self._refuse()

    def _call(self, name: Token) -> Term:
        power = self._power_of_function()
        if self._next.kind != "(":
            raise FormulaError(
                "{function} needs brackets, as in {function}(x).",
                *(name.start, name.end),
                function=name.text,
            )
        opened = self._take()
        inputs = [self._inside(opened)]
        while self._next.kind == ",":
            comma = self._take()
            if name.text not in OF_SEVERAL:
                raise FormulaError(
                    "{function} takes one number; decimals are written with a point.",
                    *(comma.start, comma.end),
                    function=name.text,
                )
            inputs.append(self._inside(opened))
        self._close(opened)
        if name.text in OF_SEVERAL and len(inputs) < 2:
            raise FormulaError(
                "{function} needs at least two numbers, as in {function}(x, y).",
                *(name.start, self._tokens[self._place - 1].end),
                function=name.text,
            )
        made = self._made(name.text, name.start, *inputs)
        return made if power is None else self._made("power", name.start, made, power)

    def _power_of_function(self) -> Term | None:
        """The power between a function and its bracket, as in sin²(x)."""
        if self._next.kind == "raised":
            return self._number(self._take())
        if self._next.kind != "^":
            return None
        self._take()
        token = self._next
        if token.kind != "number" or not token.text.isdigit():
            raise FormulaError(
                "Between a function and its bracket only a whole power can stand, as in sin^2(x).",
                *(token.start, max(token.end, token.start + 1)),
            )
        return self._number(self._take())

    def _inside(self, opened: Token) -> Term:
        """A sum in brackets, in which bars are counted anew."""
        self._sink(opened)
        self._bars.append(0)
        made = self._sum()
        self._bars.pop()
        self._deep -= 1
        return made

    def _close(self, opened: Token) -> None:
        if self._next.kind != ")":
            self._unclosed(opened)
        self._take()

    def _unclosed(self, opened: Token) -> NoReturn:
        if self._next.kind != "":
            self._refuse(before=True)
        raise FormulaError("What is opened here is not closed again.", opened.start, opened.end)

    def _refuse(self, *, before: bool = False) -> NoReturn:
        raise unexpected(self._next, before=before)

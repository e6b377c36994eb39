"""What is said of a token that cannot stand where it stands."""

from __future__ import annotations

from surfaces.typed.notation import Token
from surfaces.typed.refusal import FormulaError


def unexpected(token: Token, *, before: bool = False) -> FormulaError:
    """Why a token cannot stand there; ``before``, what stands before it is whole."""
    at = (token.start, token.end)
    if token.kind == "":
        return FormulaError("Something is missing at the end.", *at)
    if token.kind == ",":
        return FormulaError(
            "A comma can only stand between the numbers of min and max; decimals are written "
            "with a point.",
            *at,
        )
    if token.kind == ")" and before:
        return FormulaError("Nothing is open that this bracket could close.", *at)
    if token.kind in ("raised", "^"):
        return FormulaError("A power stands once, behind what it raises, as in x^2.", *at)
    return FormulaError("Something is missing before this: a number, x, y, or a function.", *at)

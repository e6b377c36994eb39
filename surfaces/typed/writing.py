"""A value of a formula's list, as it is written on one line: ``2·cos(3·x)``."""

from __future__ import annotations

from collections.abc import Sequence

from surfaces.typed.algebra import Algebra, Value

SIGNS = {"add": " + ", "subtract": " − ", "multiply": "·", "divide": "/"}
# How closely a sign ties what stands beside it.
TIES = {"add": 1, "subtract": 1, "negative": 2, "multiply": 3, "divide": 3, "whole_power": 5}
ATOM = 9
INNER = {"unless_zero": 1, "above_zero": 0}  # of what only guards a value: which input that is


def written(algebra: Algebra, value: Value) -> str:
    """A value on one line."""
    return _written(algebra, value)[0]


def signs(operation: str, parts: Sequence[str]) -> str:
    """An operation on parts that are written already; those of several terms get brackets."""
    ties = [1 if " " in part.strip() and part != "…" else ATOM for part in parts]
    return _joined(operation, list(zip(parts, ties, strict=True)))[0]


def _written(algebra: Algebra, value: Value) -> tuple[str, int]:
    operation, inputs, number = algebra.list[value]
    if operation in ("x", "y"):
        return operation, ATOM
    if operation == "number":
        return f"{number:.6g}".replace("-", "−"), ATOM if number >= 0 else 2
    if operation in INNER:
        return _written(algebra, inputs[INNER[operation]])
    return _joined(operation, [_written(algebra, part) for part in inputs])


def _joined(operation: str, parts: list[tuple[str, int]]) -> tuple[str, int]:
    tie = TIES.get(operation, ATOM)

    def inside(place: int, least: int) -> str:
        text, own = parts[place]
        return text if own >= least else f"({text})"

    if operation in SIGNS:
        behind = tie + (operation in ("subtract", "divide"))
        if operation == "add":
            behind += parts[1][0].startswith("−")
        return f"{inside(0, tie)}{SIGNS[operation]}{inside(1, behind)}", tie
    if operation == "negative":
        return f"−{inside(0, 3)}", tie
    if operation in ("whole_power", "power"):
        return f"{inside(0, 6)}^{inside(1, 6)}", 5
    return f"{operation}({', '.join(text for text, _tie in parts)})", ATOM

"""Slips in the derivatives of a formula that was typed: one operation, number or sign at a time.

Nothing is written as text and run: the list of operations that makes ∂f/∂x is worked through with
something else done at one of its places. What people lose that way is an inner derivative, a sign,
a term, a factor or a power, or the turn from sin to cos.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from checking.gradients.candidate import AXES, Candidate, Where
from checking.gradients.lines import DEGREES, MESSAGE, WAVES
from checking.mistakes.mistake import Change
from surfaces import Surface
from surfaces.typed import formula
from surfaces.typed.algebra import Algebra, Value
from surfaces.typed.operations import OPERATIONS
from surfaces.typed.writing import signs, written

MOST = 120  # slips in one derivative
LONGEST = 48  # characters of a part that is shown whole

Slip = tuple[str, str, Callable[..., Any]]  # what was meant, what was done, and that


def slips_in_formula(surface: Surface, axis: int) -> list[Candidate]:
    """Every single slip in one partial derivative; none where nothing was typed."""
    return list(_slips(surface.content, axis)) if surface.content else []


@lru_cache(maxsize=64)
def _slips(text: str, axis: int) -> tuple[Candidate, ...]:
    typed = formula(text)
    algebra, slope = typed.algebra, typed.slopes[axis]
    needed = algebra.needed([slope])
    found = []
    waves = [place for place in needed if algebra.list[place][0] in WAVES]
    if waves:
        turned = {place: _in_degrees(algebra.list[place][0]) for place in waves}
        change = Change("degrees", DEGREES)
        found.append(_candidate(axis, change, algebra.function(slope, instead=turned)))
    for place in reversed(needed):  # the outermost first: they are the derivative's own
        for meant, used, done in _instead(algebra, place):
            name = f"line_{AXES[axis]}_{place}_{used}"
            change = Change(name, MESSAGE, {"meant": meant, "used": used}, 1.2)
            found.append(_candidate(axis, change, algebra.function(slope, instead={place: done})))
    return tuple(found[: MOST + bool(waves)])


def _candidate(axis: int, change: Change, function: Callable[..., Any]) -> Candidate:
    def values(where: Where) -> Any:
        return function(where.x, where.y)[0]

    return Candidate(axis, (change,), values)


def _in_degrees(name: str) -> Callable[..., Any]:
    wave = OPERATIONS[name]
    return lambda angle: wave(np.radians(angle))


def _instead(algebra: Algebra, place: Value) -> Iterator[Slip]:
    operation, inputs, number = algebra.list[place]
    whole = written(algebra, place)
    parts = [written(algebra, part) for part in inputs]
    if len(whole) > LONGEST:
        parts = [part if len(part) <= LONGEST // 2 else "…" for part in parts]
        whole = signs(operation, parts)

    def slip(done: str, made: Callable[..., Any]) -> Slip:
        return whole, done, made

    if operation == "add":
        yield slip(signs("subtract", parts), np.subtract)
    if operation == "subtract":
        yield slip(signs("add", parts), np.add)
    if operation in ("add", "subtract", "multiply", "divide"):
        yield slip(parts[0], lambda a, b: a)
    if operation in ("add", "multiply"):
        yield slip(parts[1], lambda a, b: b)
    if operation == "subtract":
        yield slip(signs("negative", [parts[1]]), lambda a, b: -b)
    if operation == "negative":
        yield slip(parts[0], lambda a: a)
    if operation == "whole_power":
        power = algebra.constant(inputs[1])
        assert power is not None
        yield slip(parts[0], lambda base, power: base)
        more = signs(operation, [parts[0], f"{power + 1:g}"])
        yield slip(more, lambda base, power: OPERATIONS["whole_power"](base, power + 1))
    if operation in ("sin", "cos"):
        other = "cos" if operation == "sin" else "sin"
        yield slip(signs(other, parts), OPERATIONS[other])
        wave = OPERATIONS[operation]
        yield slip(signs("negative", [whole]), lambda angle: -wave(angle))
    if operation == "number":
        for factor in (2.0, 0.5):
            yield slip(f"{number * factor:.6g}", lambda factor=factor: number * factor)

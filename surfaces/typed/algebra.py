"""The arithmetic of a formula and of its derivatives, as a list of values.

Every value is one operation on values before it; equal ones are one. So the derivatives of a
formula, which share nearly everything, cost little more than the formula, and what is multiplied
by 0 or by 1 is not reckoned. The list is worked through with NumPy's functions: on numbers, arrays
or whatever else takes them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from surfaces.typed.operations import OPERATIONS

MOST_FACTORS = 32  # whole powers up to this one are products, and no power may be larger

Value = int  # a place in the list


class Algebra:
    """Collects values; those of x and y are the first two."""

    X: Value = 0
    Y: Value = 1

    def __init__(self) -> None:
        # Operation, inputs, number.
        self.list: list[tuple[str, tuple[Value, ...], float]] = [("x", (), 0.0), ("y", (), 0.0)]
        self._known: dict[tuple[Any, ...], Value] = {}

    # -- making values -----------------------------------------------------------------------

    def number(self, number: float) -> Value:
        """A constant."""
        return self.value("number", (), float(number))

    def constant(self, value: Value) -> float | None:
        """The number that a value is; None if it hangs on x or y."""
        operation, _inputs, number = self.list[value]
        return number if operation == "number" else None

    def apply(self, operation: str, *inputs: Value) -> Value:
        """An operation on values, simplified."""
        numbers = [self.constant(value) for value in inputs]
        if None not in numbers:
            with np.errstate(all="ignore"):
                return self.number(float(OPERATIONS[operation](*map(np.float64, numbers))))
        simpler = getattr(self, f"_{operation}", None)
        found = simpler(*inputs) if simpler else None
        return self.value(operation, inputs) if found is None else found

    def power(self, base: Value, exponent: Value) -> Value:
        """``base`` raised to ``exponent``."""
        power = self.constant(exponent)
        if power is None or self.constant(base) is not None:
            return self.apply("power", base, exponent)
        if power == int(power) and 0 <= power <= MOST_FACTORS:
            if power <= 1:
                return base if power else self.number(1.0)
            return self.value("whole_power", (base, exponent))
        if power == int(power) and -MOST_FACTORS <= power < 0:
            below = self.power(base, self.number(-power))
            return self.apply("divide", self.number(1.0), below)
        if power == 0.5:
            return self.apply("sqrt", base)
        return self.apply("power", base, exponent)

    def _add(self, a: Value, b: Value) -> Value | None:
        if self.constant(a) == 0:
            return b
        return a if self.constant(b) == 0 else None

    def _subtract(self, a: Value, b: Value) -> Value | None:
        if self.constant(a) == 0:
            return self.apply("negative", b)
        return a if self.constant(b) == 0 else None

    def _multiply(self, a: Value, b: Value) -> Value | None:
        for one, other in ((a, b), (b, a)):
            number = self.constant(one)
            if number == 0:
                return one
            if number == 1:
                return other
            if number == -1:
                return self.apply("negative", other)
        return None

    def _divide(self, a: Value, b: Value) -> Value | None:
        if self.constant(a) == 0:
            return a
        return a if self.constant(b) == 1 else None

    def _negative(self, a: Value) -> Value | None:
        operation, inputs, _number = self.list[a]
        return inputs[0] if operation == "negative" else None

    def value(self, operation: str, inputs: tuple[Value, ...], number: float = 0.0) -> Value:
        """A value as it is, equal ones once."""
        names = sorted(inputs) if operation in ("add", "multiply") else inputs
        key = (operation, *names, repr(number))
        if key not in self._known:
            self._known[key] = len(self.list)
            self.list.append((operation, inputs, number))
        return self._known[key]

    # -- reckoning -------------------------------------------------------------------------------

    def needed(self, wanted: Sequence[Value]) -> list[Value]:
        """The places that make some values, inputs before their users."""
        seen, stack = set(wanted), list(wanted)
        while stack:
            for part in self.list[stack.pop()][1]:
                if part not in seen:
                    seen.add(part)
                    stack.append(part)
        return sorted(seen)

    def function(
        self, *wanted: Value, instead: Mapping[Value, Callable[..., Any]] | None = None
    ) -> Callable[[Any, Any], tuple[Any, ...]]:
        """The values as a function of x and y.

        Args:
            wanted: Their places.
            instead: What is done at some places in place of their own operations, to the same
                inputs.
        """
        needed, other = self.needed(wanted), instead or {}
        fixed = {place: number for place in needed if (number := self.constant(place)) is not None}
        fixed |= {place: other[place]() for place in fixed if place in other}
        steps = [
            (place, other.get(place) or OPERATIONS[self.list[place][0]], self.list[place][1])
            for place in needed
            if self.list[place][1]
        ]

        def reckoned(x: Any, y: Any) -> tuple[Any, ...]:
            values: dict[Value, Any] = {**fixed, Algebra.X: x, Algebra.Y: y}
            for place, operation, inputs in steps:
                values[place] = operation(*[values[part] for part in inputs])
            return tuple(values[place] for place in wanted)

        return reckoned

    def is_finite(self, value: Value) -> bool:
        """Whether a value is no number, or a finite one."""
        number = self.constant(value)
        return number is None or math.isfinite(number)

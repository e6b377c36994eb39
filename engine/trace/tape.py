"""A tape: the arithmetic of one step, recorded once.

Rules and surfaces are written as plain arithmetic on arrays. Called with the symbols of a tape
instead of arrays, the same lines record what they do; from the record the engine writes the code
that it runs (`engine.trace.scalar` for a few walkers, `engine.trace.blocks` for many). So every
rule exists once, and all ways of running it compute the same thing in the same order.

The tape simplifies as it records: constants are folded, equal expressions are shared, a division
by a number that all walkers share becomes a multiplication, and such factors are gathered. So a
recorded step may differ from the plain one in the last bits, and where a term is multiplied by
exactly 0 it is gone, even if its other factor is not finite.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.trace.node import Kind, Node, NotTraceableError

MOST_FACTORS = 32  # powers up to this one are written as products
COMPARISONS = frozenset({"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"})
UFUNCS = COMPARISONS | {
    *("add", "subtract", "multiply", "divide", "negative", "absolute", "sign", "square", "sqrt"),
    *("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan"),
    *("maximum", "minimum", "power"),
}


class Traced(np.lib.mixins.NDArrayOperatorsMixin):
    """A value on a tape, to be used like an array."""

    def __init__(self, tape: Tape, node: Node) -> None:
        self.tape = tape
        self.node = node

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or options or ufunc.__name__ not in UFUNCS:
            raise NotTraceableError(f"a tape cannot record {ufunc.__name__}.{method}")
        return self.tape.apply(ufunc.__name__, *inputs)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, arguments: tuple[Any, ...], options: Any
    ) -> Any:
        if function is np.where and len(arguments) == 3 and not options:
            return self.tape.apply("where", *arguments)
        raise NotTraceableError(f"a tape cannot record numpy.{function.__name__}")

    def __getitem__(self, index: Any) -> Traced:
        if isinstance(index, tuple) and len(index) == 2 and index[0] is Ellipsis:
            whole = isinstance(index[1], int | np.integer) and not isinstance(index[1], bool)
            if whole and -self.tape.dimension <= index[1] < self.tape.dimension:
                return self.tape.component(self, int(index[1]) % self.tape.dimension)
        raise NotTraceableError("a tape records only value[..., i], the i-th coordinate")

    def __bool__(self) -> bool:
        raise NotTraceableError("a rule may not branch on a value; use np.where")

    __hash__ = None  # type: ignore[assignment]


class Tape:
    """Records values; equal expressions become one node.

    Attributes:
        dimension: How many coordinates a plane has: 2 on a surface, 1 on a curve.
    """

    def __init__(self, dimension: int = 2) -> None:
        self.dimension = dimension
        self._known: dict[tuple[Any, ...], Node] = {}

    # -- making values ---------------------------------------------------------------------------

    def symbol(self, name: str, kind: Kind, constant_in_time: bool = False) -> Traced:
        """A value that comes from outside."""
        return Traced(self, self._node("symbol", (), kind, name, constant_in_time))

    def node(self, value: Any) -> Node:
        """The node of a traced value or of a plain number."""
        if isinstance(value, Traced):
            if value.tape is not self:
                raise NotTraceableError("values of two tapes do not mix")
            return value.node
        array = np.asarray(value)
        if array.ndim or array.dtype.kind not in "biuf":
            raise NotTraceableError(f"a tape takes numbers, got {value!r}")
        return self._constant(float(array))

    def stack(self, parts: Sequence[Any]) -> Traced:
        """One plane from one column per coordinate."""
        inputs = tuple(self.node(part) for part in parts)
        return Traced(self, self._node("stack", inputs, Kind.PLANE, None))

    def component(self, plane: Traced, index: int) -> Traced:
        """One coordinate of a plane, as a column."""
        node = self.node(plane)
        if node.operation == "stack":
            return Traced(self, node.inputs[index])
        if node.kind is not Kind.PLANE:
            return Traced(self, node)
        return Traced(self, self._node("component", (node,), Kind.COLUMN, index))

    def apply(self, operation: str, *values: Any) -> Traced:
        """Record an operation."""
        return Traced(self, self._apply(operation, *(self.node(value) for value in values)))

    # -- simplifying -----------------------------------------------------------------------------

    def _apply(self, operation: str, *inputs: Node) -> Node:
        numbers = inputs[1:] if operation == "where" else inputs
        truths = sum(node.truth for node in numbers)
        if truths == len(numbers) and operation not in COMPARISONS:
            # NumPy adds True and True to True, and takes roots of them at half precision.
            raise NotTraceableError(f"a tape does not take the {operation} of truth values alone")
        if all(node.operation == "constant" for node in inputs):
            function = getattr(np, operation)
            with np.errstate(all="ignore"):
                return self._constant(float(function(*(node.detail for node in inputs))))
        # Truth values are not simplified: 1.0 * True is a number, and True is none.
        special = None if truths else getattr(self, f"_{operation}", None)
        simpler = special(*inputs) if special else None
        if simpler is not None:
            return simpler
        return self._node(operation, inputs, max(node.kind for node in inputs), None)

    def _add(self, a: Node, b: Node) -> Node | None:
        if _is(a, 0):
            return b
        return a if _is(b, 0) else None

    def _subtract(self, a: Node, b: Node) -> Node | None:
        if _is(a, 0):
            return self._apply("negative", b)
        return a if _is(b, 0) else None

    def _multiply(self, a: Node, b: Node) -> Node | None:
        for one, other in ((a, b), (b, a)):
            if _is(one, 0):
                return one
            if _is(one, 1):
                return other
            if _is(one, -1):
                return self._apply("negative", other)
        if b.kind is Kind.SHARED and a.kind is not Kind.SHARED:
            return self._apply("multiply", b, a)
        factor = _factor(b)
        if a.kind is Kind.SHARED and factor is not None:
            return self._apply("multiply", self._apply("multiply", a, factor[0]), factor[1])
        return None

    def _divide(self, a: Node, b: Node) -> Node | None:
        if _is(b, 1):
            return a
        if b.kind is Kind.SHARED and a.kind is not Kind.SHARED:
            return self._apply("multiply", self._apply("divide", self._constant(1.0), b), a)
        return None

    def _negative(self, a: Node) -> Node | None:
        factor = _factor(a)
        if factor is not None:
            return self._apply("multiply", self._apply("negative", factor[0]), factor[1])
        return a.inputs[0] if a.operation == "negative" else None

    def _where(self, condition: Node, yes: Node, no: Node) -> Node | None:
        if condition.operation == "constant":
            return yes if condition.detail else no
        if yes is no:
            return yes
        if not condition.truth:
            condition = self._apply("not_equal", condition, self._constant(0.0))
            return self._apply("where", condition, yes, no)
        return None

    def _square(self, a: Node) -> Node:
        return self._apply("multiply", a, a)

    def _power(self, base: Node, exponent: Node) -> Node | None:
        """Small whole powers become products: the same on every path, and much faster."""
        if exponent.operation != "constant":
            return None
        if exponent.detail == 0.5:
            return self._apply("sqrt", base)
        if exponent.detail not in range(MOST_FACTORS + 1):
            return None
        result, square, left = self._constant(1.0), base, int(exponent.detail)
        while left:
            if left & 1:
                result = self._apply("multiply", result, square)
            left >>= 1
            if left:
                square = self._apply("multiply", square, square)
        return result

    # -- storing ---------------------------------------------------------------------------------

    def _constant(self, number: float) -> Node:
        return self._node("constant", (), Kind.SHARED, number, True)

    def _node(
        self,
        operation: str,
        inputs: tuple[Node, ...],
        kind: Kind,
        detail: Any,
        constant_in_time: bool | None = None,
    ) -> Node:
        names = [id(part) for part in inputs]
        if operation in ("add", "multiply"):
            names.sort()  # a + b and b + a are the same number
        # repr keeps 0.0 and -0.0 apart, which compare as equal.
        key = (operation, *names, kind, repr(detail), constant_in_time)
        node = self._known.get(key)
        if node is None:
            if constant_in_time is None:
                constant_in_time = all(part.constant_in_time for part in inputs)
            truth = operation in COMPARISONS or (operation == "component" and inputs[0].truth)
            node = Node(operation, inputs, kind, detail, constant_in_time, truth)
            self._known[key] = node
        return node


def _is(node: Node, number: float) -> bool:
    return node.operation == "constant" and node.detail == number


def _factor(node: Node) -> tuple[Node, Node] | None:
    """The shared factor and the rest, if the node is such a product of walkers' values."""
    if node.operation == "multiply" and node.kind is not Kind.SHARED:
        first, rest = node.inputs
        if first.kind is Kind.SHARED and not first.truth:
            return first, rest
    return None

"""Many walkers: the step as in-place NumPy calls over blocks that fit the cache.

Arrays are planes of shape (2, n), one row per coordinate; on a curve they have one row. The code
written from the tape lets every value land in a buffer that is free at that moment (`out=`), so a
step allocates nothing, and a block's buffers stay in the processor's cache however many blocks
there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from engine.program import FACTOR, THETA, Program
from engine.scalar import INFIX
from engine.tape import Kind, Node, in_order

# Columns. Half or twice as many are nearly as good, 256 and 100,000 are twice as slow; a power of
# two is a little slower, because then x and y lie at the same place of a memory page.
BLOCK = 16_000
WANTS_NAME = frozenset({"maximum", "minimum"})  # NumPy warns of a third argument without a name


@dataclass(frozen=True)
class Advance:
    """The generated loop and the buffers that it wants.

    ``run(steps, theta, after, path, hypers, shared, buffers, factors)`` makes ``steps`` steps, at
    least 1; ``factors`` are those of the learning rate in each, where the program is scheduled.
    With a path, of shape (steps + 1, 2, n), row k + 1 receives theta after step k. ``shared`` are
    the state's numbers that all walkers share, as np.float64, because Python's own numbers raise
    where NumPy's go on; the others lie in ``buffers`` at ``homes``, before and after. It returns
    theta, the other theta buffer, ``shared``, the last gradient and the last delta.

    Attributes:
        run: The loop.
        homes: For every number of the state the pool and place of its buffer, None if shared.
        sizes: How many buffers of each pool: planes, columns, truth planes, truth columns.
        dimension: How many rows a plane has.
    """

    run: Callable[..., Any]
    homes: tuple[tuple[int, int] | None, ...]
    sizes: tuple[int, ...]
    dimension: int


@lru_cache(maxsize=1024)
def advance(step: Program) -> Advance:
    """The loop for this program."""
    writer = _Writer(step)
    names: dict[str, Any] = {name: getattr(np, name) for name in writer.functions}
    names |= {"copyto": np.copyto, "asarray": np.asarray, "empty": np.empty, "spread": _spread}
    names |= writer.constants
    # The text is made of our own names, operators and numbers only, never of a visitor's words.
    exec(compile(writer.source(), "<block walk>", "exec"), names)
    return Advance(names["run"], writer.homes(), writer.sizes(), step.dimension)


def _spread(column: np.ndarray, plane: np.ndarray) -> np.ndarray:
    """A column in every row of a plane."""
    return np.broadcast_to(column, plane.shape).copy()


POOLS = "pcqd"  # planes and columns of numbers, planes and columns of truth values


class Buffers:
    """Memory for one block, cut anew for every group of walkers that comes in."""

    def __init__(self, code: Advance, size: int) -> None:
        self._rows = code.dimension
        self._thetas = [np.empty(self._rows * size) for _ in range(2)]
        self._flat = [
            [
                np.empty(
                    size * (self._rows if pool in "pq" else 1), bool if pool in "qd" else float
                )
                for _ in range(count)
            ]
            for pool, count in zip(POOLS, code.sizes, strict=True)
        ]

    def cut(self, n: int) -> tuple[np.ndarray, np.ndarray, list[list[np.ndarray]]]:
        """Two planes for theta and the buffers of each pool, for n walkers."""
        rows = self._rows
        now, after = (flat[: rows * n].reshape(rows, n) for flat in self._thetas)
        buffers = [
            [flat[: rows * n].reshape(rows, n) if pool in "pq" else flat[:n] for flat in flats]
            for pool, flats in zip(POOLS, self._flat, strict=True)
        ]
        return now, after, buffers


@dataclass
class _Storage:
    """A buffer's worth of numbers, shared by all nodes that live in it."""

    pool: str  # "p" planes, "c" columns, "q" and "d" truth values, "" not from a pool
    last_use: int = -1
    name: str = ""
    rows_named: set[int] = field(default_factory=set)
    released: bool = False


def _prepared(order: list[Node]) -> set[int]:
    """The columns that stay the same in time, such as −η in a sweep over learning rates."""
    found: set[int] = set()
    for node in order:
        if node.kind is not Kind.COLUMN or node.operation in ("symbol", "component", "stack"):
            continue
        fixed = (
            id(part) in found
            or part.kind is Kind.SHARED
            or (part.operation == "symbol" and part.kind is Kind.COLUMN)
            for part in node.inputs
        )
        if node.constant_in_time and all(fixed):
            found.add(id(node))
    return found


class _Writer:
    """Gives every node a place and writes the calls."""

    def __init__(self, step: Program) -> None:
        self.step = step
        self.functions: set[str] = set()
        self.constants: dict[str, Any] = {}
        self._before: list[str] = []
        self._body: list[str] = []
        self._shared: dict[int, str] = {}  # a shared number, to reckon with
        self._operands: dict[int, str] = {}  # the same, to hand to a ufunc
        self._made = dict.fromkeys(POOLS, 0)
        self._free: dict[str, list[str]] = {pool: [] for pool in POOLS}
        outputs = [step.theta, step.grad, step.delta, *step.next_states]
        self._order = in_order(outputs)
        self._end = len(self._order)
        self._place: dict[int, tuple[_Storage, int | None]] = {}
        self._assign_storages()
        self._find_last_uses(outputs)
        self._write_all()

    def sizes(self) -> tuple[int, ...]:
        """How many buffers of each pool the loop uses, those of the state among them."""
        return tuple(self._made[pool] for pool in POOLS)

    def homes(self) -> tuple[tuple[int, int] | None, ...]:
        """Where the state's numbers lie between calls: pool and place, None if shared."""
        return tuple(
            None if home is None else (POOLS.index(home.pool), int(home.name[1:]))
            for home in self._homes
        )

    # -- planning --------------------------------------------------------------------------------

    def _assign_storages(self) -> None:
        self._theta = _Storage("", name="theta")
        self._homes: list[_Storage | None] = []
        for kind in self.step.states:
            pool = {Kind.PLANE: "p", Kind.COLUMN: "c", Kind.SHARED: ""}[kind]
            self._homes.append(_Storage(pool, name=self._new(pool)) if pool else None)
        homes = dict(zip(self.step.symbols, self._homes, strict=True))
        self._prepared = _prepared(self._order)
        destined: dict[int, tuple[Node, int]] = {}
        for node in self._order:
            if node.operation == "stack":
                for i, part in enumerate(node.inputs):
                    made_here = part.operation not in ("symbol", "component", "stack")
                    made_here = made_here and not part.truth and id(part) not in self._prepared
                    if part.kind is Kind.COLUMN and made_here:
                        destined.setdefault(id(part), (node, i))
        stacks = {id(n): _Storage("p") for n in self._order if n.operation == "stack"}
        for node in self._order:
            if node.kind is Kind.SHARED:
                continue
            if node.operation == "symbol":
                home = homes.get(node.detail)
                if node.constant_in_time:
                    home = _Storage("", name=f"h_{node.detail}")
                elif node.detail == THETA:
                    home = self._theta
                assert home is not None
                self._place[id(node)] = (home, None)
            elif id(node) in self._prepared:
                self._place[id(node)] = (_Storage("", name=f"w{len(self._place)}"), None)
            elif node.operation == "component":
                self._place[id(node)] = (self._place[id(node.inputs[0])][0], node.detail)
            elif node.operation == "stack":
                self._place[id(node)] = (stacks[id(node)], None)
            elif id(node) in destined:
                stack, row = destined[id(node)]
                self._place[id(node)] = (stacks[id(stack)], row)
            else:
                plane = node.kind is Kind.PLANE
                pool = ("q" if plane else "d") if node.truth else ("p" if plane else "c")
                self._place[id(node)] = (_Storage(pool), None)

    def _find_last_uses(self, outputs: list[Node]) -> None:
        for i, node in enumerate(self._order):
            for part in (node, *node.inputs):
                if id(part) in self._place:
                    self._place[id(part)][0].last_use = i
        for node in outputs:
            if id(node) in self._place:
                self._place[id(node)][0].last_use = self._end

    # -- writing ---------------------------------------------------------------------------------

    def _write_all(self) -> None:
        # theta after the step has a buffer of its own: the other one, or a row of the path.
        after = self._place.get(id(self.step.theta))
        direct = (
            after is not None
            and after[1] is None
            and after[0].pool == "p"
            and self.step.theta.operation not in ("stack", "symbol")
        )
        if direct and after is not None:
            after[0].pool, after[0].name = "", "after"
        for i, node in enumerate(self._order):
            if node.kind is Kind.SHARED:
                self._write_shared(node)
            elif id(node) in self._prepared:
                self._write_prepared(node)
            elif node.operation not in ("symbol", "component"):
                self._write_node(node, i)
            for part in {id(n): n for n in (node, *node.inputs)}.values():
                self._release(part, i)
        if not direct:
            self._body.append(f"copyto(after, {self._operand(self.step.theta)})")
        self._finish()

    def _write_shared(self, node: Node) -> None:
        if node.operation == "constant":
            name = f"n{len(self.constants)}"
            self.constants[name] = np.float64(node.detail)
            # Ufuncs take an array of no dimensions faster than a number.
            self.constants[f"a_{name}"] = np.asarray(node.detail, dtype=float)
            self._shared[id(node)], self._operands[id(node)] = name, f"a_{name}"
            return
        if node.operation == "symbol":
            name = f"h_{node.detail}" if node.constant_in_time else str(node.detail)
        else:
            inputs = [self._shared[id(part)] for part in node.inputs]
            if node.operation == "power":
                text = f"{inputs[0]} ** {inputs[1]}"
            elif node.operation in INFIX:
                text = f"{inputs[0]} {INFIX[node.operation]} {inputs[1]}"
            elif node.operation == "where":
                text = f"{inputs[1]} if {inputs[0]} else {inputs[2]}"
            else:
                self.functions.add(node.operation)
                text = f"{node.operation}({', '.join(inputs)})"
            name = f"v{len(self._shared)}"
            (self._before if node.constant_in_time else self._body).append(f"{name} = {text}")
        self._shared[id(node)] = self._operands[id(node)] = name
        if node.constant_in_time:
            self._before.append(f"a_{name} = asarray({name})")
            self._operands[id(node)] = f"a_{name}"

    def _write_node(self, node: Node, i: int) -> None:
        if node.operation == "stack":
            self._target(node)
            storage = self._place[id(node)][0]
            for row, part in enumerate(node.inputs):
                if self._place.get(id(part)) != (storage, row):
                    self._body.append(f"copyto({self._row(storage, row)}, {self._operand(part)})")
            return
        if node.operation == "where":
            self._write_where(node)
            return
        operands = [self._beside(part, node) for part in node.inputs]
        # An input that is not needed any more lends its buffer to the result.
        for part in node.inputs:
            if id(part) in self._place and part.kind is node.kind and not part.truth:
                self._release(part, i)
        self.functions.add(node.operation)
        # Named (`out=`), the place of the result would cost a call a twelfth more.
        named = "out=" if node.operation in WANTS_NAME else ""
        arguments = [*operands, f"{named}{self._target(node)}"]
        self._body.append(f"{node.operation}({', '.join(arguments)})")

    def _write_prepared(self, node: Node) -> None:
        """A column that stays the same in time is made once, ahead of the loop."""
        self.functions.add(node.operation)
        operands = ", ".join(self._operand(part) for part in node.inputs)
        self._before.append(f"{self._operand(node)} = {node.operation}({operands})")

    def _write_where(self, node: Node) -> None:
        yes, no = (self._operand(part) for part in node.inputs[1:])
        target = self._target(node)  # before anything is released: all three are still read
        if node.inputs[0].kind is Kind.SHARED:
            condition = self._shared[id(node.inputs[0])]
            self._body.append(f"copyto({target}, {yes} if {condition} else {no})")
            return
        condition = self._operand(node.inputs[0])
        self._body.append(f"copyto({target}, {no})")
        self._body.append(f"copyto({target}, {yes}, where={condition})")

    def _beside(self, part: Node, node: Node) -> str:
        """An operand; a column that stays the same is made a plane where it works on planes.

        A ufunc takes two operands of one shape twice as fast as a plane and a row.
        """
        name = self._operand(part)
        field = part.operation == "symbol" and part.constant_in_time and part.kind is Kind.COLUMN
        if node.kind is not Kind.PLANE or not (field or id(part) in self._prepared):
            return name
        line = f"{name}_all = spread({name}, theta)"
        if line not in self._before:
            self._before.append(line)
        return f"{name}_all"

    def _operand(self, node: Node) -> str:
        if node.kind is Kind.SHARED:
            name = self._operands[id(node)]
            if not node.constant_in_time and name == self._shared[id(node)]:
                # In an array of no dimensions it costs a ufunc half a microsecond less.
                self._before.append(f"a_{name} = empty(())")
                self._body.append(f"a_{name}[()] = {name}")
                name = self._operands[id(node)] = f"a_{name}"
            return name
        storage, row = self._place[id(node)]
        return storage.name if row is None else self._row(storage, row)

    def _row(self, storage: _Storage, row: int) -> str:
        name = f"{storage.name}_{row}"
        if row not in storage.rows_named:
            storage.rows_named.add(row)
            self._body.append(f"{name} = {storage.name}[{row}]")
        return name

    def _target(self, node: Node) -> str:
        storage, row = self._place[id(node)]
        if not storage.name:
            free = self._free[storage.pool]
            storage.name = free.pop() if free else self._new(storage.pool)
        return storage.name if row is None else self._row(storage, row)

    def _release(self, node: Node, i: int) -> None:
        if id(node) not in self._place:
            return
        storage, _ = self._place[id(node)]
        if storage.last_use == i and storage.pool and not storage.released:
            storage.released = True
            self._free[storage.pool].append(storage.name)

    def _new(self, pool: str) -> str:
        self._made[pool] += 1
        return f"{pool}{self._made[pool] - 1}"

    def _finish(self) -> None:
        """Name the buffers for the next step: each state's new numbers under its own name."""
        renamed: dict[str, str] = {}  # name in the next step -> name now
        shared_names, shared_values = [], []
        taken: set[str] = set()
        for i, node in enumerate(self.step.next_states):
            home = self._homes[i]
            if home is None:
                shared_names.append(self.step.symbols[i])
                shared_values.append(self._shared[id(node)])
                continue
            place = self._place.get(id(node))
            movable = (
                place is not None
                and place[1] is None
                and place[0].pool == home.pool
                and place[0].name not in taken
            )
            if movable and place is not None:
                name = place[0].name
            else:
                name = self._new(home.pool)
                self._body.append(f"copyto({name}, {self._operand(node)})")
            taken.add(name)
            renamed[home.name] = name
        for pool in ("p", "c"):
            names = [f"{pool}{i}" for i in range(self._made[pool])]
            left_names = [name for name in names if name not in renamed]
            left_buffers = [name for name in names if name not in taken]
            renamed.update(zip(left_names, left_buffers, strict=True))
        self._body.append(f"grad = {self._operand(self.step.grad)}")
        self._body.append(f"delta = {self._operand(self.step.delta)}")
        changed = {new: now for new, now in renamed.items() if new != now}
        names = [*changed, *shared_names]
        values = [*changed.values(), *shared_values]
        if names:
            self._body.append(f"{', '.join(names)} = {', '.join(values)}")

    def source(self) -> str:
        """The text of the loop."""
        states = zip(self.step.symbols, self._homes, strict=True)
        shared = "".join(f"{symbol}, " for symbol, home in states if home is None)
        hypers = "".join(f"h_{name}, " for name, _ in self.step.hypers)
        pools = {pool: "".join(f"{pool}{i}, " for i in range(self._made[pool])) for pool in POOLS}
        lines = [
            "def run(steps, theta, after, path, hypers, shared, buffers, factors):",
            f"    {hypers}= hypers" if hypers else "",
            f"    {shared}= shared" if shared else "",
            *(f"    {pools[p]}= buffers[{i}]" for i, p in enumerate(POOLS) if pools[p]),
            *(f"    {line}" for line in self._before),
            "    for k in range(steps):",
            "        if path is not None:",
            "            after = path[k + 1]",
            f"        {FACTOR} = factors[k]" if self.step.scheduled else "",
            *(f"        {line}" for line in self._body),
            "        theta, after = after, theta",
            # Buffers have changed places with each other; the caller keeps them as they are now.
            *(f"    buffers[{i}][:] = {pools[p]}" for i, p in enumerate(POOLS) if pools[p]),
            f"    return theta, after, [{shared}], grad, delta",
        ]
        return "\n".join(line for line in lines if line)

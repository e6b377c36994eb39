"""The text of the loop over a block: a line of NumPy for every operation of the tape.

The calls write into buffers (`out=`), of which `engine.storage` says which is free.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.program import FACTOR, Program
from engine.scalar import INFIX
from engine.storage import POOLS, Storage, Storages
from engine.tape import Kind, Node

WANTS_NAME = frozenset({"maximum", "minimum"})  # NumPy warns of a third argument without a name


class Writer:
    """Writes the calls, each into the place that its value has.

    Attributes:
        functions: The ufuncs that the text calls.
        constants: The numbers that it names: as numbers, and as arrays of no dimensions.
    """

    def __init__(self, step: Program) -> None:
        self.step = step
        self.functions: set[str] = set()
        self.constants: dict[str, Any] = {}
        self._before: list[str] = []
        self._body: list[str] = []
        self._shared: dict[int, str] = {}  # a shared number, to reckon with
        self._operands: dict[int, str] = {}  # the same, to hand to a ufunc
        self._storages = Storages(step)
        self._write_all()

    def sizes(self) -> tuple[int, ...]:
        """How many buffers of each pool the loop uses, those of the state among them."""
        return tuple(self._storages.made[pool] for pool in POOLS)

    def homes(self) -> tuple[tuple[int, int] | None, ...]:
        """Where the state's numbers lie between calls: pool and place, None if shared."""
        return tuple(
            None if home is None else (POOLS.index(home.pool), int(home.name[1:]))
            for home in self._storages.homes
        )

    def _write_all(self) -> None:
        # theta after the step has a buffer of its own: the other one, or a row of the path.
        after = self._storages.place.get(id(self.step.theta))
        direct = (
            after is not None
            and after[1] is None
            and after[0].pool == "p"
            and self.step.theta.operation not in ("stack", "symbol")
        )
        if direct and after is not None:
            after[0].pool, after[0].name = "", "after"
        for i, node in enumerate(self._storages.order):
            if node.kind is Kind.SHARED:
                self._write_shared(node)
            elif id(node) in self._storages.prepared:
                self._write_prepared(node)
            elif node.operation not in ("symbol", "component"):
                self._write_node(node, i)
            for part in {id(n): n for n in (node, *node.inputs)}.values():
                self._storages.release(part, i)
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
            storage = self._storages.target(node)
            for row, part in enumerate(node.inputs):
                if self._storages.place.get(id(part)) != (storage, row):
                    self._body.append(f"copyto({self._row(storage, row)}, {self._operand(part)})")
            return
        if node.operation == "where":
            self._write_where(node)
            return
        operands = [self._beside(part, node) for part in node.inputs]
        # An input that is not needed any more lends its buffer to the result.
        for part in node.inputs:
            if id(part) in self._storages.place and part.kind is node.kind and not part.truth:
                self._storages.release(part, i)
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
        if node.kind is not Kind.PLANE or not (field or id(part) in self._storages.prepared):
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
        storage, row = self._storages.place[id(node)]
        return storage.name if row is None else self._row(storage, row)

    def _target(self, node: Node) -> str:
        storage, row = self._storages.target(node), self._storages.place[id(node)][1]
        return storage.name if row is None else self._row(storage, row)

    def _row(self, storage: Storage, row: int) -> str:
        name = f"{storage.name}_{row}"
        if row not in storage.rows_named:
            storage.rows_named.add(row)
            self._body.append(f"{name} = {storage.name}[{row}]")
        return name

    def _finish(self) -> None:
        """Name the buffers for the next step: each state's new numbers under its own name."""
        renamed: dict[str, str] = {}  # name in the next step -> name now
        shared_names, shared_values = [], []
        taken: set[str] = set()
        for i, node in enumerate(self.step.next_states):
            home = self._storages.homes[i]
            if home is None:
                shared_names.append(self.step.symbols[i])
                shared_values.append(self._shared[id(node)])
                continue
            place = self._storages.place.get(id(node))
            movable = (
                place is not None
                and place[1] is None
                and place[0].pool == home.pool
                and place[0].name not in taken
            )
            if movable and place is not None:
                name = place[0].name
            else:
                name = self._storages.new(home.pool)
                self._body.append(f"copyto({name}, {self._operand(node)})")
            taken.add(name)
            renamed[home.name] = name
        for pool in ("p", "c"):
            names = [f"{pool}{i}" for i in range(self._storages.made[pool])]
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
        states = zip(self.step.symbols, self._storages.homes, strict=True)
        shared = "".join(f"{symbol}, " for symbol, home in states if home is None)
        hypers = "".join(f"h_{name}, " for name, _ in self.step.hypers)
        pools = {
            pool: "".join(f"{pool}{i}, " for i in range(self._storages.made[pool]))
            for pool in POOLS
        }
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

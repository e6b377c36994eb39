"""The text of a step over a block: a line of NumPy for every operation of the tape.

The calls write into buffers (`out=`), of which `engine.trace.storage` says which is free.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.trace.node import Kind, Node
from engine.trace.program import THETA
from engine.trace.scalar import INFIX
from engine.trace.storage import POOLS, Storage, Storages

WANTS_NAME = frozenset({"maximum", "minimum"})  # NumPy warns of a third argument without a name


class Lines:
    """Writes the calls, each into the place that its value has.

    Args:
        outputs: What is wanted, in the order in which it is to be made.
        states: The numbers of the state: name and kind.
        like: A plane that is there before the loop begins, for its shape.

    Attributes:
        functions: The ufuncs that the text calls.
        constants: The numbers that it names: as numbers, and as arrays of no dimensions.
    """

    def __init__(
        self, outputs: Sequence[Node], states: Sequence[tuple[str, Kind]] = (), like: str = THETA
    ) -> None:
        self.functions: set[str] = set()
        self.constants: dict[str, Any] = {}
        self._states = states
        self._like = like
        self._before: list[str] = []
        self._body: list[str] = []
        self._shared: dict[int, str] = {}  # a shared number, to reckon with
        self._operands: dict[int, str] = {}  # the same, to hand to a ufunc
        self._storages = Storages(outputs, states)

    def sizes(self) -> tuple[int, ...]:
        """How many buffers of each pool the text uses, those of the state among them."""
        return tuple(self._storages.made[pool] for pool in POOLS)

    def homes(self) -> tuple[tuple[int, int] | None, ...]:
        """Where the state's numbers lie between calls: pool and place, None if shared."""
        return tuple(
            None if home is None else (POOLS.index(home.pool), int(home.name[1:]))
            for home in self._storages.homes
        )

    def _write(self, low: int = 0, high: int | None = None) -> None:
        """Write what makes a part of the nodes, in their order."""
        order = self._storages.order
        for i in range(low, len(order) if high is None else high):
            node = order[i]
            if node.kind is Kind.SHARED:
                self._write_shared(node)
            elif id(node) in self._storages.prepared:
                self._write_prepared(node)
            elif node.operation not in ("symbol", "component"):
                self._write_node(node, i)
            for part in {id(n): n for n in (node, *node.inputs)}.values():
                self._storages.release(part, i)

    def _deliver(self, node: Node, name: str, moved: bool) -> None:
        """See to it that an output lies where it is wanted."""
        if not moved:
            self._body.append(f"copyto({name}, {self._operand(node)})")

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
        line = f"{name}_all = spread({name}, {self._like})"
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

    def _carry_over(self, next_states: Sequence[Node]) -> tuple[list[str], list[str]]:
        """Names for the next step and what they stand for now: new states under the old names."""
        renamed: dict[str, str] = {}  # name in the next step -> name now
        shared_names, shared_values = [], []
        taken: set[str] = set()
        for i, node in enumerate(next_states):
            home = self._storages.homes[i]
            if home is None:
                shared_names.append(self._states[i][0])
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
        changed = {new: now for new, now in renamed.items() if new != now}
        return [*changed, *shared_names], [*changed.values(), *shared_values]

    def _rename(self, names: Sequence[str], values: Sequence[str]) -> None:
        if names:
            self._body.append(f"{', '.join(names)} = {', '.join(values)}")

    def _shared_states(self) -> str:
        """The names of the state's numbers that all walkers share, as a tuple's text."""
        pairs = zip(self._states, self._storages.homes, strict=True)
        return "".join(f"{symbol}, " for (symbol, _), home in pairs if home is None)

    def _pools(self) -> dict[str, str]:
        """The names of the buffers of each pool, as a tuple's text."""
        return {
            pool: "".join(f"{pool}{i}, " for i in range(self._storages.made[pool]))
            for pool in POOLS
        }

    def _unpacked(self, hypers: Sequence[tuple[str, Kind]] = ()) -> list[str]:
        """Lines that give the arguments' parts their names."""
        names = "".join(f"h_{name}, " for name, _ in hypers)
        lines = [f"{names}= hypers"] if names else []
        if shared := self._shared_states():
            lines.append(f"{shared}= shared")
        lines += [f"{mine}= buffers[{i}]" for i, mine in enumerate(self._pools().values()) if mine]
        return lines

"""Where the values of a step lie: every one in a buffer that is free at that moment.

Buffers come from four pools, one letter each: planes and columns of numbers, planes and columns of
truth values. A value's buffer is free again behind its last use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.trace.node import Kind, Node, in_order

POOLS = "pcqd"  # planes and columns of numbers, planes and columns of truth values


@dataclass
class Storage:
    """A buffer's worth of numbers, shared by all nodes that live in it.

    Attributes:
        pool: The letter of its pool, "" if it is not from a pool.
        last_use: The place in the order of the last node that needs it.
        name: The variable that holds it, "" while it has none.
        rows_named: The rows that have a variable of their own.
        released: Whether its buffer has been given back.
    """

    pool: str
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


class Storages:
    """The storage of every value that some outputs need.

    Planes that come from outside, such as theta, lie under the names of their symbols.

    Args:
        outputs: What is wanted, in the order in which it is to be made.
        states: The numbers of the state among the symbols: name and kind.

    Attributes:
        order: Every node that the outputs need, inputs first.
        place: The storage of a node, by its id, and which row of it; None for all of it.
        prepared: The ids of columns that are made ahead of the loop.
        homes: Where each number of the state lies between steps; None if all walkers share it.
        made: How many buffers of each pool there are.
    """

    def __init__(self, outputs: Sequence[Node], states: Sequence[tuple[str, Kind]]) -> None:
        self.order = in_order(outputs)
        self.place: dict[int, tuple[Storage, int | None]] = {}
        self.prepared = _prepared(self.order)
        self.homes: list[Storage | None] = []
        self.made = dict.fromkeys(POOLS, 0)
        self._free: dict[str, list[str]] = {pool: [] for pool in POOLS}
        self._assign(states)
        self._find_last_uses(outputs)

    def _assign(self, states: Sequence[tuple[str, Kind]]) -> None:
        for _, kind in states:
            pool = {Kind.PLANE: "p", Kind.COLUMN: "c", Kind.SHARED: ""}[kind]
            self.homes.append(Storage(pool, name=self.new(pool)) if pool else None)
        homes = dict(zip((symbol for symbol, _ in states), self.homes, strict=True))
        destined: dict[int, tuple[Node, int]] = {}
        for node in self.order:
            if node.operation == "stack":
                for i, part in enumerate(node.inputs):
                    made_here = part.operation not in ("symbol", "component", "stack")
                    made_here = made_here and not part.truth and id(part) not in self.prepared
                    if part.kind is Kind.COLUMN and made_here:
                        destined.setdefault(id(part), (node, i))
        stacks = {id(n): Storage("p") for n in self.order if n.operation == "stack"}
        for node in self.order:
            if node.kind is Kind.SHARED:
                continue
            if node.operation == "symbol":
                if node.constant_in_time:
                    home = Storage("", name=f"h_{node.detail}")
                else:
                    home = homes.get(node.detail) or Storage("", name=node.detail)
                self.place[id(node)] = (home, None)
            elif id(node) in self.prepared:
                self.place[id(node)] = (Storage("", name=f"w{len(self.place)}"), None)
            elif node.operation == "component":
                self.place[id(node)] = (self.place[id(node.inputs[0])][0], node.detail)
            elif node.operation == "stack":
                self.place[id(node)] = (stacks[id(node)], None)
            elif id(node) in destined:
                stack, row = destined[id(node)]
                self.place[id(node)] = (stacks[id(stack)], row)
            else:
                plane = node.kind is Kind.PLANE
                pool = ("q" if plane else "d") if node.truth else ("p" if plane else "c")
                self.place[id(node)] = (Storage(pool), None)

    def _find_last_uses(self, outputs: Sequence[Node]) -> None:
        for i, node in enumerate(self.order):
            for part in (node, *node.inputs):
                if id(part) in self.place:
                    self.place[id(part)][0].last_use = i
        for node in outputs:
            if id(node) in self.place:
                self.place[id(node)][0].last_use = len(self.order)

    def move_out(self, node: Node, name: str) -> bool:
        """Let a plane lie in a buffer from outside, if it is one that is made here.

        To be asked before anything has a buffer.
        """
        storage, row = self.place.get(id(node), (Storage(""), None))
        if row is not None or storage.pool != "p" or storage.name:
            return False
        storage.pool, storage.name = "", name
        return True

    def target(self, node: Node) -> Storage:
        """The storage that receives a node's value, which has a buffer from now on."""
        storage = self.place[id(node)][0]
        if not storage.name:
            free = self._free[storage.pool]
            storage.name = free.pop() if free else self.new(storage.pool)
        return storage

    def release(self, node: Node, i: int) -> None:
        """Give a node's buffer back if place i of the order was its last use."""
        if id(node) not in self.place:
            return
        storage, _ = self.place[id(node)]
        if storage.last_use == i and storage.pool and not storage.released:
            storage.released = True
            self._free[storage.pool].append(storage.name)

    def new(self, pool: str) -> str:
        """Another buffer of a pool."""
        self.made[pool] += 1
        return f"{pool}{self.made[pool] - 1}"

"""The texts of a walk in lockstep: the slopes of the ground, and the turns that each rule takes.

The slopes are measured for the walkers of all rules at once, by one set of calls. A turn is what
is left of a rule's step: it finds the gradient there and leaves its displacement. Turns wait for
each other by yielding: once where every walker stands, and once more, behind what a rule looks at
elsewhere, where the gradient is wanted.
"""

from __future__ import annotations

from engine.trace.block_text import Lines
from engine.trace.node import Node, in_order
from engine.trace.program import FACTOR, GRAD, THETA, Program

DELTA, PLACE = "delta", "place"


class Slopes(Lines):
    """The gradient, into a plane that is given."""

    def __init__(self, stack: Node) -> None:
        super().__init__([stack])
        moved = self._storages.move_out(stack, GRAD)
        self._write()
        self._deliver(stack, GRAD, moved)

    def source(self) -> str:
        """The text of ``slopes(theta, grad, buffers)``."""
        lines = [f"def slopes({THETA}, {GRAD}, buffers):", *self._unpacked(), *self._before]
        return "\n    ".join([*lines, *self._body])


class Turns(Lines):
    """One rule's part of every step, on whatever ground."""

    def __init__(self, step: Program) -> None:
        states = list(zip(step.symbols, step.states, strict=True))
        outputs = [step.position, step.delta, *step.next_states]
        super().__init__(outputs, states, like=DELTA)
        self._step = step
        self.looks = step.position.operation != "symbol" or step.position.detail != THETA
        there = len(in_order([step.position])) if self.looks else 0
        delta_moved = self._storages.move_out(step.delta, DELTA)
        if self.looks:
            place_moved = self._storages.move_out(step.position, PLACE)
            self._write(0, there)
            self._deliver(step.position, PLACE, place_moved)
            self._body.append("yield")
        self._write(there)
        self._deliver(step.delta, DELTA, delta_moved)
        self._rename(*self._carry_over(step.next_states))

    def source(self) -> str:
        """The text of ``turns(path, grad, delta, place, hypers, shared, buffers, factors)``."""
        lines = [
            f"def turns(path, {GRAD}, {DELTA}, {PLACE}, hypers, shared, buffers, factors):",
            *(f"    {line}" for line in (*self._unpacked(self._step.hypers), *self._before)),
            "    for k in range(len(path) - 1):",
            "        yield",
            f"        {THETA} = path[k]" if self._uses(THETA) else "",
            f"        {FACTOR} = factors[k]" if self._step.scheduled else "",
            *(f"        {line}" for line in self._body),
        ]
        return "\n".join(line for line in lines if line)

    def _uses(self, symbol: str) -> bool:
        return any(
            node.operation == "symbol" and node.detail == symbol for node in self._storages.order
        )

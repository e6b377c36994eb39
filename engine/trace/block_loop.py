"""The text of the loop over a block: steps of one rule on one surface."""

from __future__ import annotations

from engine.trace.block_text import Lines
from engine.trace.program import FACTOR, Program


class Loop(Lines):
    """The loop over a whole step, of one rule on one surface."""

    def __init__(self, step: Program) -> None:
        states = list(zip(step.symbols, step.states, strict=True))
        super().__init__([step.theta, step.grad, step.delta, *step.next_states], states)
        self._step = step
        # theta after the step has a buffer of its own: the other one, or a row of the path.
        moved = self._storages.move_out(step.theta, "after")
        self._write()
        self._deliver(step.theta, "after", moved)
        names, values = self._carry_over(step.next_states)
        self._body.append(f"grad = {self._operand(step.grad)}")
        self._body.append(f"delta = {self._operand(step.delta)}")
        self._rename(names, values)

    def source(self) -> str:
        """The text of the loop."""
        pools = self._pools().values()
        lines = [
            "def run(steps, theta, after, path, hypers, shared, buffers, factors):",
            *(f"    {line}" for line in (*self._unpacked(self._step.hypers), *self._before)),
            "    for k in range(steps):",
            "        if path is not None:",
            "            after = path[k + 1]",
            f"        {FACTOR} = factors[k]" if self._step.scheduled else "",
            *(f"        {line}" for line in self._body),
            "        theta, after = after, theta",
            # Buffers have changed places with each other; the caller keeps them as they are now.
            *(f"    buffers[{i}][:] = {mine}" for i, mine in enumerate(pools) if mine),
            f"    return theta, after, [{self._shared_states()}], grad, delta",
        ]
        return "\n".join(line for line in lines if line)

"""Steps on a mean over rows, on plain floats: the loop over the rows that a step sees is inside.

What a row adds is recorded with the row's numbers as symbols, and the rule's step with the means as
symbols. So neither knows any data: one text serves all examples, however many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.protocols import RowForm, Rule
from engine.trace.hyperparameters import Hyperparameters
from engine.trace.node import Kind, Node, NotTraceableError, in_order
from engine.trace.program import FACTOR, THETA, Program, program, refusing
from engine.trace.scalar import CALLS, Writer, after, executed, planes_of, state_names
from engine.trace.tape import Tape

ROW, MEAN = "row", "mean"
NAME = re.compile(r"\b[A-Za-z_]\w*")
# What is not a name of one rule.
SHARED = {*CALLS.values(), "inf", "nan", "if", "else", "and", "or", "not", "True", "False"}
SHARED |= {"start", "hypers", "states", FACTOR}


@dataclass(frozen=True)
class _Ground:
    """A form as a ground of which the means come from outside."""

    form: RowForm

    @property
    def name(self) -> str:
        return self.form.name

    @property
    def dimension(self) -> int:
        return self.form.dimension

    def df(self, *place: Any) -> tuple[Any, ...]:
        tape: Tape = place[0].tape
        means = [tape.symbol(f"{MEAN}_{i}", Kind.COLUMN) for i in range(1 + self.dimension)]
        return self.form.whole(place, means)[1]


def row_step(form: RowForm, rule: Rule, fields: Hyperparameters, scheduled: bool) -> Program:
    """The recorded step of a rule, whose gradient is made of means.

    Raises:
        NotTraceableError: The rule or the form does something that a tape cannot record, or the
            rule looks elsewhere than where it stands.
    """
    step = program(_Ground(form), rule, fields, scheduled)  # type: ignore[arg-type]
    if step.position.operation != "symbol" or step.position.detail != THETA:
        raise NotTraceableError(f"{rule.name} looks elsewhere than where it stands")
    return step


@lru_cache(maxsize=1024)
def means_of(step: Program) -> tuple[int, ...]:
    """Which of the means a step needs, in ascending order."""
    roots = [step.theta, step.grad, *step.next_states]
    names = {node.detail for node in in_order(roots) if node.operation == "symbol"}
    return tuple(i for i in range(1 + step.dimension) if f"{MEAN}_{i}" in names)


def takes_means(step: Program) -> bool:
    """Whether the gradient is the means themselves, and nothing is made of them."""
    names = [f"{MEAN}_{1 + i}" for i in range(step.dimension)]
    return [node.detail for node in step.grad.inputs] == names


@lru_cache(maxsize=256)
def recorded_parts(form: RowForm) -> tuple[Node, ...]:
    """The parts of a row, with theta's coordinates and the row's numbers as symbols.

    Raises:
        NotTraceableError: The form does something that a tape cannot record.
    """
    tape = Tape(form.dimension)
    theta = tape.symbol(THETA, Kind.PLANE)
    with refusing(form):
        place = [tape.component(theta, i) for i in range(form.dimension)]
        row = [tape.symbol(f"{ROW}_{i}", Kind.COLUMN) for i in range(form.width)]
        return tuple(tape.node(part) for part in form.parts(place, row))


@lru_cache(maxsize=512)
def columns_of(form: RowForm, means: tuple[int, ...]) -> tuple[int, ...]:
    """Which numbers of a row some means need."""
    parts = [recorded_parts(form)[i] for i in means]
    names = {node.detail for node in in_order(parts) if node.operation == "symbol"}
    return tuple(i for i in range(form.width) if f"{ROW}_{i}" in names)


@lru_cache(maxsize=1024)
def row_walk(form: RowForm, step: Program, single: bool, weighted: bool) -> Callable[..., Any]:
    """A function ``walk(seen, start, hypers, states)`` → [x, y, gx, gy, x, y, ...] of all steps.

    ``seen`` yields what each step sees: (share, rows), and the factor of the learning rate in front
    where the program is scheduled. Rows are lists of the numbers `columns_of` asks for, summed and
    multiplied with the share; if ``weighted`` every one begins with its weight. If it is always a
    ``single`` row, it comes alone in the place of both. It may raise ArithmeticError or ValueError.
    """
    return executed(_walk_text(form, step, single, weighted))["walk"]


@lru_cache(maxsize=1024)
def row_race(
    steps: tuple[Program, ...], places: int, outs: int, slopes: bool
) -> Callable[..., None]:
    """A loop ``race(seen, rules, factors, join, pack, memory, stride)`` of several rules.

    Each of what is seen yields so many outs, which side by side, ``join``, are the means of so many
    places, of which the first are the rules'. What a rule makes of its own is packed into the
    memory, a stride further on: x, y, the place after the step, and if wanted gx, gy behind them,
    the gradient that it was taken from. Rules are (start, hypers, states) each; ``factors`` are
    those of the learning rate, None unless the programs are scheduled. It may raise
    ArithmeticError or ValueError.
    """
    return executed(_race_text(steps, places, outs, slopes))["race"]


def _walk_text(form: RowForm, step: Program, single: bool, weighted: bool) -> str:
    means = means_of(step)
    parts = recorded_parts(form)
    row = Writer(step.dimension, [(parts[i], 0) for i in means], prefix="u")
    numbers = "".join(f"{ROW}_{i}, " for i in columns_of(form, means))
    factor = f"{FACTOR}, " if step.scheduled else ""
    if single:
        seen = [f"{MEAN}_{i} = {text}" for i, text in zip(means, row.results, strict=True)]
        begin = [f"for {factor}({numbers}) in seen:", *_in(row.body), *_in(seen)]
    else:
        weight, times = ("weight, ", "weight * ") if weighted else ("", "")
        adding = [
            f"{MEAN}_{i} += {times}{text}" for i, text in zip(means, row.results, strict=True)
        ]
        begin = [
            f"for {factor}share, rows in seen:",
            *_in([f"{MEAN}_{i} = 0.0" for i in means]),
            f"    for {weight}{numbers} in rows:",
            *_in(_in([*row.body, *adding])),
            *_in([f"{MEAN}_{i} *= share" for i in means]),
        ]
    before, body = _moved(step)
    names = _place(step) + _slopes(step)
    lines = ["out = []", *begin, *_in(body), f"    out += ({names})", "return out"]
    return "\n".join(
        ["def walk(seen, start, hypers, states):", *_in([*_unpacked(step), *row.before]),
         *_in(before), *_in(lines)]
    )  # fmt: skip


def _race_text(steps: Sequence[Program], places: int, outs: int, slopes: bool) -> str:
    names = [_means(step) for step in steps]
    told = [f"({_own(text, i)}), " for i, text in enumerate(names)]
    told += ["_, "] * (places - len(steps))
    before: list[str] = []
    body: list[str] = []
    answers = ""
    for i, step in enumerate(steps):
        once, every = _moved(step)
        before += [f"start, hypers, states = rules[{i}]"]
        before += [_own(line, i) for line in [*_unpacked(step), *once]]
        body += [_own(line, i) for line in every]
        answers += _own(_place(step) + (_slopes(step) if slopes else ""), i)
    scheduled = any(step.scheduled for step in steps)
    loop = f"for outs, {FACTOR} in zip(seen, factors):" if scheduled else "for outs in seen:"
    read = "outs[0]" if outs == 1 else "join(outs)"
    lines = [
        *before, "at = 0", loop, "    at += stride", f"    {''.join(told)}= {read}.tolist()",
        *_in(body), f"    pack(memory, at, {answers})",
    ]  # fmt: skip
    head = "def race(seen, rules, factors, join, pack, memory, stride):"
    return "\n".join([head, *_in(lines)])


def _own(text: str, rule: int) -> str:
    """The same with names of its own, so that lines of several rules stand in one function."""
    return NAME.sub(lambda found: found[0] if found[0] in SHARED else f"{found[0]}_{rule}", text)


def _moved(step: Program) -> tuple[list[str], list[str]]:
    """Lines that make a step of its means: once, and every time."""
    outputs = [*planes_of(step.theta, step), *after(step), *planes_of(step.grad, step)]
    writer = Writer(step.dimension, outputs)
    states = "".join(f"{name}, " for name in state_names(step))
    results = ", ".join(writer.results)
    return writer.before, [*writer.body, f"{_place(step)}{states}{_slopes(step)}= {results},"]


def _unpacked(step: Program) -> list[str]:
    """Lines that give the arguments' numbers their names."""
    hypers = "".join(f"h_{name}, " for name, _ in step.hypers)
    states = "".join(f"{name}, " for name in state_names(step))
    lines = [f"{hypers}= hypers" if hypers else "", f"{states}= states" if states else ""]
    return [line for line in [*lines, f"{_place(step)}= start"] if line]


def _place(step: Program) -> str:
    return "".join(f"theta_{i}, " for i in range(step.dimension))


def _slopes(step: Program) -> str:
    return "".join(f"grad_{i}, " for i in range(step.dimension))


def _means(step: Program) -> str:
    return "".join(f"{MEAN}_{i}, " for i in means_of(step))


def _in(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]

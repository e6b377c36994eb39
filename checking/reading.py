"""What a program printed, read as a walk: as numbers and as nothing else.

Rows of numbers with commas, semicolons, tabs or blanks between them; lists as Python, NumPy and
torch print them; two lists, of every x and of every y; with a head that names the columns or
without, with a column that counts the steps, and with f.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from checking.cells import rows_of
from checking.mistakes.mistake import Change
from checking.printed import Printed, halves_of
from engine import RefusedError

MOST_STEPS = 5000
LONGEST = 600_000  # characters
FARTHEST = 1e12
STEP_NAMES = {"step", "steps", "epoch", "epochs", "i", "k", "n", "t", "it", "iter", "iteration"}
X_NAMES = {"x", "x0", "x1", "x_0", "x_1", "theta0", "theta_0", "theta1", "w0", "w1", "w_0"}
Y_NAMES = {"y", "x2", "x_2", "theta_2", "w2", "w_2", "y0", "y1"}
F_NAMES = {"f", "loss", "value", "z", "cost", "fx", "f(x,y)", "fval", "objective"}

SAID: tuple[Change, ...] = (
    Change(
        "two_walks",
        "A second walk seems to begin in row {row}: the rows before it are checked.",
    ),
    Change(
        "steps_missing",
        "Steps are missing: {before:g} is followed by {after:g}. Every step is needed, since each "
        "is judged from the point before it.",
    ),
    Change(
        "not_finite",
        "From row {row} on there is no finite number, or one beyond {most:g}: the rows before it "
        "are checked.",
    ),
)
TWO_WALKS, STEPS_MISSING, NOT_FINITE = SAID


@dataclass(frozen=True, eq=False)
class PastedWalk:
    """A text that was read.

    Attributes:
        walk: Its points.
        hints: What was noticed on the way.
    """

    walk: Printed
    hints: tuple[Change, ...] = ()


def read(text: str) -> PastedWalk:
    """A walk from what a program printed.

    Raises:
        RefusedError: There is no walk in it; the sentence says what, what is allowed, what stands
            there.
    """
    if len(text) > LONGEST:
        raise RefusedError(
            "At most {most} characters are read, not {given}.",
            most=LONGEST,
            given=len(text),
        )
    head, rows = rows_of(text)
    if len(rows) < 2:
        raise RefusedError(
            "A walk has two rows or more, one for each point, with x and y in it; there are {n}.",
            n=len(rows),
        )
    columns = _columns(head, rows)
    hints: list[Change] = []
    end = _one_walk(columns, hints)
    end = _finite(columns, end, hints)
    if end - 1 > MOST_STEPS:
        raise RefusedError(
            "At most {most} steps are checked, and there are {n}: paste the first ones alone.",
            most=MOST_STEPS,
            n=end - 1,
        )
    return PastedWalk(_printed(columns, end), tuple(hints))


def _columns(head: Sequence[str], rows: list[list[str]]) -> dict[str, list[str]]:
    """x, y and, where there are some, step and f, as they were printed."""
    width = len(rows[0])
    for i, row in enumerate(rows):
        if len(row) != width:
            raise RefusedError(
                "Row {row} has {n} numbers, and the first has {width}.",
                row=i + 1,
                n=len(row),
                width=width,
            )
    columns = [list(column) for column in zip(*rows, strict=True)]
    if head and len(head) == width:
        named = _named(head)
        if "x" in named and "y" in named:
            return {name: columns[i] for name, i in named.items()}
    if width == 2:
        return {"x": columns[0], "y": columns[1]}
    if width == 3:
        names = ("step", "x", "y") if _counts(columns[0]) else ("x", "y", "f")
        return dict(zip(names, columns, strict=True))
    if width == 4:
        return dict(zip(("step", "x", "y", "f"), columns, strict=True))
    raise RefusedError(
        "A row has x and y, perhaps a step in front of them and f behind; here it has {n} numbers. "
        "A head that names x and y tells which they are.",
        n=width,
    )


def _named(head: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, known in (("step", STEP_NAMES), ("x", X_NAMES), ("y", Y_NAMES), ("f", F_NAMES)):
        for i, word in enumerate(head):
            if word.strip() in known and i not in found.values():
                found.setdefault(name, i)
    return found


def _counts(column: Sequence[str]) -> bool:
    """Whether a column counts steps: whole numbers that grow."""
    if not all(re.fullmatch(r"\d+(?:\.0*)?", text) for text in column):
        return False
    return all(float(b) >= float(a) for a, b in pairwise(column)) or (
        float(column[0]) in (0.0, 1.0) and float(column[1]) == float(column[0]) + 1
    )


def _one_walk(columns: dict[str, list[str]], hints: list[Change]) -> int:
    """How many rows belong to the first walk; where steps are left out it is said."""
    n = len(columns["x"])
    steps = [float(text) for text in columns["step"]] if "step" in columns else []
    start = (columns["x"][0], columns["y"][0])
    for i in range(1, n):
        anew = steps[i] <= steps[i - 1] if steps else False
        back = i > 1 and (columns["x"][i], columns["y"][i]) == start
        moved = (columns["x"][i - 1], columns["y"][i - 1]) != start
        if anew or (not steps and back and moved):
            hints.append(TWO_WALKS.at(row=i + 1))
            n = i
            break
    gaps = [i for i in range(1, min(n, len(steps))) if steps[i] - steps[i - 1] != 1]
    if gaps and n > 1:
        hints.append(STEPS_MISSING.at(before=steps[gaps[0] - 1], after=steps[gaps[0]]))
    return n


def _finite(columns: dict[str, list[str]], n: int, hints: list[Change]) -> int:
    """How many rows hold numbers that can be checked."""
    for i in range(n):
        x, y = float(columns["x"][i]), float(columns["y"][i])
        if not (abs(x) <= FARTHEST and abs(y) <= FARTHEST):
            if i < 2:
                raise RefusedError(
                    "Row {row} holds {x} and {y}: numbers up to {most:g} are checked.",
                    row=i + 1,
                    x=columns["x"][i],
                    y=columns["y"][i],
                    most=FARTHEST,
                )
            hints.append(NOT_FINITE.at(row=i + 1, most=FARTHEST))
            return i
    return n


def _printed(columns: dict[str, list[str]], n: int) -> Printed:
    x, y = columns["x"][:n], columns["y"][:n]
    halves = halves_of([*x, *y]).reshape(2, -1).T
    values = value_halves = None
    if "f" in columns:
        texts = columns["f"][:n]
        values = np.array([float(text) for text in texts])
        finite = [
            text if np.isfinite(number) else "0" for text, number in zip(texts, values, strict=True)
        ]
        value_halves = halves_of(finite)
    points = np.array([[float(text) for text in column] for column in (x, y)]).T
    return Printed(points, halves, values, value_halves)

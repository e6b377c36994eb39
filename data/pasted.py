"""Examples that somebody has pasted: text that is read as numbers and as nothing else."""

from __future__ import annotations

import math
import re

import numpy as np

from data.dataset import Dataset, Task

MOST_ROWS, MOST_CHARACTERS = 500, 20_000
LARGEST = 1e6
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
BETWEEN = re.compile(r"[,;\t ]+")


def pasted(text: str, task: Task) -> Dataset:
    """A row per line: x and y to learn a number, x, y and a label 0 or 1 to learn a class.

    Commas, semicolons, tabs or blanks stand between numbers; a first line of words is passed over.

    Raises:
        ValueError: One sentence on the first thing that could not be read.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"at most {MOST_CHARACTERS} characters are read, got {len(text)}")
    width = 2 if task is Task.NUMBER else 3
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell for cell in BETWEEN.split(line.strip().strip("()[]")) if cell]
        if not cells or (number == 1 and not any(NUMBER.fullmatch(cell) for cell in cells)):
            continue
        if len(cells) != width:
            raise ValueError(f"line {number}: {width} numbers are wanted, got {len(cells)}")
        rows.append([_number(cell, number) for cell in cells])
        if len(rows) > MOST_ROWS:
            raise ValueError(f"at most {MOST_ROWS} rows are read; there are more")
    if not rows:
        raise ValueError("there is no row of numbers in it")
    table = np.array(rows)
    labels = table[:, -1]
    if task is Task.CLASS and not np.isin(labels, (0.0, 1.0)).all():
        wrong = labels[~np.isin(labels, (0.0, 1.0))][0]
        raise ValueError(f"a label must be 0 or 1, got {wrong:g}")
    axes = ("x", "y") if task is Task.NUMBER else ("x₁", "x₂", "class")
    return Dataset("pasted", task, table[:, :-1], labels, axes)


def _number(cell: str, line: int) -> float:
    if not NUMBER.fullmatch(cell):
        shown = cell if len(cell) <= 20 else f"{cell[:20]}…"
        raise ValueError(f"line {line}: {shown!r} is not a number")
    value = float(cell)
    if not (math.isfinite(value) and abs(value) <= LARGEST):
        raise ValueError(f"line {line}: numbers go up to {LARGEST:g}, got {cell[:20]}")
    return value

"""Examples that somebody has pasted: text that is read as numbers and as nothing else."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from data.dataset import Dataset, Task

MOST_ROWS, MOST_CHARACTERS = 500, 20_000
LARGEST = 1e6
SHOWN = 48  # characters of a line that is named
# Digits can be shared out in one way only: a long one that is none is refused at once.
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
WORD = re.compile(r"[\"'#(]*(?!(?:nan|inf|infinity)\b)[^\W\d_].*", re.IGNORECASE)
BETWEEN = re.compile(r"[,;\t ]+")
# What editors count as lines; `splitlines` knows more ends, and its numbers would be others.
LINE_ENDS = re.compile(r"\r\n|\r|\n")
COMMA_IN_NUMBER = re.compile(r"\d,\d", re.ASCII)
MINUS, BYTE_ORDER = "−", "\ufeff"  # as this app writes negative numbers; as some editors begin


class UnreadableError(ValueError):
    """Text that cannot be read as examples.

    Attributes:
        message: The sentence, in English, with a named place for everything that varies; nothing of
            the text stands in it.
        places: What stands in the places.
        line: The line that is wrong, shortened, of printable characters; empty where it is no line.
    """

    def __init__(self, message: str, **places: Any) -> None:
        super().__init__(message.format(**places))
        self.message, self.places, self.line = message, places, ""

    def about(self, line: str) -> UnreadableError:
        """The same, of a line."""
        self.line = shown(line)
        return self

    def __str__(self) -> str:
        said = super().__str__()
        return f"{said} ({self.line!r})" if self.line else said


def shown(line: str) -> str:
    """A line as it may be shown: not endless, and without what would not be seen."""
    text = line.strip()
    text = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def pasted(
    text: str, task: Task, *, most_rows: int = MOST_ROWS, largest: float = LARGEST
) -> Dataset:
    """A row per line: x and y to learn a number, x, y and a label 0 or 1 to learn a class.

    Commas, semicolons, tabs or blanks stand between numbers; a first line of words and empty lines
    are passed over.

    Args:
        text: What was pasted.
        task: What is learned.
        most_rows: How many rows are read.
        largest: How far from 0 a number may be.

    Raises:
        UnreadableError: One sentence on the first thing that could not be read, with its line.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(
            "At most {most:,} characters are read, and there are {given:,}.",
            most=MOST_CHARACTERS,
            given=len(text),
        )
    rows: list[list[float]] = []
    headed = False
    for number, line in enumerate(LINE_ENDS.split(text.removeprefix(BYTE_ORDER)), 1):
        cells = [cell for cell in BETWEEN.split(line.strip().strip("()[]")) if cell]
        if not cells:
            continue
        if not headed and not rows and all(map(WORD.fullmatch, cells)):
            headed = True
            continue
        row = _row(cells, line, number, task, largest)
        if len(rows) == most_rows:
            raise UnreadableError(
                "Line {number} is one too many: at most {most} rows are read.",
                number=number,
                most=most_rows,
            ).about(line)
        rows.append(row)
    if not rows:
        raise UnreadableError("There is no line of numbers in it.")
    table = np.array(rows)
    axes = ("x", "y") if task is Task.NUMBER else ("x₁", "x₂", "class")
    return Dataset("pasted", task, table[:, :-1], table[:, -1], axes)


def _is_number(cell: str) -> bool:
    return NUMBER.fullmatch(cell.replace(MINUS, "-")) is not None


def _row(cells: list[str], line: str, number: int, task: Task, largest: float) -> list[float]:
    width = 2 if task is Task.NUMBER else 3
    if len(cells) > width and COMMA_IN_NUMBER.search(line):
        raise UnreadableError(
            "Line {number} must hold {width} numbers; values found: {given}. A comma stands "
            "between two numbers, and in a number stands a point.",
            number=number,
            given=len(cells),
            width=width,
        ).about(line)
    if len(cells) != width:
        raise UnreadableError(
            "Line {number} must hold {width} numbers; values found: {given}.",
            number=number,
            given=len(cells),
            width=width,
        ).about(line)
    for place, cell in enumerate(cells, 1):
        if not _is_number(cell):
            raise UnreadableError(
                "In line {number}, value {place} is not a number.", number=number, place=place
            ).about(line)
        # What is too large for a float is infinite, and so beyond the limit.
        if abs(float(cell.replace(MINUS, "-"))) > largest:
            raise UnreadableError(
                "In line {number}, value {place} is too large: numbers go from −{most:,.0f} to "
                "{most:,.0f}.",
                number=number,
                place=place,
                most=largest,
            ).about(line)
    row = [float(cell.replace(MINUS, "-")) for cell in cells]
    if task is Task.CLASS and row[-1] not in (0.0, 1.0):
        raise UnreadableError(
            "In line {number}, the class must be 0 or 1: it is the third value.",
            number=number,
        ).about(line)
    return row

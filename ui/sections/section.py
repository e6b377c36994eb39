"""What a section says: sentences, figures and a table, all of them made of one run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from ui.numbers import short


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure in a section.

    Attributes:
        key: Its name among those of its section.
        figure: The figure.
        caption: What it shows; a screen reader says it, too.
        legend: Signs and their words, with " · " between them.
    """

    key: str
    figure: go.Figure
    caption: str
    legend: str = ""


@dataclass(frozen=True, eq=False)
class Section:
    """What is said of a run.

    Attributes:
        sentences: In Markdown, each of them whole. One alone where the section has no meaning for
            the run: it says when it would.
        pictures: Two by two where there is room.
        table: Short texts.
        words: How many of its columns are words, and not numbers.
    """

    sentences: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    table: pd.DataFrame | None = None
    words: int = 1


def only(sentence: str) -> Section:
    """A section that has no meaning for this run."""
    return Section((sentence,))


def settled(value: float, scale: float) -> float:
    """A number that is 0 but for rounding, as 0.

    Args:
        value: The number.
        scale: The size of what it was computed from.
    """
    return 0.0 if abs(value) <= 1e-12 * abs(scale) else value


def place(theta: Iterable[float]) -> str:
    """(x, y), rounded; it is not broken between two lines."""
    return "({})".format(",\u00a0".join(short(float(part)) for part in theta))

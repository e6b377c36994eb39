"""Formulas to begin with: each shows a notation, and a ground on which something happens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Starter:
    """A formula to begin with.

    Attributes:
        title: What it is.
        name: The identifier.
        text: f(x, y).
        window: x_min, x_max, y_min, y_max.
        start: Where the walks start.
    """

    title: str
    name: str
    text: str
    window: tuple[float, float, float, float]
    start: tuple[float, float]


STARTERS = (
    Starter(
        "The blog post's terrain",
        "post",
        "0.4x²y² + 0.3x²y + 0.3x² + 0.3y² - 0.25xy² + 0.31xy - 0.2x + 2.1y",
        (-5.0, 5.0, -6.5, 6.5),
        (-3.6, 5.5),
    ),
    Starter(
        "A cliff",
        "cliff",
        "0.1(x² + y²) + 2tanh(6(x - y))",
        (-5.0, 5.0, -5.0, 5.0),
        (3.5, -1.5),
    ),
    Starter(
        "A deceptive slope",
        "deceptive",
        "0.05(x² + y²) - 3exp(-4((x - 3)² + (y - 2)²))",
        (-5.0, 5.0, -5.0, 5.0),
        (-4.0, 2.5),
    ),
    Starter(
        "Kinks",
        "kinks",
        "max(|x - 1|, |y| / 2) + 0.1sqrt(x² + y²)",
        (-5.0, 5.0, -5.0, 5.0),
        (-3.5, 4.0),
    ),
)

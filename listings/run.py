"""What a program is to make: one ground, one start, some walks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from optimizers import Optimizer
from schedules import Schedule
from surfaces import Surface


@dataclass(frozen=True)
class Walker:
    """One walk.

    Attributes:
        name: What tells it from the others.
        rule: The optimizer, its hyper-parameters single numbers.
        steps: How many steps it takes.
    """

    name: str
    rule: Optimizer
    steps: int


@dataclass(frozen=True)
class Run:
    """All walks of a run.

    Attributes:
        surface: The ground.
        start: Where they start.
        walkers: Who walks.
        schedule: How the learning rates change; None if they stay as they are.
        link: The address that opens the run, if it is known.
        batches: Which examples each step sees, if the ground is a loss of examples and not all are
            seen (`data.Batches`); None if every step sees all.
        loss: The loss of which the batches are drawn.
    """

    surface: Surface
    start: tuple[float, float]
    walkers: tuple[Walker, ...]
    schedule: Schedule | None = None
    link: str = ""
    batches: Any = None
    loss: Any = None

    def __post_init__(self) -> None:
        if not self.walkers:
            raise ValueError("a program needs somebody who walks, got nobody")

"""What a schedule is: how the learning rate changes from step to step.

A schedule answers with a factor for the number of a step, counted from 1: the learning rate in
force is that of the rule times the factor. It knows neither the rule nor how many steps there will
be, is defined for every step, past its end as well, and is never negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from optimizers import Declared, hyperparameter


@dataclass(frozen=True)
class Schedule(Declared):
    """A schedule with its settings as fields.

    Attributes:
        formula: The factor as LaTeX, in the symbols of the fields; t counts from 1.
        source: Author, title, year, link; or what it is in torch.optim.lr_scheduler.
        note: One sentence on what it is for.
        worked: Factors that were worked out by hand, by the number of the step, for some fields;
            read by the tests alone.
        torch: Whether torch.optim.lr_scheduler has it, so that it can be compared to the last step.
    """

    formula: ClassVar[str]
    source: ClassVar[str]
    note: ClassVar[str]
    worked: ClassVar[tuple[tuple[Mapping[str, float], Mapping[int, float]], ...]]
    torch: ClassVar[bool] = False

    def factor(self, t: Any) -> np.ndarray:
        """The factors of steps, in the shape of their numbers ``t``, which count from 1."""
        return self._after(np.asarray(t, dtype=float) - 1)

    def _after(self, k: np.ndarray) -> np.ndarray:
        """The factors when k = t − 1 steps have been made."""
        raise NotImplementedError


def steps_field(default: float, title: str, symbol: str, help: str) -> Any:
    """A field that is a number of steps."""
    return hyperparameter(
        default,
        title,
        symbol,
        help,
        low=1.0,
        high=1e6,
        slider=(1.0, 1000.0),
        logarithmic=True,
        whole=True,
    )


def part_field(default: float, title: str, symbol: str, help: str) -> Any:
    """A field that is a part of the full learning rate, in [0, 1]."""
    return hyperparameter(default, title, symbol, help, high=1.0, slider=(0.0, 1.0))

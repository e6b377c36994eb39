"""Steps to the minimum over learning rate and one more setting: axes, cells, the present place."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine import FirstHit, Outcome
from figures.basin_blob import Axis
from figures.basin_figure import DIVERGED, NEVER, UNDER_WAY, BasinChart, BasinEnd, BasinFigure
from optimizers import Hyperparameter

ARRIVED = "arrived"
PER_DECADE = 12  # values on a logarithmic axis
MANY = 49  # values on any other


@dataclass(frozen=True)
class Scale:
    """Values of a hyper-parameter, evenly spaced for the eye.

    A rate is spaced by its logarithm. An averaging coefficient β in [0, 1) is spaced by that of
    its memory 1/(1 − β): from 0.9 to 0.99 is as far as from 0.99 to 0.999. Everything else is
    spaced as it is.

    Attributes:
        hyper: The hyper-parameter; its slider's range is the scale's.
    """

    hyper: Hyperparameter

    @property
    def memory(self) -> bool:
        """Whether it is spaced by the memory of an average."""
        none, most = self.hyper.slider
        return none == 0.0 and 0.99 < most < self.hyper.high == 1.0

    def values(self) -> np.ndarray:
        """Ascending values of at most six digits, so that a link that holds one is short."""
        low, high = self.hyper.slider
        if self.hyper.logarithmic:
            count = 1 + round(PER_DECADE * math.log10(high / low))
            spaced = [float(f"{value:.3g}") for value in np.geomspace(low, high, count)]
        elif self.memory:
            spaced = [float(f"{1 - v:.6f}") for v in np.geomspace(1 - low, 1 - high, MANY)]
        else:
            spaced = [float(f"{value:.6g}") for value in np.linspace(low, high, MANY)]
        return np.array(spaced)

    def place(self, value: float) -> float:
        """Where a value is among the values, in cells; beyond the first and last at these."""
        return float(np.interp(self._even(value), [self._even(v) for v in self.values()], self._at))

    def axis(self) -> Axis:
        """The axis, in cells."""
        low, high = self.hyper.slider
        if self.hyper.logarithmic:
            powers = range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9))
            ticks = [10.0**power for power in (*powers, powers[-1] + 1)]
        elif self.memory:
            ticks = [v for v in (0.0, 0.5, 0.9, 0.99, 0.999) if low <= v <= high]
        else:
            ticks = np.linspace(low, high, 5).tolist()
        shown = tuple((self.place(tick), _text(tick)) for tick in ticks)
        return Axis(self.hyper.title, 0.0, 1.0, shown)

    @property
    def _at(self) -> np.ndarray:
        return np.arange(len(self.values()))

    def _even(self, value: float) -> float:
        if self.hyper.logarithmic:
            return math.log(max(value, 1e-300))
        return -math.log(1 - value) if self.memory else value


def _text(value: float) -> str:
    if value and abs(value) < 1e-2:
        return f"1e−{-round(math.log10(value))}" if _is_power(value) else f"{value:.3g}"
    return f"{value:g}"


def _is_power(value: float) -> bool:
    return abs(math.log10(value) - round(math.log10(value))) < 1e-9


def settings_chart(there: FirstHit, rates: np.ndarray, values: np.ndarray) -> BasinChart:
    """What became of walks with rates (L,) and values (B,), as a map with the rates along x.

    Who diverged has diverged, even if it came by the minimum before.
    """
    diverged = there.outcome == Outcome.DIVERGED
    arrived = (there.steps >= 0) & ~diverged
    which = np.select([arrived, diverged], [0, 2], 1).astype(np.uint16)
    steps = np.where(arrived, there.steps, NEVER).astype(np.uint16)
    nowhere = np.zeros_like(steps.T)
    return BasinChart(rates, values, which.T.copy(), steps.T.copy(), nowhere, (), 0.0)


def settings_figure(made: BasinChart | None) -> BasinFigure:
    """The map with its legend: arrived (by steps), never, diverged; or none yet."""
    ends = (
        BasinEnd(ARRIVED, None, True, None, 0),
        BasinEnd(UNDER_WAY, None, False, None, None),
        BasinEnd(DIVERGED, None, False, None, None),
    )
    return BasinFigure((made,), ends, (made.which,)) if made else BasinFigure((), ends, ())

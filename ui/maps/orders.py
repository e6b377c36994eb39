"""What a page may order: a map of starts, or of settings. An order is its own key in the cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import surfaces
from engine import basins, sweep_ends
from engine.drive.executor import Flag
from engine.plane.map_plan import DEAR
from figures.basin_figure import BasinChart, chart
from figures.ground import window
from figures.settings_grid import Scale, settings_chart
from optimizers import Hyperparameter
from ui.settings import ARRIVED_BELOW, OptimizerChoice, ScheduleChoice, Settings

RATE = "learning_rate"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class StartsOrder:
    """A map of where every start ends, over the same part of the plane as Explore shows."""

    surface_name: str
    shape: tuple[float, ...]
    choice: OptimizerChoice
    resolution: int
    steps: int
    schedule_choice: ScheduleChoice
    formula: str = ""

    @property
    def work(self) -> float:
        """How many steps all walks may take together; one that is a search counts as several."""
        price = 1 if self.choice.optimizer_class.needs == "gradient" else DEAR
        return float(self.resolution**2 * self.steps * price)

    def make(self, progress: Progress, cancel: Flag) -> BasinChart:
        """Walk from everywhere."""
        surface = surfaces.by_name(self.surface_name, *self.shape, content=self.formula)
        made = basins(
            surface,
            self.choice.optimizer(),
            self.resolution,
            self.steps,
            domain=window(surface),
            progress=progress,
            cancel=cancel,
            schedule=self.schedule_choice.schedule(),
        )
        return chart(made)


@dataclass(frozen=True)
class SettingsOrder:
    """A map of the steps to the minimum over the learning rate and one more field."""

    surface_name: str
    shape: tuple[float, ...]
    start: tuple[float, float]
    choice: OptimizerChoice
    field: str
    steps: int
    schedule_choice: ScheduleChoice
    formula: str = ""

    @property
    def work(self) -> float:
        """How many steps all walks may take together."""
        rates, values = self._grid()
        return float(len(rates) * len(values) * self.steps)

    def make(self, progress: Progress, cancel: Flag) -> BasinChart:
        """Walk with every pair of settings; a matter of seconds, which is not interrupted."""
        del progress, cancel
        rates, values = self._grid()
        fields: dict[str, Any] = {self.field: values}
        there = sweep_ends(
            surfaces.by_name(self.surface_name, *self.shape, content=self.formula),
            self.choice.optimizer(),
            rates,
            self.start,
            self.steps,
            near=ARRIVED_BELOW,
            schedule=self.schedule_choice.schedule(),
            **fields,
        )
        return settings_chart(there, rates, values)

    def _grid(self) -> tuple[np.ndarray, np.ndarray]:
        hypers = {hyper.name: hyper for hyper in self.choice.optimizer_class.hyperparameters()}
        return Scale(hypers[RATE]).values(), Scale(hypers[self.field]).values()


Order = StartsOrder | SettingsOrder


def starts_orders(settings: Settings, resolution: int, count: int) -> list[Order]:
    """A map of starts for each of the first ``count`` choices."""
    surface = settings.surface
    return [
        StartsOrder(
            surface.name,
            settings.shape,
            choice,
            resolution,
            settings.epochs,
            settings.schedule_choice,
            settings.formula,
        )
        for choice in settings.choices[:count]
    ]


def settings_order(settings: Settings, choice: OptimizerChoice, field: str) -> Order:
    """A map of the settings of one choice.

    Where the two settings stand now does not matter to the map, so it is not in its key.
    """
    for hyper in choice.optimizer_class.hyperparameters():
        if hyper.name in (RATE, field):
            choice = choice.with_value(hyper.name, hyper.default)
    surface = settings.surface
    return SettingsOrder(
        surface.name,
        settings.shape,
        settings.start,
        choice,
        field,
        settings.epochs,
        settings.schedule_choice,
        settings.formula,
    )


def fields_of(choice: OptimizerChoice) -> list[Hyperparameter]:
    """The settings that a map can have on its second axis, beside the learning rate.

    Not what counts something: it says how much a rule keeps, which must be alike for all walkers.
    """
    hypers = choice.optimizer_class.hyperparameters()
    return [hyper for hyper in hypers if not (hyper.flag or hyper.whole) and hyper.name != RATE]

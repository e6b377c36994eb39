"""What a visitor has chosen, as a plain value; everything on a page follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import optimizers
import schedules
import surfaces
from engine import Stop, is_teaching_rate, teaching_rate
from optimizers import Optimizer
from schedules import Schedule
from surfaces import Surface

FIRST_SURFACE = "blog"
FIRST_OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
EPOCHS = 300
OPENING_SURFACE = "rotated_bowl"
OPENING_RATES = {"gradient_descent": 0.07, "momentum": 0.01, "adam": 0.25}
MOST_EPOCHS = 5000
MOST_CHOICES = 20
MOST_PANELS = 8
FARTHEST_START = 1e6
EPSILON = 1e-3  # of a stop rule
LEAST_EPSILON, MOST_EPSILON = 1e-9, 1.0
ARRIVED_BELOW = 1e-4  # f − f* below which a walk counts as having arrived in "steps to"
FIRST_ORDER = tuple(rule.name for rule in optimizers.FIRST_ORDER)

Number = float | bool
ChoiceType = TypeVar("ChoiceType", bound="DeclaredChoice")


@dataclass(frozen=True)
class DeclaredChoice:
    """Something from a list, with the values of its fields.

    Attributes:
        name: Its name.
        values: Every field with its value, in the order of declaration.
    """

    name: str
    values: tuple[tuple[str, Number], ...]

    def value(self, field: str) -> Number:
        """The value of a field."""
        return dict(self.values)[field]

    def with_value(self: ChoiceType, field: str, value: Number) -> ChoiceType:
        """The same choice with another value of a field."""
        values = tuple((name, value if name == field else old) for name, old in self.values)
        return replace(self, values=values)


@dataclass(frozen=True)
class OptimizerChoice(DeclaredChoice):
    """One optimizer with its settings."""

    @property
    def optimizer_class(self) -> type[Optimizer]:
        """The rule."""
        return optimizers.by_name(self.name)

    def optimizer(self) -> Optimizer:
        """The rule with these settings."""
        return self.optimizer_class(**dict(self.values))


@dataclass(frozen=True)
class ScheduleChoice(DeclaredChoice):
    """A schedule of the learning rate with its settings."""

    @property
    def schedule_class(self) -> type[Schedule]:
        """The kind of schedule."""
        return schedules.by_name(self.name)

    def schedule(self) -> Schedule:
        """The schedule with these settings."""
        return self.schedule_class(**dict(self.values))


def default_schedule(name: str) -> ScheduleChoice:
    """A schedule with its defaults."""
    hypers = schedules.by_name(name).hyperparameters()
    return ScheduleChoice(name, tuple((hyper.name, hyper.default) for hyper in hypers))


CONSTANT = default_schedule("constant")


def fitting_schedule(name: str, epochs: int) -> ScheduleChoice:
    """A schedule that has something to do in so many steps: its period is in proportion."""
    schedule_choice = default_schedule(name)
    if "period" not in dict(schedule_choice.values):
        return schedule_choice
    return schedule_choice.with_value(
        "period", float(max(1, round(schedule_choice.value("period") * epochs / EPOCHS)))
    )


@dataclass(frozen=True)
class Settings:
    """One choice of everything.

    Attributes:
        surface_name: The surface.
        shape: The values of the surface's parameters; empty for nearly all.
        start: Where the walks start.
        epochs: How many steps they take.
        choices: Who walks; the same optimizer may come more than once.
        schedule_choice: How their learning rates change.
        best_rates: Whether Compare shows everybody at the learning rate that serves it best.
        by_evaluations: Whether Compare draws the loss over evaluations instead of over steps.
        stop: The stop rule whose place is marked on every walk.
        epsilon: Its tolerance.
        formula: f(x, y) of a surface that is typed; empty for all others.
    """

    surface_name: str
    shape: tuple[float, ...]
    start: tuple[float, float]
    epochs: int
    choices: tuple[OptimizerChoice, ...]
    schedule_choice: ScheduleChoice = CONSTANT
    best_rates: bool = False
    by_evaluations: bool = False
    stop: Stop = Stop.BUDGET
    epsilon: float = EPSILON
    formula: str = ""

    @property
    def surface(self) -> Surface:
        """The surface in the chosen shape."""
        return surfaces.by_name(self.surface_name, *self.shape, content=self.formula)

    def on_surface(self, name: str, *shape: float, formula: str = "") -> Settings:
        """Another surface, or another shape of one, with its own start.

        Learning rates that stood at the old surface's teaching value go to the new one's; those
        that the visitor has set are kept.
        """
        old, new = self.surface, surfaces.by_name(name, *shape, content=formula)
        return replace(
            self,
            surface_name=name,
            shape=new.arguments,
            start=new.picked,
            formula=formula,
            choices=tuple(_moved(choice, old, new) for choice in self.choices),
        )

    def with_choice(self, place: int, choice: OptimizerChoice) -> Settings:
        """Another choice at a place."""
        choices = (*self.choices[:place], choice, *self.choices[place + 1 :])
        return replace(self, choices=choices)

    def at_rates(self, rates: Iterable[float]) -> Settings:
        """The first choices at these learning rates, and nobody else."""
        choices = (
            choice.with_value("learning_rate", rate)
            for choice, rate in zip(self.choices, rates, strict=False)
        )
        return replace(self, choices=tuple(choices))

    def taught(self) -> Settings:
        """Every learning rate at its teaching value, everything else at torch's default."""
        choices = tuple(taught_choice(choice.name, self.surface) for choice in self.choices)
        return replace(self, choices=choices)

    def as_in_torch(self) -> Settings:
        """Every hyper-parameter at torch's default, the learning rate included, and no schedule."""
        choices = tuple(default_choice(choice.name) for choice in self.choices)
        return replace(self, choices=choices, schedule_choice=CONSTANT)


@lru_cache(maxsize=128)
def default_choice(name: str) -> OptimizerChoice:
    """An optimizer with torch's defaults."""
    hypers = optimizers.by_name(name).hyperparameters()
    return OptimizerChoice(name, tuple((hyper.name, hyper.default) for hyper in hypers))


def taught_choice(name: str, surface: Surface) -> OptimizerChoice:
    """An optimizer with the teaching rate of a surface."""
    rate = teaching_rate(surface, optimizers.by_name(name))
    return default_choice(name).with_value("learning_rate", rate)


def _moved(choice: OptimizerChoice, old: Surface, new: Surface) -> OptimizerChoice:
    rule, rate = choice.optimizer_class, choice.value("learning_rate")
    # Those of the first picture are ours, too, and may throw a walk off another ground.
    ours = old.name == OPENING_SURFACE and rate == OPENING_RATES.get(choice.name)
    if not ours and not is_teaching_rate(old, rule, rate):
        return choice
    return choice.with_value("learning_rate", teaching_rate(new, rule))


def opening_settings() -> Settings:
    """What a visitor sees who comes without a link: in a bent valley everybody goes another way."""
    choices = tuple(
        default_choice(name).with_value("learning_rate", rate)
        for name, rate in OPENING_RATES.items()
    )
    shape = surfaces.by_name(OPENING_SURFACE).arguments
    return Settings(OPENING_SURFACE, shape, (-4.2, -0.7), 200, choices)


def first_settings(surface_name: str = FIRST_SURFACE, formula: str = "") -> Settings:
    """What links mean that leave words away; links have been written since there were any."""
    return untaught_settings(surface_name, formula).taught()


def untaught_settings(surface_name: str, formula: str = "") -> Settings:
    """The same, with rates that nobody has looked for yet."""
    surface = surfaces.by_name(surface_name, content=formula)
    choices = tuple(default_choice(name) for name in FIRST_OPTIMIZERS)
    first = Settings(surface_name, surface.arguments, surface.start, EPOCHS, choices)
    return replace(first, formula=formula)

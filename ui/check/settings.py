"""What somebody's program was meant to do: on which surface, by which rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import surfaces
from surfaces import Surface
from surfaces.typed import NAME, STARTERS
from ui.own import cleaned
from ui.settings import CONSTANT, OptimizerChoice, ScheduleChoice, default_choice, taught_choice

MODEL = "curvature"  # what the steps of some rules are measured in


@dataclass(frozen=True)
class CheckSettings:
    """What was meant.

    Attributes:
        surface_name: The surface.
        shape: The values of its parameters; empty for nearly all.
        choice: The optimizer with its settings.
        schedule_choice: How its learning rate was to change.
        formula: f(x, y) of a surface that is typed; empty for all others.
    """

    surface_name: str
    shape: tuple[float, ...]
    choice: OptimizerChoice
    schedule_choice: ScheduleChoice = CONSTANT
    formula: str = ""

    @property
    def surface(self) -> Surface:
        """The surface in its shape."""
        return surfaces.by_name(self.surface_name, *self.shape, content=self.formula)

    def on_surface(self, name: str, *shape: float, formula: str = "") -> CheckSettings:
        """Another surface, in its usual shape unless given; the rule was meant, and stays."""
        surface = surfaces.by_name(name, *shape, content=formula)
        return replace(self, surface_name=name, shape=surface.arguments, formula=formula)

    def in_window(self, *window: float) -> CheckSettings:
        """Another part of the plane that a typed surface is shown on."""
        return self.on_surface(self.surface_name, *window, formula=self.formula)

    def named(self, name: str) -> CheckSettings:
        """The surface of a name; one that is typed begins with a formula, and keeps its own."""
        if name != NAME:
            return self.on_surface(name)
        if self.surface_name == NAME:
            return self
        first = STARTERS[0]
        return self.on_surface(NAME, *first.window, formula=cleaned(first.text))

    def with_rule(self, name: str) -> CheckSettings:
        """Another optimizer at the same learning rate, everything else as in torch.

        Where a rate of 1 means the step that a model of the ground asks for, it is no learning rate
        of the others: then the usual one is taken.
        """
        choice, rate = default_choice(name), self.choice.value("learning_rate")
        scales = {one.optimizer_class.step_scale for one in (choice, self.choice)}
        if MODEL in scales and len(scales) > 1:
            return replace(self, choice=choice)
        return replace(self, choice=choice.with_value("learning_rate", rate))


@lru_cache(maxsize=1)
def first_check_settings() -> CheckSettings:
    """Adam on the post's terrain, at the learning rate of the post."""
    return CheckSettings("blog", (), default_choice("adam").with_value("learning_rate", 0.05))


def meant_choice(name: str) -> OptimizerChoice:
    """An optimizer of which a link says nothing else."""
    return taught_choice(name, surfaces.by_name(first_check_settings().surface_name))

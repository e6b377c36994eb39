"""What somebody's program was meant to do: on which surface, by which rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import surfaces
from surfaces import Surface
from ui.settings import CONSTANT, OptimizerChoice, ScheduleChoice, default_choice, taught_choice


@dataclass(frozen=True)
class CheckSettings:
    """What was meant.

    Attributes:
        surface_name: The surface.
        shape: The values of its parameters; empty for nearly all.
        choice: The optimizer with its settings.
        schedule_choice: How its learning rate was to change.
    """

    surface_name: str
    shape: tuple[float, ...]
    choice: OptimizerChoice
    schedule_choice: ScheduleChoice = CONSTANT

    @property
    def surface(self) -> Surface:
        """The surface in its shape."""
        return surfaces.by_name(self.surface_name, *self.shape)

    def on_surface(self, name: str) -> CheckSettings:
        """Another surface in its usual shape; the rule is what was meant, and stays."""
        return replace(self, surface_name=name, shape=surfaces.by_name(name).arguments)

    def with_rule(self, name: str) -> CheckSettings:
        """Another optimizer at the same learning rate, everything else as in torch."""
        rate = self.choice.value("learning_rate")
        return replace(self, choice=default_choice(name).with_value("learning_rate", rate))


@lru_cache(maxsize=1)
def first_check_settings() -> CheckSettings:
    """Adam on the post's terrain, at the learning rate of the post."""
    return CheckSettings("blog", (), default_choice("adam").with_value("learning_rate", 0.05))


def meant_choice(name: str) -> OptimizerChoice:
    """An optimizer of which a link says nothing else."""
    return taught_choice(name, surfaces.by_name(first_check_settings().surface_name))

"""From settings to what is drawn: walks, their names and their styles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import optimizers
from engine import race, stops_at
from figures.closer import Part, closer_ground, closer_packed
from figures.ground import ground, packed
from figures.palette import Style, again, style_of
from figures.walks import DrawnWalk
from surfaces import Surface
from ui.numbers import short
from ui.settings import OptimizerChoice, Settings
from ui.words import _, translated

MENU = tuple(optimizer.name for optimizer in optimizers.OPTIMIZERS)


def walks_of(settings: Settings) -> list[DrawnWalk]:
    """One walk per choice, from one race."""
    rules = [choice.optimizer() for choice in settings.choices]
    schedule = settings.schedule_choice.schedule()
    trajectories = race(settings.surface, rules, settings.start, settings.epochs, schedule=schedule)
    names = labels(settings.choices)
    styles = styles_of(settings.choices)
    return [
        DrawnWalk(
            key,
            label,
            style,
            short(choice.value("learning_rate")),
            walk,
            stopped=int(stops_at(walk, settings.stop, settings.epsilon)),
        )
        for key, label, style, choice, walk in zip(
            keys(settings.choices), names, styles, settings.choices, trajectories, strict=True
        )
    ]


def keys(choices: Sequence[OptimizerChoice]) -> list[str]:
    """A name for every choice that stays the same while others come and go after it."""
    return [f"{choice.name}.{_earlier(choices, i)}" for i, choice in enumerate(choices)]


def labels(choices: Sequence[OptimizerChoice]) -> list[str]:
    """What the legend says; a second walk of one optimizer is numbered."""
    names = []
    for i, choice in enumerate(choices):
        earlier = _earlier(choices, i)
        name = translated(choice.optimizer_class.short)
        if earlier:
            name = _("{name} {number}").format(name=name, number=earlier + 1)
        names.append(name)
    return names


def styles_of(choices: Sequence[OptimizerChoice]) -> list[Style]:
    """Hue and dash of every choice."""
    styles = []
    for i, choice in enumerate(choices):
        style = style_of(choice.name)
        for _again in range(_earlier(choices, i)):
            style = again(style)
        styles.append(style)
    return styles


def _earlier(choices: Sequence[OptimizerChoice], place: int) -> int:
    return sum(choice.name == choices[place].name for choice in choices[:place])


@lru_cache(maxsize=64)
def ground_of(surface: Surface) -> bytes:
    """The ground as the player takes it; the same for every visitor."""
    return packed(ground(surface))


def closer_of(surface: Surface) -> Callable[[Part], bytes]:
    """What makes a part of the ground anew, for who looks closely."""
    return partial(_closer, surface)


@lru_cache(maxsize=64)
def _closer(surface: Surface, part: Part) -> bytes:
    whole = ground(surface)
    return closer_packed(closer_ground(surface, part, whole), whole.key)

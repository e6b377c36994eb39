"""What a picture that is taken away says of its settings, beside who walks at which rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import Stop
from ui import scene
from ui.numbers import short
from ui.settings import CONSTANT, OptimizerChoice, ScheduleChoice, Settings, default_choice
from ui.shape_controls import parameter_and_value
from ui.symbols import letters
from ui.words import _, translated


def besides(
    settings: Settings,
    choices: Sequence[OptimizerChoice] | None = None,
    *,
    squares: bool = True,
) -> str:
    """What is not as usual, in whole sentences; empty if all is.

    Args:
        settings: What was chosen.
        choices: Who is in the picture; everybody unless given.
        squares: Whether the walks are marked where the stop rule fires.
    """
    stop = _of_stop(settings.stop, settings.epsilon) if squares else ""
    return " ".join(
        [
            *_of_shape(settings),
            *of_rules(settings.choices if choices is None else choices),
            *of_schedule(settings.schedule_choice),
            *([stop] if stop else []),
        ]
    )


def _of_stop(stop: Stop, epsilon: float) -> str:
    """What the squares on the walks mean; empty where no rule would have ended one."""
    if stop is Stop.BUDGET:
        return ""
    rule = {
        Stop.GRADIENT: _("Squares mark where |∇f| < tol = {epsilon}."),
        Stop.STEP: _("Squares mark where a step is shorter than tol = {epsilon}."),
        Stop.BOTH: _("Squares mark where |∇f| and a step are below tol = {epsilon}."),
    }[stop]
    return rule.format(epsilon=short(epsilon))


def _of_shape(settings: Settings) -> list[str]:
    surface = settings.surface
    said = ", ".join(
        parameter_and_value(parameter, at)
        for parameter, at in zip(surface.parameters, surface.arguments, strict=True)
        if not parameter.idle
    )
    return [_("Of the surface: {values}.").format(values=said)] if said else []


def of_rules(choices: Sequence[OptimizerChoice]) -> list[str]:
    """Of every rule what is not as usual, but for its learning rate."""
    sentences = []
    for label, choice in zip(scene.labels(choices), choices, strict=True):
        usual, now = dict(default_choice(choice.name).values), dict(choice.values)
        hypers = choice.optimizer_class.hyperparameters()
        changed = {
            name: value
            for name, value in now.items()
            if name != "learning_rate" and value != usual[name]
        }
        if said := _written(hypers, changed):
            sentences.append(_("{name}: {values}.").format(name=label, values=said))
    return sentences


def of_schedule(choice: ScheduleChoice) -> list[str]:
    """How the learning rates change, if they do."""
    if choice == CONSTANT:
        return []
    title = translated(choice.schedule_class.title)
    said = _written(choice.schedule_class.hyperparameters(), dict(choice.values))
    if not said:
        return [_("Schedule of the learning rates: {title}.").format(title=title)]
    return [
        _("Schedule of the learning rates: {title}, {values}.").format(title=title, values=said)
    ]


def _written(hypers: Any, values: dict[str, Any]) -> str:
    symbols = {hyper.name: letters(hyper.symbol) for hyper in hypers}
    return ", ".join(f"{symbols[name]} = {short(float(value))}" for name, value in values.items())

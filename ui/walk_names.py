"""What walks are called where no legend is at hand: by the settings that tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from figures.walks import DrawnWalk
from optimizers import Optimizer
from ui.words import translated

RATE = "learning_rate"


def names_of(walks: Sequence[DrawnWalk]) -> list[str]:
    """One name per walk, no two alike: ``Adam, η = 0.05``, with further settings where they differ.

    Walks that are alike in every setting are numbered as in the legend.
    """
    names = [_named(walk, ()) for walk in walks]
    if len(set(names)) < len(names):
        names = [_named(walk, _differing(walk, walks)) for walk in walks]
    counts = Counter(names)
    return [
        name if counts[name] == 1 else f"{name} ({names[: i + 1].count(name)})"
        for i, name in enumerate(names)
    ]


def settings_of(walk: DrawnWalk) -> dict[str, Any]:
    """Every hyper-parameter of a walk's rule by its name."""
    rule = walk.trajectory.optimizer
    if not is_dataclass(rule):
        return {}
    return {entry.name: getattr(rule, entry.name) for entry in fields(rule)}


def typed(value: Any) -> str:
    """A setting as it would be typed: 0.05, 1e-08, 300."""
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _named(walk: DrawnWalk, also: Sequence[str]) -> str:
    rule, settings = walk.trajectory.optimizer, settings_of(walk)
    label = walk.label
    if isinstance(rule, Optimizer) and walk.label.startswith(translated(rule.short)):
        # Without the number that the legend gives to a second walk of one optimizer.
        label = translated(rule.short)
    told = [f"{name} = {typed(settings[name])}" for name in also if name in settings]
    if RATE in settings:
        told.insert(0, f"η = {typed(settings[RATE])}")
    return ", ".join([label, *told])


def _differing(walk: DrawnWalk, walks: Sequence[DrawnWalk]) -> list[str]:
    """In which settings the walks of one rule differ."""
    kind, mine = type(walk.trajectory.optimizer), settings_of(walk)
    others = [settings_of(one) for one in walks if type(one.trajectory.optimizer) is kind]
    return [
        name for name in mine if name != RATE and any(one[name] != mine[name] for one in others)
    ]

"""What a browser needs so that walks can follow a hand without a word to the server.

That is one record per rule and ground, and one of the ground (`engine.trace.browser_step`). They
wait on the shelf under names that change with their content, so a browser fetches each of them
once, when somebody is about to use it; with the walks go only the names and the rules' numbers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from engine import Trajectory
from engine.drive.reverse import upside_down
from engine.protocols import Rule, Schedule, Surface
from engine.trace.browser_step import BrowserStep, ground_record, step_record, values_of
from engine.trace.node import NotTraceableError
from surfaces.curves import Curve
from ui.delivery import shelf
from ui.words import translated

Live = dict[str, Any]


def live_of(surface: Surface, walks: Sequence[Trajectory], *, turned: bool = False) -> Live:
    """How these walks can be followed.

    Args:
        surface: The ground.
        walks: Of one walker each, all of as many steps.
        turned: Whether their learning rates may be turned in the readout.

    Returns:
        As `live_rules`; with ``rates``, where they may be turned, the learning rates above 0.
    """
    rules = [walk.optimizer for walk in walks]
    scheduled = [walk for walk in walks if walk.factors is not None]
    schedule = scheduled[0].schedule if scheduled else None
    live = live_rules(surface, rules, schedule, walks[0].steps if walks else 0)
    if turned:
        live["rates"] = rates_of(rules)
    return live


def rates_of(rules: Sequence[Rule]) -> list[float | None]:
    """Their learning rates; None where one is 0, which no factor makes another."""
    rates = [float(getattr(rule, "learning_rate", 0.0)) for rule in rules]
    return [rate or None for rate in rates]


def live_balls(curve: Curve, walks: Sequence[Trajectory], *, ascend: bool) -> Live:
    """How balls on a curve can be followed; with ``names``, what their rules are called.

    Args:
        curve: The curve.
        walks: Of one walker each.
        ascend: Whether they go up.
    """
    rules = [walk.optimizer for walk in walks]
    steps = walks[0].steps if walks else 0
    live = live_rules(curve, rules, None, steps, on=upside_down(curve) if ascend else None)
    if live:
        live["names"] = [translated(rule.short) for rule in rules]  # type: ignore[attr-defined]
    return live


def live_fields(surface: Surface, walk: Trajectory) -> Live:
    """The same of one walk, all of whose hyper-parameters can be turned; ``fields`` names them.

    What is exactly 0 is no part of its record here (`engine.trace.hyperparameters`), for it may
    become another number.
    """
    rule: Any = walk.optimizer
    live = live_of(surface, [walk])
    if live.get("walks") != [None]:
        zeros = [hyper.name for hyper in rule.hyperparameters() if _is_zero(rule, hyper.name)]
        whole = replace(rule, **dict.fromkeys(zeros, 0.5))
        record = step_record(surface, whole, walk.factors is not None)
        live["walks"] = [
            (kept_record(record), [float(getattr(rule, name)) for name in record.hypers])
        ]
        live["fields"] = record.hypers
    return live


def _is_zero(rule: Rule, name: str) -> bool:
    value = getattr(rule, name)
    return not isinstance(value, bool) and value == 0


def live_rules(
    surface: Surface,
    rules: Sequence[Rule],
    schedule: Schedule | None,
    steps: int,
    *,
    on: Any = None,
) -> Live:
    """How these walks can be followed.

    Args:
        surface: The ground whose heights are shown.
        rules: One per walk.
        schedule: Of their learning rates.
        steps: How many they take.
        on: What they go down on, if that is not the ground as it is shown.

    Returns:
        ``walks``, for each of them the name of the record of its rule and the values of its fields,
        or None where it has to wait for the server; where any of them has not, ``ground``, the
        name of its record, and ``factors``, the name of what a schedule multiplies the learning
        rate with, if one does.
    """
    ground = _ground(surface)
    if ground is None:
        return {"walks": [None] * len(rules)}
    found = [_rule(on or surface, rule, schedule is not None) for rule in rules]
    if not any(found):
        return {"walks": found}
    live: Live = {"ground": kept_record(ground), "walks": found}
    if schedule is not None:
        live["factors"] = kept_factors(schedule, steps)
    return live


def records_of(live: Live) -> dict[str, Any]:
    """All that is asked for by these names, for a page that has nobody to ask."""
    names = [
        live.get("ground"),
        live.get("factors"),
        live.get("rows"),
        *(rule[0] for rule in live["walks"] if rule),
    ]
    found = {name: shelf.find(name) for name in names if name}
    return {name: json.loads(file.content) for name, file in found.items() if file}


@lru_cache(maxsize=256)
def _ground(surface: Surface) -> BrowserStep | None:
    """Remembered also where there is none: to find that a ground is too long takes as long."""
    try:
        return ground_record(surface)
    except NotTraceableError:
        return None


def _rule(surface: Surface, rule: Rule, scheduled: bool) -> tuple[str, list[float]] | None:
    try:
        return kept_record(step_record(surface, rule, scheduled)), values_of(rule)
    except NotTraceableError:
        return None


@lru_cache(maxsize=1024)
def _text(record: BrowserStep) -> bytes:
    return json.dumps(record.as_json(), separators=(",", ":")).encode()


def kept_record(record: BrowserStep) -> str:
    """The name under which a record waits for who asks for it."""
    return shelf.keep_for_a_while("step", "json", _text(record))


@lru_cache(maxsize=64)
def _factor_text(schedule: Schedule, steps: int) -> bytes:
    return json.dumps(np.asarray(schedule.factor(np.arange(1, steps + 1))).tolist()).encode()


def kept_factors(schedule: Schedule, steps: int) -> str:
    """The name under which the factors of a schedule wait."""
    text = _factor_text(schedule, steps)  # type: ignore[arg-type]  # schedules are frozen
    return shelf.keep_for_a_while("factors", "json", text)

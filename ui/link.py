"""The link: settings as the query of a URL, and back, whatever somebody has written into it.

    ?surface=blog&start=0.5~5.8&epochs=300&walk=adam~learning_rate~0.2&walk=momentum~…
    &schedule=cosine~period~200&rates=best&axis=evaluations&stop=gradient~0.001

``~`` separates because it needs no escaping. A learning rate is always written, since teaching
rates may change with time; other hyper-parameters only where they differ from torch's defaults, a
schedule only where the learning rate does change, the switches of Compare only where they are on.

Reading never fails: what is unknown, stale, out of range or hostile is replaced by the default,
and named in a note. Refused text itself is never repeated to anybody.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import optimizers
import schedules
import surfaces
from engine import Stop
from optimizers import Declared
from ui.settings import (
    CONSTANT,
    FARTHEST_START,
    LEAST_EPSILON,
    MOST_EPOCHS,
    MOST_EPSILON,
    MOST_RUNNERS,
    ChoiceType,
    Number,
    Runner,
    Settings,
    default_pace,
    default_runner,
    first_settings,
    taught_runner,
)
from ui.words import _

Query = Mapping[str, Sequence[str]]

NOBODY = "none"
SEPARATOR = "~"
LONGEST = 400  # characters of one value; longer ones are not ours
# The switches: name in the link, its only value, name in the settings.
SWITCHES = (("rates", "best", "best_rates"), ("axis", "evaluations", "by_evaluations"))
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def write(settings: Settings) -> dict[str, list[str]]:
    """The query that opens exactly these settings."""
    query = {"surface": [settings.surface_name]}
    if settings.shape:
        query["shape"] = [SEPARATOR.join(_text(number) for number in settings.shape)]
    query["start"] = [SEPARATOR.join(_text(number) for number in settings.start)]
    query["epochs"] = [str(settings.epochs)]
    if settings.pace != CONSTANT:
        usual = dict(default_pace(settings.pace.name).values)
        changed = (pair for pair in settings.pace.values if pair[1] != usual[pair[0]])
        query["schedule"] = [_joined(settings.pace.name, changed)]
    query["walk"] = [_write_runner(runner) for runner in settings.runners] or [NOBODY]
    if settings.stop is not Stop.BUDGET:
        query["stop"] = [f"{settings.stop}{SEPARATOR}{_text(settings.epsilon)}"]
    query |= {key: [word] for key, word, field in SWITCHES if getattr(settings, field)}
    return query


def as_text(settings: Settings) -> str:
    """The query as it stands in a URL, behind the question mark."""
    return urlencode(write(settings), doseq=True, safe=SEPARATOR)


def read(query: Query) -> tuple[Settings, list[str]]:
    """Settings from a query, and one sentence for everything in it that was not understood."""
    notes: list[str] = []
    known = {surface.name for surface in surfaces.SURFACES}
    name = _only(query, "surface")
    if name is not None and name not in known:
        notes.append(_("The link names a surface that is not here; the first one is shown."))
        # Its shape was meant for the other one.
        query = {key: values for key, values in query.items() if key != "shape"}
        name = None
    settings = first_settings(name) if name else first_settings()
    settings = _read_shape(query, settings, notes)
    settings = _read_start(query, settings, notes)
    settings = _read_epochs(query, settings, notes)
    settings = _read_pace(query, settings, notes)
    settings = _read_switches(query, settings, notes)
    settings = _read_stop(query, settings, notes)
    return _read_runners(query, settings, notes), notes


def _read_shape(query: Query, settings: Settings, notes: list[str]) -> Settings:
    text = _only(query, "shape")
    if text is None:
        return settings
    if not settings.surface.parameters:
        notes.append(_("The link gives a shape to a surface that takes no shape; it is left out."))
        return settings
    shape = _numbers(text)
    try:
        if shape is None or len(shape) != len(settings.shape):
            raise ValueError
        surface = surfaces.by_name(settings.surface_name, *shape)
    except ValueError:
        notes.append(
            _("The link's shape of the surface was not understood; the usual one is shown.")
        )
        return settings
    runners = tuple(taught_runner(runner.name, surface) for runner in settings.runners)
    return replace(settings, shape=shape, start=surface.start, runners=runners)


def _read_start(query: Query, settings: Settings, notes: list[str]) -> Settings:
    text = _only(query, "start")
    if text is None:
        return settings
    start = _numbers(text)
    if start is None or len(start) != 2 or max(map(abs, start)) > FARTHEST_START:
        notes.append(
            _("The link's start must be two numbers up to a million; the usual one is taken.")
        )
        return settings
    return replace(settings, start=(start[0], start[1]))


def _read_epochs(query: Query, settings: Settings, notes: list[str]) -> Settings:
    text = _only(query, "epochs")
    if text is None:
        return settings
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= MOST_EPOCHS:
        notes.append(_("The link's epochs must be a whole number from 1 to 5000; 300 are taken."))
        return settings
    return replace(settings, epochs=int(text))


def _read_pace(query: Query, settings: Settings, notes: list[str]) -> Settings:
    text = _only(query, "schedule")
    if text is None:
        return settings
    name, *rest = text.split(SEPARATOR)
    clean = name in {schedule.name for schedule in schedules.SCHEDULES}
    pace = default_pace(name) if clean else CONSTANT
    if clean:
        pace, clean = _with_values(pace, pace.schedule_class, rest)
    if not clean:
        notes.append(
            _("The link's schedule was not understood in every part; the usual values are taken.")
        )
    return replace(settings, pace=pace)


def _read_switches(query: Query, settings: Settings, notes: list[str]) -> Settings:
    texts = {key: _only(query, key) for key, _word, _field in SWITCHES}
    on: dict[str, Any] = {field: texts[key] == word for key, word, field in SWITCHES}
    if any(texts[key] not in (None, word) for key, word, _field in SWITCHES):
        notes.append(
            _("The link's rates can only be best and its axis only evaluations; else they are off.")
        )
    return replace(settings, **on)


def _read_stop(query: Query, settings: Settings, notes: list[str]) -> Settings:
    text = _only(query, "stop")
    if text is None:
        return settings
    name, _between, number = text.partition(SEPARATOR)
    epsilon = _numbers(number)
    known = name in {rule.value for rule in Stop if rule is not Stop.BUDGET}
    if (
        not known
        or epsilon is None
        or len(epsilon) != 1
        or not LEAST_EPSILON <= epsilon[0] <= MOST_EPSILON
    ):
        notes.append(
            _("The link's stop rule must be gradient, step or both, with an ε from 1e-9 to 1.")
        )
        return settings
    return replace(settings, stop=Stop(name), epsilon=epsilon[0])


def _read_runners(query: Query, settings: Settings, notes: list[str]) -> Settings:
    texts = list(query.get("walk", ()))
    if not texts:
        return settings
    if texts == [NOBODY]:
        return replace(settings, runners=())
    runners: list[Runner] = []
    misread = len(texts) > MOST_RUNNERS
    for text in texts[:MOST_RUNNERS]:
        runner, clean = _read_runner(text, settings)
        misread |= not clean
        if runner is not None:
            runners.append(runner)
    if misread:
        notes.append(
            _("Some optimizers or their settings in the link were not understood and are left out.")
        )
    return replace(settings, runners=tuple(runners)) if runners else settings


def _read_runner(text: str, settings: Settings) -> tuple[Runner | None, bool]:
    """The runner of one ``walk=…``, and whether all of it was understood."""
    name, *rest = text[:LONGEST].split(SEPARATOR)
    if name not in {optimizer.name for optimizer in optimizers.OPTIMIZERS}:
        return None, False
    runner = taught_runner(name, settings.surface)
    runner, clean = _with_values(runner, runner.optimizer_class, rest)
    return runner, clean and len(text) <= LONGEST


def _with_values(
    choice: ChoiceType, declared: type[Declared], rest: Sequence[str]
) -> tuple[ChoiceType, bool]:
    """The choice with the values of a list of fields and numbers, and whether all were allowed."""
    hypers = {hyper.name: hyper for hyper in declared.hyperparameters()}
    clean = len(rest) % 2 == 0
    for field, number in zip(rest[::2], rest[1::2], strict=False):
        value: Number | None = _number(number)
        if field in hypers and hypers[field].flag and value in (0.0, 1.0):
            value = bool(value)
        if value is None or field not in hypers or not hypers[field].allows(value):
            clean = False
        else:
            choice = choice.with_value(field, value)
    return choice, clean


def _write_runner(runner: Runner) -> str:
    usual = dict(default_runner(runner.name).values)
    written = (
        (field, value)
        for field, value in runner.values
        if field == "learning_rate" or value != usual[field]
    )
    return _joined(runner.name, written)


def _joined(name: str, values: Iterable[tuple[str, Number]]) -> str:
    return SEPARATOR.join([name, *(part for field, n in values for part in (field, _text(n)))])


def _only(query: Query, key: str) -> str | None:
    values = query.get(key)
    return values[-1][:LONGEST] if values else None


def _numbers(text: str) -> tuple[float, ...] | None:
    numbers = [_number(part) for part in text.split(SEPARATOR)]
    return None if None in numbers else tuple(n for n in numbers if n is not None)


def _number(text: str) -> float | None:
    if len(text) > 40 or not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _text(value: Number) -> str:
    """The shortest text that reads back as exactly this number."""
    if isinstance(value, bool):
        return str(int(value))
    return repr(float(value)).removesuffix(".0")

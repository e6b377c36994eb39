"""From settings to the maps that are drawn, and from a click back to settings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from engine.plane.saddles import saddles
from figures.basin_blob import Axis, Mark, Sheet, basin_blob
from figures.basin_figure import NEVER, BasinChart, BasinEnd, BasinFigure, basin_figure
from figures.ground import Ground, ground, window
from figures.settings_grid import Scale, settings_figure
from optimizers import Hyperparameter
from surfaces import Surface
from ui import scene
from ui.coordinates import coordinates
from ui.maps.orders import RATE
from ui.maps.words import basin_words, end_in_words, picture_words
from ui.numbers import per_cent, short
from ui.player.live import live_rules
from ui.settings import OptimizerChoice, Settings
from ui.symbols import titled
from ui.words import _

MOST_MAPS = 4
HEIGHTS = 121  # points along each side between which the height under the pointer is read off
MOST_SADDLES = 40  # more signs than this would hide the map


def starts_blob(settings: Settings, drawn: BasinFigure, answers: Sequence[Any]) -> bytes:
    """Maps of starts for the component; who is not finished has a panel already."""
    surface = settings.surface
    names, keys = scene.labels(settings.choices), scene.keys(settings.choices)
    sheets, place = [], 0
    for name, key, choice, answer in zip(names, keys, settings.choices, answers, strict=False):
        ready = isinstance(answer, BasinChart)
        title = f"{name} · η = {short(choice.value(RATE))}"
        sheets.append(Sheet(key, title, place if ready else None, _off(answer)))
        place += ready
    marks = [
        *(Mark("x", x, y) for x, y in _saddles(surface)),
        *_stars(surface, drawn),
        Mark("circle-open", *settings.start),
    ]
    made = drawn.charts[0] if drawn.charts else None
    of_what = (
        ""
        if made is None
        else _("{n} × {n} starts, at most {steps} steps from each.").format(
            n=len(made.x), steps=settings.epochs
        )
    )
    words = basin_words(found=settings.surface.found) | picture_words(
        settings, of_what, settings.choices[:MOST_MAPS]
    )
    axes, heights = _plane(surface, made), _heights(surface)
    rules = [choice.optimizer() for choice in settings.choices[: len(sheets)]]
    schedule = settings.schedule_choice.schedule()
    live = live_rules(surface, rules, schedule, settings.epochs) | {"steps": settings.epochs}
    return basin_blob("starts", drawn, sheets, axes, marks, words, heights, live)


@lru_cache(maxsize=16)
def _heights(surface: Surface) -> Ground:
    return ground(surface, HEIGHTS)


def _off(answer: Any) -> bool:
    """Whether it was stopped, or has failed: there is neither a map nor a job that makes one."""
    return answer is None or isinstance(answer, Exception)


def _plane(surface: Surface, made: BasinChart | None) -> tuple[Axis, Axis]:
    """The axes of the surface's window; in one cell as long as there is no map."""
    x_min, x_max, y_min, y_max = window(surface)
    first, second = coordinates(surface)
    if made is None:
        middle = (x_min + x_max) / 2, (y_min + y_max) / 2
        return Axis(first, middle[0], x_max - x_min), Axis(second, middle[1], y_max - y_min)
    return (
        Axis(first, float(made.x[0]), (x_max - x_min) / (len(made.x) - 1)),
        Axis(second, float(made.y[0]), (y_max - y_min) / (len(made.y) - 1)),
    )


def _stars(surface: Surface, drawn: BasinFigure) -> list[Mark]:
    minima = [end for end in drawn.ends if end.kind == "minimum" and end.place]
    if not minima:
        return [Mark("star", x, y) for x, y in surface.minima]
    shown = [end for end in minima if end.known or end.letter or _is_listed(end, surface)]
    return [Mark("star", *end.place[:2], end.letter or "") for end in shown if end.place]


def _is_listed(end: BasinEnd, surface: Surface) -> bool:
    """Whether it is one of the deepest minima of the map."""
    assert end.place is not None
    near = 1e-6 * surface.domain.diagonal
    return any(math.dist(end.place[:2], place) <= near for place in surface.minima)


@lru_cache(maxsize=64)
def _saddles(surface: Surface) -> list[tuple[float, float]]:
    found = saddles(surface, window(surface)).tolist()
    return [(x, y) for x, y in found] if len(found) <= MOST_SADDLES else []


def joined(answers: Sequence[Any]) -> BasinFigure:
    """One legend for the maps that are finished."""
    return basin_figure([answer for answer in answers if isinstance(answer, BasinChart)])


def shares_table(settings: Settings, drawn: BasinFigure, answers: Sequence[Any]) -> pd.DataFrame:
    """One row per finished map: how many per cent of its starts come to rest, how soon, where."""
    names = [
        name
        for name, answer in zip(scene.labels(settings.choices), answers, strict=False)
        if isinstance(answer, BasinChart)
    ]
    rows = []
    for name, made, shares in zip(names, drawn.charts, drawn.shares, strict=True):
        row = {_("Optimizer"): name}
        rested = made.steps[made.steps != NEVER]
        row[_("At rest")] = per_cent(rested.size / made.steps.size)
        row[_("Steps to rest, median")] = short(np.median(rested)) if rested.size else "—"
        for end, places in drawn.groups():
            head = end_in_words(end, found=settings.surface.found)
            row[head] = per_cent(float(shares[places].sum()) / 100)
        rows.append(row)
    return pd.DataFrame(rows)


def settings_blob(
    settings: Settings, subject: tuple[int, OptimizerChoice, Hyperparameter], answer: Any
) -> bytes:
    """The map of the settings of one choice for the component.

    Args:
        settings: The visit's.
        subject: The choice's place, the choice, and the second field.
        answer: The job_queue's.
    """
    place, choice, second = subject
    first = choice.optimizer_class.hyperparameters()[0]
    scales = Scale(first), Scale(second)
    at = [
        scale.place(float(choice.value(hyper.name)))
        for scale, hyper in zip(scales, (first, second), strict=True)
    ]
    drawn = settings_figure(answer if isinstance(answer, BasinChart) else None)
    name, key = scene.labels(settings.choices)[place], scene.keys(settings.choices)[place]
    sheet = Sheet(f"{key}/{second.name}", name, 0 if drawn.charts else None, _off(answer))
    axes = tuple(
        replace(scale.axis(), title=titled(hyper))
        for scale, hyper in zip(scales, (first, second), strict=True)
    )
    marks = [Mark("circle-open", at[0], at[1])]
    of_what = _(
        "How many steps walks with these settings need from ({x}, {y}); at most {steps} are taken."
    ).format(x=short(settings.start[0]), y=short(settings.start[1]), steps=settings.epochs)
    usual = choice.with_value(second.name, second.default)
    words = basin_words(found=settings.surface.found) | picture_words(settings, of_what, [usual])
    return basin_blob("settings", drawn, [sheet], (axes[0], axes[1]), marks, words)

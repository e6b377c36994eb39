"""The controls at the side: surface, start, epochs, optimizers and their settings.

Every control shows what the settings say and, when it is used, writes the settings; nothing is
kept in a widget alone. So a control that is not on a page loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import streamlit as st

import optimizers
from optimizers import Hyperparameter, Optimizer
from ui import scene, state
from ui.coordinates import coordinates
from ui.glossary import explained
from ui.numbers import short
from ui.own_surface import own_controls
from ui.settings import (
    FARTHEST_START,
    MOST_EPOCHS,
    OptimizerChoice,
    Settings,
    taught_choice,
)
from ui.shape_controls import shape_controls
from ui.state import controlled, turns
from ui.stops import logarithmic_stops
from ui.surface_menu import surface_menu
from ui.swatches import with_swatch
from ui.visit import Visit
from ui.words import _, translated

EPOCH_STOPS = (
    *(1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 150, 200, 250, 300),
    *(350, 400, 500, 600, 700, 800, 900, 1000, 1200, 1500, 2000, 2500, 3000, 4000, MOST_EPOCHS),
)
SHELF = "shelf"  # the settings of optimizers that were taken off, for when they come back


def ground_controls(settings: Settings) -> None:
    """Surface, its shape, start and epochs."""
    surface_menu(settings)
    own_controls(settings)
    shape_controls(settings)
    left, right = st.columns(2)
    for place, (column, name) in enumerate(((left, "x"), (right, "y"))):
        with column:
            _start_control(settings, place, name)
    st.select_slider(
        _("Epochs (steps)"),
        sorted({*EPOCH_STOPS, settings.epochs}),
        help=explained("Epochs (steps)"),
        **turns("epochs"),
    )


def _start_control(settings: Settings, place: int, name: str) -> None:
    def moved(value: float) -> Settings:
        now = state.current()
        start = (value, now.start[1]) if place == 0 else (now.start[0], value)
        return replace(now, start=start)

    surface = settings.surface
    extent = surface.domain
    st.number_input(
        _("Start {name}").format(name=coordinates(surface)[place]),
        min_value=-FARTHEST_START,
        max_value=FARTHEST_START,
        step=round(max(extent.width, extent.height) / 100, 3),
        format="%.5g",
        help=explained({"x": "Start x", "y": "Start y"}[name]),
        **controlled(f"start.{name}", float(settings.start[place]), moved),
    )


def optimizer_choice(settings: Settings) -> None:
    """Who walks."""
    chosen = [name for name in scene.MENU if any(r.name == name for r in settings.choices)]
    st.pills(
        _("Optimizers"),
        scene.MENU,
        selection_mode="multi",
        format_func=lambda name: translated(optimizers.by_name(name).short),
        help=explained("Optimizers"),
        **controlled("optimizers", chosen, _with_names),
    )
    st.button(
        _("None of them"),
        type="tertiary",
        key="optimizers.none",
        disabled=not chosen,
        on_click=lambda: state.keep(_with_names([])),
    )


def rate_controls(settings: Settings) -> None:
    """The learning rate of everybody who walks."""
    for place in range(len(settings.choices)):
        rate_control(settings, place)


def _with_names(names: list[str]) -> Settings:
    """The settings with exactly these optimizers; one that comes back has its settings of old."""
    now = state.current()
    shelf = dict(st.session_state.get(SHELF, {}))
    for choice in now.choices:
        if choice.name not in names:
            shelf[choice.name] = list(choice.values)
    st.session_state[SHELF] = shelf
    choices = [choice for choice in now.choices if choice.name in names]
    for name in names:
        if not any(choice.name == name for choice in choices):
            choices.append(_from_shelf(name, shelf, now))
    choices.sort(key=lambda choice: scene.MENU.index(choice.name))
    return replace(now, choices=tuple(choices))


def _from_shelf(name: str, shelf: dict[str, Any], now: Settings) -> OptimizerChoice:
    if name not in shelf:
        return taught_choice(name, now.surface)
    rate = dict(taught_choice(name, now.surface).values)["learning_rate"]
    kept = OptimizerChoice(name, tuple((field, value) for field, value in shelf[name]))
    return kept.with_value("learning_rate", rate)


def rate_control(settings: Settings, place: int, *, best: bool = False) -> None:
    """The learning rate of one choice; locked where each is shown at its best."""
    choice = settings.choices[place]
    label = scene.labels(settings.choices)[place]
    key = scene.keys(settings.choices)[place]
    hyper = choice.optimizer_class.hyperparameters()[0]
    words = (_("{name} · η (its best)") if best else _("{name} · η")).format(name=label)
    with with_swatch(scene.styles_of(settings.choices)[place], key):
        number_control(place, key, choice, hyper, words, disabled=best)


def number_control(
    place: int,
    key: str,
    choice: OptimizerChoice,
    hyper: Hyperparameter,
    label: str,
    *,
    disabled: bool = False,
    visit: Visit[Any] = state.MAPS,
) -> None:
    """A slider for one hyper-parameter of the choice at ``place`` in the settings of a visit."""
    value = float(choice.value(hyper.name))
    st.select_slider(
        label,
        sorted({*stops_of(hyper), float(hyper.default), value}),
        format_func=short,
        help=(
            rate_help(choice.optimizer_class)
            if hyper.name == "learning_rate"
            else translated(hyper.help)
        ),
        disabled=disabled,
        **visit.controlled(
            f"{key}.{hyper.name}",
            value,
            lambda number: set_field(visit, place, choice.name, hyper.name, float(number)),
        ),
    )


def rate_help(rule: type[Optimizer]) -> str:
    """At a slider that has the rule's name: what is special of it, and what its η does."""
    hyper = rule.hyperparameters()[0]
    return f"{translated(rule.note)}\n\n{translated(hyper.title)} η: {translated(hyper.help)}"


def set_field(visit: Visit[Any], place: int, name: str, field: str, value: float | bool) -> Any:
    """The settings of a visit with another value for one field of the choice called ``name``."""
    now = visit.current()
    if place >= len(now.choices) or now.choices[place].name != name:
        return None  # the choice has left in the meantime
    return now.with_choice(place, now.choices[place].with_value(field, value))


@lru_cache(maxsize=128)
def stops_of(hyper: Hyperparameter) -> list[float]:
    """The values at which a hyper-parameter's slider stops."""
    low, high = hyper.slider
    if hyper.logarithmic:
        stops = logarithmic_stops(low, high)
        return [stop for stop in stops if stop == int(stop)] if hyper.whole else stops
    if hyper.whole:
        return [float(number) for number in range(int(low), int(high) + 1)]
    stops = [round(low + i * (high - low) / 100, 6) for i in range(101)]
    # Averages of long memory need finer stops near 1 than a linear scale has.
    return sorted({*stops, *((0.95, 0.98, 0.99, 0.995, 0.998, 0.999) if high == 0.999 else ())})


def start_clicked(key: str, visit: Visit[Any] = state.MAPS) -> Callable[[], None]:
    """What to do when the map of the player ``key`` was clicked: the walks start there."""

    def moved() -> None:
        point = st.session_state[key].get("start")
        if not isinstance(point, list | tuple) or len(point) != 2:
            return
        x, y = (float(number) for number in point)
        if max(abs(x), abs(y)) <= FARTHEST_START:
            visit.keep(replace(visit.current(), start=(x, y)))

    return moved


def rates_turned(key: str, visit: Visit[Any] = state.MAPS) -> Callable[[], None]:
    """What to do when learning rates were turned in the readout of the player ``key``: set them."""

    def turned() -> None:
        rates = st.session_state[key].get("rates")
        now = visit.current()
        if not isinstance(rates, dict):
            return
        for place, name in enumerate(scene.keys(now.choices)):
            rate, choice = rates.get(name), now.choices[place]
            known = choice.optimizer_class.hyperparameters()[0]
            if isinstance(rate, int | float) and known.allows(float(rate)):
                now = now.with_choice(place, choice.with_value("learning_rate", float(rate)))
        visit.keep(now)

    return turned

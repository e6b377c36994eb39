"""The controls of what shapes a surface: its parameters, as quantities, counts and choices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

import surfaces
from surfaces import Parameter
from surfaces.losses import fitting
from ui import state
from ui.numbers import short
from ui.settings import Settings
from ui.state import controlled
from ui.stops import logarithmic_stops
from ui.symbols import letters
from ui.words import _, translated

STOPS = 90  # of a slider
FEW_STOPS = 60


def shape_controls(settings: Settings) -> None:
    """A control for every parameter that changes something in this shape.

    Choices have words and take a line; of many numbers two share one.
    """
    shown = [
        (place, parameter)
        for place, parameter in enumerate(settings.surface.parameters)
        if not parameter.idle
    ]
    while shown:
        line = [shown.pop(0)]
        if line[0][1].title and not line[0][1].choices and shown and not shown[0][1].choices:
            line.append(shown.pop(0))
        columns = st.columns(2) if len(line) == 2 else [st.container()]
        for column, (place, parameter) in zip(columns, line, strict=True):
            with column:
                _control(settings, place, parameter)


def label(parameter: Parameter) -> str:
    """What a parameter is called: by its title where it has one, else by its symbol."""
    return translated(parameter.title) if parameter.title else letters(parameter.symbol)


def chosen(parameter: Parameter, value: float) -> str:
    """A parameter's value, as it is read."""
    if parameter.choices:
        title = parameter.choices[int(value)]
        return translated(title)
    return f"{int(value)}" if parameter.whole else short(value)


def parameter_and_value(parameter: Parameter, value: float) -> str:
    """A parameter with its value, as a setting is said beside a picture."""
    return _("{name} = {value}").format(
        name=label(parameter) if parameter.choices else letters(parameter.symbol),
        value=chosen(parameter, value),
    )


def reshaped(now: Settings, place: int, value: float) -> Settings:
    """Settings with another value of a parameter; what does not fit beside it gives way to it."""
    shape = (*now.shape[:place], float(value), *now.shape[place + 1 :])
    surface = now.surface
    if surface.scale is None:
        # Rates go to those of the usual shape, since others would have to be looked for.
        made = surfaces.by_name(now.surface_name, *shape, content=now.formula)
        usual = now.on_surface(now.surface_name, formula=now.formula)
        return replace(usual, shape=shape, start=made.start)
    return now.on_surface(now.surface_name, *fitting(now.surface_name, *shape))


def _control(settings: Settings, place: int, parameter: Parameter) -> None:
    value = settings.shape[place]

    def turned(new: Any) -> Settings | None:
        return None if new is None else reshaped(state.current(), place, float(new))

    key = f"shape.{parameter.name}"
    if parameter.choices:
        st.selectbox(
            label(parameter),
            list(range(len(parameter.choices))),
            format_func=lambda at: chosen(parameter, at),
            help=translated(parameter.help),
            **controlled(key, int(value), turned),
        )
    elif parameter.whole:
        st.number_input(
            label(parameter),
            min_value=int(parameter.low),
            max_value=int(parameter.high),
            step=1,
            help=translated(parameter.help),
            **controlled(key, int(value), turned),
        )
    else:
        st.select_slider(
            label(parameter),
            sorted({*_stops(parameter), value}),
            format_func=short,
            help=translated(parameter.help),
            **controlled(key, value, turned),
        )


def _stops(parameter: Parameter) -> list[float]:
    low, high = parameter.low, parameter.high
    if parameter.logarithmic:
        return logarithmic_stops(low, high)
    count = FEW_STOPS if parameter.title else STOPS
    stops = [low + i * (high - low) / count for i in range(count + 1)]
    return [round(stop, 10) for stop in stops] if parameter.title else stops

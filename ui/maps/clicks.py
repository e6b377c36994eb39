"""What a click on a map does to the visit's settings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from ui import state
from ui.maps.orders import RATE
from ui.settings import FARTHEST_START

OPEN = "maps.open"  # set when the next thing to do is to open Explore


def start_chosen(key: str) -> None:
    """A start was clicked: Explore is to show it.

    The point is exactly the one that was walked from, so Explore shows what the map has said.
    """
    cell = _cell(key)
    if cell is not None and max(abs(cell[0]), abs(cell[1])) <= FARTHEST_START:
        state.keep(replace(state.current(), start=(cell[0], cell[1])))
        st.session_state[OPEN] = True


def settings_chosen(key: str, place: int, name: str, field: str) -> None:
    """A cell of the map of settings was clicked: the choice walks with them from now on."""
    cell, now = _cell(key), state.current()
    if cell is None or place >= len(now.choices) or now.choices[place].name != name:
        return  # the choice has left in the meantime
    choice = now.choices[place]
    hypers = {hyper.name: hyper for hyper in choice.optimizer_class.hyperparameters()}
    for name_, value in ((RATE, cell[0]), (field, cell[1])):
        if not hypers[name_].allows(value):
            return
        choice = choice.with_value(name_, value)
    state.keep(now.with_choice(place, choice))


def _cell(key: str) -> tuple[float, float] | None:
    """What the component sent: two numbers, if it is what our script sends."""
    sent = st.session_state[key].get("cell")
    if not isinstance(sent, list | tuple) or len(sent) != 3:
        return None
    x, y = sent[:2]
    numbers = all(isinstance(n, int | float) and np.isfinite(n) for n in (x, y))
    return (float(x), float(y)) if numbers else None

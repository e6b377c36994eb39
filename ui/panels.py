"""The controls of Compare: one panel per choice, added, changed and removed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

import optimizers
from ui import scene, state
from ui.all_settings import settings_controls
from ui.controls import rate_control
from ui.settings import MOST_PANELS, Settings, taught_choice
from ui.state import controlled
from ui.words import _, translated


def panel_controls(settings: Settings) -> None:
    """Every panel's optimizer and learning rate, and the buttons to add and remove one."""
    titles = {name: translated(optimizers.by_name(name).title) for name in scene.MENU}
    keys = scene.keys(settings.choices)
    for place, choice in enumerate(settings.choices[:MOST_PANELS]):
        with st.container(border=True, gap="xsmall", key=f"card-{place}"):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="xxsmall"):
                st.selectbox(
                    _("Panel {number}").format(number=place + 1),
                    list(titles),
                    format_func=titles.__getitem__,
                    label_visibility="collapsed",
                    **controlled(
                        f"panel.{place}",
                        choice.name,
                        partial(_changed, place),
                    ),
                )
                st.button(
                    _("Duplicate this panel"),
                    icon=":material/content_copy:",
                    type="tertiary",
                    key=f"duplicate.{place}",
                    disabled=len(settings.choices) >= MOST_PANELS,
                    on_click=_duplicate,
                    args=(place, keys[place]),
                )
                st.button(
                    _("Remove this panel"),
                    icon=":material/close:",
                    type="tertiary",
                    key=f"remove.{place}",
                    on_click=_remove,
                    args=(place, keys[place]),
                )
            rate_control(settings, place, best=settings.best_rates)
    if len(settings.choices) < MOST_PANELS:
        st.button(_("Add a panel"), icon=":material/add:", width="stretch", on_click=_add)
    settings_controls(settings)


def _changed(place: int, name: str) -> Settings:
    now = state.current()
    return now.with_choice(place, taught_choice(name, now.surface))


def _remove(place: int, key: str) -> None:
    now = state.current()
    if place < len(now.choices) and scene.keys(now.choices)[place] == key:
        choices = (*now.choices[:place], *now.choices[place + 1 :])
        state.keep(replace(now, choices=choices))


def _duplicate(place: int, key: str) -> None:
    """The same panel once more beside it, to be changed in one thing."""
    now = state.current()
    if len(now.choices) < MOST_PANELS and scene.keys(now.choices)[place : place + 1] == [key]:
        choices = (*now.choices[: place + 1], *now.choices[place:])
        state.keep(replace(now, choices=choices))


def _add() -> None:
    """A panel for the first optimizer that has none; if all have one, the last one again."""
    now = state.current()
    if len(now.choices) >= MOST_PANELS:
        return
    present = {choice.name for choice in now.choices}
    absent = [name for name in scene.MENU if name not in present]
    choice = taught_choice(absent[0], now.surface) if absent else now.choices[-1]
    state.keep(replace(now, choices=(*now.choices, choice)))

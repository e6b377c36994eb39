"""The schedule of the learning rates, on every page that has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

import schedules
from ui.controls import stops_of
from ui.numbers import short
from ui.settings import fitting_schedule
from ui.symbols import titled
from ui.visit import Visit
from ui.words import _, translated


def pace_controls(visit: Visit[Any], key: str, help_: str, steps_of: Callable[[Any], int]) -> None:
    """How the learning rates change from step to step.

    Args:
        visit: Whose settings have a ``schedule_choice``.
        key: Of the control; those of the schedule's own settings begin with it.
        help_: What the visitor is told of it.
        steps_of: (settings) → how many steps a schedule has to fit.
    """
    titles = {schedule.name: translated(schedule.title) for schedule in schedules.SCHEDULES}
    picked = visit.current().schedule_choice

    def chosen(name: str) -> Any:
        now = visit.current()
        return replace(now, schedule_choice=fitting_schedule(name, steps_of(now)))

    st.selectbox(
        _("Schedule of the learning rates"),
        list(titles),
        format_func=titles.__getitem__,
        help=help_,
        **visit.controlled(key, picked.name, chosen),
    )
    st.caption(translated(picked.schedule_class.note))
    for hyper in picked.schedule_class.hyperparameters():
        value = float(picked.value(hyper.name))
        st.select_slider(
            titled(hyper),
            sorted({*stops_of(hyper), float(hyper.default), value}),
            format_func=short,
            help=translated(hyper.help),
            **visit.controlled(
                f"{key}.{picked.name}.{hyper.name}",
                value,
                partial(_turned, visit, picked.name, hyper.name),
            ),
        )


def _turned(visit: Visit[Any], name: str, field: str, value: float) -> Any:
    now = visit.current()
    if now.schedule_choice.name != name:
        return None  # another schedule was chosen in the meantime
    return replace(now, schedule_choice=now.schedule_choice.with_value(field, float(value)))

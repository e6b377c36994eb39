"""One walk under the glass: which optimizer is looked at, at which step, and its ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import streamlit as st

import optimizers
from engine import Ledger, ledger, stops_at
from figures.walks import DrawnWalk
from surfaces import Surface
from ui import scene, state
from ui.all_settings import more_settings, pace_of_steps, stop_controls
from ui.as_code import run_of, show_code
from ui.controls import rate_control
from ui.csv_files import head_of_page, offer_csv, written
from ui.glossary import explained
from ui.numbers import short
from ui.settings import MOST_CHOICES, OptimizerChoice, ScheduleChoice, Settings, taught_choice
from ui.table import OF
from ui.walk_names import names_of, settings_of, typed
from ui.words import _, translated


def invited() -> Settings:
    """The settings, in which the optimizer that is looked at walks."""
    now, name = state.current(), OF.current().name
    if all(choice.name != name for choice in now.choices):
        choices = (*now.choices[: MOST_CHOICES - 1], taught_choice(name, now.surface))
        state.replace_link(replace(now, choices=choices))
    return state.current()


def place_of(settings: Settings) -> int:
    """Which of the choices is looked at."""
    names = [choice.name for choice in settings.choices]
    return names.index(OF.current().name)


def turned(key: str) -> Callable[[], None]:
    """What to do when a hyper-parameter was turned in the player ``key``: set it."""

    def turn() -> None:
        said = st.session_state[key].get("fields")
        now = state.current()
        place = place_of(now)
        choice = now.choices[place]
        if not isinstance(said, dict) or said.get("rule") != choice.name:
            return
        for hyper in choice.optimizer_class.hyperparameters():
            value = said.get(hyper.name)
            number = float(value) if isinstance(value, int | float) else None
            if not hyper.flag and number is not None and hyper.allows(number):
                choice = choice.with_value(hyper.name, number)
        state.keep(now.with_choice(place, choice))

    return turn


def anatomy_controls(settings: Settings) -> None:
    """Which optimizer, and all of its settings."""
    titles = {name: translated(optimizers.by_name(name).title) for name in scene.MENU}

    st.selectbox(
        _("Optimizer"),
        list(titles),
        format_func=titles.__getitem__,
        help=explained("Optimizer"),
        **OF.turns("of"),
    )
    rate_control(settings, place_of(settings))
    more_settings(settings.choices, place_of(settings))
    pace_of_steps()
    stop_controls(settings)


@lru_cache(maxsize=16)
def ledger_of(
    surface: Surface,
    choice: OptimizerChoice,
    start: tuple[float, float],
    steps: int,
    schedule_choice: ScheduleChoice,
) -> Ledger:
    """The ledger of a choice's walk; the same for every visitor."""
    return ledger(surface, choice.optimizer(), start, steps, schedule=schedule_choice.schedule())


def drawn(settings: Settings, choice: OptimizerChoice, made: Ledger) -> DrawnWalk:
    """The walk as the player takes it."""
    return DrawnWalk(
        f"{choice.name}.0",
        translated(choice.optimizer_class.short),
        scene.style_of(choice.name),
        short(choice.value("learning_rate")),
        made.walk,
        stopped=int(stops_at(made.walk, settings.stop, settings.epsilon)),
    )


def ledger_csv(made: Ledger, head: Sequence[str] = (), *, commas: bool = False) -> bytes:
    """Every quantity of every step as CSV, with all of its digits."""
    return written(made.to_frame(), head, commas=commas)


def show_ledger(name: str, walk: DrawnWalk, made: Ledger) -> None:
    """The table of all steps, for those who open it, and the file."""
    settings = ", ".join(f"{key}={typed(value)}" for key, value in settings_of(walk).items())
    head = [*head_of_page(), f"{names_of([walk])[0]}: {settings}"]
    with st.container(horizontal=True):
        offer_csv(
            _("Ledger as CSV"),
            lambda commas: ledger_csv(made, head, commas=commas),
            f"{name}-ledger",
            help=_("Every quantity at every step, with all of its digits."),
        )
    table = st.expander(
        _("The ledger: every quantity at every step"),
        icon=":material/table_rows:",
        key="ledger",
        on_change=state.touch,
    )
    if table.open:
        table.dataframe(made.to_frame(), hide_index=True)


def show_walk_as_code(settings: Settings, walk: DrawnWalk) -> None:
    """The walk as a program to take away."""
    schedule = settings.schedule_choice.schedule()
    show_code(
        settings.surface_name, lambda: run_of(settings.surface, settings.start, [walk], schedule)
    )

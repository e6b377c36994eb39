"""One walk under the glass: which optimizer is looked at, at which step, and its ledger."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import streamlit as st

import optimizers
from engine import Ledger, ledger, stops_at
from figures.walks import DrawnWalk
from surfaces import Surface
from ui import query, scene, state
from ui.all_settings import more_settings, pace_controls, stop_controls
from ui.controls import rate_control
from ui.numbers import short
from ui.settings import MOST_RUNNERS, Pace, Runner, Settings, taught_runner
from ui.state import controlled
from ui.words import _, translated

FIRST = "adam"
OF, STEP = "of", "step"  # in the link
CHOSEN = "anatomy.of"
WRITTEN = "anatomy.link"  # what we wrote into the link last


def read_link() -> list[str]:
    """Take optimizer and step from the link, where it is not our own; notes on what was wrong."""
    notes = []
    text = query.last(OF)
    known = {rule.name for rule in optimizers.OPTIMIZERS}
    if text is not None and text != st.session_state.get(WRITTEN):
        if text in known:
            st.session_state[CHOSEN] = text
        else:
            notes.append(_("The link's optimizer is not one of ours; another one is shown."))
    settings = state.current()
    if st.session_state.get(CHOSEN) not in known:
        names = [runner.name for runner in settings.runners]
        st.session_state[CHOSEN] = FIRST if FIRST in names or not names else names[0]
    _invite(st.session_state[CHOSEN])
    step, clean = _step(query.last(STEP), settings.epochs)
    if not clean:
        notes.append(_("The link's step must be a whole number up to the epochs; 0 is shown."))
    st.session_state[WRITTEN] = st.session_state[CHOSEN]
    state.keep_own({OF: st.session_state[CHOSEN], STEP: str(step)})
    return notes


def _step(text: str | None, epochs: int) -> tuple[int, bool]:
    if text is None:
        return 0, True
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or int(text) > epochs:
        return 0, False
    return int(text), True


def _invite(name: str) -> None:
    """Let an optimizer walk that does not yet."""
    now = state.current()
    if all(runner.name != name for runner in now.runners):
        runners = (*now.runners[: MOST_RUNNERS - 1], taught_runner(name, now.surface))
        state.replace_link(replace(now, runners=runners))


def step_of_link() -> int:
    """The step that the link opens at."""
    return int(st.session_state[state.OWN][STEP][0])


def place_of(settings: Settings) -> int:
    """Which of the runners is looked at."""
    names = [runner.name for runner in settings.runners]
    return names.index(st.session_state[CHOSEN])


def anatomy_controls(settings: Settings) -> None:
    """Which optimizer, and all of its settings."""
    titles = {name: translated(optimizers.by_name(name).title) for name in scene.MENU}

    def chosen(name: str) -> None:
        st.session_state[CHOSEN] = name
        _invite(name)

    st.selectbox(
        _("Optimizer"),
        list(titles),
        format_func=titles.__getitem__,
        **controlled("anatomy.optimizer", settings.runners[place_of(settings)].name, chosen),
    )
    rate_control(settings, place_of(settings))
    more_settings(settings, place_of(settings))
    pace_controls(settings)
    stop_controls(settings)


@lru_cache(maxsize=16)
def ledger_of(
    surface: Surface, runner: Runner, start: tuple[float, float], steps: int, pace: Pace
) -> Ledger:
    """The ledger of a runner's walk; the same for every visitor."""
    return ledger(surface, runner.optimizer(), start, steps, schedule=pace.schedule())


def drawn(settings: Settings, runner: Runner, made: Ledger) -> DrawnWalk:
    """The walk as the player takes it."""
    return DrawnWalk(
        f"{runner.name}.0",
        translated(runner.optimizer_class.short),
        scene.style_of(runner.name),
        short(runner.value("learning_rate")),
        made.walk,
        stopped=int(stops_at(made.walk, settings.stop, settings.epsilon)),
    )


def ledger_csv(made: Ledger) -> bytes:
    """Every quantity of every step as CSV, with all of its digits."""
    return made.to_frame().to_csv(index=False, float_format="%.17g").encode()


def show_ledger(name: str, made: Ledger) -> None:
    """The table of all steps, for those who open it, and the file."""
    st.download_button(
        _("Ledger as CSV"),
        lambda: ledger_csv(made),
        file_name=f"{name}-ledger.csv",
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
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

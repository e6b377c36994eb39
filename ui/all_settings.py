"""What stands one click deeper: schedule, stop rule, and everything but the learning rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from engine import Stop
from ui import carried, scene, state
from ui.controls import number_control, set_field
from ui.glossary import explained
from ui.numbers import short
from ui.pace import pace_controls
from ui.settings import LEAST_EPSILON, MOST_EPSILON, OptimizerChoice, Settings
from ui.state import controlled
from ui.stops import logarithmic_stops
from ui.symbols import titled
from ui.visit import Visit
from ui.words import _, translated


def settings_controls(settings: Settings) -> None:
    """Everything but the learning rates, one click deeper, and the two ways back."""
    if not settings.choices:
        return
    # One place for all optimizers: a button for each would double what a page has to send.
    # It opens downwards, into the sidebar: a popover at its foot would have no room.
    more = st.expander(_("All settings"), icon=":material/tune:", key="more", on_change=state.touch)
    if more.open:
        with more:
            pace_of_steps()
            stop_controls(settings)
            settings_of_one(state.MAPS, settings.choices)
    ways_back(state.MAPS, _("Every optimizer back to a rate that suits this surface."))


def pace_of_steps() -> None:
    """How the learning rates of the walks on maps change from step to step."""
    words = _("Newton, BFGS and L-BFGS find the length of a step by themselves.")
    pace_controls(state.MAPS, "schedule", words, lambda now: now.epochs)


def stop_controls(settings: Settings) -> None:
    """The stop rule whose place is marked on every walk."""
    words = {
        Stop.BUDGET: _("None: all steps are taken"),
        Stop.GRADIENT: _("|∇f| < tol"),
        Stop.STEP: _("step < tol"),
        Stop.BOTH: _("|∇f| < tol and step < tol"),
    }
    st.selectbox(
        _("Stop rule"),
        list(words),
        format_func=words.__getitem__,
        help=_("A square marks where a loop with this rule would have ended the walk."),
        **controlled("stop", settings.stop, lambda rule: replace(state.current(), stop=Stop(rule))),
    )
    if settings.stop is Stop.BUDGET:
        return
    stops = logarithmic_stops(LEAST_EPSILON, MOST_EPSILON)
    st.select_slider(
        _("Tolerance of the stop rule"),
        sorted({*stops, settings.epsilon}),
        format_func=short,
        help=explained("Tolerance of the stop rule"),
        **controlled(
            "epsilon",
            settings.epsilon,
            lambda number: replace(state.current(), epsilon=float(number)),
        ),
    )


def stop_without_effect(settings: Settings) -> None:
    """One line for pages that mark no place on their walks, if a stop rule is chosen."""
    if settings.stop is not Stop.BUDGET:
        st.caption(
            _(
                "The stop rule has no effect on this page; in Explore, Compare and Anatomy a "
                "square marks where it fires."
            )
        )


def settings_of_one(
    visit: Visit[Any], choices: Sequence[OptimizerChoice], before: str = ""
) -> None:
    """Which of those who walk, and everything but its learning rate.

    Args:
        visit: Whose settings have the choices.
        choices: Who walks; at least one.
        before: What the keys of its controls begin with.
    """
    names = dict(zip(scene.keys(choices), scene.labels(choices), strict=True))
    chosen = st.session_state.get("more.of")
    key = st.selectbox(
        _("Optimizer"),
        list(names),
        format_func=names.__getitem__,
        help=explained("Optimizer"),
        **carried.shows("more.of", chosen if chosen in names else next(iter(names)), state.touch),
    )
    more_settings(choices, list(names).index(key), visit, before)


def ways_back(visit: Visit[Any], taught: str) -> None:
    """Two buttons: to the rates at which there is something to see, and to torch's settings.

    Args:
        visit: Whose settings know both ways.
        taught: What the visitor is told of the first.
    """
    left, right = st.columns(2, gap="small")
    left.button(
        _("Teaching rates"),
        width="stretch",
        help=taught,
        on_click=lambda: visit.keep(visit.current().taught()),
    )
    right.button(
        _("torch defaults"),
        width="stretch",
        help=_(
            "Every setting as in torch.optim, where it has the rule (but for μ = 0.9 and L-BFGS): "
            "made for networks, slow on a map."
        ),
        on_click=lambda: visit.keep(visit.current().as_in_torch()),
    )


def more_settings(
    choices: Sequence[OptimizerChoice],
    place: int,
    visit: Visit[Any] = state.MAPS,
    before: str = "",
) -> None:
    """Everything but the learning rate of one choice."""
    choice = choices[place]
    key = f"{before}{scene.keys(choices)[place]}"
    st.caption(translated(choice.optimizer_class.note))
    for hyper in choice.optimizer_class.hyperparameters()[1:]:
        if hyper.flag:
            st.toggle(
                translated(hyper.title),
                help=translated(hyper.help),
                **visit.controlled(
                    f"{key}.{hyper.name}",
                    bool(choice.value(hyper.name)),
                    partial(set_field, visit, place, choice.name, hyper.name),
                ),
            )
        else:
            number_control(place, key, choice, hyper, titled(hyper), visit=visit)

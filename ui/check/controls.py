"""The controls at the side: surface, optimizer and every setting, to the digit that was meant."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

import optimizers
import surfaces
from optimizers import Hyperparameter
from surfaces import Parameter
from surfaces.typed import NAME
from ui.check.settings import CheckSettings
from ui.glossary import explained
from ui.own_surface import LAST, OwnGround, own_controls
from ui.pace import pace_controls
from ui.shape_controls import chosen, label
from ui.symbols import titled
from ui.table import CHECK
from ui.words import _, translated

USUAL_STEPS = 300  # that a schedule is fitted to when it is picked
BELOW_ONE = 1 - 1e-9
GROUND = OwnGround(CHECK, "check.own", "check.shape.", CheckSettings.in_window)


def check_controls(settings: CheckSettings, steps: int) -> None:
    """What the program was meant to do; a schedule is fitted to so many steps."""
    titles = {NAME: _("Your own f(x, y)")}
    titles |= {surface.name: translated(surface.title) for surface in surfaces.SURFACES}
    st.selectbox(
        _("Surface"),
        list(titles),
        format_func=titles.__getitem__,
        help=explained("Surface"),
        **CHECK.controlled(
            "check.surface",
            settings.surface_name,
            _picked,
        ),
    )
    own_controls(settings, GROUND)
    if settings.surface_name != NAME:
        # Within a line of text a long formula is broken where it is added up.
        st.caption(f"${settings.surface.formula}$")
        for place, parameter in enumerate(settings.surface.parameters):
            if not parameter.idle:
                _shape(settings, place, parameter)
    rules = {rule.name: translated(rule.title) for rule in optimizers.OPTIMIZERS}
    st.selectbox(
        _("Optimizer"),
        list(rules),
        format_func=rules.__getitem__,
        help=explained("Optimizer that was meant"),
        **CHECK.controlled(
            "check.optimizer",
            settings.choice.name,
            lambda name: CHECK.current().with_rule(name) if name else None,
        ),
    )
    for hyper in settings.choice.optimizer_class.hyperparameters():
        _setting(settings, hyper)
    pace_controls(
        CHECK,
        "check.schedule",
        _("How the learning rate was meant to change."),
        lambda _now: steps or USUAL_STEPS,
    )


def _picked(name: str | None) -> CheckSettings | None:
    """The settings on a surface; the last formula of one's own comes back."""
    now, last = CHECK.current(), st.session_state.get(LAST)
    if name == NAME and now.surface_name != NAME and last:
        return now.on_surface(NAME, formula=last)
    return now.named(name) if name else None


def _shape(settings: CheckSettings, place: int, parameter: Parameter) -> None:
    def turned(new: Any) -> CheckSettings | None:
        now = CHECK.current()
        if new is None or place >= len(now.shape):
            return None
        shape = (*now.shape[:place], float(new), *now.shape[place + 1 :])
        try:
            surfaces.by_name(now.surface_name, *shape)
        except ValueError:
            return None  # what does not fit beside the others
        return replace(now, shape=shape)

    key, value = f"check.shape.{parameter.name}", settings.shape[place]
    if parameter.choices:
        st.selectbox(
            label(parameter),
            list(range(len(parameter.choices))),
            format_func=lambda at: chosen(parameter, at),
            help=translated(parameter.help),
            **CHECK.controlled(key, int(value), turned),
        )
        return
    whole = parameter.whole
    st.number_input(
        label(parameter),
        min_value=int(parameter.low) if whole else float(parameter.low),
        max_value=int(parameter.high) if whole else float(parameter.high),
        step=1 if whole else None,
        format=None if whole else "%.6g",
        help=translated(parameter.help),
        **CHECK.controlled(key, int(value) if whole else float(value), turned),
    )


def _setting(settings: CheckSettings, hyper: Hyperparameter) -> None:
    choice = settings.choice
    key = f"check.{choice.name}.{hyper.name}"
    turned = partial(_turned, choice.name, hyper)
    if hyper.flag:
        st.toggle(
            translated(hyper.title),
            help=translated(hyper.help),
            **CHECK.controlled(key, bool(choice.value(hyper.name)), turned),
        )
        return
    high = BELOW_ONE if hyper.open_high else min(hyper.high, 1e6)
    # Typed, since a slider has no stop at every number that a program may hold.
    st.number_input(
        titled(hyper),
        min_value=float(hyper.low),
        max_value=float(high),
        step=None,
        format="%.8g",
        help=translated(hyper.help),
        **CHECK.controlled(key, float(choice.value(hyper.name)), turned),
    )


def _turned(rule: str, hyper: Hyperparameter, value: Any) -> CheckSettings | None:
    now = CHECK.current()
    if value is None or now.choice.name != rule:
        return None  # it was emptied, or another rule was picked in the meantime
    value = bool(value) if hyper.flag else float(value)
    if not hyper.allows(value):
        return None
    return replace(now, choice=now.choice.with_value(hyper.name, value))

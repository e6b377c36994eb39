"""The controls of the page of maps: which maps, and how fine, or whose settings."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui import scene
from ui.maps.orders import fields_of
from ui.maps.view import RESOLUTIONS, SETTINGS, STARTS, View, eligible
from ui.settings import Settings
from ui.table import VIEW
from ui.words import _, translated


def show_tools(view: View, settings: Settings) -> None:
    """Which maps, and how fine, or whose settings."""
    names = {STARTS: _("Every start"), SETTINGS: _("Every setting")}
    st.segmented_control(
        _("Maps of"),
        list(names),
        format_func=names.__getitem__,
        label_visibility="collapsed",
        **VIEW.turns("show"),
    )
    if view.show == STARTS:
        st.selectbox(
            _("Resolution"),
            RESOLUTIONS,
            format_func=lambda n: _("{n} × {n} starts").format(n=n),
            label_visibility="collapsed",
            width=180,
            **VIEW.turns("resolution"),
        )
        return
    subject = view.subject(settings)
    if subject is None:
        return
    place, choice, second = subject
    keys = scene.keys(settings.choices)
    labels = dict(zip(keys, scene.labels(settings.choices), strict=True))
    st.selectbox(
        _("Optimizer"),
        list(eligible(settings)),
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        width=160,
        **VIEW.controlled(
            "maps.rule", keys[place], lambda key: replace(VIEW.current(), rule=key, against="")
        ),
    )
    # Momentum has a momentum: what stands beside the optimizer says what it is.
    titles = {
        hyper.name: _("η against {name}").format(name=translated(hyper.title))
        for hyper in fields_of(choice)
    }
    st.selectbox(
        _("Learning rate against"),
        list(titles),
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        width=240,
        **VIEW.controlled(
            "maps.against", second.name, lambda name: replace(VIEW.current(), against=name)
        ),
    )

"""Who trains on the page on networks, at which rates, and what keeps it from learning by heart."""

from __future__ import annotations

from functools import partial

import streamlit as st

import optimizers
from ui import scene
from ui.controls import logarithmic_stops, rate_help, stops_of
from ui.glossary import explained
from ui.network import settings as chosen
from ui.network.settings import NetworkSettings
from ui.network.visit import NETWORK
from ui.numbers import short
from ui.swatches import with_swatch
from ui.words import _, translated

LEFT_OUT_STOPS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
JITTER_STOPS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0)


def rule_controls(settings: NetworkSettings) -> None:
    """Who trains."""
    st.pills(
        _("Optimizers"),
        chosen.FIRST_ORDER,
        selection_mode="multi",
        format_func=lambda name: translated(optimizers.by_name(name).short),
        help=" ".join((_("Up to {most}.").format(most=chosen.MOST_RULES), explained("Optimizers"))),
        **NETWORK.controlled(
            "network.rules",
            [choice.name for choice in settings.choices],
            lambda names: _ruled(list(names)),
        ),
    )


def _ruled(names: list[str]) -> NetworkSettings | None:
    return NETWORK.current().with_rules(names) if len(names) <= chosen.MOST_RULES else None


def rate_controls(settings: NetworkSettings) -> None:
    """The learning rate of every rule."""
    for choice in settings.choices:
        rate = float(choice.value("learning_rate"))
        with with_swatch(scene.style_of(choice.name), f"network-{choice.name}"):
            st.select_slider(
                _("{name} · η").format(name=translated(choice.optimizer_class.short)),
                sorted({*stops_of(choice.optimizer_class.hyperparameters()[0]), rate}),
                format_func=short,
                help=rate_help(choice.optimizer_class),
                **NETWORK.controlled(
                    f"network.rate.{choice.name}", rate, partial(_rated, choice.name)
                ),
            )


def _rated(name: str, rate: float) -> NetworkSettings:
    return NETWORK.current().with_rate(name, float(rate))


def noise_controls(settings: NetworkSettings) -> None:
    """Weight decay, and what is left out or shaken in training."""
    st.select_slider(
        _("Weight decay ω"),
        sorted({0.0, *logarithmic_stops(1e-5, chosen.MOST_DECAY), settings.decay}),
        format_func=short,
        help=explained("Weight decay of a network"),
        **NETWORK.turns("penalty"),
    )
    left, right = st.columns(2)
    with left:
        _part(_("Dropout"), "dropout", settings.dropout, explained("Dropout"))
        _part(_("Stochastic depth"), "bypass", settings.depth, explained("Stochastic depth"))
    with right:
        _part(_("DropConnect"), "dropconnect", settings.dropconnect, explained("DropConnect"))
        st.select_slider(
            _("Jitter"),
            sorted({*JITTER_STOPS, settings.jitter}),
            format_func=short,
            help=explained("Jitter"),
            **NETWORK.turns("jitter"),
        )


def _part(label: str, word: str, value: float, help_: str) -> None:
    st.select_slider(
        label,
        sorted({*LEFT_OUT_STOPS, value}),
        format_func=short,
        help=help_,
        **NETWORK.turns(word),
    )

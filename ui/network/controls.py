"""The controls of the page on networks: examples, network, start, loss, batches and noise."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

import data
from networks import MOST_LAYERS, MOST_WIDTH
from ui import scene
from ui.controls import logarithmic_stops
from ui.glossary import explained
from ui.learners import batch_stops, count_slider, epochs_slider, noise_slider, seed_box
from ui.network import settings as chosen
from ui.network import words
from ui.network.settings import NetworkSettings
from ui.network.visit import NETWORK
from ui.numbers import short
from ui.words import _, translated

HELD_STOPS = (0, 5, 10, 20, 25, 30, 40, 50, 60, 70, 80, 90)
LEFT_OUT_STOPS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
JITTER_STOPS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0)


def data_controls(settings: NetworkSettings) -> None:
    """What is learned from, and how much of it is held out."""
    sources = {name: translated(data.by_name(name).title) for name in chosen.SOURCES}
    st.selectbox(
        _("Examples"),
        list(sources),
        format_func=sources.__getitem__,
        help=explained("Examples"),
        **NETWORK.controlled(
            "network.source",
            settings.source_name,
            lambda name: NETWORK.current().on_source(name),
        ),
    )
    if not settings.is_table:
        left, right = st.columns(2)
        with left:
            count_slider(settings.n, NETWORK.turns("points"))
        with right:
            noise_slider(settings.noise, NETWORK.turns("spread"))
    left, right = st.columns(2)
    with left:
        st.select_slider(
            _("Held out, %"),
            sorted({*HELD_STOPS, settings.held}),
            help=explained("Held out, %"),
            **NETWORK.turns("held"),
        )
    with right:
        seed_box(
            _("Seed of the examples"),
            _("Another seed makes other examples of the same kind."),
            NETWORK.turns("drawn"),
        )


def net_controls(settings: NetworkSettings) -> None:
    """Layers, activation, start and loss."""
    st.segmented_control(
        _("Hidden layers"),
        list(range(MOST_LAYERS + 1)),
        required=True,
        width="stretch",
        help=explained("Hidden layers"),
        **NETWORK.controlled(
            "network.layers",
            len(settings.hidden),
            lambda count: None if count is None else NETWORK.current().with_layers(int(count)),
        ),
    )
    for column, place in zip(
        st.columns(max(1, len(settings.hidden))), range(len(settings.hidden)), strict=False
    ):
        with column:
            st.number_input(
                _("Layer {number}").format(number=place + 1),
                min_value=1,
                max_value=MOST_WIDTH,
                step=1,
                help=explained("Neurons of a layer"),
                **NETWORK.controlled(
                    f"network.width.{place}", settings.hidden[place], partial(_widened, place)
                ),
            )
    _menu(_("Activation"), "activation", words.activations(), explained("Activation"))
    left, right = st.columns([3, 2])
    with left:
        _menu(_("Start of the weights"), "init", words.starts(), explained("Start of the weights"))
    with right:
        seed_box(_("Its seed"), explained("Its seed"), NETWORK.turns("dice"))
    _menu(_("Loss"), "criterion", words.losses(), explained("Loss of a network"))


def _menu(label: str, word: str, names: dict[str, str], help_: str) -> None:
    st.selectbox(
        label, list(names), format_func=names.__getitem__, help=help_, **NETWORK.turns(word)
    )


def _widened(place: int, width: int | None) -> NetworkSettings | None:
    now = NETWORK.current()
    if width is None or place >= len(now.hidden):
        return None  # the layer has left in the meantime
    hidden = (*now.hidden[:place], int(width), *now.hidden[place + 1 :])
    return replace(now, hidden=hidden)


def why_they_wait(settings: NetworkSettings) -> None:
    """What keeps rules that search along a line from training, if one of them is picked."""
    if settings.waiting:
        names = " · ".join(scene.labels(settings.waiting))
        st.caption(
            _(
                "{names}: not trained now. A line search compares losses, so every update has to "
                "see the same: all examples, and 0 for dropout, DropConnect, stochastic depth and "
                "jitter."
            ).format(names=names)
        )


def batch_controls(settings: NetworkSettings) -> None:
    """What one update sees, and how many there are."""
    count = settings.count
    stops = [b for b in sorted({*batch_stops(count), settings.b}) if b < count]
    names = {1: _("1 (SGD)"), 0: _("{n} (full batch)").format(n=count)}
    value = 0 if settings.b >= count else settings.b
    st.select_slider(
        _("Examples per update, b"),
        [*stops, 0],
        format_func=lambda b: names.get(b, str(b)),
        disabled=not stops,
        help=explained("Examples per update, b"),
        **NETWORK.controlled(
            "network.batch", value, lambda b: replace(NETWORK.current(), batch=int(b))
        ),
    )
    left, right = st.columns(2)
    with left:
        epochs_slider(settings, NETWORK.turns("epochs"))
    with right:
        seed_box(_("Draw seed"), explained("Draw seed"), NETWORK.turns("shuffle"))


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

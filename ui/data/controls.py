"""The controls of the page on data."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import data
from data import Order
from surfaces.losses import KINDS
from ui.data import settings as chosen
from ui.data.settings import DataSettings
from ui.data.visit import DATA
from ui.glossary import explained
from ui.learners import batch_stops, count_slider, epochs_slider, noise_slider, seed_box
from ui.words import _, translated

SEED_STOPS = (1, 2, 5, 10, 20, 50, 100)


def data_controls(settings: DataSettings) -> None:
    """What is learned, and from which examples."""
    losses = {one.name: translated(one.title) for one in KINDS}
    st.selectbox(
        _("Loss"),
        list(losses),
        format_func=losses.__getitem__,
        help=explained("Loss"),
        **DATA.controlled(
            "data.loss", settings.loss_name, lambda name: DATA.current().on_loss(name)
        ),
    )
    sources = {
        name: translated(data.by_name(name).title) for name in chosen.sources_of(settings.task)
    }
    st.selectbox(
        _("Examples"),
        list(sources),
        format_func=sources.__getitem__,
        help=explained("Examples"),
        **DATA.controlled("data.source", settings.source_name, _sourced),
    )
    if not settings.is_table:
        _made_controls(settings)
        _sampled(settings)
    _edits(settings)


def _sourced(name: str) -> DataSettings | None:
    now = DATA.current()
    # Another loss may have been chosen meanwhile.
    return now.on_source(name) if name in chosen.sources_of(now.task) else None


def _made_controls(settings: DataSettings) -> None:
    left, right = st.columns(2)
    with left:
        count_slider(
            settings.n,
            DATA.controlled(
                "data.n", settings.n, lambda n: DATA.current().changed(n=int(n)).afresh()
            ),
        )
    with right:
        noise_slider(
            settings.noise,
            DATA.controlled(
                "data.noise",
                settings.noise,
                lambda noise: DATA.current().changed(noise=float(noise)).afresh(),
            ),
        )


def _sampled(settings: DataSettings) -> None:
    seed_box(
        _("Seed of the examples"),
        _("Another seed makes other examples of the same kind."),
        DATA.controlled(
            "data.sample",
            settings.sample,
            lambda seed: None if seed is None else DATA.current().changed(sample=seed).afresh(),
        ),
    )


def _edits(settings: DataSettings) -> None:
    count = len(settings.edits)
    if not count:
        return
    st.button(
        _("Undo what was done by hand ({count})").format(count=count),
        type="tertiary",
        key="data.untouched",
        on_click=lambda: DATA.keep(DATA.current().untouch()),
    )


def batch_controls(settings: DataSettings) -> None:
    """What one update sees, and how many there are."""
    count = settings.count
    words = {1: _("1 (SGD)"), count: _("{n} (full batch)").format(n=count)}
    stops = sorted({*batch_stops(count), settings.batch})
    st.select_slider(
        _("Examples per update, b"),
        stops,
        format_func=lambda b: words.get(b, str(b)),
        disabled=count < 2,
        help=explained("Examples per update, b"),
        **DATA.controlled("data.batch", settings.batch, _batched),
    )
    orders = {
        Order.RESHUFFLED: _("Shuffled"),
        Order.REPLACED: _("Replaced"),
        Order.FIXED: _("In order"),
    }
    st.segmented_control(
        _("How they are drawn"),
        list(orders),
        format_func=orders.__getitem__,
        required=True,
        width="stretch",
        help=_(
            "Shuffled: every example once per epoch, in a new order each time. Replaced: every "
            "draw from all examples, so that some come twice and others not at all. In order: as "
            "they stand, the same in every epoch."
        ),
        **DATA.turns("order"),
    )
    left, right = st.columns(2)
    with left:
        epochs_slider(settings, DATA.turns("epochs"))
    with right:
        seed_box(_("Draw seed"), explained("Draw seed"), DATA.turns("seed"))
    st.select_slider(
        _("Seeds side by side"),
        sorted({*SEED_STOPS, settings.seeds}),
        help=_(
            "The same walks under other draws: a band holds the middle 80 % of their losses, dots "
            "are where they end."
        ),
        **DATA.turns("seeds"),
    )


def _batched(b: int) -> DataSettings | None:
    now = DATA.current()
    return replace(now, batch=int(b)) if 1 <= b <= now.count else None

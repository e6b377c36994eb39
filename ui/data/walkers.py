"""How rules walk on the page on data: all of their settings, weight decay, schedule."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui import learners, pace, scene
from ui.data import settings as chosen
from ui.data.settings import DataSettings
from ui.data.visit import DATA
from ui.glossary import explained
from ui.numbers import short
from ui.stops import logarithmic_stops
from ui.words import _


def more_controls(settings: DataSettings) -> None:
    """Everything but the learning rates, one click deeper, and the two ways back."""
    taught = _("Every optimizer back to a rate that suits this loss.")
    learners.more_controls(DATA, "data", settings, taught)


def pace_controls(settings: DataSettings) -> None:
    """Weight decay, and how the learning rates change."""
    st.select_slider(
        _("Weight decay of the loss, ω"),
        sorted({0.0, *logarithmic_stops(1e-3, chosen.MOST_DECAY), settings.decay}),
        format_func=short,
        help=_("ω/2 · |w|² is added to the loss of every batch, so that long weights cost."),
        **DATA.turns("decay"),
    )
    pace.pace_controls(
        DATA,
        "data.schedule",
        explained("Schedule of the learning rates"),
        lambda now: now.updates,
    )
    names = {
        "": _("None"),
        **dict(zip(_names(settings), scene.labels(settings.choices), strict=True)),
    }
    st.selectbox(
        _("Gradients on the map"),
        list(names),
        format_func=names.__getitem__,
        help=_(
            "Where this optimizer stands: the gradient of the batch, of all examples, and as dots "
            "those of single examples. All of them are drawn downhill."
        ),
        **DATA.controlled(
            "data.slopes",
            settings.slopes_of,
            lambda name: replace(DATA.current(), slopes_of=name if name in _names() else ""),
        ),
    )
    st.toggle(
        _("Contours of the batch"),
        help=explained("Contours of the batch"),
        **DATA.turns("contours"),
    )
    overs = {"updates": _("Updates"), "epochs": _("Epochs"), "examples": _("Examples seen")}
    st.segmented_control(
        _("The loss is drawn over"),
        list(overs),
        format_func=overs.__getitem__,
        required=True,
        width="stretch",
        help=explained("The loss is drawn over"),
        **DATA.turns("over"),
    )


def _names(settings: DataSettings | None = None) -> list[str]:
    return [choice.name for choice in (settings or DATA.current()).choices]

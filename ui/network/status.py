"""How far a training is, the button to stop it, and what is shown while it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from engine import RefusedError
from ui import state
from ui.maps import job_status
from ui.maps.job_queue import Job, job_queue
from ui.network.orders import TrainedNets, TrainingOrder
from ui.network.visit import NETWORK
from ui.words import _, translated

LAST = "network.last"  # the link of the training that was shown last


def shown(answer: Any) -> TrainedNets | None:
    """What is to be drawn: the training itself, or the last one that there was."""
    if isinstance(answer, TrainedNets):
        st.session_state[LAST] = NETWORK.as_text(answer.settings)
        return answer
    text = st.session_state.get(LAST)
    if text is None:
        return None
    settings, _notes = NETWORK.read(parse_qs(text))
    return job_queue().found([TrainingOrder(settings)])[0]


def show_progress(orders: Sequence[TrainingOrder], answer: Any, drawn: TrainedNets | None) -> None:
    """One line while there is something to wait for, or to take up again."""
    if isinstance(answer, TrainedNets):
        return
    if isinstance(answer, Exception):
        st.error(_problem(answer))
        return
    before = _("The picture shows the training before.") if drawn is not None else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        if isinstance(answer, Job):
            text = _("Training …") if answer.total else _("Waiting for a free worker …")
            st.progress(answer.done / max(1, answer.total), text=text, width=220)
            st.button(
                _("Cancel"),
                icon=":material/close:",
                key="network.cancel",
                on_click=_stop,
                args=(tuple(orders),),
            )
        else:
            st.button(
                _("Train"),
                icon=":material/play_arrow:",
                key="network.again",
                on_click=_stop,
                args=(None,),
            )
        if before:
            st.caption(before)


def _problem(error: Exception) -> str:
    if isinstance(error, RefusedError):
        return translated(error.message).format(**error.places)
    return _("This network could not be trained.")


def _stop(orders: tuple[TrainingOrder, ...] | None) -> None:
    st.session_state[job_status.STOPPED] = orders
    state.touch()

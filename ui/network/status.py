"""How far a training is, the button to stop it, and what is shown while it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from ui.maps import job_status
from ui.maps.job_queue import job_queue
from ui.maps.turns import Job
from ui.network.orders import TrainedNets, TrainingOrder
from ui.network.visit import NETWORK
from ui.words import _

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
        st.error(job_status.said_of(answer, _("This network could not be trained.")))
        return
    before = _("The picture shows the training before.") if drawn is not None else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        if isinstance(answer, Job):
            text = job_status.said_of_waiting([answer]) or _("Training …")
            job_status.at_work(orders, answer.done / max(1, answer.total), text, "network.cancel")
        else:
            job_status.take_up(_("Train"), "network.again")
        if before:
            st.caption(before)

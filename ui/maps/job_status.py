"""Between a page and the queue of jobs: what is wanted, how far it is, and the button to stop."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine import RefusedError
from ui import state
from ui.maps.job_queue import Ordered, job_queue
from ui.maps.orders import Order
from ui.maps.turns import Job
from ui.words import _, translated

VISITOR, STOPPED = "maps.visitor", "maps.stopped"
POLL = 0.5  # seconds
QUICK = 0.6  # seconds for which a page waits, so that quick maps come without a progress bar


def asked(orders: Sequence[Ordered]) -> list[Any]:
    """For each order what was made, the exception it raised, its `Job`, or None if stopped."""
    visitor = st.session_state.setdefault(VISITOR, secrets.token_hex(8))
    shop = job_queue()
    if st.session_state.get(STOPPED) == tuple(orders):
        shop.want(visitor, ())
        return shop.found(orders)
    return shop.want(visitor, orders)


def asked_patiently(orders: Sequence[Ordered]) -> list[Any]:
    """The same, with a moment's time for what is quick."""
    answers = asked(orders)
    if is_working(answers) and job_queue().is_moving(orders):
        job_queue().wait(orders, QUICK)
        return asked(orders)
    return answers


def is_working(answers: Sequence[Any]) -> bool:
    """Whether somebody is at work for this page."""
    return any(isinstance(answer, Job) for answer in answers)


def problems(answers: Sequence[Any]) -> list[str]:
    """What went wrong, a sentence each; only those that were meant for a visitor are repeated."""
    wrong = [answer for answer in answers if isinstance(answer, Exception)]
    return list(dict.fromkeys(said_of(error, _("This map could not be made.")) for error in wrong))


def said_of(error: Exception, otherwise: str) -> str:
    """A sentence on what went wrong; the other one where it was not meant for a visitor."""
    if isinstance(error, RefusedError):
        return translated(error.message).format(**error.places)
    return otherwise


def said_of_waiting(answers: Sequence[Any]) -> str:
    """That no job has begun yet, and how many turns are left until one does; else nothing."""
    jobs = [answer for answer in answers if isinstance(answer, Job)]
    if any(job.begun for job in jobs):
        return ""
    ahead = min(job.place for job in jobs)
    return _("Waiting for a free worker, {place} in the queue …").format(place=ahead)


def show_progress(orders: Sequence[Order], answers: Sequence[Any]) -> None:
    """How far the work is, and the button to stop it; or the one to take it up again."""
    if is_working(answers):
        done = sum(1.0 if not isinstance(a, Job) else a.done / max(1, a.total) for a in answers)
        text = said_of_waiting(answers) or _("Walking from every start …")
        at_work(orders, done / len(answers), text, "maps.cancel")
    elif any(answer is None for answer in answers):
        take_up(_("Make the missing maps"), "maps.again")


def at_work(orders: Sequence[Ordered], done: float, text: str, key: str) -> None:
    """How far orders are, from 0 to 1, and the button to stop them."""
    st.progress(done, text=text, width=220)
    st.button(_("Cancel"), icon=":material/close:", key=key, on_click=_stop, args=(tuple(orders),))


def take_up(label: str, key: str) -> None:
    """The button to go on with what was stopped."""
    st.button(label, icon=":material/play_arrow:", key=key, on_click=_stop, args=(None,))


def _stop(orders: tuple[Ordered, ...] | None) -> None:
    st.session_state[STOPPED] = orders
    state.touch()

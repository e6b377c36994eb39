"""Examples that are pasted: read as numbers and as nothing else, and kept in the link like others.

They stand there as examples that were added to a set of which nothing is left.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import data
from data import Task
from ui import state
from ui.data.edits import FARTHEST, MOST_EDITS, Edits, plane_of
from ui.data.settings import LEAST_N, DataSettings
from ui.data.visit import DATA
from ui.words import _

FIELD = "data.paste"
UNDER = {Task.NUMBER: "line", Task.CLASS: "overlapping"}  # whose examples make room
MOST_PASTED = MOST_EDITS - LEAST_N
LONGEST = 20_000  # characters


def with_pasted(settings: DataSettings, text: str) -> DataSettings:
    """The settings with the examples of a text, and no others.

    Raises:
        ValueError: There are none in it, too many, or one that is too far away.
    """
    given = plane_of(data.pasted(text, settings.task))
    if len(given) > MOST_PASTED or abs(given[:, :2]).max() > FARTHEST:
        raise ValueError("too many, or too far away")
    added = tuple((float(x), float(y), int(label)) for x, y, label in given)
    edits = Edits(removed=tuple(range(LEAST_N)), added=added)
    noise = data.by_name(UNDER[settings.task]).noise or 0.0
    under = replace(settings, source_name=UNDER[settings.task], n=LEAST_N, noise=noise)
    changed = replace(under, edits=edits)
    full = settings.batch == settings.count
    batch = changed.count if full else min(settings.batch, changed.count)
    return replace(changed, batch=batch).begun_anew()


def paste_control(settings: DataSettings) -> None:
    """A place for text, and what takes it."""
    # What is closed is not sent.
    place = st.expander(
        _("Paste examples"), icon=":material/content_paste:", key="pasting", on_change=state.touch
    )
    if not place.open:
        return
    with place:
        st.text_area(
            _("One example per line"),
            key=FIELD,
            height=120,
            max_chars=LONGEST,
            placeholder="0.5, 1.2\n1.5, 2.1"
            if settings.task is Task.NUMBER
            else "0.5, 1.2, 0\n1.5, 2.1, 1",
            help=(
                _("x and y, with a comma, a semicolon, a tab or a blank between them.")
                if settings.task is Task.NUMBER
                else _(
                    "x, y and the class, 0 or 1, with a comma, a semicolon, a tab or a blank "
                    "between them."
                )
            ),
        )
        st.button(_("Take these examples"), key="data.take", on_click=_take)


def _take() -> None:
    now = DATA.current()
    try:
        DATA.keep(with_pasted(now, st.session_state.get(FIELD) or ""))
    except ValueError:
        sentence = (
            _(
                "Nothing was taken: every line must hold two numbers up to {far}, and there must "
                "be from 1 to {most} lines."
            )
            if now.task is Task.NUMBER
            else _(
                "Nothing was taken: every line must hold two numbers up to {far} and a class, 0 "
                "or 1, and there must be from 1 to {most} lines."
            )
        )
        st.toast(sentence.format(far=f"{FARTHEST:,.0f}", most=MOST_PASTED), icon=":material/block:")

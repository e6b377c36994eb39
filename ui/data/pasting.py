"""Examples that are pasted: read as numbers and as nothing else, and kept in the link like others.

They stand there as examples that were added to a set of which nothing is left.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

import streamlit as st

import data
from data import Task, UnreadableError
from ui import state
from ui.data.edits import FARTHEST, MOST_EDITS, Edits, plane_of
from ui.data.settings import LEAST_N, DataSettings
from ui.data.visit import DATA
from ui.words import _, translated

FIELD = "data.paste"
REFUSED = "data.refused"  # in the session: the mark of the text that was not taken
UNDER = {Task.NUMBER: "line", Task.CLASS: "overlapping"}  # whose examples make room
MOST_PASTED = MOST_EDITS - LEAST_N
LONGEST = 20_000  # characters


def with_pasted(settings: DataSettings, text: str) -> DataSettings:
    """The settings with the examples of a text, and no others.

    Raises:
        UnreadableError: There are none in it, too many, or one that cannot be read or is too far
            away: which.
    """
    read = data.pasted(text, settings.task, most_rows=MOST_PASTED, largest=FARTHEST)
    given = plane_of(read)
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
        _refused(settings)


def _take() -> None:
    text = st.session_state.get(FIELD) or ""
    st.session_state.pop(REFUSED, None)
    try:
        DATA.keep(with_pasted(DATA.current(), text))
    except UnreadableError:
        st.session_state[REFUSED] = _mark(text)


def _mark(text: str) -> str:
    """What tells one text from every other: a session keeps nothing longer."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _refused(settings: DataSettings) -> None:
    """Why the text that stands there was not taken, and its line, as text and nothing else."""
    text = st.session_state.get(FIELD) or ""
    if st.session_state.get(REFUSED) != _mark(text):
        return  # nothing was refused, or it has been changed since
    try:
        with_pasted(settings, text)
    except UnreadableError as error:
        said = (_("Nothing was taken."), translated(error.message).format(**error.places))
        with st.container(key="refused", gap="xsmall"):
            st.warning(" ".join((*said, _allowed(settings))), icon=":material/block:")
            if error.line:
                st.code(error.line, language=None, wrap_lines=True)


def _allowed(settings: DataSettings) -> str:
    sentence = (
        _("A line holds x and y, from −{far} to {far}; from 1 to {most} lines are taken.")
        if settings.task is Task.NUMBER
        else _(
            "A line holds x and y, from −{far} to {far}, and the class, 0 or 1; from 1 to {most} "
            "lines are taken."
        )
    )
    return sentence.format(far=f"{FARTHEST:,.0f}", most=MOST_PASTED)

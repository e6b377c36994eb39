"""How a visit goes on where the server has lost it: after a restart, or when it was long away.

Streamlit forgets a session two minutes after its browser has left, and all of them when the server
stops. The browser comes back with its address, with what its controls show, and with nothing that
would tell our callbacks what has changed. So it is given the texts of the visit to carry, in a
field that nobody sees, and what its controls show counts in the first run: where a control says
something else than the link, the visitor has touched it.

Three things must happen before anything of the visitor's arrives. The browser has to ask for the
page as soon as it is back: it does so where something is to be run from time to time. Then it has
to wait, because the parts of a page that are run alone are not known before they have been run
once (`hold.js`). And on every page the field has to be the same one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

from ui.words import _

FIELD = "carried"
KNOWN = "known"  # set when a session has had a run from its beginning to its end
LONGEST = 20_000  # characters of all texts; more is not ours
ONCE_A_DAY = 86_400  # seconds


@dataclass
class Brought:
    """What the browser brought to a session that knows nothing.

    Attributes:
        keys: Of the controls whose values it has sent.
        shows: The controls that were shown so far: key, value of the link, what to do if changed.
    """

    keys: frozenset[str] = frozenset()
    shows: list[tuple[str, Any, Callable[[], None]]] = field(default_factory=list)


# Of this script run; none where the session is known, or the run is only a part of the page.
_brought: ContextVar[Brought | None] = ContextVar("brought", default=None)


def take_up(keys: Sequence[str]) -> None:
    """Take what the browser carries under these keys, and give it what it is to carry."""
    with st.container(key="carrier"):
        if not is_new():
            texts = {key: st.session_state[key] for key in keys if key in st.session_state}
            st.session_state[FIELD] = json.dumps(texts)
        text = st.text_input(
            _("The visit, as the browser keeps it"), key=FIELD, label_visibility="collapsed"
        )
        _come_back()
    if is_new():
        for key, value in _texts(text, keys).items():
            st.session_state.setdefault(key, value)


@st.fragment(run_every=ONCE_A_DAY)
def _come_back() -> None:
    """Nothing; because of it the browser asks for the page as soon as it is connected again."""


def _texts(text: str | None, keys: Sequence[str]) -> dict[str, str]:
    """The texts that a browser has carried; none of what is not ours."""
    try:
        texts = json.loads((text or "{}")[:LONGEST])
    except (ValueError, RecursionError):  # brackets may be nested deeper than any reader goes
        return {}
    if not isinstance(texts, dict):
        return {}
    return {key: texts[key] for key in keys if isinstance(texts.get(key), str)}


def is_new() -> bool:
    """Whether the server knows nothing of this visit but what the browser has brought."""
    return KNOWN not in st.session_state


def open_page(*, touched: bool) -> None:
    """Listen to what the browser's controls show, if the session is a new one.

    Args:
        touched: Whether a control was heard already; then the others are not as the visitor left
            them, but as they were before.
    """
    context = get_script_run_ctx()
    if context is None or touched or not is_new():
        _brought.set(None)
        return
    ids = [sent.id for sent in context.session_state.get_widget_states()]
    keys = frozenset(key for id_ in ids if (key := user_key_from_element_id(id_)))
    _brought.set(Brought(keys - {FIELD}))


def turn_down() -> None:
    """Let the browser's controls show what the link says, whatever they have shown before."""
    brought = _brought.get()
    if brought is not None:
        brought.keys = frozenset()


def shows(key: str, value: Any, changed: Callable[[], None]) -> dict[str, Any]:
    """Arguments for a widget that shows ``value`` and calls ``changed`` when it is used."""
    brought = _brought.get()
    if brought is not None and key in brought.keys:
        brought.shows.append((key, value, changed))
    else:
        st.session_state[key] = value
    return {"key": key, "on_change": changed}


def close_page() -> None:
    """Do what the visitor has done on a page whose session was lost, and show what comes of it."""
    st.session_state[KNOWN] = True
    brought = _brought.get()
    _brought.set(None)
    touched = [
        changed
        for key, value, changed in (brought.shows if brought else ())
        if st.session_state[key] != value
    ]
    for changed in touched:
        changed()
    if touched:
        st.rerun()

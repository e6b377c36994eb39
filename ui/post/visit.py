"""What is remembered of a visit to the post's page: one text, the link of the present choice.

As `ui.state` does for the other pages, and apart from it: a visit to this page changes nothing
there, and finds its own repairs again when it comes back.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import streamlit as st

from ui import state
from ui.link import SEPARATOR
from ui.post import choice as link
from ui.post.choice import Choice

LINK = "post.link"


def current() -> Choice:
    """The choice of this visit."""
    return link.read(parse_qs(st.session_state[LINK]))[0]


def keep(choice: Choice) -> None:
    """Remember a choice; called by controls, whose word counts more than the URL's."""
    st.session_state[LINK] = link.as_text(choice)
    state.touch()


def open_visit() -> list[str]:
    """Bring session and URL together at the top of the page; notes on what was not understood."""
    url = {key: st.query_params.get_all(key) for key in link.OURS if key in st.query_params}
    known = st.session_state.get(LINK)
    touched = st.session_state.pop(state.TOUCHED, False)
    written = urlencode(url, doseq=True, safe=SEPARATOR)
    if known is None or (url and not touched and written != known):
        choice, notes = link.read(url)
        st.session_state[LINK] = link.as_text(choice)
        return notes
    return []


def write_url() -> None:
    """Show the link of the present choice in the address bar."""
    wanted = parse_qs(st.session_state[LINK])
    shown = {key: st.query_params.get_all(key) for key in st.query_params}
    kept = {key: values for key, values in shown.items() if key.startswith("embed")}
    if shown != {**kept, **wanted}:
        st.query_params.from_dict({**kept, **wanted})

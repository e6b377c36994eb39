"""What is remembered of a visit: one text, the link of the present settings.

The session and the URL hold the same words, so a reload, a colleague's browser and the next page
all open the same run.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qs, urlencode

import streamlit as st

from ui import link
from ui.settings import Settings

LINK = "link"
TOUCHED = "touched"
OWN = "own"  # what only the page that is shown keeps in the link
OURS = ("surface", "shape", "start", "epochs", "schedule", "walk", "rates", "axis", "stop")


def current() -> Settings:
    """The settings of this visit."""
    return _settings(st.session_state[LINK])


@lru_cache(maxsize=256)
def _settings(text: str) -> Settings:
    return link.read(parse_qs(text))[0]


def keep(settings: Settings) -> None:
    """Remember settings; called by controls, whose word counts more than the URL's."""
    st.session_state[LINK] = link.as_text(settings)
    st.session_state[TOUCHED] = True


def replace_link(settings: Settings) -> None:
    """Remember settings that follow from the link itself, without a control's word."""
    st.session_state[LINK] = link.as_text(settings)


def touch() -> None:
    """A control was used that changes no setting; the URL of this run may be out of date."""
    st.session_state[TOUCHED] = True


def open_visit() -> list[str]:
    """Bring session and URL together at the top of a page; notes on what was not understood.

    A URL that is not the one we wrote last was typed, shared, or reached by the back button: it
    is read. An empty one comes from a change of page: the visit goes on as it was. A run that a
    control has started never reads the URL, which may lag behind quick fingers.
    """
    url = {key: st.query_params.get_all(key) for key in OURS if key in st.query_params}
    known = st.session_state.get(LINK)
    st.session_state[OWN] = {}
    notes: list[str] = []
    touched = st.session_state.get(TOUCHED, False)
    if known is None or (url and not touched and _same(url) != known):
        settings, notes = link.read(url)
        st.session_state[LINK] = link.as_text(settings)
    return notes


def keep_own(query: dict[str, str]) -> None:
    """Words that stand in the link while this page is shown."""
    st.session_state[OWN] = {name: [text] for name, text in query.items()}


def write_url() -> None:
    """Show the link of the present settings in the address bar."""
    wanted = parse_qs(st.session_state[LINK])
    shown = {key: st.query_params.get_all(key) for key in st.query_params}
    kept = {key: values for key, values in shown.items() if key.startswith("embed")}
    wanted |= st.session_state.get(OWN, {})
    if shown != {**kept, **wanted}:
        st.query_params.from_dict({**kept, **wanted})
    st.session_state[TOUCHED] = False


def _same(url: dict[str, list[str]]) -> str:
    return urlencode({key: url[key] for key in OURS if key in url}, doseq=True, safe="~")

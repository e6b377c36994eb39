"""What is remembered of a visit to the maps: one text, the link of the present settings.

Beside it stands what only the page that is shown keeps in the link.
"""

from __future__ import annotations

import streamlit as st

from ui import link
from ui.settings import Settings
from ui.visit import Visit, show_address, touch

OWN = "own"  # what only the page that is shown keeps in the link
OURS = ("surface", "shape", "start", "epochs", "schedule", "walk", "rates", "axis", "stop")
VISIT: Visit[Settings] = Visit("link", OURS, link.read, link.write)

current, keep, replace_link = VISIT.current, VISIT.keep, VISIT.replace
controlled = VISIT.controlled


def open_visit() -> list[str]:
    """Bring session and URL together at the top of a page; notes on what was not understood."""
    st.session_state[OWN] = {}
    return VISIT.open()


def keep_own(query: dict[str, str]) -> None:
    """Words that stand in the link while this page is shown."""
    st.session_state[OWN] = {name: [text] for name, text in query.items()}


def write_url() -> None:
    """Show the link of the present settings in the address bar."""
    show_address({**VISIT.shown(), **st.session_state.get(OWN, {})})


__all__ = [
    "OURS",
    "OWN",
    "VISIT",
    "controlled",
    "current",
    "keep",
    "keep_own",
    "open_visit",
    "replace_link",
    "touch",
    "write_url",
]

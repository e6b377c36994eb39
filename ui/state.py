"""The visit to the maps, as the controls at the side speak of it."""

from __future__ import annotations

import streamlit as st

from ui.table import MAPS, visits_of
from ui.visit import show_address, touch

PAGE = "page"  # in the session: the file of the page that is shown

current, keep, replace_link = MAPS.current, MAPS.keep, MAPS.replace
controlled, turns = MAPS.controlled, MAPS.turns


def write_url() -> None:
    """Show the link of the page and of its present settings in the address bar."""
    show_address(visits_of(st.session_state[PAGE]))


__all__ = [
    "MAPS",
    "PAGE",
    "controlled",
    "current",
    "keep",
    "replace_link",
    "touch",
    "turns",
    "write_url",
]

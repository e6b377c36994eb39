"""What is remembered of a visit to one dimension: the text of its link, as with the maps."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from ui.line import link
from ui.line.settings import LineSettings

LINK = "line.link"
TOUCHED = "line.touched"


def current() -> LineSettings:
    """The settings of this visit."""
    return _settings(st.session_state[LINK])


@lru_cache(maxsize=256)
def _settings(text: str) -> LineSettings:
    return link.read(parse_qs(text))[0]


def keep(settings: LineSettings) -> None:
    """Remember settings; called by controls, whose word counts more than the URL's."""
    st.session_state[LINK] = link.as_text(settings)
    touch()


def touch() -> None:
    """A control was used; the URL of this run may be out of date."""
    st.session_state[TOUCHED] = True


def open_visit() -> tuple[LineSettings, list[str]]:
    """The settings, from the URL if it is not the one we wrote last, and notes on reading it."""
    url = {key: st.query_params.get_all(key) for key in link.OURS if key in st.query_params}
    known = st.session_state.get(LINK)
    notes: list[str] = []
    touched = st.session_state.get(TOUCHED, False)
    if known is None or (url and not touched and _text(url) != known):
        settings, notes = link.read(url)
        st.session_state[LINK] = link.as_text(settings)
    return current(), notes


def write_url() -> None:
    """Show the link of the present settings in the address bar."""
    wanted = parse_qs(st.session_state[LINK])
    shown = {key: st.query_params.get_all(key) for key in st.query_params}
    kept = {key: values for key, values in shown.items() if key.startswith("embed")}
    if shown != {**kept, **wanted}:
        st.query_params.from_dict({**kept, **wanted})
    st.session_state[TOUCHED] = False


def controlled(key: str, value: Any, read: Callable[[Any], LineSettings | None]) -> dict[str, Any]:
    """Arguments for a widget that shows ``value`` and hands what is chosen to ``read``.

    ``read`` returns the new settings, or None where the choice is not allowed.
    """
    st.session_state[f"line.{key}"] = value

    def changed() -> None:
        settings = read(st.session_state[f"line.{key}"])
        if settings is None:
            touch()
        else:
            keep(settings)

    return {"key": f"line.{key}", "on_change": changed}


def _text(url: dict[str, list[str]]) -> str:
    return urlencode({key: url[key] for key in link.OURS if key in url}, doseq=True, safe="~")

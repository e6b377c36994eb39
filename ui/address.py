"""The links of all pages, and what the browser is told of them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import streamlit as st

from ui import anatomy, link
from ui.line import link as line_link
from ui.line.settings import first_line_settings
from ui.maps import view
from ui.post import choice
from ui.settings import first_settings


@lru_cache(maxsize=1)
def links() -> dict[str, list[str]]:
    """The words that are always in a page's link, by its address; "" where it is not here."""
    settings = [*link.write(first_settings())]
    return {
        "": settings,
        "anatomy": [*settings, anatomy.OF, anatomy.STEP],
        "basins": [*settings, *view.View().query()],
        "blog_post": [*choice.write(choice.Choice())],
        "line": [*line_link.write(first_line_settings())],
    }


@lru_cache(maxsize=1)
def script() -> str:
    """The scripts of every page: for its history, its lists, and tables that are too wide."""
    history, lists, tables = (
        Path(__file__).with_name(name).read_text(encoding="utf-8")
        for name in ("history.js", "lists.js", "tables.js")
    )
    history = history.replace('"%LINKS%"', json.dumps(links()))
    return f"<script>{history}\n{lists}\n{tables}</script>"


def mend_browser() -> None:
    """Let the history have one entry for every page, lists stay open, keys reach wide tables."""
    st.html(script(), unsafe_allow_javascript=True)

"""What Streamlit mounts for a component of ours: a place that says what comes, and the loader."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.delivery import shelf
from ui.delivery.bundle import bundle, closed
from ui.words import _

HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def arrive() -> str:
    """By which files come, as an expression, for the page's head; the loader has it, too."""
    return closed(HERE / "arrive.js")


@lru_cache(maxsize=1)
def _loader() -> str:
    return bundle(HERE / "loader.js")


@lru_cache(maxsize=8)
def _text(name: str) -> str:
    # Read once: a visitor's change costs no reading, and the server outlives its folder.
    return (HERE / name).read_text(encoding="utf-8")


def size(name: str) -> int:
    """The bytes of a file of ours; 0 where there is none."""
    file = shelf.find(name)
    return len(file.content) if file else 0


def component(role: str, files: Mapping[str, str], height: int = 0) -> Callable[..., Any]:
    """The component of a role, in the language of this script run.

    Args:
        role: Its name in the browser; a "ground" shows nothing by itself.
        files: The names of its SCRIPT, its STYLE (which may be empty) and PLOTLY.
        height: What it takes up until its picture is there, in px; a player's if 0.
    """
    return _registered(role, files["SCRIPT"], files["STYLE"], files["PLOTLY"], height, _words())


def _words() -> tuple[str, ...]:
    return (
        _("The picture is on its way."),
        _("How much of it has come"),
        _(
            "The picture cannot be shown: its file {file} did not come from the server. Reload the "
            "page; if that does not help, the server or something between you and it holds it back."
        ),
        _("Reload"),
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _registered(
    role: str, script: str, style: str, plotly: str, height: int, words: tuple[str, ...]
) -> Callable[..., Any]:
    coming, share, failed, reload = words
    settings = {
        "ROLE": role,
        "SCRIPT": script,
        "STYLE": style,
        "PLOTLY": plotly,
        "SIZE": size(plotly),
        "WORDS": {"failed": failed, "reload": reload},
    }
    js = f"const SET = {json.dumps(settings)};\n{_loader()}"
    markup = (
        f'<div class="ov-wait"><p role="status">{html.escape(coming)}</p>'
        f'<progress max="1" aria-label="{html.escape(share)}"></progress></div>'
    )
    css = _text("wait.css")
    if height:
        css += f".ov-wait.ov-wait {{ min-height: {height}px; }}\n"
    if role == "ground":
        markup = css = ""
    # A name of its own for everything that can differ, language included: Streamlit keeps one
    # component per name, for all visitors.
    version = hashlib.sha256("\0".join((markup, css, js)).encode()).hexdigest()[:8]
    return st.components.v2.component(
        f"optimizer_visualizer_{role}_{version}",
        html=markup,
        css=css,
        js=js,
        isolate_styles=False,
    )

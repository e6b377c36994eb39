"""What Streamlit mounts for a component of ours: a place that says what comes, and the loader.

Streamlit sends a component's own script with every change, so that one only calls the loader, which
stands in the page's head. A page that another host keeps has no head of ours, and one that was open
while the server was replaced may have an older one: there the loader is fetched, by its name.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st

from ui.delivery import shelf
from ui.delivery.bundle import bundle, closed, lean
from ui.words import _

HERE = Path(__file__).parent
_turn = Lock()


@lru_cache(maxsize=1)
def arrive() -> str:
    """By which files come, as an expression, for the page's head; the loader has it, too."""
    return closed(HERE / "arrive.js")


@lru_cache(maxsize=8)
def _text(name: str) -> str:
    # Read once: a visitor's change costs no reading, and the server outlives its folder.
    return (HERE / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def loader() -> str:
    """The loader as a JavaScript function of what it is to mount, which gives Streamlit's."""
    body = bundle(HERE / "loader.js").replace("export default function", "return function", 1)
    return f"(SET) => {{\n{body}\n}}"


@lru_cache(maxsize=1)
def loader_name() -> str:
    """The name under which the loader waits for pages in whose head it is not."""
    return shelf.keep("loader", "js", f"export default {loader()};\n".encode())


def waiting() -> str:
    """The style sheet of a place whose picture is coming; part of every page's."""
    return lean(_text("wait.css"))


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
    with _turn:  # two runs that come together register it once
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


# For all visitors, as what Streamlit has of its own for that, which takes a twentieth of a run to
# find that nothing is new.
@lru_cache(maxsize=64)
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
    js = (
        f"const LOADER = {json.dumps(loader_name())}, SET = {json.dumps(settings)};\n"
        f"{_text('boot.js')}"
    )
    tall = f' style="min-height: {height}px"' if height else ""
    markup = (
        f'<div class="ov-wait"{tall}><p role="status">{html.escape(coming)}</p>'
        f'<progress max="1" aria-label="{html.escape(share)}"></progress></div>'
    )
    if role == "ground":
        markup = ""
    # A name of its own for everything that can differ, language included: Streamlit keeps one
    # component per name, for all visitors.
    version = hashlib.sha256("\0".join((markup, js)).encode()).hexdigest()[:8]
    return st.components.v2.component(
        f"optimizer_visualizer_{role}_{version}",
        html=markup,
        js=js,
        isolate_styles=False,
    )

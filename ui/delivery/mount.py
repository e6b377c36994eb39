"""What Streamlit mounts for a component of ours: a place that says what comes, and the loader."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from ui.delivery import shelf
from ui.words import _

HERE = Path(__file__).parent


def arrive() -> str:
    """The script by which files come; the loader and the page's head share it."""
    return (HERE / "arrive.js").read_text(encoding="utf-8")


def size(name: str) -> int:
    """The bytes of a file of ours; 0 where there is none."""
    file = shelf.find(name)
    return len(file.content) if file else 0


def loader(role: str, files: Mapping[str, str]) -> str:
    """The script that fetches the files of a component and hands it what the server sends.

    Args:
        role: What the component is; a "ground" shows nothing by itself.
        files: The names of its SCRIPT, its STYLE (which may be empty) and PLOTLY.
    """
    words = {
        "failed": _(
            "The picture cannot be shown: its file {file} did not come from the server. Reload the "
            "page; if that does not help, the server or something between you and it holds it back."
        ),
        "reload": _("Reload"),
    }
    settings = {**files, "SIZE": size(files["PLOTLY"]), "ROLE": role, "WORDS": words}
    text = (HERE / "loader.js").read_text(encoding="utf-8")
    return f"{arrive()}\nconst SET = {json.dumps(settings)};\n{text}"


def waiting() -> str:
    """What stands in the picture's place until it comes."""
    return (
        f'<div class="ov-wait"><p role="status">{html.escape(_("The picture is on its way."))}</p>'
        f'<progress max="1" aria-label="{html.escape(_("How much of it has come"))}"></progress>'
        "</div>"
    )


def component(role: str, files: Mapping[str, str], height: int | None = None) -> Callable[..., Any]:
    """The component of a role, in the language of this script run.

    Args:
        role: Its name in the browser.
        files: As `loader` takes them.
        height: What it takes up until its picture is there, in px; the player's if None.
    """
    silent = role == "ground"
    css = "" if silent else (HERE / "wait.css").read_text(encoding="utf-8")
    if height is not None:
        css += f".ov-wait.ov-wait {{ min-height: {height}px; }}\n"
    return _registered(role, "" if silent else waiting(), css, loader(role, files))


@st.cache_resource(max_entries=64)
def _registered(role: str, markup: str, css: str, js: str) -> Callable[..., Any]:
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

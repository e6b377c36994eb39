"""The player: one component that draws and plays every walk in the app.

Its script and style and the Plotly that the plotly package ships are put into ``static/`` under
names that change with their content, so that a browser fetches each of them once. Streamlit sends
a component's own script with every change, so that one only fetches these (see loader.js).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

from ui.player.words import player_words

HERE = Path(__file__).parent
STATIC = HERE.parent.parent / "static"
# In this order they make one module.
PARTS = (
    "blob.js",
    "theme.js",
    "telling.js",
    "clock.js",
    "address.js",
    "marks.js",
    "trails.js",
    "curvature.js",
    "map.js",
    "line.js",
    "loss.js",
    "space.js",
    "readout.js",
    "controls.js",
    "player.js",
    "rates.js",
    "ratechart.js",
    "arrows.js",
    "series.js",
    "anatomy.js",
    "kinds.js",
)
STYLES = ("player.css", "told.css", "rates.css", "anatomy.css")
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def script() -> str:
    """The player as one JavaScript module."""
    return "\n".join((HERE / part).read_text(encoding="utf-8") for part in PARTS)


def style() -> str:
    """The player's style sheet."""
    return "\n".join((HERE / part).read_text(encoding="utf-8") for part in STYLES)


@lru_cache(maxsize=1)
def assets() -> dict[str, str]:
    """The names of our files below ``static/``, which are put in place if they are not there.

    Raises:
        OSError: The folder cannot be written.
    """
    return {
        "SCRIPT": placed("player", "js", script().encode()),
        "STYLE": placed("player", "css", style().encode()),
        "PLOTLY": placed("plotly", "js", PLOTLY.read_bytes()),
    }


def placed(stem: str, ending: str, content: bytes) -> str:
    """The name below ``static/`` of a file with this content, which is put there if it is not.

    Raises:
        OSError: The folder cannot be written.
    """
    STATIC.mkdir(exist_ok=True)
    name = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    place = STATIC / name
    if not place.exists():
        # Written beside and moved, so that nobody is ever served half a file.
        draft = STATIC / f".{name}.{os.getpid()}"
        draft.write_bytes(content)
        draft.replace(place)
    return name


def loader(role: str, files: Mapping[str, str]) -> str:
    """What Streamlit mounts for a component of this role that is made of these files."""
    base = st.get_option("server.baseUrlPath").strip("/")
    text = (HERE / "loader.js").read_text(encoding="utf-8")
    for name, value in {**files, "BASE": f"/{base}" if base else "", "ROLE": role}.items():
        text = text.replace(f"%{name}%", value)
    return text


@st.cache_resource(max_entries=4)
def _component(role: str, version: str) -> Callable[..., Any]:
    """The component of a role; ``version`` makes it new when our files have changed."""
    del version
    markup = "" if role == "ground" else '<div class="ov-wait"></div>'
    css = "" if role == "ground" else ".ov-wait { min-height: 560px; }"
    return st.components.v2.component(
        f"optimizer_visualizer_{role}",
        html=markup,
        css=css,
        js=loader(role, assets()),
        isolate_styles=False,
    )


def show_ground(key: str, ground: bytes) -> None:
    """Send a ground to the browser; nothing shows but on the players that stand on it.

    Args:
        key: The player's.
        ground: From `figures.ground.ground_blob`; sent once, since Streamlit remembers it.
    """
    _component("ground", assets()["SCRIPT"])(key=f"{key}.ground", data=ground, height="content")


def show_player(
    key: str, walks: bytes, on_start: Callable[[], None], **others: Callable[[], None]
) -> None:
    """Draw a player.

    Args:
        key: Under it the player keeps its position, zoom and hidden walks from run to run.
        walks: From `figures.walks.walks_blob`; they are drawn when their ground is there.
        on_start: Called when the visitor has clicked the map; the point is then
            ``st.session_state[key]["start"]``.
        **others: What else the page's player may send, by name, and what to do then.
    """
    acts = {f"on_{name}_change": act for name, act in {"start": on_start, **others}.items()}
    _component("player", assets()["SCRIPT"])(key=key, data=walks, **acts)


__all__ = [
    "assets",
    "loader",
    "placed",
    "player_words",
    "script",
    "show_ground",
    "show_player",
    "style",
]

"""The player: one component that draws and plays every walk in the app.

Its script and style and the Plotly that the plotly package ships wait on the shelf under names
that change with their content, so that a browser fetches each of them once. Streamlit sends a
component's own script with every change, so that one only fetches these (`ui.delivery`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from ui.delivery import shelf
from ui.delivery.bundle import bundle
from ui.delivery.mount import component
from ui.player.words import player_words

HERE = Path(__file__).parent
ENTRY = HERE / "kinds.js"
STYLES = (
    "player.css",
    "told.css",
    "terms.css",
    "rates.css",
    "anatomy.css",
    "fill.css",
    "live.css",
    "data.css",
    "network.css",
    "lesson.css",
    "forced.css",
    "print.css",
)


@lru_cache(maxsize=1)
def script() -> str:
    """The player as one JavaScript module."""
    return bundle(ENTRY)


@lru_cache(maxsize=1)
def style() -> str:
    """The player's style sheet."""
    return "\n".join((HERE / part).read_text(encoding="utf-8") for part in STYLES)


@lru_cache(maxsize=1)
def _own() -> dict[str, str]:
    return {
        "SCRIPT": shelf.keep("player", "js", script().encode()),
        "STYLE": shelf.keep("player", "css", style().encode()),
    }


def assets() -> dict[str, str]:
    """The names under which the browser may ask for our files."""
    return {**_own(), "PLOTLY": shelf.plotly_name()}


def show_ground(key: str, ground: bytes, part: str = "ground", **acts: Callable[[], None]) -> Any:
    """Send a ground to the browser; nothing shows but on the players that stand on it.

    Args:
        key: The player's.
        ground: From `figures.ground.ground_blob`; sent once, since Streamlit remembers it.
        part: Which of the grounds of one player.
        **acts: What the browser may ask for, as ``on_…_change``, and what to do then.
    """
    made = component("ground", assets())
    return made(key=f"{key}.{part}", data=ground, height="content", **acts)


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
    component("player", assets())(key=key, data=walks, **acts)


__all__ = [
    "assets",
    "player_words",
    "script",
    "show_ground",
    "show_player",
    "style",
]

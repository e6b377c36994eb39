"""Maps of starts and of settings: one component, and the workshop behind it.

Plotly draws axes, signs and the image of the cells; what a pointer or a key does is the
component's own, since Plotly tells of no clicks on images.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.player import HERE as PLAYER
from ui.player import assets, loader, placed

HERE = Path(__file__).parent
# In this order they make one module.
PARTS = (
    PLAYER / "blob.js",
    PLAYER / "theme.js",
    PLAYER / "drawing.js",
    HERE / "ink.js",
    HERE / "sheet.js",
    HERE / "legend.js",
    HERE / "atlas.js",
)


@lru_cache(maxsize=1)
def _files() -> dict[str, str]:
    """The names of the component's files below ``static/``."""
    script = "\n".join(part.read_text(encoding="utf-8") for part in PARTS)
    return {
        "SCRIPT": placed("maps", "js", script.encode()),
        "STYLE": placed("maps", "css", (HERE / "atlas.css").read_bytes()),
        "PLOTLY": assets()["PLOTLY"],
    }


@st.cache_resource(max_entries=4)
def _component(version: str) -> Callable[..., Any]:
    """The component; ``version`` makes it new when its files have changed."""
    del version
    return st.components.v2.component(
        "optimizer_visualizer_maps",
        html='<div class="ov-wait"></div>',
        css=".ov-wait { min-height: 560px; }",
        js=loader("maps", _files()),
        isolate_styles=False,
    )


def show_atlas(key: str, blob: bytes, on_cell: Callable[[], None]) -> None:
    """Draw maps.

    Args:
        key: Under it the component keeps its place from run to run.
        blob: From `figures.atlas_blob.atlas_blob`.
        on_cell: Called when the visitor has chosen a cell; ``st.session_state[key]["cell"]`` is
            then its x, its y and the key of its sheet.
    """
    _component(_files()["SCRIPT"])(key=key, data=blob, on_cell_change=on_cell)


__all__ = ["show_atlas"]

"""Maps of starts and of settings: one component, and the queue of jobs behind it.

Plotly draws axes, signs and the image of the cells; what a pointer or a key does is the
component's own, since Plotly tells of no clicks on images.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ui.delivery import shelf
from ui.delivery.bundle import bundle
from ui.delivery.mount import component
from ui.player import HERE as PLAYER

HERE = Path(__file__).parent
ENTRY = HERE / "basins.js"
# How the player looks on paper and in forced colours, these look, too.
STYLES = (HERE / "basins.css", PLAYER / "fill.css", PLAYER / "forced.css", PLAYER / "print.css")


@lru_cache(maxsize=1)
def _own() -> dict[str, str]:
    return {
        "SCRIPT": shelf.keep("maps", "js", bundle(ENTRY).encode()),
        "STYLE": shelf.keep("maps", "css", b"\n".join(sheet.read_bytes() for sheet in STYLES)),
    }


def assets() -> dict[str, str]:
    """The names under which the browser may ask for the component's files."""
    return {**_own(), "PLOTLY": shelf.plotly_name()}


def show_basins(key: str, blob: bytes, on_cell: Callable[[], None]) -> None:
    """Draw maps.

    Args:
        key: Under it the component keeps its place from run to run.
        blob: From `figures.basin_blob.basin_blob`.
        on_cell: Called when the visitor has chosen a cell; ``st.session_state[key]["cell"]`` is
            then its x, its y and the key of its sheet.
    """
    component("maps", assets())(key=key, data=blob, on_cell_change=on_cell)


__all__ = ["assets", "show_basins"]

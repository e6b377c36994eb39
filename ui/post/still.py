"""Still figures on the page, in the page's own light, drawn by the Plotly that draws the player."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from ui.delivery import shelf
from ui.delivery.bundle import bundle
from ui.delivery.mount import component

HERE = Path(__file__).parent
ENTRY = HERE / "still.js"


def mode() -> str:
    """Whether the page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def as_said(caption: str) -> str:
    """A caption without Markdown's signs, for a name is read out as it is written."""
    return re.sub(r"\*\*|`|:[a-z]+\[(.*?)\]", lambda match: match[1] or "", caption)


@lru_cache(maxsize=1)
def _own() -> dict[str, str]:
    return {"SCRIPT": shelf.keep("still", "js", bundle(ENTRY).encode()), "STYLE": ""}


def assets() -> dict[str, str]:
    """The names under which the browser may ask for our files."""
    return {**_own(), "PLOTLY": shelf.plotly_name()}


def draw(
    figure: go.Figure,
    key: str,
    caption: str,
    legend: str = "",
    walk: Mapping[str, Any] | None = None,
) -> None:
    """A still figure, its legend, and what it says.

    Args:
        figure: With a height of its own; it is as wide as its place.
        key: The figure's among those of the page.
        caption: What stands below it, and what a screen reader says of it.
        legend: Signs and their words, with " · " between them.
        walk: From `figures.slices.walk_facts`, of a walk that follows the clock of the page's
            player; None where nothing moves.
    """
    height = int(figure.layout.height)
    said: dict[str, Any] = {"alt": as_said(caption)}
    facts = json.dumps(said if walk is None else {**said, "walk": dict(walk)}).encode()
    # Two JSON texts on two lines: a figure's own is not taken apart again.
    blob = facts + b"\n" + figure.to_json(validate=False).encode()
    component("still", assets(), height)(key=f"post.{key}", data=blob)
    if legend:
        # A line ends between two signs, not between a sign and its words.
        parts = (part.replace(" ", "\u00a0") for part in legend.split(" · "))
        st.markdown(f":small[{' · '.join(parts)}]")  # a caption would fade its colours
    st.caption(caption)

"""Still figures on the page, in the page's own light."""

from __future__ import annotations

import re

import plotly.graph_objects as go
import streamlit as st

QUIET = {"displayModeBar": False, "doubleClick": False, "showTips": False}


def mode() -> str:
    """Whether the page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def as_said(caption: str) -> str:
    """A caption without Markdown's signs, for a name is read out as it is written."""
    return re.sub(r"\*\*|`|:[a-z]+\[(.*?)\]", lambda match: match[1] or "", caption)


def draw(figure: go.Figure, key: str, caption: str, legend: str = "") -> None:
    """A still figure, its legend, and what it says."""
    st.plotly_chart(figure, theme=None, key=f"post.{key}", config=QUIET, alt=as_said(caption))
    if legend:
        # A line ends between two signs, not between a sign and its words.
        parts = (part.replace(" ", "\u00a0") for part in legend.split(" · "))
        st.markdown(f":small[{' · '.join(parts)}]")  # a caption would fade its colours
    st.caption(caption)

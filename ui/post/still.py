"""Still figures on the page, in the page's own light."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

QUIET = {"displayModeBar": False, "doubleClick": False, "showTips": False}


def mode() -> str:
    """Whether the page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def draw(figure: go.Figure, key: str, caption: str, legend: str = "") -> None:
    """A still figure, its legend, and what it says."""
    st.plotly_chart(figure, theme=None, key=f"post.{key}", config=QUIET, alt=caption)
    if legend:
        st.markdown(f":small[{legend}]")  # a caption would fade its colours
    st.caption(caption)

"""What stands below the picture in one dimension: what happened, the formulas, the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from figures.walks import DrawnWalk
from ui.line.settings import LineSettings
from ui.line.statement import statement
from ui.report import walks_csv
from ui.words import _


def show_line_report(
    settings: LineSettings, walks: Sequence[DrawnWalk], page: Callable[[], str]
) -> None:
    """The computed statement, the curve with its derivatives in words, and downloads.

    Args:
        settings: What was chosen.
        walks: What came of it.
        page: Makes the player as a page of its own, when it is asked for.
    """
    curve = settings.curve
    if walks:
        st.subheader(_("What happens"), anchor=False)
        st.markdown(statement(settings, walks))
    st.subheader(_("The curve"), anchor=False)
    st.latex(f"f(x) = {curve.formula}")
    st.caption(f"{_(curve.note)} {_('Source')}: {curve.source}")
    if walks:
        with st.container(horizontal=True):
            st.download_button(
                _("Walks as CSV"),
                lambda: walks_csv(walks),
                file_name=f"{curve.name}-walks.csv",
                mime="text/csv",
                icon=":material/table:",
                on_click="ignore",
            )
            st.download_button(
                _("Animation as a web page"),
                lambda: page().encode(),
                file_name=f"{curve.name}-walks.html",
                mime="text/html",
                icon=":material/movie:",
                on_click="ignore",
                help=_("One file that plays without a network, for slides and lessons."),
            )

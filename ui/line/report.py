"""What stands below the picture in one dimension: what happened, the files, the formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from figures.walks import DrawnWalk
from surfaces.curves import Curve
from ui.line.settings import LineSettings
from ui.line.statement import statement
from ui.report import walks_csv
from ui.words import _


def show_what_happens(
    settings: LineSettings, walks: Sequence[DrawnWalk], page: Callable[[], str]
) -> None:
    """The computed statement and the files to take away.

    Args:
        settings: What was chosen.
        walks: What came of it.
        page: Makes the player as a page of its own, when it is asked for.
    """
    if not walks:
        return
    st.subheader(_("What happens"), anchor=False)
    st.markdown(statement(settings, walks))
    with st.container(horizontal=True):
        st.download_button(
            _("Walks as CSV"),
            lambda: walks_csv(walks),
            file_name=f"{settings.curve_name}-walks.csv",
            mime="text/csv",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            _("Animation as a web page"),
            lambda: page().encode(),
            file_name=f"{settings.curve_name}-walks.html",
            mime="text/html",
            icon=":material/movie:",
            on_click="ignore",
            help=_("One file that plays without a network, for slides and lessons."),
        )


def show_curve(curve: Curve) -> None:
    """The curve's formula, what to watch for, and where it comes from."""
    st.subheader(_("The curve"), anchor=False)
    st.latex(f"f(x) = {curve.formula}")
    st.caption(f"{_(curve.note)} {_('Source')}: {curve.source}")

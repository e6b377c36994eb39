"""What stands below the picture in one dimension: what happened, the files, the formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from figures.walks import DrawnWalk
from surfaces.curves import Curve
from ui.line.settings import LineSettings
from ui.line.statement import statement
from ui.report import show_downloads, with_source
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
    st.header(_("What happens"), anchor=False)
    st.markdown(statement(settings, walks))
    show_downloads(settings.curve_name, walks, page)


def show_curve(curve: Curve) -> None:
    """The curve's formula, what to watch for, and where it comes from."""
    st.header(_("The curve"), anchor=False)
    st.latex(f"f(x) = {curve.formula}")
    st.caption(with_source(curve.note, curve.source))

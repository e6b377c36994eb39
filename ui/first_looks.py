"""Links for who is here for the first time: a lesson, one ball, three rates, two rules."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import streamlit as st

from lessons import LESSONS
from ui.languages import also
from ui.lessons.visit import LESSON, Asked
from ui.line.settings import LineSettings, first_line_settings
from ui.query import Query
from ui.settings import Settings, default_choice, first_settings, opening_settings
from ui.table import LINE, MAPS
from ui.words import _

RATES = (0.02, 0.25, 0.55)  # x² + 2y² bends by 4, so from 0.5 on gradient descent diverges


def one_ball() -> LineSettings:
    """A ball on a parabola."""
    return replace(first_line_settings("parabola"), steps=20)


def three_rates() -> Settings:
    """Gradient descent on x² + 2y² with a rate that is too small, right, too large."""
    descent = default_choice("gradient_descent")
    choices = tuple(descent.with_value("learning_rate", rate) for rate in RATES)
    return replace(first_settings("bowl"), epochs=30, choices=choices)


def side_by_side() -> Settings:
    """Two of the optimizers with which Explore opens."""
    opening = opening_settings()
    return replace(opening, choices=opening.choices[:2])


@lru_cache(maxsize=1)
def _links() -> tuple[Query, ...]:
    """The same for everybody, whatever they read."""
    return (
        LESSON.write(Asked(LESSONS[0].name)),
        LINE.write(one_ball()),
        MAPS.write(three_rates()),
        MAPS.write(side_by_side()),
    )


def show_first_looks() -> None:
    """The links, in the order in which they are best taken."""
    lesson, ball, rates, two = _links()
    with st.container(key="first-looks", horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(_("New here?"), width="content")
        st.page_link(
            "pages/lessons.py",
            label=_("First lesson"),
            icon=":material/school:",
            query_params=also(lesson),
        )
        st.page_link(
            "pages/line.py",
            label=_("1. A ball on a curve"),
            query_params=also(ball),
        )
        st.page_link(
            "pages/compare.py",
            label=_("2. x² + 2y²: a rate too small, right, too large"),
            query_params=also(rates),
        )
        st.page_link(
            "pages/compare.py",
            label=_("3. Two optimizers side by side"),
            query_params=also(two),
        )

"""What is said of an f that was printed beside the points."""

from __future__ import annotations

import streamlit as st

import checking
import surfaces
from checking import Printed
from surfaces import Surface
from ui.check.words import said
from ui.numbers import apart, short
from ui.words import _


def show_values(walk: Printed, surface: Surface) -> None:
    """Whether the f that was printed is f at the points; nothing where none was."""
    report = checking.judge_values(walk, surface, surfaces.SURFACES)
    if report is None:
        return
    first = report.first
    if first is None:
        st.caption(
            _("The f of all {rows} rows is right; the largest difference is {largest}.").format(
                rows=len(report.given), largest=short(report.largest)
            )
        )
        return
    given, told = apart(float(report.given[first]), float(report.told[first]))
    text = _(
        "Your f is not that of this surface: row {row} holds {given}, and f at its point is {told}."
    ).format(row=first + 1, given=given, told=told)
    cause = said(report.cause) if report.cause else _("Nothing that was tried explains every row.")
    st.warning(f"{text}  \n{cause}", icon=":material/function:")

"""The answer: the plain one first, then the cause, then the evidence."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

import checking
import surfaces
from checking import Change, Explanation, PastedWalk, Printed, Report
from checking.evidence import GRADIENT, NumberedLine, step_lines
from ui import scene as grounds
from ui.check import scene
from ui.check.settings import CheckSettings
from ui.check.values import show_values
from ui.check.words import fit, plain_answer, said, where_it_leaves
from ui.glossary import explained
from ui.numbers import apart, short
from ui.player import show_player
from ui.player.grounds import show_map_ground
from ui.report import as_markdown
from ui.visit import touch
from ui.words import _

MOST_SHOWN = 5  # explanations in the table
MOST_ALIKE = 3  # explanations that fit as well
STILL = 8  # reports that are remembered while somebody turns this and that


@lru_cache(maxsize=STILL)
def _judged(
    points: bytes, halves: bytes, settings: CheckSettings
) -> tuple[Report, tuple[Change, ...]]:
    """By the numbers alone: equal ones need no second search."""
    walk = Printed(*(np.frombuffer(part).reshape(-1, 2) for part in (points, halves)))
    rule, schedule = settings.choice.optimizer(), settings.schedule_choice.schedule()
    report = checking.report(walk, settings.surface, rule, schedule)
    if report.judgement.agrees or report.cause is not None:
        return report, ()
    return report, checking.hints(walk, report.meant, settings.surface, surfaces.SURFACES)


def show_answer(pasted: PastedWalk, settings: CheckSettings) -> None:
    """All that is known of a walk."""
    walk = pasted.walk
    with st.spinner(_("Checking every step…"), show_time=False):
        report, hints = _judged(walk.points.tobytes(), walk.halves.tobytes(), settings)
    _plain(report, settings)
    show_values(walk, settings.surface)
    for hint in (*pasted.hints, *hints):
        st.info(said(hint), icon=":material/lightbulb:")
    if not report.judgement.agrees:
        _cause(report)
    walks = scene.walks_of(settings, walk)
    surface = settings.surface
    show_map_ground("check", grounds.ground_of(surface), grounds.closer_of(surface))
    show_player("check", scene.blob_of(settings, walk, walks), touch)
    if not report.judgement.agrees:
        _fits(report)
    _in_numbers(report, settings)


def _plain(report: Report, settings: CheckSettings) -> None:
    text = plain_answer(report, settings)
    if not report.judgement.agrees:
        st.error(text, icon=":material/close:")
        st.markdown("\n".join(f"* {line}" for line in where_it_leaves(report)))
    elif report.judgement.is_coarse:
        st.warning(text, icon=":material/help:")
    else:
        st.success(text, icon=":material/check:")


def _cause(report: Report) -> None:
    st.header(_("What was most likely done instead"), anchor=False)
    cause = report.cause
    if cause is None:
        st.markdown(
            _(
                "Nothing that was tried explains every step: no single mistake in the rule or in "
                "the gradient, and no two of them together. Noise, as of small batches, looks like "
                "this, too."
            )
        )
        return
    st.markdown("\n".join(f"1. {said(change)}" for change in cause.changes))
    left = cause.judgement.largest if cause.judgement else float("nan")
    alike = [one for one in report.explanations[1:] if one.fits]
    others = [one for one in report.explanations[1:] if one.judgement and not one.fits]
    st.caption(
        _("With this every step is explained; the largest remaining difference is {left}.").format(
            left=short(left)
        )
        if not others
        else _(
            "With this every step is explained; the largest remaining difference is {left}, that "
            "of the next best explanation {next}."
        ).format(left=short(left), next=short(others[0].judgement.largest))  # type: ignore[union-attr]
    )
    _alike(alike)


def _alike(found: list[Explanation]) -> None:
    """What cannot be told from the cause."""
    if found:
        st.markdown(_("The numbers cannot tell it from this:"))
        lines = (" ".join(said(change) for change in one.changes) for one in found[:MOST_ALIKE])
        st.markdown("\n".join(f"* {line}" for line in lines))


def _fits(report: Report) -> None:
    st.header(_("How well each explanation fits"), anchor=False)
    rows = [
        {
            _("Done instead"): " ".join(said(change) for change in one.changes),
            _("Largest remaining difference"): fit(one),
        }
        for one in report.explanations[:MOST_SHOWN]
    ]
    with st.container(key="check-fits"):
        st.markdown(as_markdown(pd.DataFrame(rows)))


def _in_numbers(report: Report, settings: CheckSettings) -> None:
    first, steps = report.judgement.first or 0, len(report.walk)
    st.header(_("One step in numbers"), anchor=False)
    step = st.number_input(
        _("Step"),
        min_value=1,
        max_value=steps,
        value=first + 1,
        # Another walk begins at its own first difference.
        key=f"check.step.{hash(report.walk.points.tobytes())}",
        help=explained("Step that is taken apart"),
        width=160,
        on_change=touch,
    )
    at = min(int(step or first + 1), steps) - 1
    lines = step_lines(report.walk, settings.surface, report.meant, report.cause, at)
    rows = [_row(line, report.cause is not None) for line in lines]
    moved = report.judgement.moved[at]
    last = {_("Line"): _("your step")}
    last |= {name: short(float(number)) for name, number in zip("xy", moved, strict=True)}
    with st.container(key="check-numbers"):
        table = pd.DataFrame([*rows, last]).fillna("—")
        st.markdown(as_markdown(table, words=3 if report.cause is not None else 2))
    st.caption(
        _(
            "Every number is rebuilt from your points: the gradient at each of them, and what the "
            "rule has remembered of them. The learning rate that was meant is {rate}."
        ).format(rate=short(float(settings.choice.value("learning_rate"))))
    )


def _row(line: NumberedLine, with_cause: bool) -> dict[str, str]:
    """A line as a row; of what was done only what is different."""
    is_gradient = line.name == GRADIENT
    other = line.differs and with_cause
    name = f"`{line.name}`"
    row = {_("Line"): f"{name} ←" if other else name}
    row[_("As meant")] = "∇f" if is_gradient else f"`{line.meant}`" if line.meant else "—"
    if with_cause:
        done = _("with its slips") if is_gradient else f"`{line.used}`" if line.used else "—"
        if other and line.meant == line.used:
            done = _("other numbers")
        row[_("As done")] = done if other else _("the same")
    for axis, letter in enumerate("xy"):
        meant, used = float(line.meant_values[axis]), float(line.used_values[axis])
        row[letter], number = apart(meant, used)
        if with_cause:
            row[_("{name}, as done").format(name=letter)] = number
    return row

"""One lesson, from its question to what it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import streamlit as st

from lessons import LESSONS, by_name
from lessons.lesson import (
    Choose,
    DragNumber,
    DrawLoss,
    FillIn,
    Finding,
    Lesson,
    PlaceEnd,
    Prediction,
)
from ui.languages import also
from ui.lessons import given, pictures
from ui.lessons.answers import distance, sketched
from ui.lessons.asking import ask, blanked, pointed
from ui.lessons.given import Given
from ui.lessons.memory import remember
from ui.lessons.menu import NAMES, back_to_all, claimed, show_way
from ui.lessons.opens import Opens, opens
from ui.lessons.said import as_text, chapters, rulings, said, show_text
from ui.lessons.teachers import show_lesson_link
from ui.numbers import short
from ui.sections.section import place
from ui.words import _


@lru_cache(maxsize=len(LESSONS))
def found(name: str) -> Finding:
    """What the run of a lesson says; computed when it is first asked for."""
    lesson = by_name(name)
    return lesson.find(lesson.run)


def show_lesson(name: str, *, hidden: bool) -> None:
    """One lesson: asked, or answered.

    Args:
        name: The lesson's.
        hidden: Whether the answer waits until it is revealed.
    """
    lesson = by_name(name)
    now = given.given(name)
    back_to_all("lessons.back")
    show_text(chapters()[lesson.chapter], kind="lesson-chapter")
    st.header(as_text(said(lesson.title)), anchor=False)
    show_text(said(lesson.question), kind="lesson-question")
    opened = opens(lesson.run)
    if not now.committed:
        if isinstance(lesson.predicts, FillIn):
            finding = found(name)
            lines = [said(line) for line in finding.example]
            if lines:
                show_text(_("First an example with all of its numbers:"), *lines)
            show_text(*blanked(finding.worked, finding.right), kind="lesson-worked", listed=True)
        ask(lesson.predicts, now, partial(_before, lesson, opened, now))
        remember(NAMES, name)
    else:
        answer = told(lesson.predicts, now.answer)
        remember(NAMES, name, answer)
        if hidden and not now.revealed:
            show_waiting(now, answer)
        else:
            _show_answer(lesson, opened, now)
    show_way(lesson)
    if not hidden:
        show_lesson_link(name)


def _before(lesson: Lesson, opened: Opens, now: Given, pinned: Any) -> Any:
    key = f"lessons.{lesson.name}.before"
    if pinned is None:
        pictures.show_ground_alone(opened.settings, key)
        return None
    if isinstance(lesson.predicts, DrawLoss):
        pictures.show_sheet(lesson.run, key, partial(pinned, key))
    else:
        pictures.show_ground_alone(opened.settings, key, partial(pinned, key))
    return pointed(now)


def told(predicts: Prediction, answer: Any) -> str:
    """An answer in words."""
    if isinstance(predicts, Choose):
        return said(predicts.answers[answer])
    if isinstance(predicts, DragNumber):
        return short(answer)
    if isinstance(predicts, PlaceEnd):
        return place(answer)
    if isinstance(predicts, FillIn):
        return ", ".join(short(one) for one in answer)
    return _("a line from {first} to {last}").format(first=short(answer[0]), last=short(answer[-1]))


def show_waiting(now: Given, answer: str) -> None:
    """What stands where the answer waits for a word of the teacher."""
    show_text(_("Your answer: {answer}").format(answer=answer), kind="lesson-given")
    show_text(_("The run is hidden until it is revealed. Talk about your answers first."))
    with st.container(horizontal=True):
        st.button(
            _("Reveal"),
            key="lessons.reveal",
            type="primary",
            icon=":material/visibility:",
            on_click=given.keep,
            args=(now,),
            kwargs={"revealed": True},
        )
        _ask_again(now)


def _ask_again(now: Given) -> None:
    st.button(
        _("Answer again"),
        key="lessons.again",
        icon=":material/replay:",
        on_click=given.again,
        args=(now.of,),
    )


@dataclass(frozen=True)
class Predicted:
    """What the player shows of an answer."""

    predicts: Prediction
    answer: Any
    steps: int

    def facts(self) -> dict[str, Any]:
        """For the header of its payload."""
        if isinstance(self.predicts, PlaceEnd):
            return {"pin": list(self.answer)}
        if isinstance(self.predicts, DrawLoss):
            x, y = sketched(self.answer, self.steps)
            return {"sketch": {"x": x.tolist(), "y": y.tolist()}}
        return {}


def _show_answer(lesson: Lesson, opened: Opens, now: Given) -> None:
    finding = found(lesson.name)
    steps = len(finding.right) - 1 if isinstance(lesson.predicts, DrawLoss) else 0
    predicted = Predicted(lesson.predicts, now.answer, steps).facts()
    pictures.show_run(opened, f"lessons.{lesson.name}.after", predicted)
    far, *more = distance(lesson.predicts, finding, now.answer)
    show_text(far, kind="lesson-given")
    if more:
        show_text(*more)
    if finding.diagram is not None:
        pictures.show_diagram(finding.diagram, lesson.name)
    if isinstance(lesson.predicts, FillIn):
        show_text(*map(said, finding.worked), kind="lesson-worked", listed=True)
    st.subheader(_("Why"), anchor=False)
    show_text(*map(said, finding.because))
    if lesson.claim is not None and finding.ruling is not None:
        show_text(claimed(lesson), kind="lesson-claim")
        judged = [] if finding.judged is None else [said(finding.judged)]
        show_text(rulings()[finding.ruling], *judged, kind=f"ruling-{finding.ruling}")
    _ask_what_was_seen(lesson, finding, now)
    st.subheader(_("What to try next"), anchor=False)
    with st.container(key="lesson-tries", horizontal=True, gap="small"):
        _show_link(opened, opened.label, ":material/open_in_new:")
        for one in lesson.tries:
            _show_link(opens(one.run), said(one.says), ":material/science:")
        _ask_again(now)


def _show_link(opened: Opens, label: str, icon: str) -> None:
    st.page_link(
        f"pages/{opened.page}.py", label=as_text(label), icon=icon, query_params=also(opened.query)
    )


def _ask_what_was_seen(lesson: Lesson, finding: Finding, now: Given) -> None:
    answers = lesson.saw.answers
    st.subheader(_("What did you see?"), anchor=False)
    saw = st.radio(
        as_text(said(lesson.saw.question)),
        range(len(answers)),
        index=None,
        format_func=lambda at: as_text(said(answers[at])),
        key=f"lessons.saw.{lesson.name}",
    )
    if saw is None or finding.seen_right is None:
        return
    if saw == finding.seen_right:
        show_text(_("So do the numbers of the run say."))
    else:
        show_text(
            _("The numbers of the run say: “{answer}” Play it once more and look for it.").format(
                answer=said(answers[finding.seen_right])
            )
        )

"""All lessons at once, by chapters: what each asks, and which are done."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from lessons import LESSONS
from lessons.lesson import Lesson
from ui.languages import also
from ui.lessons.memory import remember
from ui.lessons.said import as_text, chapters, said, show_text
from ui.lessons.teachers import show_own_question
from ui.lessons.visit import LESSON, Asked
from ui.words import _

NAMES = [lesson.name for lesson in LESSONS]
PAGE = "pages/lessons.py"
SHOWN = "lessons.shown"  # the link that was shown last


def link_to(lesson: Lesson, label: str, icon: str | None = None) -> None:
    """A link to a lesson."""
    asked = Asked(lesson.name, hidden=LESSON.current().hidden)
    width: Literal["content", "stretch"] = "content" if icon else "stretch"
    query = also(LESSON.write(asked))
    st.page_link(PAGE, label=label, icon=icon, query_params=query, width=width)


def show_menu() -> None:
    """The chapters, one after another."""
    show_text(
        _(
            "Every lesson asks a question. Say what you expect, and then watch the run: who has "
            "predicted sees more. What you answer stays in this browser."
        ),
        kind="lesson-lead",
    )
    remember(NAMES)
    with st.container(key="lessons.menu"):
        for chapter, title in chapters().items():
            _show_chapter(title, [lesson for lesson in LESSONS if lesson.chapter is chapter])
    show_own_question()


def _show_chapter(title: str, there: list[Lesson]) -> None:
    if not there:
        return
    st.subheader(as_text(title), anchor=False)
    with st.container(key=f"chapter-{there[0].chapter}"):
        for lesson in there:
            with st.container(key=f"lesson-{lesson.name}", gap=None):
                link_to(lesson, as_text(said(lesson.title)))
                st.markdown(as_text(said(lesson.question)))
                if lesson.claim is not None:
                    st.caption(as_text(claimed(lesson)))


def claimed(lesson: Lesson) -> str:
    """What a post says of it."""
    assert lesson.claim is not None
    return _("Post {n} says: {claim}").format(n=lesson.claim.post, claim=said(lesson.claim.says))


def show_way(lesson: Lesson) -> None:
    """Back to all of them, and on to the next."""
    place = NAMES.index(lesson.name)
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-way"):
        back_to_all()
        if place + 1 < len(LESSONS):
            after = LESSONS[place + 1]
            label = _("Next lesson: {title}").format(title=said(after.title))
            link_to(after, as_text(label), ":material/arrow_forward:")


def back_to_all(key: str = "lessons.all") -> None:
    """The way to the menu; it is no link, for a bare address goes on with what was shown."""
    st.button(
        _("All lessons"),
        key=key,
        icon=":material/list:",
        type="tertiary",
        on_click=LESSON.keep,
        args=(Asked(hidden=LESSON.current().hidden),),
    )


def tell_address() -> None:
    """Let the address bar say what is shown, where a link of this page has opened it.

    For a link from a page to itself Streamlit tells the server the new words, and not the browser.
    """
    shown = LESSON.as_text(LESSON.current())
    before = st.session_state.get(SHOWN)
    st.session_state[SHOWN] = shown
    if before is not None and before != shown:
        words = {name: st.query_params.get_all(name) for name in st.query_params}
        st.query_params.from_dict(words)

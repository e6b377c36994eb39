"""Links for teachers: to a lesson, or to a run with a question of their own."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit as st

from ui.glossary import explained
from ui.kinds import SEPARATOR
from ui.languages import also
from ui.lessons.said import show_text
from ui.lessons.visit import LESSON, LONGEST_RUN, MOST_LETTERS, Asked
from ui.table import MAPS
from ui.words import _


def address(now: Asked) -> str:
    """The whole address that opens what is asked."""
    base = (st.context.url or "").split("?")[0].split("#")[0]
    return f"{base}?{urlencode(also(LESSON.write(now)), doseq=True, safe=SEPARATOR)}"


def show_lesson_link(lesson: str) -> None:
    """The link to a lesson whose answer waits."""
    with st.expander(_("As a teacher’s link"), icon=":material/school:"):
        show_text(
            _(
                "With this link everybody predicts, and the answer stays hidden until Reveal is "
                "pressed on their page. With embed=true at its end it stands in another page."
            )
        )
        st.code(address(Asked(lesson, hidden=True)), language=None, wrap_lines=True)


def run_in(text: str) -> str | None:
    """The query of a run on a map in a link that was pasted; None if there is none."""
    try:
        query = parse_qs(urlsplit(text.strip()).query)
    except ValueError:
        return None
    told = {word: query[word] for word in MAPS.words if word in query}
    if not {"surface", "formula", "walk"} & {*told}:
        return None
    settings, _notes = MAPS.read(told)
    run = urlencode(MAPS.write(settings), doseq=True, safe="~")
    return run if settings.choices and len(run) <= LONGEST_RUN else None


def show_own_question() -> None:
    """Where teachers ask a question of their own about a run of their own."""
    with st.expander(_("For teachers"), icon=":material/school:"):
        show_text(
            _(
                "Set up a run on Explore or Compare and paste the address of that page here. "
                "Whoever opens your link reads your question, places where the first walk ends, "
                "and sees the run when Reveal is pressed."
            )
        )
        st.toggle(
            _("Lessons open with hidden answers"),
            help=explained("Lessons open with hidden answers"),
            **LESSON.turns("answer"),
        )
        question = st.text_area(
            _("Your question"),
            max_chars=MOST_LETTERS,
            key="lessons.ask",
            help=explained("Your question"),
            height=80,
        )
        pasted = st.text_input(
            _("Address of Explore or Compare"),
            key="lessons.run",
            help=explained("Address of Explore or Compare"),
        )
        text = " ".join((question or "").split())
        run = run_in(pasted or "")
        if pasted and run is None:
            st.warning(
                _(
                    "This is no address of a run: it must be one of Explore or Compare, with a "
                    "surface or at least one optimizer in it."
                )
            )
        if text and run:
            st.code(address(Asked(question=text, run=run)), language=None, wrap_lines=True)

"""Lessons: a question, a prediction, and then the run."""

import streamlit as st

from ui.frame import close_frame, open_frame
from ui.lessons.menu import show_menu, tell_address
from ui.lessons.own_question import show_question
from ui.lessons.show import show_lesson
from ui.lessons.visit import LESSON
from ui.words import _

open_frame(
    _("Lessons"),
    "lessons",
    _("A question, what you expect, and then the run."),
)
asked = LESSON.current()
with st.container(key="lessons"):
    if asked.lesson:
        show_lesson(asked.lesson, hidden=asked.hidden)
    elif asked.own:
        show_question(asked)
    else:
        show_menu()
close_frame()
tell_address()

"""A teacher's own question about a run of their own: students place the end of its first walk."""

from __future__ import annotations

import math
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import streamlit as st

from lessons.lesson import PlaceEnd
from ui import scene
from ui.languages import also
from ui.lessons import given, pictures
from ui.lessons.asking import ask, pointed
from ui.lessons.given import Given
from ui.lessons.menu import back_to_all
from ui.lessons.opens import Opens
from ui.lessons.said import as_text, show_text
from ui.lessons.show import show_waiting
from ui.lessons.visit import Asked
from ui.numbers import short
from ui.sections.section import place
from ui.settings import Settings
from ui.table import MAPS
from ui.words import _


def show_question(asked: Asked) -> None:
    """The question, the map, and after a word the run."""
    settings, notes = MAPS.read(parse_qs(asked.run))
    now = given.given(f"own.{asked.question}.{asked.run}")
    show_text(_("A question of your teacher"), kind="lesson-chapter")
    show_text(asked.question, kind="lesson-question")
    if notes:
        st.warning(" ".join(notes), icon=":material/link_off:")
    if not settings.choices:
        st.info(_("Nobody walks in this run: the link has no optimizer."))
    elif not now.committed:
        show_text(_("Click the map where the walk of {name} ends.").format(name=_first(settings)))
        ask(PlaceEnd(), now, partial(_before, settings, now))
    elif not now.revealed:
        show_waiting(now, place(now.answer))
    else:
        _show_end(settings, now)
    back_to_all()


def _first(settings: Settings) -> str:
    return scene.labels(settings.choices)[0]


def _before(settings: Settings, now: Given, pinned: Any) -> Any:
    pictures.show_ground_alone(
        settings, "lessons.own.before", partial(pinned, "lessons.own.before")
    )
    return pointed(now)


def _show_end(settings: Settings, now: Given) -> None:
    walk = scene.walks_of(settings)[0].trajectory
    last = int(walk.last)
    end = np.asarray(walk.points[last], float)
    words = {
        "name": _first(settings),
        "answer": place(now.answer),
        "end": place(end),
        "far": short(math.dist(end, now.answer)),
        "steps": last,
    }
    if last < walk.steps:
        text = _(
            "You pointed at {answer}. {name} diverges: its last point with numbers is {end}, "
            "after {steps} steps."
        )
    else:
        text = _(
            "You pointed at {answer}; after {steps} steps {name} is at {end}, {far} from there."
        )
    opened = Opens("explore", _("Open in Explore"), settings, MAPS.write(settings))
    pictures.show_run(opened, "lessons.own.after", {"pin": list(now.answer)})
    show_text(text.format(**words), kind="lesson-given")
    st.page_link(
        "pages/explore.py",
        label=as_text(opened.label),
        icon=":material/open_in_new:",
        query_params=also(opened.query),
    )

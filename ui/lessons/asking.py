"""The controls of a prediction. None of them has an answer in it before a hand was on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from lessons.lesson import Choose, DragNumber, FillIn, PlaceEnd, Prediction, Sentence
from ui.glossary import explained
from ui.lessons.given import Given, keep
from ui.lessons.said import as_text, said, show_text, written
from ui.numbers import short
from ui.stops import logarithmic_stops
from ui.words import _

STOPS = 100  # of a linear axis
BLANK = "▢"


def ask(predicts: Prediction, now: Given, picture: Callable[[Any], Any]) -> None:
    """Ask for a prediction, and for a word that it is meant.

    Args:
        predicts: How it is answered.
        now: How far the visitor is.
        picture: Draws what is known before; it is given what to do when a place was pointed at, or
            None, and answers with what was drawn there, if anything was.
    """
    if isinstance(predicts, Choose | DragNumber):
        answer: float | None
        if isinstance(predicts, Choose):
            answer = _choose(predicts, now)
        else:
            answer = _drag(predicts, now)
        _commit(now, answer)
        picture(None)
    elif isinstance(predicts, FillIn):
        _commit(now, _fill(predicts, now))
    else:
        _commit(now, picture(partial(_pointed, now, isinstance(predicts, PlaceEnd))))


def _commit(now: Given, answer: Any) -> None:
    """The button by which an answer is meant; before there is one it says what it waits for."""
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-commit"):
        st.button(
            _("Commit, and see the run"),
            key="lessons.commit",
            type="primary",
            icon=":material/play_arrow:",
            disabled=answer is None,
            on_click=keep,
            args=(now,),
            kwargs={"answer": answer},
        )
        if answer is None:
            st.caption(_("Nothing of the run is shown before you have said what you expect."))


def _key(now: Given, part: str = "") -> str:
    return f"lessons.answer.{now.of}{part}"


def _choose(predicts: Choose, now: Given) -> int | None:
    return st.radio(
        _("What do you expect?"),
        range(len(predicts.answers)),
        index=None,
        format_func=lambda place: as_text(said(predicts.answers[place])),
        key=_key(now),
    )


def stops(predicts: DragNumber) -> list[float]:
    """Where the slider can stand."""
    low, high = predicts.least, predicts.most
    if predicts.logarithmic:
        return sorted({low, *logarithmic_stops(low, high), high})
    whole = float(low).is_integer() and float(high).is_integer()
    each = (high - low) / STOPS
    if whole and high - low >= 8:
        each = max(1.0, math.ceil(each))
    count = math.floor((high - low) / each + 1e-9)
    return sorted({*(float(f"{low + i * each:.6g}") for i in range(count + 1)), high})


def _drag(predicts: DragNumber, now: Given) -> float | None:
    key = _key(now)

    def turned() -> None:
        st.session_state[_key(now, ".turned")] = True

    value = st.select_slider(
        as_text(said(predicts.title)),
        stops(predicts),
        format_func=short,
        key=key,
        on_change=turned,
        help=explained("What do you expect?"),
    )
    # It stands at an end of the axis until a hand was on it, and that is nobody's answer.
    return float(value) if st.session_state.get(_key(now, ".turned")) else None


def _fill(predicts: FillIn, now: Given) -> tuple[float, ...] | None:
    show_text(_("The numbers that are missing have a place here, in their order:"))
    values = []
    columns = st.columns(min(3, len(predicts.titles)))
    for i, title in enumerate(predicts.titles):
        with columns[i % len(columns)]:
            values.append(
                st.number_input(
                    as_text(f"{BLANK}{i + 1} {said(title)}"),
                    value=None,
                    format="%0.4f",
                    step=0.1,
                    key=_key(now, f".{i}"),
                    help=explained("What do you expect?"),
                )
            )
    there = tuple(value for value in values if value is not None)
    return there if len(there) == len(values) else None


def blanked(worked: Sequence[Sentence], right: Sequence[float]) -> list[str]:
    """The lines of a worked step, with a box instead of every number that is asked for."""
    return [
        said(line, **{name: _boxed(value, right) for name, value in line.places.items()})
        for line in worked
    ]


def _boxed(value: Any, right: Sequence[float]) -> str:
    """A number as it is written, or the box in its place."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        for i, wanted in enumerate(right):
            # Whatever is written alike would tell it.
            if short(float(value)) == short(float(wanted)) or short(abs(float(value))) == short(
                abs(float(wanted))
            ):
                return f"{BLANK}{i + 1}"
    return written(value)


def _pointed(now: Given, is_place: bool, key: str) -> None:
    """A place on the map, or a line over the steps, has come from the browser."""
    sent = st.session_state[key].get("start" if is_place else "sketch")
    numbers = sent if isinstance(sent, list | tuple) else ()
    if all(isinstance(one, int | float) and math.isfinite(one) for one in numbers) and (
        len(numbers) == 2 if is_place else 2 < len(numbers) <= 1000
    ):
        st.session_state[_key(now)] = tuple(float(one) for one in numbers)


def pointed(now: Given) -> tuple[float, ...] | None:
    """What was pointed at, as far as it has come."""
    return st.session_state.get(_key(now))

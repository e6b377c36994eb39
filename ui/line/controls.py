"""The controls of the page "One dimension"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

import optimizers
from engine import Stop
from surfaces import curves
from surfaces.surface import Parameter
from ui import scene
from ui.controls import rate_help, stops_of
from ui.glossary import explained
from ui.line.settings import (
    FARTHEST_START,
    MOST_RULES,
    MOST_STARTS,
    MOST_STEPS,
    LineSettings,
)
from ui.numbers import short
from ui.settings import FIRST_ORDER
from ui.swatches import with_swatch
from ui.symbols import letters
from ui.table import LINE
from ui.typed_numbers import number_as_text, number_from
from ui.words import _, translated

STEP_STOPS = (
    *(1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500, 700, MOST_STEPS),
)
EPSILON_STOPS = (
    *(1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
)
NUMBER_SIGNS = str.maketrans({"−": "-", ",": "."})


def line_controls(settings: LineSettings) -> None:
    """Curve, its shape, starts, direction, steps, stop rule, and who moves the balls."""
    titles = {curve.name: translated(curve.title) for curve in curves.CURVES}
    st.selectbox(
        _("Curve"),
        list(titles),
        format_func=titles.__getitem__,
        help=explained("Curve"),
        **LINE.controlled(
            "line.curve", settings.curve_name, lambda name: LINE.current().on_curve(name)
        ),
    )
    for place, parameter in enumerate(settings.curve.parameters):
        _weight_control(settings, place, parameter)
    _starts_control(settings)
    ways = {False: _("Descent"), True: _("Ascent")}
    st.segmented_control(
        _("Direction"),
        list(ways),
        format_func=ways.__getitem__,
        required=True,
        width="stretch",
        help=_("Ascent walks up f: it descends −f."),
        **LINE.turns("way"),
    )
    st.select_slider(
        _("Steps"),
        sorted({*STEP_STOPS, settings.steps}),
        help=explained("Steps"),
        **LINE.turns("steps"),
    )
    words = {
        Stop.BUDGET: _("None: all steps are taken"),
        Stop.GRADIENT: _("|f′| < tol"),
        Stop.STEP: _("step < tol"),
        Stop.BOTH: _("|f′| < tol and step < tol"),
    }
    st.selectbox(
        _("Stop rule"),
        list(words),
        format_func=words.__getitem__,
        help=_("Yellow bands are where |f′| < tol; a square marks where it would end the loop."),
        **LINE.turns("until"),
    )
    if settings.stop is not Stop.BUDGET:
        st.select_slider(
            _("Tolerance of the stop rule"),
            sorted({*EPSILON_STOPS, settings.epsilon}),
            format_func=short,
            help=explained("Tolerance of the stop rule"),
            **LINE.turns("flat"),
        )
    _rule_choice(settings)


def _weight_control(settings: LineSettings, place: int, parameter: Parameter) -> None:
    def weighed(value: float) -> LineSettings | None:
        now = LINE.current()
        shape = (*now.shape[:place], float(value), *now.shape[place + 1 :])
        return replace(now, shape=shape) if any(shape) else None  # all 0 would be no curve

    value = settings.shape[place]
    stops = [round(parameter.low + i * (parameter.high - parameter.low) / 30, 6) for i in range(31)]
    st.select_slider(
        letters(parameter.symbol),
        sorted({*stops, value}),
        format_func=short,
        help=translated(parameter.help),
        **LINE.controlled(f"line.shape.{parameter.name}", value, weighed),
    )


def _starts_control(settings: LineSettings) -> None:
    texts = [number_as_text(x) for x in settings.starts]
    st.multiselect(
        _("Starts"),
        texts,
        accept_new_options=True,
        max_selections=MOST_STARTS,
        format_func=lambda text: text.replace("-", "−"),
        placeholder=_("Type a number, then Enter"),
        help=_("Up to {most} balls; a click on the curve adds one, too.").format(most=MOST_STARTS),
        **LINE.controlled("line.from", texts, _started),
    )


def _started(texts: list[str]) -> LineSettings | None:
    starts = []
    for text in texts:
        x = number_from(text.strip().translate(NUMBER_SIGNS))
        if x is None or abs(x) > FARTHEST_START:
            st.toast(
                _("A start is a number from −1 000 000 to 1 000 000."), icon=":material/block:"
            )
            return None
        starts.append(x)
    return replace(LINE.current(), starts=tuple(dict.fromkeys(starts))[:MOST_STARTS])


def _rule_choice(settings: LineSettings) -> None:
    st.pills(
        _("Optimizers"),
        FIRST_ORDER,
        selection_mode="multi",
        format_func=lambda name: translated(optimizers.by_name(name).short),
        help=" ".join((_("Up to {most}.").format(most=MOST_RULES), explained("Optimizers"))),
        **LINE.controlled(
            "line.rules",
            [name for name, _rate in settings.rules],
            lambda names: _ruled(list(names)),
        ),
    )


def rate_controls(settings: LineSettings) -> None:
    """The learning rate of every rule."""
    for name, rate in settings.rules:
        rule = optimizers.by_name(name)
        with with_swatch(scene.style_of(name), name):
            st.select_slider(
                _("{name} · η").format(name=translated(rule.short)),
                sorted({*stops_of(rule.hyperparameters()[0]), rate}),
                format_func=short,
                help=rate_help(rule),
                **LINE.controlled(
                    f"line.rate.{name}",
                    rate,
                    partial(_rated, name),
                ),
            )


def _rated(name: str, rate: float) -> LineSettings:
    return LINE.current().with_rate(name, float(rate))


def _ruled(names: list[str]) -> LineSettings | None:
    return LINE.current().with_rules(names) if len(names) <= MOST_RULES else None


def start_clicked(key: str) -> Callable[[], None]:
    """What to do when a picture of the player ``key`` was clicked: a ball starts there."""

    def added() -> None:
        point = st.session_state[key].get("start")
        if not isinstance(point, list | tuple) or len(point) != 2:
            return
        x = float(point[0])
        if abs(x) <= FARTHEST_START:
            LINE.keep(LINE.current().with_start(x))

    return added


def starts_moved(key: str) -> Callable[[], None]:
    """What to do when a ball of the player ``key`` was dragged: all of them start where it says."""

    def moved() -> None:
        starts = st.session_state[key].get("starts")
        now = LINE.current()
        if not isinstance(starts, list | tuple) or len(starts) != len(now.starts):
            return
        if all(isinstance(x, int | float) and abs(x) <= FARTHEST_START for x in starts):
            LINE.keep(replace(now, starts=tuple(dict.fromkeys(float(x) for x in starts))))

    return moved

"""The switches at the side: what is repaired, how long it walks, how far a step goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from optimizers.adam import Adam
from published import ENDS_AFTER, RATE, UPDATES
from ui.controls import EPOCH_STOPS, stops_of
from ui.glossary import explained
from ui.numbers import short
from ui.post.choice import RATES, REPAIRS, Choice, in_order
from ui.settings import FARTHEST_START
from ui.table import POST
from ui.visit import touch
from ui.words import _


def switches() -> dict[str, tuple[str, str]]:
    """Label and help of every switch."""
    return {
        "gradient": (
            _("True gradient"),
            _("Puts three terms right: 0.6xy for 0.6y, 0.25y² for 0.5y, 0.3x² for 0.6x²."),
        ),
        "bias": (
            _("Bias correction that counts"),
            _("t goes on from update to update; as published, it is set back to 0 each time."),
        ),
        "epsilon": (
            _("ε added, not subtracted"),
            _("√v̂ + 1e−8, which can never be 0, for √v̂ − 1e−8."),
        ),
        "contours": (
            _("Contours of f"),
            _("As published, the contours are distances from the origin of the page (x, f)."),
        ),
        "window": (
            _("Window with the minimum"),
            _("As published, the window ends above the minimum of f."),
        ),
    }


def repair_controls(choice: Choice) -> None:
    """All of them, and the two ways to everything at once."""
    st.caption(_("Repair the post, defect by defect"))
    for name, (label, help_) in switches().items():
        st.toggle(
            label,
            help=help_,
            **POST.controlled(
                f"post.{name}",
                name in choice.repaired,
                partial(_switched, name),
            ),
        )
    left, right = st.columns(2, gap="small")
    left.button(
        _("As published"),
        width="stretch",
        key="post.published",
        help=_("Everything as in the post, its start, learning rate and 93 updates included."),
        on_click=lambda: POST.keep(Choice(chapter=POST.current().chapter)),
    )
    right.button(
        _("Repair all"),
        width="stretch",
        key="post.repair",
        on_click=lambda: POST.keep(replace(POST.current(), repaired=REPAIRS)),
    )
    st.select_slider(
        _("Updates"),
        sorted({*EPOCH_STOPS, UPDATES, choice.updates}),
        help=explained("Updates"),
        **POST.turns("updates"),
    )
    rates = [rate for rate in stops_of(Adam.hyperparameters()[0]) if RATES[0] <= rate <= RATES[1]]
    st.select_slider(
        _("Learning rate η"),
        sorted({*rates, RATE, choice.rate}),
        format_func=short,
        help=explained("Learning rate η"),
        **POST.turns("rate"),
    )


def play_on(choice: Choice) -> None:
    """Buttons that let the walk go on past the place where the post cuts it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        for updates in ENDS_AFTER[:3]:
            st.button(
                _("{number} updates").format(number=f"{updates:,}"),
                key=f"post.play.{updates}",
                type="primary" if updates == choice.updates else "secondary",
                on_click=_go_on,
                args=(updates,),
            )


def _go_on(updates: int) -> None:
    POST.keep(replace(POST.current(), updates=updates))


def _switched(name: str, on: bool) -> Choice:
    now = POST.current()
    names = set(now.repaired) | {name} if on else set(now.repaired) - {name}
    return replace(now, repaired=in_order(names))


def start_clicked(key: str) -> Callable[[], None]:
    """What to do when the map of the player ``key`` was clicked."""

    def moved() -> None:
        point = st.session_state[key].get("start")
        if isinstance(point, list | tuple) and len(point) == 2:
            x, y = (float(number) for number in point)
            if max(abs(x), abs(y)) <= FARTHEST_START:
                POST.keep(replace(POST.current(), start=(x, y)))
                return
        touch()

    return moved

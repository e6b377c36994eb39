"""Basins: where every start ends, and which settings arrive how soon."""

from functools import partial
from typing import Any

import streamlit as st

from ui import all_settings, controls, state
from ui.frame import close_frame, open_frame, picture_first
from ui.maps import clicks, job_status, picture, show_basins, view
from ui.maps.orders import Order, settings_order, starts_orders
from ui.maps.tools import show_tools
from ui.report import as_markdown
from ui.table import VIEW
from ui.words import _

open_frame(
    _("Basins"),
    "basins",
    _("From every start at once: the colour says where a walk from there ends, and how soon."),
)
settings = state.current()


def wanted() -> list[Order]:
    """The maps that settings and view ask for at this moment."""
    now, seen = state.current(), VIEW.current()
    if seen.show == view.STARTS:
        return starts_orders(now, seen.resolution, picture.MOST_MAPS)
    subject = seen.subject(now)
    if subject is None or now.surface.minimum is None:
        return []
    return [settings_order(now, subject[1], subject[2].name)]


def of_starts(answers: list[Any]) -> None:
    """Where does every start end?"""
    if not answers:
        st.info(_("Pick an optimizer at the side, and its map is drawn."))
        return
    drawn = picture.joined(answers)
    blob = picture.starts_blob(settings, drawn, answers)
    show_basins("maps", blob, partial(clicks.start_chosen, "maps"))
    if len(settings.choices) > picture.MOST_MAPS:
        st.caption(_("Four maps at a time: take one off at the side, and the next one moves up."))
    if drawn.charts:
        st.header(_("How many starts end where"), anchor=False)
        st.markdown(as_markdown(picture.shares_table(settings, drawn, answers), words=1))
    st.caption(
        _(
            "Steps are counted until gradient and step are below 1e−6. A walk that still moves "
            "when its epochs are used up belongs to a minimum if it is no further from it than "
            "half a per cent of the map's diagonal, and is the darker the further it is; with more "
            "epochs more of them come to rest."
        )
        if settings.surface.minima
        else _(
            "This surface has no minimum to get to: a walk comes to rest on a saddle, is still on "
            "its way down, or has diverged, which is to say that it is more than a million units "
            "away."
        )
    )


def of_settings(answers: list[Any]) -> None:
    """How soon does every pair of settings arrive, from the present start?"""
    subject = VIEW.current().subject(settings)
    if subject is None:
        st.info(
            _("There is no second setting to map here: pick another optimizer at the side.")
            if settings.choices
            else _("Pick an optimizer at the side, and the map of its settings is drawn.")
        )
    elif settings.surface.found and settings.surface.minimum is None:
        st.info(
            _(
                "No lowest value of f was found on this surface: there is no f* to arrive at; try "
                "another."
            )
        )
    elif settings.surface.minimum is None:
        st.info(
            _(
                "f falls without end on this surface: there is no lowest value f* to arrive at; "
                "try another."
            )
            if settings.surface.fades is None
            else _(
                "f has no minimum on this surface: it falls for ever towards a value that it never "
                "takes. There is no f* to arrive at; try another, or a penalty."
            )
        )
    else:
        place, choice, second = subject
        blob = picture.settings_blob(settings, subject, answers[0])
        chosen = partial(clicks.settings_chosen, "maps", place, choice.name, second.name)
        show_basins("maps", blob, chosen)
        if st.button(
            _("Watch the present settings in Explore"),
            icon=":material/play_arrow:",
            key="maps.watch",
        ):
            st.switch_page("pages/explore.py")


polling = job_status.is_working(job_status.asked_patiently(wanted()))


@st.fragment(run_every=job_status.POLL if polling else None)
def maps() -> None:
    """The maps as far as they are; looked at again and again while they are being made."""
    if st.session_state.pop(clicks.OPEN, False):
        st.switch_page("pages/explore.py")
    orders = wanted()
    answers = job_status.asked(orders) if polling else job_status.asked_patiently(orders)
    if state.current() != settings or job_status.is_working(answers) != polling:
        st.rerun()
    seen = VIEW.current()
    with st.container(horizontal=True, vertical_alignment="center"):
        show_tools(seen, settings)
        job_status.show_progress(orders, answers)
    for problem in job_status.problems(answers):
        st.error(problem)
    if seen.show == view.STARTS:
        of_starts(answers)
    else:
        of_settings(answers)
    state.write_url()


maps()
all_settings.stop_without_effect(settings)
picture_first()
with st.sidebar:
    controls.ground_controls(settings)
    controls.optimizer_choice(settings)
    controls.rate_controls(settings)
    all_settings.settings_controls(settings)
close_frame()

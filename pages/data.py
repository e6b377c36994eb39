"""Data: a loss made of examples, of which every step sees a batch."""

import streamlit as st

from ui import learners, state
from ui.controls import rates_turned, start_clicked
from ui.data import clicks, controls, fans, pasting, scene, taken, walkers
from ui.data.below.show import show_below
from ui.frame import close_frame, open_frame, picture_first
from ui.player import show_player
from ui.player.grounds import show_map_ground
from ui.table import DATA
from ui.words import _

open_frame(
    _("Data"),
    "data",
    _("Every step sees a few examples and takes their slope for the slope of all."),
)
settings = DATA.current()
show_map_ground("data", scene.ground_of(settings.loss), scene.closer_of(settings.loss))


@st.fragment
def walked() -> None:
    """What a learning rate changes, and nothing else: so a turn of its slider is quick."""
    now = DATA.current()
    if (now.start, now.edits) != (settings.start, settings.edits):
        st.rerun()  # the picture was touched; the controls and the ground follow
    blob = scene.blob_of(now, clicks.refusals())
    if not now.choices:
        st.info(_("Pick an optimizer at the side, and it starts to learn."))
    show_player(
        "data",
        blob,
        start_clicked("data", DATA),
        edited=clicks.edited("data"),
        rates=rates_turned("data", DATA),
    )
    if said := fans.told(now, fans.spread_of(now)):
        st.markdown("\n".join(f"- {line}" for line in said))
    picture_first()
    show_below(now)
    taken.show_files(now)
    with rates:
        learners.rate_sliders(DATA, "data", now)
    state.write_url()


with st.sidebar:
    choices, rates, others = (st.container() for _place in range(3))
walked()
with choices:
    controls.data_controls(settings)
    pasting.paste_control(settings)
    controls.batch_controls(settings)
    learners.rule_pills(DATA, "data", settings)
with others:
    walkers.more_controls(settings)
    walkers.pace_controls(settings)
close_frame()

"""One dimension: balls on a curve, with slope, step and stop rule in sight."""

import streamlit as st

from figures.line import line_blob
from ui import state
from ui.frame import close_frame, open_frame, picture_first
from ui.line import controls
from ui.line.report import show_curve, show_what_happens
from ui.line.scene import ground_of
from ui.line.settings import walks_of
from ui.line.words import line_besides, line_words
from ui.player import show_ground, show_player
from ui.player.live import live_balls
from ui.player.standalone import standalone_page
from ui.table import LINE
from ui.words import _, translated

open_frame(
    _("One dimension"),
    "line",
    _("A ball rolls down a curve, one step at a time: the steeper, the longer the step."),
)
settings = LINE.current()
curve = settings.curve
show_ground("line", ground_of(curve))


@st.fragment
def rolled() -> None:
    """What a learning rate changes, and nothing else: so a turn of its slider is quick."""
    now = LINE.current()
    if now.starts != settings.starts:
        st.rerun()  # the curve was clicked; the controls show the starts, too
    walks = walks_of(now)
    blob = line_blob(
        curve,
        walks,
        now.starts,
        now.flat,
        {
            **line_words(ascend=now.ascend),
            "subject": translated(curve.title),
            "besides": line_besides(now),
        },
        ascend=now.ascend,
        live=live_balls(curve, [walk.trajectory for walk in walks], ascend=now.ascend),
    )
    if not walks:
        st.info(_("Pick an optimizer and a start at the side, and a ball starts to roll."))
    moved = controls.starts_moved("line")
    show_player("line", blob, controls.start_clicked("line"), starts=moved)
    picture_first()
    with rates:
        controls.rate_controls(now)
    show_what_happens(
        now, walks, lambda: standalone_page(translated(curve.title), ground_of(curve), blob)
    )
    state.write_url()


with st.sidebar:
    choices, rates = (st.container() for _place in range(2))
rolled()
with choices:
    controls.line_controls(settings)
show_curve(curve)
close_frame()

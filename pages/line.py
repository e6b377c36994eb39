"""One dimension: balls on a curve, with slope, step and stop rule in sight."""

import streamlit as st

from figures.line import line_blob
from ui.frame import close_frame, open_frame
from ui.line import controls, state
from ui.line.report import show_line_report
from ui.line.scene import ground_of
from ui.line.settings import walks_of
from ui.line.words import line_words
from ui.player import show_player
from ui.player.standalone import standalone_page
from ui.words import _

open_frame("One dimension")
settings, notes = state.open_visit()
if notes:
    st.warning(" ".join(notes), icon=":material/link_off:")
curve = settings.curve
walks = walks_of(settings)
ground = ground_of(curve)
blob = line_blob(
    curve,
    walks,
    settings.starts,
    settings.epsilon,
    line_words(ascend=settings.ascend),
    ascend=settings.ascend,
    autoplay=True,
)

if not walks:
    st.info(_("Pick an optimizer and a start at the side, and a ball starts to roll."))
show_player("line", ground, blob, controls.start_clicked("line"))
# The picture first: the controls follow while it is being drawn.
with st.sidebar:
    controls.line_controls(settings)
show_line_report(settings, walks, lambda: standalone_page(_(curve.title), ground, blob))
close_frame(state.write_url)

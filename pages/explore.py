"""Explore: one map, several optimizers, and what their numbers say."""

import streamlit as st

from figures.walks import Panel, walks_blob
from ui import controls, scene
from ui.frame import close_frame, open_frame
from ui.player import player_words, show_player
from ui.player.standalone import standalone_page
from ui.report import show_report
from ui.words import _

settings = open_frame("Explore")
surface = settings.surface
walks = scene.walks_of(settings)
ground = scene.ground_of(surface)
blob = walks_blob(
    surface,
    walks,
    [Panel(tuple(range(len(walks))))],
    settings.start,
    player_words(),
    autoplay=True,
)

if not walks:
    st.info(_("Pick an optimizer at the side, and it starts to walk."))
show_player("explore", ground, blob, controls.start_clicked("explore"))
# The picture first: the controls follow while it is being drawn.
with st.sidebar:
    controls.ground_controls(settings)
    controls.optimizer_controls(settings)
show_report(settings, walks, lambda: standalone_page(_(surface.title), ground, blob))
close_frame()

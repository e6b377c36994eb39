"""Learning rate: the whole axis at once; a drag bends the paths."""

import streamlit as st

from ui import all_settings, controls, rates, scene, state
from ui.frame import close_frame, open_frame, picture_first
from ui.player import show_player
from ui.player.grounds import show_map_ground
from ui.report import show_formulas
from ui.words import _

open_frame(
    _("Learning rate"),
    "rates",
    _("How large a step may be: drag the rate, and see where walks crawl, arrive, or fly off."),
)
settings = state.current()
rates.go_where_taken()
if note := rates.too_many(settings):
    st.info(note)
if settings.choices:
    show_map_ground("rates", scene.ground_of(settings.surface), scene.closer_of(settings.surface))
    with st.spinner(_("Walking with every learning rate…"), show_time=False):
        blob = rates.swept_blob(settings, rates.rate_of_link())
    show_player("rates", blob, controls.start_clicked("rates"), take=rates.rates_taken("rates"))
else:
    st.info(_("Pick an optimizer at the side, and it walks with every learning rate."))
all_settings.stop_without_effect(settings)
picture_first()
with st.sidebar:
    controls.ground_controls(settings)
    controls.optimizer_choice(settings)
    all_settings.settings_controls(settings)
show_formulas(settings)
close_frame()

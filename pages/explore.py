"""Explore: one map, several optimizers, and what their numbers say."""

import streamlit as st

from figures.walks import Panel, walks_blob
from ui import all_settings, controls, scene, state
from ui.besides import besides
from ui.fates import fates
from ui.first_looks import show_first_looks
from ui.frame import close_frame, open_frame, picture_first
from ui.player import player_words, show_player
from ui.player.grounds import show_map_ground
from ui.player.live import live_of
from ui.player.standalone import standalone_page
from ui.report import show_ends, show_formulas
from ui.stays import stays
from ui.words import _, translated

open_frame(
    _("Explore"),
    "explore",
    _("Each line walks downhill. Dark is low, the star is the lowest point known."),
)
settings = state.current()
show_map_ground("explore", scene.ground_of(settings.surface), scene.closer_of(settings.surface))


@st.fragment
def walked() -> None:
    """What a learning rate changes, and nothing else: so a turn of its slider is quick."""
    now = state.current()
    if now.start != settings.start:
        st.rerun()  # the map was clicked; the controls show the start, too
    walks = scene.walks_of(now)
    ground = scene.ground_of(now.surface)
    panels = [Panel(tuple(range(len(walks))))]
    left = fates(walks, now.surface)
    blob = walks_blob(
        now.surface,
        walks,
        panels,
        now.start,
        player_words(translated(now.surface.title), besides(now), typed=now.surface.found),
        autoplay=True,
        fates=left,
        stays=stays(walks, left),
        live=live_of(now.surface, [walk.trajectory for walk in walks], turned=True),
    )
    if not walks:
        st.info(_("Pick an optimizer at the side, and it starts to walk."))
    show_player(
        "explore",
        blob,
        controls.start_clicked("explore"),
        rates=controls.rates_turned("explore"),
    )
    picture_first()
    with rates:
        controls.rate_controls(now)
    with ends:
        show_ends(
            now,
            walks,
            lambda: standalone_page(
                translated(now.surface.title),
                ground,
                blob,
                now.surface,
                now.schedule_choice.schedule(),
            ),
        )
    state.write_url()


with st.sidebar:
    choices, rates, others = (st.container() for _place in range(3))
picture, looks, ends = (st.container() for _place in range(3))
with picture:
    walked()
with looks:
    show_first_looks()
with choices:
    controls.ground_controls(settings)
    controls.optimizer_choice(settings)
with others:
    all_settings.settings_controls(settings)
show_formulas(settings)
close_frame()

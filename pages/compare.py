"""Compare: the same start and surface in panels side by side, one clock for all."""

import streamlit as st

from figures.walks import Panel, walks_blob
from ui import controls, fair, scene, state
from ui.besides import besides
from ui.fates import fates
from ui.frame import close_frame, open_frame
from ui.panels import panel_controls
from ui.player import player_words, show_player
from ui.player.grounds import show_map_ground
from ui.player.live import live_of
from ui.player.standalone import standalone_page
from ui.report import show_ends, show_formulas
from ui.settings import MOST_PANELS
from ui.stays import stays
from ui.words import _, translated

open_frame(
    _("Compare"),
    "compare",
    _("The same hill, one walker a picture, all on one clock."),
)
settings = state.current()
surface = settings.surface
bests = fair.best_rates_of(settings) if settings.best_rates else []
# What walks here; a visitor's own rates stay in the settings and come back with the switch.
shown = settings.at_rates(best.rate for best in bests) if bests else settings
walks = fair.paid_walks(shown) if bests else scene.walks_of(settings)[:MOST_PANELS]
ground = scene.ground_of(surface)
panels = [
    Panel((i,), fair.panel_title(walk, bests[i] if bests else None)) for i, walk in enumerate(walks)
]
left = fates(walks, surface)
blob = walks_blob(
    surface,
    walks,
    panels,
    settings.start,
    player_words(
        translated(surface.title),
        besides(shown, shown.choices[:MOST_PANELS]),
        typed=surface.found,
    ),
    autoplay=True,
    by_evaluations=settings.by_evaluations,
    fates=left,
    stays=stays(walks, left),
    live=live_of(surface, [walk.trajectory for walk in walks], turned=not bests),
)

if len(settings.choices) > MOST_PANELS:
    st.info(_("The first eight optimizers have a panel; Explore shows them all on one map."))
if walks:
    show_map_ground("compare", ground, scene.closer_of(surface))
    show_player(
        "compare",
        blob,
        controls.start_clicked("compare"),
        rates=controls.rates_turned("compare"),
    )
else:
    st.info(_("Add a panel at the side, and an optimizer starts to walk in it."))
# The picture first: the controls follow while it is being drawn.
with st.sidebar:
    controls.ground_controls(settings)
    fair.fair_controls()
    panel_controls(shown)
if bests:
    fair.show_ranks(shown, walks, bests)
show_ends(
    shown,
    walks,
    lambda: standalone_page(
        translated(surface.title), ground, blob, surface, settings.schedule_choice.schedule()
    ),
)
show_formulas(shown)
close_frame()

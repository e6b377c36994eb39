"""Anatomy: one walk, one step at a time, with the rule's own numbers in it."""

from dataclasses import replace

import streamlit as st

from figures.anatomy import anatomy_blob
from figures.walks import Panel, walks_blob
from ui import anatomy, controls, scene
from ui.besides import besides
from ui.fates import fates
from ui.frame import close_frame, open_frame
from ui.player import player_words, show_player
from ui.player.fields import field_facts, field_words
from ui.player.grounds import show_map_ground
from ui.player.live import live_fields
from ui.player.terms import anatomy_terms
from ui.reasons import reason
from ui.report import show_formulas
from ui.stays import stays
from ui.table import STEP
from ui.words import _, translated

open_frame(
    _("Anatomy"),
    "anatomy",
    _("One step taken apart: every line of the rule, with this step’s numbers and arrows."),
)
settings = anatomy.invited()
surface = settings.surface
show_map_ground("anatomy", scene.ground_of(surface), scene.closer_of(surface))
choice = settings.choices[anatomy.place_of(settings)]
ledger = anatomy.ledger_of(
    surface, choice, settings.start, settings.epochs, settings.schedule_choice
)
walk = anatomy.drawn(settings, choice, ledger)
left = fates([walk], surface)
walks = walks_blob(
    surface,
    [walk],
    [Panel((0,))],
    settings.start,
    {
        **player_words(translated(surface.title), besides(settings, [choice]), typed=surface.found),
        **anatomy_terms(),
        **field_words(),
    },
    fates=left,
    stays=stays([walk], left),
    live=live_fields(surface, walk.trajectory),
)
blob = anatomy_blob(walks, ledger, STEP.current().step, field_facts(choice.optimizer()))

show_player("anatomy", blob, controls.start_clicked("anatomy"), fields=anatomy.turned("anatomy"))
# The picture first: the controls follow while it is being drawn.
with st.sidebar:
    controls.ground_controls(settings)
    anatomy.anatomy_controls(settings)
st.markdown(
    _("**How it ended, and why** — {reason}").format(reason=reason(ledger.walk, walk.diagnosis))
)
anatomy.show_ledger(f"{surface.name}-{choice.name}", walk, ledger)
anatomy.show_walk_as_code(settings, walk)
show_formulas(replace(settings, choices=(choice,)))
close_frame()

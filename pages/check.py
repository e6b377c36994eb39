"""Check my walk: what somebody's own program has printed, judged step by step."""

import streamlit as st

from ui.check.answer import show_answer
from ui.check.controls import check_controls
from ui.check.pasting import pasted_walk
from ui.frame import close_frame, open_frame
from ui.table import CHECK
from ui.words import _

open_frame(
    _("Check my walk"),
    "check",
    _("Paste what your own program printed: is every step right, and if not, what went wrong?"),
)
settings = CHECK.current()
pasted = pasted_walk()
if pasted is not None:
    show_answer(pasted, settings)
with st.sidebar:
    check_controls(settings, len(pasted.walk) if pasted is not None else 0)
if pasted is None:
    st.markdown(
        _(
            "Every step is judged from the points that you give, x and y apart. Where one differs, "
            "mistakes that people do make are tried, alone and together: in the bias correction, "
            "ε, momentum and memory, in every term of the gradient, in the order of the updates. "
            "Say at the side which surface, optimizer and settings were meant; the surface may be "
            "your own f(x, y). Of BFGS and L-BFGS the direction of every step is judged, since "
            "line searches differ."
        )
    )
    st.caption(_("Nothing that you paste is kept, sent elsewhere, or written into the link."))
close_frame(in_link=False)

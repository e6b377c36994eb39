"""The laboratories, one at a time or none: only the one that is open is computed and drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from ui import state
from ui.glossary import explained
from ui.network.below import backprop, bends, ensembles, noise, start, transferred
from ui.network.below.names import CLOSED, NAMES
from ui.network.below.settings import LabSettings
from ui.network.below.visit import LABS
from ui.post.still import mode
from ui.sections.section import Section
from ui.sections.showing import show_section
from ui.words import _

FILES = (backprop, start, bends, noise, ensembles, transferred)
ABOVE = 2  # sentences that stand above the pictures: what is seen, and what comes of it
CONTROLS: dict[str, Callable[[LabSettings], None]] = {
    name: file.controls for name, file in zip(NAMES, FILES, strict=True)
}
SECTIONS: dict[str, Callable[[LabSettings, str], Section]] = {
    name: file.section for name, file in zip(NAMES, FILES, strict=True)
}


def titles() -> dict[str, str]:
    """What stands on the pill of each."""
    return {
        "backprop": _("Back-propagation"),
        "start": _("Start"),
        "activations": _("Activations"),
        "noise": _("Noise in training, mean at test"),
        "ensembles": _("Ensembles"),
        "transfer": _("Transfer"),
    }


@st.fragment
def sections(above: object = None) -> None:
    """The choice of a laboratory, and the one that is open; the page above is not run again.

    Args:
        above: The settings of the page; laboratories have their own, and none of them asks for it.
    """
    del above
    now = LABS.current()
    opened = now.opened
    st.pills(
        _("Laboratories"),
        list(SECTIONS),
        format_func=titles().__getitem__,
        help=explained("Laboratories"),
        **LABS.controlled(
            "labs.opened",
            opened if opened in NAMES else None,
            lambda name: replace(LABS.current(), opened=name or CLOSED),
        ),
    )
    if opened in SECTIONS:
        with st.container(key="closer"):
            with st.container(horizontal=True, gap="small"):
                CONTROLS[opened](now)
            show_section("labs", opened, SECTIONS[opened](now, mode()), ABOVE)
    state.write_url()

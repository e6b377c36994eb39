"""The sections, one at a time or none: only the one that is open is computed and drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.data.below import (
    averaged,
    batch_error,
    decayed,
    floor,
    hinge,
    saturated,
    solution,
    visited,
)
from ui.data.below.names import NAMES
from ui.data.below.run import DataRun
from ui.glossary import explained
from ui.post.still import mode
from ui.sections.section import Section
from ui.sections.showing import show_section
from ui.words import _

FILES = (batch_error, visited, floor, solution, hinge, saturated, decayed, averaged)
SECTIONS: dict[str, Callable[[DataRun, str], Section]] = {
    name: file.section for name, file in zip(NAMES, FILES, strict=True)
}


def titles() -> dict[str, str]:
    """What stands on the tab of each."""
    return {
        "error": _("Error of a batch"),
        "visits": _("Visits"),
        "floor": _("Noise floor"),
        "solution": _("Solution"),
        "hinge": _("Hinge"),
        "saturation": _("Cross-entropy or squares"),
        "decay": _("Weight decay"),
        "averages": _("Averages"),
    }


def show_sections(run: Callable[[], DataRun], opened: str, turned: Mapping[str, Any]) -> None:
    """What can be looked at more closely, and the section that is open.

    Args:
        run: Makes what they are about; asked only if one is open.
        opened: Its name; another word where none is.
        turned: Of the choice: key, value and what happens when another is chosen, as
            `Visit.controlled` gives them; nothing is chosen where all are closed.
    """
    names = titles()
    st.pills(
        _("Look closer at"),
        list(SECTIONS),
        format_func=names.__getitem__,
        help=explained("Look closer at"),
        **turned,
    )
    if opened in SECTIONS:
        with st.container(key="closer"):
            show_section("data", opened, SECTIONS[opened](run(), mode()))

"""The ground of a map, and the parts of it that a visitor looks at closely."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from figures.closer import Part, part_asked
from ui.player import show_ground


@st.fragment
def show_map_ground(key: str, ground: bytes, closer: Callable[[Part], bytes]) -> None:
    """Send the ground of a map, and a part of it made anew whenever the browser asks for one.

    A fragment, so that a zoom runs nothing else of its page. What has been sent stays in the
    browser; the next run sends no part, and the ground itself is remembered by Streamlit.

    Args:
        key: The player's.
        ground: From `figures.ground.ground_blob`.
        closer: Makes the part, from `figures.closer`; called with x_min, x_max, y_min, y_max.
    """
    # Without a gap: a part that is sent moves nothing on the page.
    with st.container(gap=None, key=f"{key}-grounds"):
        asked = show_ground(key, ground, on_part_change=_asked)
        part = part_asked(asked.part)
        if part is not None:
            show_ground(key, closer(part), "closer")


def _asked() -> None:
    """Named, so that what the browser sends lasts for one run and not for good."""

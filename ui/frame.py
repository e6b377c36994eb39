"""The frame of a page: its title, its look, the visit's settings, what stands at its foot."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ui import state, words
from ui.settings import Settings
from ui.words import _

HEAD_START = 0.3  # seconds

# Streamlit's own look comes from .streamlit/config.toml; here is only what it has no word for.
TIGHTER = """
<style>
.stMainBlockContainer { padding: 4rem 2.25rem 2rem; }
.stSidebar [data-testid="stSidebarHeader"] { height: 2.5rem; margin: 0; padding-bottom: 0; }
.stSidebar [data-testid="stSidebarUserContent"] { padding-bottom: 2rem; }
.stSidebar [data-testid="stVerticalBlock"] { gap: 0.6rem; }
.stSidebar .stButton button { padding: 0.25rem 0.6rem; font-size: 0.9rem; }
/* Buttons that show an icon only keep their words for screen readers. */
.stSidebar [class*="st-key-remove-"] [data-testid="stMarkdownContainer"] {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
.st-key-style { display: none; }
@media (max-width: 640px) { .stMainBlockContainer { padding: 4rem 0.9rem 2rem; } }
</style>
"""


def open_frame(title: str, own: Callable[[], list[str]] | None = None) -> Settings:
    """Open a page; every page calls this first.

    Args:
        title: The page's name, in English.
        own: Reads what only this page keeps in the link; answers with notes, as the rest does.

    Returns:
        The settings of the visit, from the link or from what was chosen before.
    """
    words.speak(_language())
    st.set_page_config(
        page_title=f"{_(title)} · {_('Optimizer visualizer')}",
        page_icon=str(Path(__file__).parent / "favicon.png"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    with st.container(key="style"):
        st.html(TIGHTER)
    notes = [*state.open_visit(), *(own() if own else [])]
    if notes:
        st.warning(" ".join(notes), icon=":material/link_off:")
    return state.current()


def picture_first() -> None:
    """Wait a moment, once a visit, after the picture has been sent and before the controls are.

    The browser fetches the code of each kind of element when it meets the first of them, and
    shows what it has fetched at most twice a second. Met with twenty controls, the picture would
    stand in that queue; met alone, it is there about 0.4 s earlier.
    """
    if "seen" not in st.session_state:
        st.session_state["seen"] = True
        time.sleep(HEAD_START)


def close_frame() -> None:
    """Close a page; every page calls this last."""
    state.write_url()
    st.caption(
        _(
            "Every number comes from a NumPy engine that agrees with torch.optim to 1e−9. "
            "The address of this page opens exactly this run."
        )
    )


def _language() -> str:
    locale = st.context.locale or "en"
    return locale.split("-")[0]

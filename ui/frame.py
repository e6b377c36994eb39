"""The frame of a page: its title, its look, the visit's settings, what stands at its foot."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import streamlit as st

from figures.palette import style_of
from ui import address, carried, query, scene, state, surface_menu, swatches, table
from ui.delivery.mount import waiting
from ui.line.settings import FIRST_ORDER
from ui.table import visits_of
from ui.visit import is_touched
from ui.words import _, language

_in_house: ContextVar[bool] = ContextVar("in_house", default=False)

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
.stSidebar :is([class*="st-key-remove-"], [class*="st-key-duplicate-"])
  [data-testid="stMarkdownContainer"] {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
/* The longest name of an optimizer has room beside the buttons for its panel. */
.stSidebar [class*="st-key-card-"] { padding: 0.5rem 0.2rem 0.5rem 0.35rem; }
.stSidebar [class*="st-key-card-"] .stHorizontalBlock { gap: 0; }
.stSidebar :is([class*="st-key-remove-"], [class*="st-key-duplicate-"]) button {
  padding: 0.25rem 0; min-width: 25px; width: 25px;
}
/* The table of ends: sentences beside numbers. */
.st-key-ends table { font-size: 0.875rem; }
.st-key-ends th, .st-key-ends td { padding: 0.35rem 0.5rem; }
.st-key-ends td:nth-child(2) { min-width: 23rem; }
.st-key-defects td:last-child { min-width: 15rem; }
/* Where a box is too small for its choice it says so. */
.stSidebar .stSelectbox input { text-overflow: ellipsis; }
/* A table wider than the page scrolls by itself, and the page does not. */
.stMarkdown [data-testid="stMarkdownContainer"]:has(> table) { overflow-x: auto; }
/* Small print is read, too: 4.5 to 1 against the page. In the dark the accent is a light colour. */
[data-testid="stCaptionContainer"] { opacity: 0.7; }
[data-testid="stCaptionContainer"] code { color: inherit; }
[data-testid="stBaseButton-primary"], .stMultiSelect [data-tag] {
  color: light-dark(#ffffff, #0f141b);
}
/* What is there for the browser alone takes no row of the page, nor do notes that are not there. */
[data-testid="stLayoutWrapper"]:has(> :is(.st-key-style, .st-key-carrier, .st-key-run)),
[data-testid="stLayoutWrapper"]:has(> .stVerticalBlock:empty) { display: none; }
/* What a page is called and what is seen on it: one line, and none of the picture's height. */
.st-key-heading {
  margin: -0.5rem 0 -0.7rem; column-gap: 0.7rem; row-gap: 0; align-items: baseline !important;
}
.st-key-heading h1 { font-size: 1.05rem; font-weight: 600; padding: 0; line-height: 1.5; }
.st-key-heading [data-testid="stCaptionContainer"] { font-size: 0.95rem; opacity: 0.8; }
.st-key-heading [data-testid="stCaptionContainer"] p { margin: 0; line-height: 1.5; }
.st-key-first-looks { row-gap: 0; }
@media (max-height: 600px) and (min-width: 600px) { /* a low window is the picture's */
  [data-testid="stLayoutWrapper"]:has(> .st-key-heading) {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
}
/* The parts of a page: headings of the second level, as large as Streamlit's third. */
.stMain .stHeading h2 { font-size: 1.75rem; padding: 0.75rem 0 1rem; letter-spacing: -0.005em; }
/* A finger's width, where Streamlit's rem, which is ours, makes less of it. */
.stMultiSelect button[aria-label="Clear all"] { min-width: 24px; min-height: 24px; }
@media (pointer: coarse) { .stMultiSelect button { min-width: 24px; min-height: 24px; } }
/* On paper: the page in light colours and without what is pressed; every column of every table. */
@media print {
  html, body, #root, .stApp, .stMain { background: #ffffff !important; color: #1b2430 !important; }
  .stApp :is(.stMarkdown, .stHeading, [data-testid="stCaptionContainer"], .stAlert)
    :is(*, :before) { color: #1b2430 !important; }
  .stSidebar, .stAppHeader, .stDownloadButton, .stPageLink, .stMain .stSelectbox,
  .stMain [data-testid="stButtonGroup"], .stExpander:has(details:not([open])) {
    display: none !important;
  }
  .stMainBlockContainer { padding: 0 !important; }
  .stMarkdown [data-testid="stMarkdownContainer"]:has(> table) { overflow: visible; }
  .stMarkdown table { width: 100%; font-size: 8pt !important; }
  .stMarkdown :is(th, td) { padding: 2pt 3pt !important; }
  .st-key-ends td:nth-child(2), .st-key-defects td:last-child { min-width: 0 !important; }
  .stMarkdown tr, .stHeading { break-inside: avoid; }
  .stHeading { break-after: avoid; }
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 4rem 0.9rem 2rem; }
  .st-key-ends td:nth-child(2) { min-width: 15rem; }
}
</style>
"""
MENUS = {"optimizers": scene.MENU, "line-rules": FIRST_ORDER}  # by the key of their pills
SWATCHES = swatches.rules({key: [style_of(name) for name in menu] for key, menu in MENUS.items()})


def open_house(pages: Sequence[Any]) -> None:
    """Show the pages at the top and run the one that is asked for; called by app.py alone."""
    _in_house.set(True)
    page = st.navigation(pages, position="top")
    carried.take_up([visit.key for visit in table.TABLE if visit.lasting])
    page.run()


def _through_the_door() -> None:
    """Begin again with app.py where Streamlit has run a page's file alone.

    A fresh server whose first visitor asks for a page by its address does so, because there is a
    folder named pages; a call of st.navigation that knows the page ends that for good.
    """
    if not _in_house.get():
        files = sorted((Path(__file__).parent.parent / "pages").glob("*.py"))
        # The first page is the default one, which has no address; that must be none of ours.
        pages = [st.Page(_nowhere), *(st.Page(file) for file in files)]
        st.navigation(pages, position="hidden")
        st.rerun()


def _nowhere() -> None:
    """A page that nobody asks for."""


def open_frame(title: str, page: str, sentence: str) -> None:
    """Open a page; every page calls this first.

    Args:
        title: The page's name, in the visitor's language.
        page: Its file, as the table of settings calls it; a page that is not there has no link.
        sentence: What is seen here, in plain words.
    """
    _hang_frame(title, sentence)
    st.session_state[state.PAGE] = page
    asked, visits = query.asked(), visits_of(page)
    here = [word for visit in visits for word in visit.words]
    # In the order of the table: the visit that another one lies within comes before it.
    notes = [note for visit in visits for note in visit.open(asked)]
    tell([*query.unknown(asked, here, address.words()), *notes])


def _hang_frame(title: str, sentence: str) -> None:
    """Title and look."""
    _through_the_door()
    carried.open_page(touched=is_touched())
    called = _("{page} · Optimizer visualizer").format(page=title)
    st.set_page_config(
        page_title=called,
        page_icon=str(Path(__file__).parent / "favicon.png"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    with st.container(key="style"):
        # As one they are so large that Streamlit sends them once, and after that only their name.
        style = TIGHTER.replace(
            "</style>", f"{SWATCHES}\n{surface_menu.rules()}\n{waiting()}</style>"
        )
        st.html(style + address.script(language()), unsafe_allow_javascript=True)
    with st.container(key="heading", horizontal=True, gap="small", vertical_alignment="center"):
        st.title(called, anchor=False, width="content")
        st.caption(sentence, width="stretch")


def tell(notes: list[str]) -> None:
    """One line on what was not understood in the link."""
    # With a note and without, what follows has the same place: by its place it is run alone.
    with st.container():
        if notes:
            st.warning(" ".join(notes), icon=":material/link_off:")


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
    show_foot()
    carried.close_page()
    with st.container(key="run"):
        # The browser sees that this run has come to its end (hold.js).
        st.html(f'<i data-run="{secrets.token_hex(4)}"></i>')


def show_foot() -> None:
    """What stands at the foot of every page."""
    st.caption(
        _(
            "Every number comes from a NumPy engine. The rules that torch.optim has agree with it "
            "to 1e−9; it has no AdaBelief, Lion, Newton or BFGS, and another line search in "
            "L-BFGS. "
            "The address of this page opens exactly this run."
        )
    )

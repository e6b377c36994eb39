"""The frame of a page: its title, its look, the visit's settings, what stands at its foot."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from figures.palette import style_of
from ui import address, carried, languages, query, scene, state, swatches, table, words
from ui.delivery import turnstile
from ui.delivery.bundle import lean
from ui.delivery.mount import waiting
from ui.network.rates import TRAINERS
from ui.settings import FIRST_ORDER
from ui.table import visits_of
from ui.visit import is_touched
from ui.words import _, language, translated

_in_house: ContextVar[bool] = ContextVar("in_house", default=False)
# The place for the menu of languages in the heading of the page of this run.
_languages: ContextVar[Any] = ContextVar("languages", default=None)

OWN_SHEETS = {"lessons": "lessons.css"}  # of a page, which no other is sent
HEAD_START = 0.3  # seconds

# By the key of their pills.
MENUS = {
    "optimizers": scene.MENU,
    "line-rules": FIRST_ORDER,
    "data-rules": FIRST_ORDER,
    "network-rules": TRAINERS,
}
SWATCHES = swatches.rules({key: [style_of(name) for name in menu] for key, menu in MENUS.items()})


def open_house(pages: Sequence[Any]) -> None:
    """Show the pages at the top and run the one that is asked for; called by app.py alone."""
    _in_house.set(True)
    with turnstile.RUNS.through():
        _run(pages)


def _run(pages: Sequence[Any]) -> None:
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
    notes = languages.hear()
    _hang_frame(title, page, sentence)
    languages.arrived()
    st.session_state[state.PAGE] = page
    asked, visits = query.asked(), visits_of(page)
    here = [word for visit in visits for word in visit.words]
    # A language says nothing of what is seen: a link of that alone is none.
    seen = {word: texts for word, texts in asked.items() if word not in languages.SPEECH.words}
    # In the order of the table: the visit that another one lies within comes before it.
    for visit in visits:
        notes += visit.open(seen) if visit is not languages.SPEECH else ()
    tell([*query.unknown(asked, here, address.words()), *notes])
    if state.MAPS in visits:
        _where()


def _hang_frame(title: str, page: str, sentence: str) -> None:
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
        style = f"<style>{look()}\n{SWATCHES}\n{waiting()}</style>"
        st.html(style + address.script(language()), unsafe_allow_javascript=True)
        if own := OWN_SHEETS.get(page):
            st.html(f"<style>{_sheet(own)}</style>")
    with st.container(key="heading", horizontal=True, gap="small", vertical_alignment="center"):
        _languages.set(None)
        st.title(called, anchor=False, width="content")
        st.caption(sentence, width="stretch")
    if len(words.languages()) > 1:
        _languages.set(st.container(key="languages", width="content"))


def look() -> str:
    """The style sheet of the house, whose few words are in the visitor's language."""
    return _sheet("look.css").replace("%MENU%", _("Menu").replace('"', ""))


@lru_cache(maxsize=4)
def _sheet(name: str) -> str:
    return lean(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _where() -> None:
    """On a phone, at the top: what is walked on, since the menu that says so is closed."""
    with st.container(key="where"):
        st.caption(translated(state.current().surface.title))


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


def close_frame(*, in_link: bool = True) -> None:
    """Close a page; every page calls this last.

    Args:
        in_link: Whether all that is seen stands in its link.
    """
    state.write_url()
    # As late as that, so that the picture does not wait for the code of a menu.
    if place := _languages.get():
        with place:
            languages.language_menu()
    show_foot(in_link=in_link)
    carried.close_page()
    with st.container(key="run"):
        # The browser sees that this run has come to its end (hold.js).
        st.html(f'<i data-run="{secrets.token_hex(4)}"></i>')


def show_foot(*, in_link: bool = True) -> None:
    """What stands at the foot of every page."""
    engine = _(
        "Every number comes from a NumPy engine. The rules that torch.optim has agree with it to "
        "1e−9; it has no AdaBelief, Lion, Newton or BFGS, and another line search in L-BFGS."
    )
    link = (
        _("The address of this page opens exactly this run.")
        if in_link
        else _("The address of this page opens these settings, and nothing that was pasted.")
    )
    st.caption(f"{engine} {link}")

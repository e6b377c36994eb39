"""In which language a visitor reads: as the browser asks, or as a link or the visitor has said.

    ?lang=ko&surface=bowl&…

A language that was chosen by hand stands in every link from then on, so that whoever is sent it
reads the same. A link without one leaves it to the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import query, words
from ui.glossary import explained
from ui.kinds import OneOf
from ui.visit import Row, Visit, is_touched

PAGES = tuple(sorted(path.stem for path in (Path(__file__).parent.parent / "pages").glob("*.py")))
MENU = "language.menu"  # the key of its control
AT = "language.page"  # in the session: the page of the run before


@dataclass(frozen=True)
class Speech:
    """In which language a visitor is spoken to.

    Attributes:
        language: The one that was chosen; empty for the browser's.
    """

    language: str = ""


class LanguageKind(OneOf):
    """A language that is spoken here, whatever its capitals."""

    def value(self, text: str) -> Any:
        """Its name, or REFUSED."""
        return super().value(text.lower())


def _spoken(_speech: object, _around: object) -> OneOf:
    return LanguageKind({name.lower(): name for name in words.languages()})


SPEECH: Visit[Speech] = Visit(
    "speech",
    PAGES,
    lambda _around: Speech(),
    (Row(words.IN_LINK, _spoken, "language", MENU, unless=""),),
)


def hear() -> list[str]:
    """Speak as the link says, from here on; notes on what of it was not understood.

    The house calls this before its first word, and every page again, which is `arrived` then.
    """
    asked = query.asked()
    others = [name for name in asked if name not in SPEECH.words and not query.is_foreign(name)]
    notes: list[str] = []
    # A link that says what is seen and no language leaves that to the browser: who goes back to
    # it goes back to that. From page to page what was chosen goes along.
    silent = others and not set(SPEECH.words) & {*asked}
    if silent and not is_touched() and _page() == st.session_state.get(AT):
        SPEECH.replace(Speech())
    else:
        notes = SPEECH.open(asked)
    words.choose(SPEECH.current().language)
    return notes


def arrived() -> None:
    """Remember which page it is that has been opened."""
    st.session_state[AT] = _page()


def _page() -> str:
    """The page that the browser asks for, as Streamlit names it."""
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""


def also(link: query.Query) -> dict[str, list[str]]:
    """The words of a link to another page of ours, in the language that was chosen by hand."""
    return {word: list(texts) for word, texts in link.items()} | SPEECH.shown()


def language_menu() -> None:
    """All languages by their own names; nothing where there is only one."""
    names = words.own_names()
    if len(names) == 1:
        return

    def choose() -> None:
        SPEECH.keep(Speech(st.session_state[MENU]))

    st.menu_button(
        names[words.language()],
        list(names),
        format_func=names.__getitem__,
        key=MENU,
        on_click=choose,
        icon=":material/language:",
        type="tertiary",
        help=explained("Language"),
    )


__all__ = ["SPEECH", "Speech", "also", "arrived", "hear", "language_menu"]

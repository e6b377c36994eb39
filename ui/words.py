"""All words that a visitor reads pass `_` or `translated`, in the language of whoever asks.

English is the source: a word of the app is its own key. A catalogue for, say, Korean is
``locales/ko/LC_MESSAGES/app.mo``; `catalogue` makes the template for it. The language is the one
that a visitor has chosen (`ui.languages`), or else the one in which the browser asks. It is
resolved where a word is asked for first in a run, and not by a page: so a part of a page that is
run alone speaks it, and so does the navigation, which comes before the page. Two visitors may read
two languages at the same time, since nothing here is kept but the catalogues themselves, and for a
run what it has asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

ENGLISH = "en"
CHOSEN = "language"  # in the session: the language that the visitor has chosen; empty for none
LOCALES = Path(__file__).parent.parent / "locales"

IN_LINK = "lang"  # the word of a link that says it, too

TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}")

# Where no script runs for a browser: in the head of a page, in the making of a file.
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
# What this run has been answered, by its session: a page says hundreds of words, and the session
# and the headers take as long to be asked as ten of them to be said.
_heard: ContextVar[tuple[object, str] | None] = ContextVar("heard", default=None)


@contextmanager
def speaking(asked: str) -> Iterator[None]:
    """Speak a language, whoever asks; for what is made outside of a script run.

    Args:
        asked: As a browser names it, e.g. ``"pt-BR"``; English where there is no catalogue for it.
    """
    before = _spoken.set(asked)
    try:
        yield
    finally:
        _spoken.reset(before)


def choose(language: str) -> None:
    """Speak a language to this visitor from here on; empty for the browser's."""
    st.session_state[CHOSEN] = language
    _heard.set(None)


def language() -> str:
    """The language that is spoken here and now, as HTML names it, e.g. ``"pt-BR"``."""
    return _fitting(LOCALES, _asked())[0]


def languages() -> tuple[str, ...]:
    """All that are spoken, English first."""
    return (ENGLISH, *(name for name, _catalogue in _catalogues(LOCALES).values()))


def own_names() -> dict[str, str]:
    """What every language that is spoken calls itself, by its name in HTML; no two alike."""
    names: dict[str, str] = {}
    for name in languages():
        with speaking(name):
            # To translators: the name of your language in your language, such as Deutsch.
            own = _("English")
        alike = own in names.values()
        names[name] = f"{own} ({name})" if alike else own
    return names


def _(message: str) -> str:
    """A message, written out here, in the language of whoever asks."""
    return _said(message)


def translated(declared: str) -> str:
    """A message that was declared elsewhere: a title or a note of a room, an error's sentence."""
    return _said(declared)


def _said(english: str) -> str:
    catalogue = _fitting(LOCALES, _asked())[1]
    return catalogue.gettext(english) if catalogue and english else english


def _asked() -> str:
    """What the visitor of this run has chosen, or else the browser; English outside of any run."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return ENGLISH
    heard = _heard.get()
    if heard is None or heard[0] is not run:
        heard = run, st.session_state.get(CHOSEN) or st.context.locale or ENGLISH
        _heard.set(heard)
    return heard[1]


@lru_cache(maxsize=64)
def _fitting(folder: Path, asked: str) -> tuple[str, GNUTranslations | None]:
    """The nearest language that there is: for pt-BR that one, or pt, or else English."""
    if TAG.fullmatch(asked):  # what a browser says is not to be believed
        parts = re.split("[-_]", asked.lower())
        for count in range(len(parts), 0, -1):
            found = _catalogues(folder).get("-".join(parts[:count]))
            if found:
                return found
    return ENGLISH, None


@lru_cache(maxsize=4)
def _catalogues(folder: Path) -> dict[str, tuple[str, GNUTranslations]]:
    """All catalogues by the small letters of their language; read once, as all of our files."""
    found = {}
    for path in sorted(folder.glob("*/LC_MESSAGES/app.mo")):
        name = path.parent.parent.name.replace("_", "-")
        with path.open("rb") as file:
            found[name.lower()] = name, GNUTranslations(file)
    return found

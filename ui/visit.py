"""What is remembered of a visit: for every kind of link one text, the link of the present settings.

Session and URL hold the same words, so a reload, a colleague's browser and the next page all open
the same run. The browser carries the texts, too (`ui.carried`), so that a session that the server
has lost begins again where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qs, urlencode

import streamlit as st

from ui import carried, query
from ui.query import Query

TOUCHED = "touched"
SEPARATOR = "~"

SettingsType = TypeVar("SettingsType")


def touch() -> None:
    """A control was used; the URL of this run may be out of date."""
    st.session_state[TOUCHED] = True


def is_touched() -> bool:
    """Whether a control has just been used."""
    return bool(st.session_state.get(TOUCHED, False))


def show_address(wanted: dict[str, list[str]]) -> None:
    """Let the address bar say this; what controls have said is in it now."""
    query.show(wanted)
    st.session_state[TOUCHED] = False


@dataclass(frozen=True)
class Visit(Generic[SettingsType]):
    """The memory of the pages that share a kind of link.

    Attributes:
        key: Where the text is in the session.
        words: The words of the link, in the order in which they are written.
        read: Settings from a query, and notes on what was not understood.
        write: The query of settings.
    """

    key: str
    words: Sequence[str]
    read: Callable[[Query], tuple[SettingsType, list[str]]]
    write: Callable[[SettingsType], dict[str, list[str]]]

    def current(self) -> SettingsType:
        """The settings of this visit."""
        return _settings(self.read, st.session_state[self.key])

    def replace(self, settings: SettingsType) -> None:
        """Remember settings that follow from the link itself, without a control's word."""
        st.session_state[self.key] = _as_text(self.write(settings))

    def keep(self, settings: SettingsType) -> None:
        """Remember settings; called by controls, whose word counts more than the URL's."""
        self.replace(settings)
        touch()

    def open(self) -> list[str]:
        """Bring session and URL together at the top of a page; notes on what was not understood.

        A URL that is not the one we wrote last was typed, shared, or reached by the back button:
        it is read. An empty one comes from a change of page: the visit goes on as it was. A run
        that a control has started never reads the URL, which may lag behind quick fingers.
        """
        asked = query.asked()
        url = {word: asked[word] for word in self.words if word in asked}
        known = st.session_state.get(self.key)
        if known is not None and (not url or is_touched() or _as_text(url) == known):
            if carried.is_new():
                self.replace(self.current())  # it was in a stranger's hands
            return []
        settings, notes = self.read(url)
        self.replace(settings)
        if known is not None:
            carried.turn_down()  # what the browser's controls show is not what its address says
        return notes

    def shown(self) -> dict[str, list[str]]:
        """The query of the present settings."""
        return parse_qs(st.session_state[self.key])

    def controlled(
        self, key: str, value: Any, read: Callable[[Any], SettingsType | None]
    ) -> dict[str, Any]:
        """Arguments for a widget that shows ``value`` and hands what is chosen to ``read``.

        ``read`` returns the new settings, or None where the choice is not allowed.
        """

        def changed() -> None:
            settings = read(st.session_state[key])
            if settings is None:
                touch()
            else:
                self.keep(settings)

        return carried.shows(key, value, changed)


def _as_text(query: Query) -> str:
    """A query as it stands in a URL, behind the question mark."""
    return urlencode(query, doseq=True, safe=SEPARATOR)


@lru_cache(maxsize=512)
def _settings(read: Callable[[Query], tuple[Any, list[str]]], text: str) -> Any:
    return read(parse_qs(text))[0]

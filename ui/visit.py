"""What is remembered of a visit: for every kind of link one text, the link of the present settings.

Session and URL hold the same words, so a reload, a colleague's browser and the next page all open
the same run. The browser carries the texts, too (`ui.carried`), so that a session that the server
has lost begins again where it was. Which words there are, and what they can say, is a table of
rows (`ui.table`); text, notes, memory and controls follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qs, urlencode

import streamlit as st

from ui import carried, query
from ui.kinds import SEPARATOR, Kind
from ui.query import Query
from ui.reading import read

TOUCHED = "touched"
ALWAYS = object()

SettingsType = TypeVar("SettingsType")


def touch() -> None:
    """A control was used; the URL of this run may be out of date."""
    st.session_state[TOUCHED] = True


def is_touched() -> bool:
    """Whether a control has just been used."""
    return bool(st.session_state.get(TOUCHED, False))


def show_address(visits: Iterable[Visit[Any]]) -> None:
    """Let the address bar say what these remember; what controls have said is in it now."""
    query.show({word: texts for visit in visits for word, texts in visit.shown().items()})
    st.session_state[TOUCHED] = False


@dataclass(frozen=True, eq=False)
class Row:
    """One setting: all that link, notes, session and controls need to know of it.

    Attributes:
        word: Its name in the link.
        kind: What it can say; where that hangs on other settings, a function of those that have
            been read before it, and of those that the visit lies within.
        field: Its name in the settings; several where several stand in one word.
        control: The key of its control, which may be a player; where that ends with a dot, how the
            keys of its controls begin; several where pages have different ones.
        pages: The files of the pages with a control for it; all of the visit's unless given.
        unless: The value that is not written.
        put: The settings with a value from the link; by default that of the field alone.
        along: Words that were meant for what this one names, and are refused along with it.
        also: Another visit's word for the same, which is read where this one is not there.
        otherwise: The settings where a link does not say it, and what it is hangs on what has been
            read before; as they are unless given.
    """

    word: str
    kind: Kind | Callable[[Any, Any], Kind]
    field: str | tuple[str, ...]
    control: str | tuple[str, ...]
    pages: tuple[str, ...] = ()
    unless: Any = ALWAYS
    put: Callable[[Any, Any], Any] | None = None
    along: tuple[str, ...] = ()
    also: str = ""
    otherwise: Callable[[Any], Any] | None = None

    def asked_in(self, asked: Query) -> tuple[str, Sequence[str]]:
        """The word of a query that is read, and what it says; nothing if none is there."""
        word = self.also if self.also and not asked.get(self.word) else self.word
        return word, asked.get(word, ())

    def kind_in(self, settings: Any, around: Any) -> Kind:
        """What it can say among these settings."""
        return self.kind(settings, around) if callable(self.kind) else self.kind

    def value(self, settings: Any) -> Any:
        """Its value."""
        if isinstance(self.field, str):
            return getattr(settings, self.field)
        return tuple(getattr(settings, field) for field in self.field)

    def into(self, settings: Any, value: Any) -> Any:
        """The settings with another value."""
        if self.put is not None:
            return self.put(settings, value)
        if isinstance(self.field, str):
            return replace(settings, **{self.field: value})
        return replace(settings, **dict(zip(self.field, value, strict=True)))


@dataclass(frozen=True, eq=False)
class Visit(Generic[SettingsType]):
    """The memory of the pages that share a kind of link.

    Attributes:
        key: Where the text is in the session.
        pages: Their files.
        first: What a link means that leaves words away.
        rows: All of their settings, in the order in which they are read and written.
        within: The visit whose settings the rows, and ``first``, are given besides their own.
        lasting: Whether it outlives its page; else only the address bar remembers it.
        opening: What somebody sees who comes without any link; ``first`` unless given. Links that
            have been written keep their meaning when it becomes another one.
    """

    key: str
    pages: tuple[str, ...]
    first: Callable[[Any], SettingsType]
    rows: tuple[Row, ...]
    within: Visit[Any] | None = None
    lasting: bool = True
    opening: Callable[[], SettingsType] | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the link, as it is written."""
        return tuple(row.word for row in self.rows)

    @cached_property
    def read_words(self) -> tuple[str, ...]:
        """Those that are read: other visits' words for the same are among them."""
        return (*self.words, *(row.also for row in self.rows if row.also))

    def always(self) -> list[str]:
        """The words that are in every link of it."""
        around = self.within.first(None) if self.within else None
        return [*self.write(self.first(around), around)]

    def read(self, asked: Query, around: Any = None) -> tuple[SettingsType, list[str]]:
        """Settings from a query, and one sentence for everything in it that was not understood."""
        return read(self.rows, self.first(around), asked, around)

    def write(
        self, settings: SettingsType, around: Any = None, *, whole: bool = False
    ) -> dict[str, list[str]]:
        """The query that opens exactly these settings; ``whole`` says what links leave away."""
        values = [(row, row.value(settings)) for row in self.rows]
        said = [(row, value) for row, value in values if whole or value != row.unless]
        texts = {row.word: row.kind_in(settings, around).write(value) for row, value in said}
        return {word: said for word, said in texts.items() if said}

    def as_text(self, settings: SettingsType, around: Any = None) -> str:
        """The query as it stands in a URL, behind the question mark."""
        return _as_text(self.write(settings, around))

    def current(self) -> SettingsType:
        """The settings of this visit."""
        return _settings(self, st.session_state[self.key], self._around())

    def replace(self, settings: SettingsType) -> None:
        """Remember settings that follow from the link itself, without a control's word."""
        st.session_state[self.key] = self.as_text(settings, self._around())

    def keep(self, settings: SettingsType) -> None:
        """Remember settings; called by controls, whose word counts more than the URL's."""
        self.replace(settings)
        touch()

    def open(self, asked: Query) -> list[str]:
        """Bring session and URL together at the top of a page; notes on what was not understood.

        A URL that is not the one we wrote last was typed, shared, or reached by the back button:
        it is read. An empty one comes from a change of page: the visit goes on as it was. A run
        that a control has started never reads the URL, which may lag behind quick fingers.
        """
        url = {word: asked[word] for word in self.read_words if word in asked}
        known = st.session_state.get(self.key) if self.lasting else None
        if known is not None and (not url or is_touched() or _as_text(url) == known):
            if carried.is_new() or self.within:
                # It was in a stranger's hands, or what it hangs on may have changed.
                self.replace(self.current())
            return []
        settings, notes = self.read(url, self._around())
        if self.opening is not None and known is None and not asked:
            settings = self.opening()
        self.replace(settings)
        if known is not None:
            carried.turn_down()  # what the browser's controls show is not what its address says
        # What a control has just made impossible, such as a step behind the last, was no fault.
        return [] if is_touched() and not self.lasting else notes

    def shown(self) -> dict[str, list[str]]:
        """The query of the present settings."""
        if not self.lasting:
            # The browser has changed it since without a word: the address bar knows better.
            url = {word: texts for word, texts in query.asked().items() if word in self.words}
            return self.write(self.read(url, self._around())[0], self._around())
        if self.within:
            return self.write(self.current(), self._around())
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

    def turns(self, word: str) -> dict[str, Any]:
        """Arguments for a widget that shows a row's value and sets it; None sets nothing."""
        row = next(row for row in self.rows if row.word == word)

        def turned(value: Any) -> SettingsType | None:
            return None if value is None else row.into(self.current(), value)

        assert isinstance(row.control, str), "it has several controls"
        return self.controlled(row.control, row.value(self.current()), turned)

    def _around(self) -> Any:
        return self.within.current() if self.within else None


def _as_text(said: Query) -> str:
    return urlencode(said, doseq=True, safe=SEPARATOR)


@lru_cache(maxsize=512)
def _settings(visit: Visit[Any], text: str, around: Any) -> Any:
    return visit.read(parse_qs(text), around)[0]

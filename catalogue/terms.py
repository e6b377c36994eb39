"""The terms of the field in another language: what a catalogue calls what, everywhere alike.

``locales/ko/terms.csv`` has two columns: a term in English, and what it is called, which may be one
of several, parted by ``|``, as a noun and its verb are. Whatever message has the term must have it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from catalogue.complete import CODE, FORMULA, TEXT

FILE = "terms.csv"
PLACE = re.compile(r"\{[^{}]*\}")
LATEX = re.compile(r"\\[A-Za-z]+")
OTHERS = "|"

Terms = Mapping[str, Sequence[str]]


def read_terms(folder: Path) -> dict[str, tuple[str, ...]]:
    """The terms of a language, by their English; none where there is no table."""
    path = folder / FILE
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    if len(head) != 2 or any(len(row) != 2 or not all(row) for row in rows):
        raise ValueError(f"{path}: two columns are needed, and a word in each")
    return {english: tuple(said.split(OTHERS)) for english, said in rows}


def terms_in(message: str, terms: Terms) -> Iterator[str]:
    """The terms that an English message has; of one that lies in a longer one only the longer."""
    for what in (CODE, FORMULA, PLACE, LATEX):
        message = what.sub(" ", TEXT.sub(lambda found: found[0][6:-1], message))
    for term in sorted(terms, key=len, reverse=True):
        pattern = re.compile(rf"\b{re.escape(term)}(?:s|es)?\b", re.IGNORECASE)
        if pattern.search(message):
            yield term
            message = pattern.sub(" ", message)


def of_terms(english: str, said: str, terms: Terms) -> Iterator[str]:
    """What a translation calls otherwise than it is called elsewhere."""
    for term in terms_in(english, terms):
        if not any(word in said for word in terms[term]):
            yield f"{term!r} is called {' or '.join(terms[term])}"

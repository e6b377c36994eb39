"""A language in which every word of ours is in brackets, so that any other word stands out."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import optimizers
import schedules
import surfaces
from catalogue.extract import template
from listings import Library
from surfaces import curves

LANGUAGE = "eo"  # one that nobody translates into

# What is written alike in every language: mathematics.
MATHEMATICS = {"λmax", "sqrt", "Δθ", "xₖ", "sin", "exp"}
LIBRARIES = frozenset(Library)  # are called alike, too
NAMES = frozenset({"English"})  # so languages call themselves, in every language
INDICES = re.compile("[₀-₉²³]")  # of a letter, which is none itself
CODE = re.compile(r"`[^`]*`")
FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)
TEXT = re.compile(r"\\text\{(.*?)\}")
MARKUP = re.compile(r":(?:small|gray|blue|orange|red|violet)\[|<[^>]*>|&\w+;|:material/\w+:")
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")


def sources() -> list[str]:
    """Who has written what; names and titles of papers are not translated."""
    rooms = (optimizers.OPTIMIZERS, schedules.SCHEDULES, surfaces.SURFACES, curves.CURVES)
    return [entry.source for room in rooms for entry in room]


def make_pseudo(folder: Path) -> None:
    """Put the catalogue of the pseudo-language into a folder of locales."""
    catalog = Catalog(locale=LANGUAGE, charset="utf-8")
    for message in template():
        if message.id:
            catalog.add(message.id, f"⟦{message.id}⟧")
    path = folder / LANGUAGE / "LC_MESSAGES" / "app.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)


def unmarked(text: str) -> list[str]:
    """The words of a text that no message of ours holds."""
    for source in sources():
        text = text.replace(source, "")
    before = ""
    while before != text:
        before, text = text, BRACKETED.sub("", text)
    # Of a formula only the words between its symbols are words.
    text = FORMULA.sub(lambda found: " ".join(TEXT.findall(found[0])), text)
    text = MARKUP.sub("", CODE.sub("", text))
    alike = MATHEMATICS | LIBRARIES | NAMES
    return [word for word in WORD.findall(INDICES.sub("", text)) if word not in alike]

"""The catalogues of ``locales/``: brought up to date from the template, compiled, and judged.

A catalogue is two files: ``app.po``, which somebody writes, and ``app.mo``, which is made of it and
which the app reads. Both are kept, so that the app needs no Babel.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from catalogue.complete import of_message
from catalogue.extract import ROOT
from catalogue.grammar import GRAMMAR
from catalogue.terms import Terms, of_terms, read_terms

LOCALES = ROOT / "locales"
SOURCE = "*/LC_MESSAGES/app.po"


def sources(folder: Path = LOCALES) -> list[Path]:
    """What translators have written, one file a language."""
    return sorted(folder.glob(SOURCE))


def language_of(source: Path) -> str:
    """The language of a catalogue, by the name of its folder."""
    return source.parent.parent.name


def read(source: Path) -> Catalog:
    """What a translator has written; what was said once and is no more is left out."""
    with source.open("rb") as file:
        return read_po(file, locale=language_of(source), ignore_obsolete=True)


def bring_up_to_date(source: Path, template: Catalog) -> None:
    """Take new messages over, without a translation; leave out what nobody says any more; compile.

    What is merely like an old message is not guessed at: a wrong word looks like a right one.
    """
    catalog = read(source)
    catalog.update(
        template,
        no_fuzzy_matching=True,
        update_header_comment=False,
        update_creation_date=False,
    )
    with source.open("wb") as file:
        # A line's number changes with every line above it.
        write_po(file, catalog, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(source))


def problems_of(source: Path, template: Catalog) -> Iterator[str]:
    """One line for everything that is not as in the source, or not as in the compiled file."""
    catalog, name = read(source), language_of(source)
    said = {str(message.id): message for message in catalog if message.id}
    known = {str(message.id) for message in template if message.id}
    terms = read_terms(source.parent.parent)
    for english in sorted(known):
        message = said.get(english)
        if message is None or not message.string:
            yield f"{name}: not translated: {english!r}"
        elif message.fuzzy:
            yield f"{name}: marked as uncertain: {english!r}"
        else:
            for wrong in _wrong(english, str(message.string), name, terms):
                yield f"{name}: {wrong}: {english!r}"
    for english in sorted({*said} - known):
        yield f"{name}: nobody says that any more: {english!r}"
    if texts(catalog) != compiled(source):
        yield f"{name}: app.mo is not made of app.po; `make words` makes it"


def _wrong(english: str, said: str, name: str, terms: Terms) -> Iterator[str]:
    yield from of_message(english, said)
    yield from of_terms(english, said, terms)
    if name in GRAMMAR:
        yield from GRAMMAR[name](said)


def texts(catalog: Catalog) -> dict[str, str]:
    """What is said for what; as far as it is there and certain."""
    certain = [message for message in catalog if message.id and not message.fuzzy]
    return {str(message.id): str(message.string) for message in certain if message.string}


def compiled(source: Path) -> dict[str, str]:
    """What the app reads; nothing where it was not made yet."""
    path = source.with_suffix(".mo")
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return texts(read_mo(file))

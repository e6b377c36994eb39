"""Where the words are found: calls in the source, and the data of the registries."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).parent.parent
MAPPING = Path(__file__).with_name("babel.cfg")
# The calls whose first argument is a message.
REFUSALS = (
    "RefusedError",
    "UnreadableError",
    "FormulaError",
)  # errors that hold a message and its places
DECLARATIONS = ("Remark", "Starter", "Sentence")  # of a room that knows nothing of languages
KEYWORDS: dict[str, None] = dict.fromkeys(("_", *REFUSALS, *DECLARATIONS))
TOLD = "To translators:"  # begins a comment that they read
WORDS = r"\text{"  # in LaTeX
HYPERPARAMETER = ("title", "help")  # of every field that a registry's entry declares

Found = tuple[int, str, str, list[str]]


def of_registry(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]
) -> Iterator[Found]:
    """The texts of everything in a registry, as Babel's extraction methods yield messages.

    Args:
        fileobj: The registry's ``__init__.py``, by whose name it is imported.
        keywords: Not asked.
        comment_tags: Not asked.
        options: ``entries``, the name of the list; ``fields``, the fields that hold texts.

    Yields:
        Line, function, message, and for translators what it is.
    """
    del keywords, comment_tags
    folder = Path(fileobj.name).resolve().parent.relative_to(ROOT)
    room = importlib.import_module(".".join(folder.parts))
    for entry in getattr(room, options["entries"]):
        for field in options["fields"].split():
            for text in _texts(getattr(entry, field)):
                yield 1, "", text, [f"{entry.name}: {field}"]
        for parameter in getattr(entry, "parameters", ()):
            for text in (parameter.title, *parameter.choices):
                if text:
                    yield 1, "", text, [f"{entry.name}, {parameter.name}"]
        declared = getattr(entry, "hyperparameters", tuple)
        for hyper in declared():
            for field in HYPERPARAMETER:
                if text := getattr(hyper, field):
                    yield 1, "", text, [f"{entry.name}, {hyper.name}: {field}"]
        for parameter in getattr(entry, "parameters", ()):
            yield 1, "", parameter.help, [f"{entry.name}, {parameter.name}: help"]


def _texts(value: str | tuple[str, ...]) -> list[str]:
    """A text; of lines of LaTeX those that have words between their symbols, as a whole."""
    return [value] if isinstance(value, str) else [line for line in value if WORDS in line]


def declared_fields() -> frozenset[str]:
    """The names of the fields whose texts the template holds."""
    with MAPPING.open(encoding="utf-8") as file:
        _methods, options = parse_mapping_cfg(file)
    listed = (word for option in options.values() for word in option.get("fields", "").split())
    return frozenset((*listed, *HYPERPARAMETER))


def template() -> Catalog:
    """Every word that a visitor may read, without a translation."""
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="Optimizer visualizer", charset="utf-8")
    found = extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, comment_tags=(TOLD,), strip_comment_tags=True
    )
    for name, line, message, comments, context in found:
        where = [(name, line)] if line > 1 else []
        catalog.add(message, None, where, auto_comments=comments, context=context)
    return catalog

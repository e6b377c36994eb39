"""How the words of a link become settings, and what is said of those that could not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui.kinds import REFUSED, SEPARATOR
from ui.query import Query
from ui.words import _

if TYPE_CHECKING:
    from ui.visit import Row


def read(rows: Sequence[Row], first: Any, asked: Query, around: Any) -> tuple[Any, list[str]]:
    """Settings from a query, and one sentence for everything in it that did not come to be.

    Args:
        rows: What is read, in this order.
        first: The settings of a query that says nothing.
        asked: The query, by what its words mean.
        around: The settings that these lie within.
    """
    settings, notes, refused = first, list[str](), set[str]()
    taken: dict[str, tuple[Row, Any]] = {}  # by word, what it has said
    for row in rows:
        word, texts = row.asked_in(asked)
        if not texts or row.word in refused:
            settings = _unsaid(row, settings)
            continue
        kind = row.kind_in(settings, around)
        value, clean = kind.read(texts)
        if value is REFUSED:
            refused.update(row.along)
            settings = _unsaid(row, settings)
        else:
            settings = row.into(settings, value)
            gone = [
                said for said, (earlier, was) in taken.items() if earlier.value(settings) != was
            ]
            for said in gone:
                notes.append(_overruled(said, word))
                del taken[said]
            taken[word] = row, row.value(settings)
        if not clean:
            kept = kind.write(row.value(settings))
            notes.append(kind.note(word, SEPARATOR.join(kept)))
    return settings, notes


def _unsaid(row: Row, settings: Any) -> Any:
    return settings if row.otherwise is None else row.otherwise(settings)


def _overruled(word: str, other: str) -> str:
    sentence = _("`{word}` in the link says something else than `{other}`, which is taken.")
    return sentence.format(word=word, other=other)

"""What is said of a formula that cannot be read: a sentence with places, and where in the text."""

from __future__ import annotations

from typing import Any


class FormulaError(ValueError):
    """A text that is no formula.

    Attributes:
        message: The sentence, in English, with a named place for everything that varies; it holds
            nothing of the text itself.
        places: What stands in the places.
        start: Where in the text the trouble begins, counted from 0.
        end: Where it ends; the place itself is not part of it.
    """

    def __init__(self, message: str, start: int = 0, end: int = 0, **places: Any) -> None:
        super().__init__(message.format(**places))
        self.message = message
        self.places = places
        self.start = start
        self.end = max(end, start)

    def __reduce__(self) -> tuple[Any, ...]:
        # As it comes back from another process it must not be filled in twice.
        return _again, (self.message, self.start, self.end, self.places)


def _again(message: str, start: int, end: int, places: dict[str, Any]) -> FormulaError:
    return FormulaError(message, start, end, **places)

"""What the engine says where it is asked for something that cannot be: a sentence with places.

Sentence and places are kept apart, so that a page may say the sentence in a visitor's language.
"""

from __future__ import annotations

from typing import Any


class RefusedError(ValueError):
    """Arguments that are refused.

    Attributes:
        message: The sentence, in English, with a named place for everything that varies; the words
            of the app hold it as it stands in the source, so it is written out there.
        places: What stands in the places.
    """

    def __init__(self, message: str, **places: Any) -> None:
        super().__init__(message.format(**places))
        self.message = message
        self.places = places

    def __reduce__(self) -> tuple[Any, ...]:
        # As it comes back from another process it must not be filled in twice.
        return _again, (type(self), self.message, self.places)


def _again(kind: type[RefusedError], message: str, places: dict[str, Any]) -> RefusedError:
    return kind(message, **places)

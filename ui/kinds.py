"""The kinds of settings in a link: how a text is read, how a value is written, what is allowed.

``~`` separates because it needs no escaping. Reading never fails: what is unknown, stale, out of
range or hostile is refused, and a note says what is allowed. Refused text itself is never repeated
to anybody.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from engine import Stop
from ui.typed_numbers import number_as_text, number_from, typed
from ui.words import _

SEPARATOR = "~"
NOBODY = "none"
LONGEST = 400  # characters of one value; longer ones are not ours
FEW = 8  # names that a note can list
WHOLE = re.compile(r"\d{1,6}", re.ASCII)
REFUSED: Final = object()

Read = tuple[Any, bool]  # a value, or REFUSED, and whether all of the text was understood


class Kind(Protocol):
    """What a word of the link can say."""

    def read(self, texts: Sequence[str]) -> Read:
        """The value of all texts of a word, of which there is at least one."""

    def write(self, value: Any) -> list[str]:
        """The texts of a value; none where it does not stand in a link."""

    def note(self, word: str, taken: str) -> str:
        """One sentence on what is allowed, and what is taken instead of what was refused."""


class OneText:
    """A kind that is one text; of several the last one counts."""

    def read(self, texts: Sequence[str]) -> Read:
        """The value of the last text."""
        value = self.value(texts[-1][:LONGEST])
        return value, value is not REFUSED

    def value(self, text: str) -> Any:
        """The value of a text, or REFUSED."""
        raise NotImplementedError


class OneOf(OneText):
    """One of a few things that have names; a value without a name is not written."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = dict(values)
        self.names = {value: name for name, value in self.values.items()}

    def value(self, text: str) -> Any:
        return self.values.get(text, REFUSED)

    def write(self, value: Any) -> list[str]:
        return [self.names[value]] if value in self.names else []

    def note(self, word: str, taken: str) -> str:
        if len(self.values) == 1:
            sentence = _("`{word}` in the link can only be {names}.")
        elif not 1 < len(self.values) <= FEW:
            sentence = _("`{word}` in the link names what is not here; the usual one is taken.")
        elif not taken:
            sentence = _("`{word}` in the link must be one of {names}; the usual one is taken.")
        else:
            sentence = _("`{word}` in the link must be one of {names}; {taken} is taken.")
        return sentence.format(word=word, names=", ".join(self.values), taken=taken)


def named(*names: str) -> OneOf:
    """One of a few names."""
    return OneOf({name: name for name in names})


@dataclass(frozen=True)
class Whole(OneText):
    """A whole number."""

    low: int
    high: int

    def value(self, text: str) -> Any:
        allowed = WHOLE.fullmatch(text) and self.low <= int(text) <= self.high
        return int(text) if allowed else REFUSED

    def write(self, value: int) -> list[str]:
        return [str(value)]

    def note(self, word: str, taken: str) -> str:
        return _(
            "`{word}` in the link must be a whole number from {low} to {high}; {taken} is taken."
        ).format(word=word, low=self.low, high=self.high, taken=taken)


@dataclass(frozen=True)
class Real(OneText):
    """A number; ``literally`` keeps its text, where the browser has written it."""

    low: float
    high: float
    literally: bool = False

    def value(self, text: str) -> Any:
        number = number_from(text)
        if number is None or not self.low <= number <= self.high:
            return REFUSED
        return text if self.literally else number

    def write(self, value: Any) -> list[str]:
        if self.literally:
            return [value] if value else []
        return [number_as_text(value)]

    def note(self, word: str, taken: str) -> str:
        if self.literally:
            sentence = _(
                "`{word}` in the link must be a number above 0, up to {high}; the usual one is "
                "taken."
            )
        else:
            sentence = _(
                "`{word}` in the link must be a number from {low} to {high}; {taken} is taken."
            )
        return sentence.format(word=word, low=typed(self.low), high=typed(self.high), taken=taken)


@dataclass(frozen=True)
class Reals(OneText):
    """Some numbers, so many and so large; none is ``none`` where none is allowed.

    ``make`` raises ValueError for numbers that do not go together.
    """

    least: int
    most: int
    farthest: float = math.inf
    make: Callable[..., Any] | None = None
    ranges: str = ""  # of every number, where they have names

    def value(self, text: str) -> Any:
        if text == NOBODY and self.least == 0 < self.most:
            return ()
        numbers = tuple(number_from(part) for part in text.split(SEPARATOR))
        if not max(self.least, 1) <= len(numbers) <= self.most:
            return REFUSED
        if any(number is None or abs(number) > self.farthest for number in numbers):
            return REFUSED
        try:
            if self.make is not None:
                self.make(*numbers)
        except ValueError:
            return REFUSED
        return numbers

    def write(self, value: Sequence[float]) -> list[str]:
        if not self.most:
            return []
        return [SEPARATOR.join(map(number_as_text, value)) or NOBODY]

    def note(self, word: str, taken: str) -> str:
        if not self.most:
            sentence = _("`{word}` in the link shapes what has no shape; it is left out.")
        elif self.ranges:
            sentence = _(
                "`{word}` in the link must be {most} numbers ({ranges}); the usual ones are shown."
            )
        elif self.make is not None:
            sentence = _(
                "`{word}` in the link must be the {most} numbers of a shape that there is; the "
                "usual one is shown."
            )
        elif self.least == self.most:
            sentence = _(
                "`{word}` in the link must be {most} numbers up to {far}; the usual ones are taken."
            )
        else:
            sentence = _(
                "`{word}` in the link can be none, or at most {most} numbers up to {far}; the "
                "usual ones are taken."
            )
        far = f"{self.farthest:,.0f}"
        return sentence.format(word=word, most=self.most, far=far, ranges=self.ranges)


class Several:
    """Some of a few names, in their order."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def read(self, texts: Sequence[str]) -> Read:
        text = texts[-1][:LONGEST]
        chosen = set() if text == NOBODY else set(text.split(SEPARATOR))
        return tuple(name for name in self.names if name in chosen), chosen <= set(self.names)

    def write(self, value: Sequence[str]) -> list[str]:
        return [SEPARATOR.join(value) or NOBODY]

    def note(self, word: str, taken: str) -> str:
        return _("`{word}` in the link must be among {names}; others are left out.").format(
            word=word, names=", ".join(self.names)
        )


@dataclass(frozen=True)
class StopAt(OneText):
    """A stop rule with its tolerance; the rule that never stops is not written."""

    low: float
    high: float

    def value(self, text: str) -> Any:
        name, _between, number = text.partition(SEPARATOR)
        epsilon = number_from(number)
        known = name in {rule.value for rule in Stop if rule is not Stop.BUDGET}
        if not known or epsilon is None or not self.low <= epsilon <= self.high:
            return REFUSED
        return Stop(name), epsilon

    def write(self, value: tuple[Stop, float]) -> list[str]:
        rule, epsilon = value
        return [] if rule is Stop.BUDGET else [f"{rule}{SEPARATOR}{number_as_text(epsilon)}"]

    def note(self, word: str, taken: str) -> str:
        return _(
            "`{word}` in the link must be gradient, step or both, with a tolerance from {low} to "
            "{high}."
        ).format(word=word, low=typed(self.low), high=typed(self.high))

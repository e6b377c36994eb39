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
from functools import lru_cache
from typing import Any, Final, Protocol

from engine import Stop
from optimizers import Declared, Hyperparameter
from ui.settings import Choice, Number
from ui.words import _

SEPARATOR = "~"
NOBODY = "none"
LONGEST = 400  # characters of one value; longer ones are not ours
FEW = 8  # names that a note can list
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
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
        return sentence.format(word=word, most=self.most, far=f"{self.farthest:,.0f}")


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
    """A stop rule with its ε; the rule that never stops is not written."""

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
            "`{word}` in the link must be gradient, step or both, with an ε from {low} to {high}."
        ).format(word=word, low=typed(self.low), high=typed(self.high))


class Declaration:
    """Something from a registry with values of its fields: ``adam~learning_rate~0.1~beta1~0.8``.

    Written are the fields that are not as they are declared, and those that ``always`` are.
    """

    def __init__(
        self,
        registry: Sequence[type[Declared]],
        usual: Callable[[str], Choice],
        always: tuple[str, ...] = (),
    ) -> None:
        self.registry = {declared.name: declared for declared in registry}
        self.usual = usual
        self.always = always

    def read(self, texts: Sequence[str]) -> Read:
        text = texts[-1]
        name, *rest = text[:LONGEST].split(SEPARATOR)
        if name not in self.registry:
            return REFUSED, False
        choice = self.usual(name)
        hypers = hypers_of(self.registry[name])
        clean = len(rest) % 2 == 0 and len(text) <= LONGEST
        for field, number in zip(rest[::2], rest[1::2], strict=False):
            value: Number | None = number_from(number)
            if field in hypers and hypers[field].flag and value in (0.0, 1.0):
                value = bool(value)
            if value is None or field not in hypers or not hypers[field].allows(value):
                clean = False
            else:
                choice = choice.with_value(field, value)
        return choice, clean

    def write(self, value: Choice) -> list[str]:
        usual, parts = hypers_of(self.registry[value.name]), [value.name]
        for field, number in value.values:
            if field in self.always or number != usual[field].default:
                parts += (field, number_as_text(number))
        return [SEPARATOR.join(parts)]

    def note(self, word: str, taken: str) -> str:
        return _(
            "`{word}` in the link was not understood in every part; the usual values are taken."
        ).format(word=word)


class AtRate(OneText):
    """Something from a registry at a learning rate: ``adam~0.1``."""

    def __init__(self, registry: Sequence[type[Declared]]) -> None:
        self.rates = {declared.name: declared.hyperparameters()[0] for declared in registry}

    def value(self, text: str) -> Any:
        name, _between, number = text.partition(SEPARATOR)
        rate = number_from(number)
        allowed = rate is not None and name in self.rates and self.rates[name].allows(rate)
        return (name, rate) if allowed else REFUSED

    def write(self, value: tuple[str, float]) -> list[str]:
        return [f"{value[0]}{SEPARATOR}{number_as_text(value[1])}"]


@dataclass(frozen=True)
class Listed:
    """A list of optimizers, one text for each; an empty one is ``none``."""

    each: Declaration | AtRate
    most: int
    twice: bool = True  # whether a name may come more than once

    def read(self, texts: Sequence[str]) -> Read:
        if list(texts) == [NOBODY]:
            return (), True
        values, names, clean = [], set(), len(texts) <= self.most
        for text in texts[: self.most]:
            value, understood = self.each.read([text])
            name = text.partition(SEPARATOR)[0]
            wanted = value is not REFUSED and (self.twice or name not in names)
            clean &= understood and wanted
            if wanted:
                values.append(value)
                names.add(name)
        return (tuple(values) if values else REFUSED), clean

    def write(self, value: Sequence[Any]) -> list[str]:
        return [text for one in value for text in self.each.write(one)] or [NOBODY]

    def note(self, word: str, taken: str) -> str:
        return _(
            "`{word}` in the link names optimizers, or settings of theirs, that are not here or "
            "not allowed; they are left out, and the others are taken, {most} at most."
        ).format(word=word, most=self.most)


def typed(number: float) -> str:
    """A bound, as one would type it."""
    return f"{number:g}".replace("e-0", "e-").replace("e+0", "e")


@lru_cache(maxsize=128)
def hypers_of(declared: type[Declared]) -> dict[str, Hyperparameter]:
    """The fields of something declared, by their names."""
    return {hyper.name: hyper for hyper in declared.hyperparameters()}


def number_from(text: str) -> float | None:
    """A finite number, or None where the text is none."""
    if len(text) > 40 or not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def number_as_text(value: Number) -> str:
    """The shortest text that reads back as exactly this number."""
    if isinstance(value, bool):
        return str(int(value))
    return repr(float(value)).removesuffix(".0")

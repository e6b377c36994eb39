"""The kinds of settings that name what is declared in a registry: optimizers and schedules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from optimizers import Declared, Hyperparameter
from ui.kinds import (
    LONGEST,
    NOBODY,
    REFUSED,
    SEPARATOR,
    OneText,
    Read,
)
from ui.settings import DeclaredChoice, Number
from ui.typed_numbers import number_as_text, number_from
from ui.words import _


class Declaration:
    """Something from a registry with values of its fields: ``adam~learning_rate~0.1~beta1~0.8``.

    Written are the fields that are not as they are declared, and those that ``always`` are. Where
    a text says all of these, ``usual``, which may have to look for them, is not asked: everything
    else is as in ``plain``.
    """

    def __init__(
        self,
        registry: Sequence[type[Declared]],
        usual: Callable[[str], DeclaredChoice],
        always: tuple[str, ...] = (),
        plain: Callable[[str], DeclaredChoice] | None = None,
    ) -> None:
        self.registry = {declared.name: declared for declared in registry}
        self.usual = usual
        self.always = always
        self.plain = plain or usual

    def read(self, texts: Sequence[str]) -> Read:
        text = texts[-1]
        name, *rest = text[:LONGEST].split(SEPARATOR)
        if name not in self.registry:
            return REFUSED, False
        hypers = hypers_of(cast(Any, self.registry[name]))
        clean = len(rest) % 2 == 0 and len(text) <= LONGEST
        said: dict[str, Number] = {}
        for field, number in zip(rest[::2], rest[1::2], strict=False):
            value: Number | None = number_from(number)
            if field in hypers and hypers[field].flag and value in (0.0, 1.0):
                value = bool(value)
            if value is None or field not in hypers or not hypers[field].allows(value):
                clean = False
            else:
                said[field] = value
        choice = (self.plain if said.keys() >= {*self.always} else self.usual)(name)
        for field, value in said.items():
            choice = choice.with_value(field, value)
        return choice, clean

    def write(self, value: DeclaredChoice) -> list[str]:
        usual, parts = hypers_of(cast(Any, self.registry[value.name])), [value.name]
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


@lru_cache(maxsize=128)
def hypers_of(declared: type[Declared]) -> dict[str, Hyperparameter]:
    """The fields of something declared, by their names."""
    return {hyper.name: hyper for hyper in declared.hyperparameters()}

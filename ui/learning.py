"""What all settings share by which rules learn from examples, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

import data
from ui.settings import FIRST_ORDER, MOST_EPOCHS, OptimizerChoice, default_choice

MOST_RULES = 6
LARGEST_SEED = 999_999


class Learning:
    """Mixed into settings that are a frozen dataclass with these fields.

    Attributes:
        source_name: Where the examples come from.
        choices: Who learns, in the menu's order, each rule once.
        epochs: How often as many examples are seen as there are.
        most_updates: How many are made at the most.
        menu: Whoever may learn here, in the menu's order.
    """

    source_name: str
    choices: tuple[OptimizerChoice, ...]
    epochs: int
    most_updates: ClassVar[int]
    menu: ClassVar[tuple[str, ...]] = FIRST_ORDER

    @property
    def per_epoch(self) -> int:
        """Updates per epoch."""
        raise NotImplementedError

    @property
    def is_table(self) -> bool:
        """Whether the examples are what they are: neither their number nor noise can be chosen."""
        return data.by_name(self.source_name).noise is None

    @property
    def updates(self) -> int:
        """How many there are in all; of more than can be made the rest is left out."""
        return min(self.epochs * self.per_epoch, self.most_updates)

    @property
    def most_epochs(self) -> int:
        """How many epochs fit."""
        return max(1, min(MOST_EPOCHS, self.most_updates // self.per_epoch))

    def with_choice(self, place: int, choice: OptimizerChoice) -> Self:
        """Another choice at a place."""
        choices = (*self.choices[:place], choice, *self.choices[place + 1 :])
        return self._with(choices=choices)

    def with_rules(self, names: Sequence[str]) -> Self:
        """Exactly these rules, in the menu's order; one that stays keeps its settings."""
        known = {choice.name: choice for choice in self.choices}
        named = [name for name in self.menu if name in names][:MOST_RULES]
        return self._with(choices=tuple(known.get(name) or self.begun(name) for name in named))

    def begun(self, name: str) -> OptimizerChoice:
        """A rule as it first appears here."""
        raise NotImplementedError

    def taught(self) -> Self:
        """Every rule as it first appears here: at a rate that suits, the rest as in torch."""
        return self._with(choices=tuple(self.begun(choice.name) for choice in self.choices))

    def as_in_torch(self) -> Self:
        """Every hyper-parameter at torch's default, the learning rate included."""
        return self._with(choices=tuple(default_choice(choice.name) for choice in self.choices))

    def _with(self, **fields: Any) -> Self:
        change: Callable[..., Any] = replace
        return change(self, **fields)

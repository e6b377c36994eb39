"""What a mistake is: a small change of a step, told as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from checking.patterns import Edit, rewritten
from optimizers import Optimizer
from schedules import Schedule


@dataclass(frozen=True)
class Change:
    """What was done instead, as a sentence.

    Attributes:
        name: What it is called in code.
        message: The sentence, with a named place for everything that varies.
        places: What stands in the places; of something that has a title, that stands there.
        weight: How much better it has to explain a walk than something simpler; 1 is usual.
    """

    name: str
    message: str
    places: Mapping[str, Any] = field(default_factory=dict, compare=False)
    weight: float = field(default=1.0, compare=False)

    def at(self, **places: Any) -> Change:
        """The same with something else in its places."""
        return replace(self, places=places)

    @property
    def sentence(self) -> str:
        """The sentence in English."""
        told = {
            name: value if isinstance(value, str) else getattr(value, "title", value)
            for name, value in self.places.items()
        }
        return self.message.format(**told)


@dataclass(frozen=True)
class Mistake:
    """A change of a rule that has one: other lines, or other settings.

    Attributes:
        name: What it is called in code.
        title: What was done, as a sentence.
        edits: What stands in the rule's lines, and what stood there instead.
        fields: Hyper-parameters that a rule has if the mistake can be made in it.
        other: Settings with which the rule does it, from those that were meant; None where it
            would be no change.
        ahead: Whether the gradient is taken where the velocity would lead, θ + μ(θ − θ₋).
    """

    name: str
    title: str
    edits: tuple[Edit, ...] = ()
    fields: tuple[str, ...] = ()
    other: Callable[[Any], Mapping[str, Any] | None] | None = None
    ahead: bool = False


@dataclass(frozen=True, eq=False)
class Variant:
    """A rule in which something may have been done otherwise.

    Attributes:
        rule: The rule as it was, perhaps, written.
        changes: What is different from the rule that was meant.
        factors: (n,); the factor of the learning rate in every step.
        ahead: Whether its gradient is taken where the velocity would lead.
        schedule: What the factors come from; None where they are all 1.
        own_lengths: Whether every step goes along its direction as far as that of the walk.
    """

    rule: Optimizer
    changes: tuple[Change, ...]
    factors: np.ndarray
    ahead: bool = False
    schedule: Schedule | None = None
    own_lengths: bool = False

    def with_mistake(self, mistake: Mistake) -> Variant | None:
        """The same with one mistake more; None where it cannot be made, or is there already."""
        if any(change.name == mistake.name for change in self.changes):
            return None
        rule: Any = self.rule
        if not all(hasattr(rule, name) for name in mistake.fields):
            return None
        values = {hyper.name: getattr(rule, hyper.name) for hyper in rule.hyperparameters()}
        kind: Any = type(rule)
        if mistake.edits:
            kind = rewritten(kind, mistake.edits)
            if kind is None:
                return None
        if mistake.other is not None:
            other = mistake.other(rule)
            if other is None or all(values[name] == value for name, value in other.items()):
                return None
            values |= other
        change = Change(mistake.name, mistake.title)
        return replace(
            self,
            rule=kind(**values),
            changes=(*self.changes, change),
            ahead=self.ahead or mistake.ahead,
        )

"""A rule's hyper-parameters: which of them are symbols of a record, and which are part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from engine.protocols import Rule
from engine.trace.node import Kind


@lru_cache(maxsize=256)
def field_names(rule_class: type[Rule]) -> tuple[str, ...]:
    """The names of the hyper-parameters."""
    return tuple(hyper.name for hyper in rule_class.hyperparameters())


@dataclass(frozen=True, eq=False)
class Hyperparameters:
    """A rule's fields, split into those that stay symbols and those that are fixed.

    Attributes:
        hypers: Names and kinds of those that stay symbols.
        values: Their values.
        fixed: Names and values of those that are part of the record: switches and zeros.
    """

    hypers: tuple[tuple[str, Kind], ...]
    values: tuple[Any, ...]
    fixed: tuple[tuple[str, Any], ...]


def hyperparameters(rule: Rule) -> Hyperparameters:
    """The fields of this rule."""
    hypers: list[tuple[str, Kind]] = []
    values: list[Any] = []
    fixed: list[tuple[str, Any]] = []
    for name in field_names(type(rule)):
        value = getattr(rule, name)
        if isinstance(value, bool | np.bool_):
            fixed.append((name, bool(value)))
        elif not isinstance(value, float | int) and np.ndim(value):
            hypers.append((name, Kind.COLUMN))
            values.append(value)
        elif value == 0:
            fixed.append((name, 0.0))
        else:
            hypers.append((name, Kind.SHARED))
            values.append(value)
    return Hyperparameters(tuple(hypers), tuple(values), tuple(fixed))


def with_fields(rule_class: type[Rule], values: Mapping[str, Any]) -> Any:
    """An instance that holds these values unvalidated: symbols are not numbers."""
    rule = object.__new__(rule_class)
    for name, value in values.items():
        object.__setattr__(rule, name, value)
    return rule

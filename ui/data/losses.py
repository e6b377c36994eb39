"""Losses of examples, remembered by what they are made of, and rates that suit rules on them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import data
import optimizers
from data import Dataset
from engine.analysis.teaching import suggest
from surfaces.losses import DataLoss, kind
from ui.settings import OptimizerChoice, default_choice


@lru_cache(maxsize=64)
def made(source: str, n: int, noise: float, sample: int) -> Dataset:
    """Examples, the same for every visitor."""
    return data.by_name(source).make(n, noise, sample)


_LOSSES: dict[tuple[str, str, float], DataLoss] = {}
KEPT = 64


def loss_of(name: str, examples: Dataset, decay: float) -> DataLoss:
    """A loss, remembered by what it is made of: its surface and its minimum are found once."""
    key = name, examples.key, decay
    found = _LOSSES.pop(key, None) or DataLoss(kind(name), examples, ridge=decay)
    _LOSSES[key] = found
    while len(_LOSSES) > KEPT:
        _LOSSES.pop(next(iter(_LOSSES)), None)
    return found


class _Walked:
    """A loss with the facts of its ground: a few walks on it need no step of their own recorded."""

    def __init__(self, loss: DataLoss) -> None:
        self._loss = loss
        self.start, self.domain = loss.surface.start, loss.surface.domain

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loss, name)


@lru_cache(maxsize=256)
def rate_on(loss: DataLoss, name: str) -> float:
    """The learning rate with which a rule first appears on a loss."""
    rule: Any = optimizers.by_name(name)
    return float(suggest(_Walked(loss), rule))


def taught(name: str, loss: DataLoss) -> OptimizerChoice:
    """A rule as it first appears."""
    return default_choice(name).with_value("learning_rate", rate_on(loss, name))

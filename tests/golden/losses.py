"""Which losses are walked for losses.json, with which rules, rates and batches."""

from __future__ import annotations

from typing import Any, NamedTuple

import data
from surfaces.losses import KINDS, Average, DataLoss

STEPS, SIZE, N = 100, 6, 20
RECORDED = (1, 2, 5, 10, 20, 40, 60, 80, 100)
RULES: dict[str, dict[str, Any]] = {
    "gradient_descent": {"learning_rate": 0.05},
    "momentum": {"learning_rate": 0.01},
    "nesterov": {"learning_rate": 0.01},
    "adagrad": {"learning_rate": 0.1},
    "rmsprop": {"learning_rate": 0.02},
    "adam": {"learning_rate": 0.05},
    "adamw": {"learning_rate": 0.05, "weight_decay": 0.1},
}
PLAYS: dict[str, dict[str, Any]] = {
    "plain": {},
    "ridge": {"ridge": 0.3},
    "lasso": {"lasso": 0.05},
    "dropout": {"average": Average.DROPOUT, "strength": 0.25},
    "dropconnect": {"average": Average.DROPCONNECT, "strength": 0.5},
    "jitter": {"average": Average.JITTER, "strength": 0.3},
}
DATA = {data.Task.NUMBER: "line", data.Task.CLASS: "overlapping"}
START = (0.7, -0.9)


class Case(NamedTuple):
    """One loss, one rule."""

    kind: str
    play: str
    rule: str

    @property
    def loss(self) -> DataLoss:
        """Ours."""
        [kind] = [kind for kind in KINDS if kind.name == self.kind]
        return DataLoss(kind, data.by_name(DATA[kind.task]).make(n=N, seed=1), **PLAYS[self.play])


def cases() -> list[Case]:
    """Every loss with every rule, and every play with the first of them."""
    return [
        Case(kind.name, play, rule)
        for kind in KINDS
        for play in PLAYS
        for rule in RULES
        if play == "plain" or rule in ("gradient_descent", "adam")
    ]

"""How a hand turns the hyper-parameters of a rule where they stand."""

from __future__ import annotations

from typing import Any

import numpy as np

from figures.symbols import symbol
from optimizers import Hyperparameter, Optimizer
from ui.numbers import short
from ui.symbols import titled
from ui.words import _


def field_facts(rule: Optimizer) -> list[dict[str, Any]]:
    """Of every number that sets a rule: what it is called, what it may be, how it is turned.

    ``scale`` is "factors" where equal ways are equal factors; "memory" where 1 − β is turned by
    factors, for near 1 that is what counts; else "evenly", along the range of its slider.
    """
    return [
        {
            "rule": rule.name,
            "name": hyper.name,
            "title": titled(hyper),
            "symbol": symbol(hyper.symbol),
            "value": float(getattr(rule, hyper.name)),
            "least": hyper.low,
            "most": None if np.isinf(hyper.high) else hyper.high,
            "open": hyper.open_high,
            "whole": hyper.whole,
            "scale": _scale(hyper),
            "slider": hyper.slider,
            "refusal": _refusal(hyper),
        }
        for hyper in rule.hyperparameters()
        if not hyper.flag
    ]


def _scale(hyper: Hyperparameter) -> str:
    if hyper.logarithmic:
        return "factors"
    return "memory" if hyper.open_high and hyper.slider == (0.0, 0.999) else "evenly"


def _refusal(hyper: Hyperparameter) -> str:
    """What is said of a text that is no such number; with a place for what was given."""
    if hyper.whole:
        said = _("{name} is a whole number from {low} to {high}, not “{given}”.")
    elif np.isinf(hyper.high):
        said = _("{name} is a number of at least {low}, not “{given}”.")
    elif hyper.open_high:
        said = _("{name} is a number from {low} to below {high}, not “{given}”.")
    else:
        said = _("{name} is a number from {low} to {high}, not “{given}”.")
    low, high = short(hyper.low), short(hyper.high)
    return said.format(name=titled(hyper), low=low, high=high, given="{given}")


def field_words() -> dict[str, str]:
    """The words around them, for the player."""
    return {
        "Settings of the rule": _("Settings of the rule"),
        "Drag, type or step this number": _("Drag, type or step this number"),
    }

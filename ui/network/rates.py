"""The learning rates with which rules first train a network.

Measured on the network that the page opens with (2-8-8-1, tanh, two moons, all examples at once,
300 updates), over the rates 1, 2, 3 and 5 times a power of ten: each of these ends well below the
loss of a straight line, and stands below the rates with which the walk swings. Networks differ too
much for a rate that suits all of them, so a slider begins here, and no more.
"""

from __future__ import annotations

from ui.settings import FIRST_ORDER, OptimizerChoice, default_choice

SLOW = 0.01  # of a rule that has not been measured
SEARCHING = ("bfgs", "lbfgs")  # find their lengths themselves: they compare losses along a line
TRAINERS = (*FIRST_ORDER, *SEARCHING)
RATES: dict[str, float] = {
    "gradient_descent": 0.5,
    "momentum": 0.1,
    "nesterov": 0.1,
    "adagrad": 0.1,
    "rmsprop": 0.01,
    "adadelta": 1.0,
    "adam": 0.02,
    "amsgrad": 0.02,
    "adamw": 0.02,
    "nadam": 0.02,
    "radam": 0.05,
    "adabelief": 0.01,
    "adamax": 0.05,
    "rprop": 0.01,
    "lion": 0.01,
    "bfgs": 1.0,
    "lbfgs": 1.0,
}


def trained(name: str) -> OptimizerChoice:
    """A rule as it first appears on this page."""
    return default_choice(name).with_value("learning_rate", RATES.get(name, SLOW))

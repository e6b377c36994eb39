"""Momentum, the heavy ball: gradients add up to a velocity.

    b ← μ b + (1 − τ) g      (the first b is g itself; without momentum, μ = 0, every one is)
    θ ← θ − η b

Boris Polyak, Some methods of speeding up the convergence of iteration methods, 1964.
https://doi.org/10.1016/0041-5553(64)90137-5
The form of torch.optim.SGD: η stands outside the velocity. Polyak's form, with η inside, is the
same walk while η is constant; the two part as soon as η changes. As there, dampening is a part of
momentum: where μ is 0 it has no say.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from optimizers.optimizer import (
    COUPLED,
    DECAYED_GRADIENT,
    Optimizer,
    decay_rate,
    rate,
    weight_decay,
)
from optimizers.oracles import Torch


class Velocity(NamedTuple):
    """What the ball remembers."""

    t: Any  # updates so far
    b: Any  # velocity, shape of theta


@dataclass(frozen=True)
class Momentum(Optimizer):
    """b ← μ b + (1 − τ) g;  θ ← θ − η b."""

    name = "momentum"
    title = "Momentum"
    short = "Momentum"
    recurrence = (
        DECAYED_GRADIENT,
        r"b_t = \mu\,b_{t-1} + (1-\tau)\,g_t,\quad b_1 = g_1,\quad b_t = g_t \text{ if } \mu = 0",
        r"\theta_t = \theta_{t-1} - \eta\,b_t",
    )
    source = (
        "Polyak, Some methods of speeding up the convergence of iteration methods, 1964. "
        "https://doi.org/10.1016/0041-5553(64)90137-5"
    )
    note = "Steady gradients add up to η/(1−μ), ten times η at μ = 0.9; so the ball may overshoot."
    step_scale = "gradient"
    oracle = Torch("SGD", {"momentum": 0.9})

    learning_rate: float = rate(1e-3)
    momentum: float = decay_rate(0.9, "Momentum", r"\mu", "How much of the velocity is kept.")
    dampening: float = decay_rate(
        0.0,
        "Dampening",
        r"\tau",
        "How much of each new gradient is held back, after the first; at μ = 0 nothing is.",
    )
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Velocity:
        """At rest."""
        return Velocity(t=0, b=np.zeros_like(theta))

    def update(self, grad: Any, state: Velocity, theta: Any) -> tuple[Any, Velocity]:
        """−η b."""
        g = grad + self.weight_decay * theta
        b = (
            self.momentum * state.b
            + np.where(state.t == 0, 1.0, np.where(self.momentum == 0, 1.0, 1 - self.dampening)) * g
        )
        return -self.learning_rate * b, Velocity(state.t + 1, b)

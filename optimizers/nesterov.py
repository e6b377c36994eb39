"""Nesterov's accelerated gradient: momentum that looks one step ahead.

    b ← μ b + g
    θ ← θ − η (g + μ b)

Yurii Nesterov, A method for solving the convex programming problem with convergence rate O(1/k²),
1983; in this form: Ilya Sutskever et al., On the importance of initialization and momentum in deep
learning, 2013. https://proceedings.mlr.press/v28/sutskever13.html
As in torch.optim.SGD(nesterov=True) the θ that is drawn is the look-ahead point itself, and η
stands outside the velocity: under a schedule the walk parts from the paper's, which has it inside.
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

    b: Any  # velocity, shape of theta


@dataclass(frozen=True)
class Nesterov(Optimizer):
    """b ← μ b + g;  θ ← θ − η (g + μ b)."""

    name = "nesterov"
    title = "Nesterov momentum"
    short = "Nesterov"
    recurrence = (
        DECAYED_GRADIENT,
        r"b_t = \mu\,b_{t-1} + g_t",
        r"\theta_t = \theta_{t-1} - \eta\,(g_t + \mu\,b_t)",
    )
    source = (
        "Nesterov, A method … with convergence rate O(1/k²), 1983; Sutskever et al., 2013. "
        "https://proceedings.mlr.press/v28/sutskever13.html"
    )
    note = "The gradient is taken where the velocity is about to carry the ball: it brakes earlier."
    step_scale = "gradient"
    oracle = Torch("SGD", {"momentum": 0.9, "nesterov": True})

    learning_rate: float = rate(1e-3)
    momentum: float = decay_rate(0.9, "Momentum", r"\mu", "How much of the velocity is kept.")
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Velocity:
        """At rest."""
        return Velocity(b=np.zeros_like(theta))

    def ball(self, theta: Any, state: Velocity) -> Any:
        """Where the ball itself is, from where it looks ahead to theta: θ + ημb.

        It walks by Sutskever's v ← μ v − η ∇f(θ + μ v), θ ← θ + v, with v = −η b.
        """
        return theta + self.learning_rate * self.momentum * state.b

    def update(self, grad: Any, state: Velocity, theta: Any) -> tuple[Any, Velocity]:
        """−η (g + μ b)."""
        g = grad + self.weight_decay * theta
        b = self.momentum * state.b + g
        return -self.learning_rate * (g + self.momentum * b), Velocity(b)

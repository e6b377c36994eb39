"""Adamax: Adam with the largest gradient in place of the mean square.

    m ← β₁ m + (1 − β₁) g
    u ← max(β₂ u, |g| + ε)
    θ ← θ − η m / ((1 − β₁ᵗ) u)

Diederik Kingma, Jimmy Ba, Adam: a method for stochastic optimization, section 7.1, 2015.
https://arxiv.org/abs/1412.6980
As torch.optim.Adamax: ε is added to |g| inside the maximum.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from optimizers.adam import first_decay, second_decay
from optimizers.optimizer import (
    COUPLED,
    DECAYED_GRADIENT,
    Optimizer,
    rate,
    stabilizer,
    weight_decay,
)
from optimizers.oracles import Torch


class Moments(NamedTuple):
    """What Adamax remembers."""

    t: Any  # updates so far
    m: Any  # first moment, shape of theta
    u: Any  # fading maximum of |g|, shape of theta


@dataclass(frozen=True)
class Adamax(Optimizer):
    """u ← max(β₂ u, |g| + ε);  θ ← θ − η m̂ / u."""

    name = "adamax"
    title = "Adamax"
    short = "Adamax"
    recurrence = (
        DECAYED_GRADIENT,
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1)\,g_t",
        r"u_t = \max(\beta_2\,u_{t-1},\;|g_t| + \varepsilon)",
        r"\theta_t = \theta_{t-1} - \dfrac{\eta}{1-\beta_1^t}\,\dfrac{m_t}{u_t}",
    )
    source = (
        "Kingma, Ba, Adam: a method for stochastic optimization, section 7.1, 2015. "
        "https://arxiv.org/abs/1412.6980"
    )
    note = "The steepest ground seen lately sets the length of its steps."
    step_scale = "length"
    oracle = Torch("Adamax")

    learning_rate: float = rate(2e-3)
    beta1: float = first_decay()
    beta2: float = second_decay()
    epsilon: float = stabilizer(1e-8)
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Moments:
        """Nothing seen yet."""
        return Moments(t=0, m=np.zeros_like(theta), u=np.zeros_like(theta))

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """−η m̂ / u."""
        t = state.t + 1
        g = grad + self.weight_decay * theta
        m = self.beta1 * state.m + (1 - self.beta1) * g
        u = np.maximum(self.beta2 * state.u, np.abs(g) + self.epsilon)
        return -self.learning_rate * (m / (1 - self.beta1**t)) / u, Moments(t, m, u)

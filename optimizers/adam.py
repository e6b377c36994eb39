"""Adam: momentum and RMSProp together, both corrected for their start at zero.

    m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
    v ← β₂ v + (1 − β₂) g²         v̂ = v / (1 − β₂ᵗ)
    θ ← θ − η m̂ / (√v̂ + ε)

Diederik Kingma, Jimmy Ba, Adam: a method for stochastic optimization, 2015.
https://arxiv.org/abs/1412.6980
As torch.optim.Adam: ε outside the root of the corrected v.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optimizers.optimizer import (
    COUPLED,
    DECAYED_GRADIENT,
    Optimizer,
    decay_rate,
    rate,
    stabilizer,
    weight_decay,
)
from optimizers.oracles import Torch


class Moments(NamedTuple):
    """What Adam remembers."""

    t: Any  # updates so far
    m: Any  # first moment: fading mean of gradients, shape of theta
    v: Any  # second moment: fading mean of squared gradients, shape of theta


def first_decay() -> Any:
    """The field of β₁."""
    return decay_rate(0.9, "Beta 1", r"\beta_1", "How slowly the mean gradient is forgotten.")


def second_decay(default: float = 0.999) -> Any:
    """The field of β₂."""
    return decay_rate(default, "Beta 2", r"\beta_2", "How slowly the squares are forgotten.")


@dataclass(frozen=True)
class Adam(Optimizer):
    """θ ← θ − η m̂ / (√v̂ + ε)."""

    name = "adam"
    title = "Adam"
    short = "Adam"
    recurrence: ClassVar[tuple[str, ...]] = (
        DECAYED_GRADIENT,
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1)\,g_t,\quad \hat m_t = \dfrac{m_t}{1-\beta_1^t}",
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2)\,g_t^2,\quad \hat v_t = \dfrac{v_t}{1-\beta_2^t}",
        r"\theta_t = \theta_{t-1} - \eta\,\dfrac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}",
    )
    source = (
        "Kingma, Ba, Adam: a method for stochastic optimization, 2015. "
        "https://arxiv.org/abs/1412.6980"
    )
    note = "The first step has length η along each axis, however steep the ground is."
    step_scale = "length"
    oracle = Torch("Adam")

    learning_rate: float = rate(1e-3)
    beta1: float = first_decay()
    beta2: float = second_decay()
    epsilon: float = stabilizer(1e-8)
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Moments:
        """Both moments at zero."""
        return Moments(t=0, m=np.zeros_like(theta), v=np.zeros_like(theta))

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """−η m̂ / (√v̂ + ε)."""
        return self.step(grad + self.weight_decay * theta, state)

    def step(self, g: Any, state: Moments) -> tuple[Any, Moments]:
        """The step for a gradient that already holds what decay adds to it."""
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon), Moments(t, m, v)

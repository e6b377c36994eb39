"""AdaBelief: Adam that measures how far each gradient is from what was expected of it.

    m ← β₁ m + (1 − β₁) g                    m̂ = m / (1 − β₁ᵗ)
    e = g − m
    s ← β₂ s + (1 − β₂) e² + ε               ŝ = s / (1 − β₂ᵗ)
    θ ← θ − η m̂ / (√ŝ + ε)

Juntang Zhuang, Tommy Tang, Yifan Ding, Sekhar Tatikonda, Nicha Dvornek, Xenophon Papademetris,
James Duncan, AdaBelief optimizer: adapting stepsizes by the belief in observed gradients, 2020.
https://arxiv.org/abs/2010.07468
As the paper's algorithm: g − m with the m of this step, ε added to s in every step and once more to
its root; ε as in the authors' code. That code's rectification is left out.
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
from optimizers.oracles import Paper


class Moments(NamedTuple):
    """What AdaBelief remembers."""

    t: Any  # updates so far
    m: Any  # first moment: what is expected of the gradient, shape of theta
    s: Any  # fading mean of squared surprises, shape of theta


@dataclass(frozen=True)
class AdaBelief(Optimizer):
    """θ ← θ − η m̂ / (√ŝ + ε), s the fading mean of (g − m)²."""

    name = "adabelief"
    title = "AdaBelief"
    short = "AdaBelief"
    recurrence = (
        DECAYED_GRADIENT,
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1)\,g_t,\quad \hat m_t = \dfrac{m_t}{1-\beta_1^t}",
        r"e_t = g_t - m_t,\quad s_t = \beta_2 s_{t-1} + (1-\beta_2)\,e_t^2 + \varepsilon,\quad "
        r"\hat s_t = \dfrac{s_t}{1-\beta_2^t}",
        r"\theta_t = \theta_{t-1} - \eta\,\dfrac{\hat m_t}{\sqrt{\hat s_t} + \varepsilon}",
    )
    source = (
        "Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris, Duncan, AdaBelief optimizer: "
        "adapting stepsizes by the belief in observed gradients, 2020. "
        "https://arxiv.org/abs/2010.07468"
    )
    note = "On a steady slope its steps grow: the hundredth is almost five learning rates long."
    step_scale = "length"
    oracle = Paper(
        {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-16, "weight_decay": 0.0}
    )

    learning_rate: float = rate(1e-3)
    beta1: float = first_decay()
    beta2: float = second_decay()
    epsilon: float = stabilizer(1e-16, slider=(1e-20, 1e-4))
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Moments:
        """Nothing is expected."""
        return Moments(t=0, m=np.zeros_like(theta), s=np.zeros_like(theta))

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """−η m̂ / (√ŝ + ε)."""
        t = state.t + 1
        g = grad + self.weight_decay * theta
        m = self.beta1 * state.m + (1 - self.beta1) * g
        e = g - m
        s = self.beta2 * state.s + (1 - self.beta2) * e * e + self.epsilon
        m_hat = m / (1 - self.beta1**t)
        s_hat = s / (1 - self.beta2**t)
        return -self.learning_rate * m_hat / (np.sqrt(s_hat) + self.epsilon), Moments(t, m, s)

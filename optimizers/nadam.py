"""NAdam: Adam with Nesterov's look ahead.

    μₜ = β₁ (1 − ½ · 0.96^(tψ)),  Π ← Π μₜ
    θ ← θ − η [ (1 − μₜ) g / (1 − Π) + μₜ₊₁ m / (1 − Π μₜ₊₁) ] / (√v̂ + ε)

Timothy Dozat, Incorporating Nesterov momentum into Adam, 2016.
https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ
As torch.optim.NAdam, whose β₁ warms up with the momentum decay ψ = 0.004.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optimizers.adam import first_decay, second_decay
from optimizers.optimizer import (
    COUPLED,
    DECAYED_GRADIENT,
    Optimizer,
    hyperparameter,
    rate,
    stabilizer,
    weight_decay,
)
from optimizers.oracles import Torch


class Moments(NamedTuple):
    """What NAdam remembers."""

    t: Any  # updates so far
    m: Any  # first moment, shape of theta
    v: Any  # second moment, shape of theta
    product: Any  # product of all momentum coefficients so far


@dataclass(frozen=True)
class NAdam(Optimizer):
    """Adam whose first moment is taken one step ahead."""

    name = "nadam"
    title = "NAdam"
    short = "NAdam"
    recurrence = (
        DECAYED_GRADIENT,
        r"\mu_t = \beta_1\bigl(1 - \tfrac12\,0.96^{t\psi}\bigr),\quad \Pi_t = \Pi_{t-1}\,\mu_t",
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1)\,g_t,\quad "
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2)\,g_t^2",
        r"\theta_t = \theta_{t-1} - \dfrac{\eta}{\sqrt{v_t / (1-\beta_2^t)} + \varepsilon}"
        r"\left(\dfrac{(1-\mu_t)\,g_t}{1-\Pi_t}"
        r" + \dfrac{\mu_{t+1}\,m_t}{1-\Pi_t\,\mu_{t+1}}\right)",
    )
    symbols: ClassVar[dict[str, str]] = {"product": r"\Pi", "mu_next": r"\mu_{t+1}"}
    source = (
        "Dozat, Incorporating Nesterov momentum into Adam, 2016. "
        "https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ"
    )
    note = "The newest gradient weighs more than in Adam, so it turns a little earlier."
    step_scale = "length"
    oracle = Torch("NAdam")

    learning_rate: float = rate(2e-3)
    beta1: float = first_decay()
    beta2: float = second_decay()
    epsilon: float = stabilizer(1e-8)
    momentum_decay: float = hyperparameter(
        4e-3, "Momentum decay", r"\psi", "How fast β₁ warms up.", slider=(0.0, 0.1)
    )
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Moments:
        """Both moments at zero."""
        return Moments(t=0, m=np.zeros_like(theta), v=np.zeros_like(theta), product=1.0)

    def momentum_at(self, t: Any) -> Any:
        """μₜ, which warms up from about β₁/2 to β₁."""
        return self.beta1 * (1 - 0.5 * 0.96 ** (t * self.momentum_decay))

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """−η (g and m, each corrected for its start) / (√v̂ + ε)."""
        t = state.t + 1
        g = grad + self.weight_decay * theta
        mu, mu_next = self.momentum_at(t), self.momentum_at(t + 1)
        product = state.product * mu
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        ahead = (1 - mu) / (1 - product) * g + mu_next / (1 - product * mu_next) * m
        root = np.sqrt(v / (1 - self.beta2**t)) + self.epsilon
        return -self.learning_rate * ahead / root, Moments(t, m, v, product)

"""AMSGrad: Adam whose second moment never forgets its largest value.

    m, v as Adam;  w ← max(w, v)
    θ ← θ − η m̂ / (√(w / (1 − β₂ᵗ)) + ε)

Sashank Reddi, Satyen Kale, Sanjiv Kumar, On the convergence of Adam and beyond, 2018.
https://openreview.net/forum?id=ryQu7f-RZ
As torch.optim.Adam(amsgrad=True): the maximum is taken before the bias correction.
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
    """What AMSGrad remembers."""

    t: Any  # updates so far
    m: Any  # first moment, shape of theta
    v: Any  # second moment, shape of theta
    w: Any  # the largest second moment so far, shape of theta


@dataclass(frozen=True)
class AMSGrad(Optimizer):
    """w ← max(w, v);  θ ← θ − η m̂ / (√ŵ + ε)."""

    name = "amsgrad"
    title = "AMSGrad"
    short = "AMSGrad"
    recurrence = (
        DECAYED_GRADIENT,
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1)\,g_t,\quad "
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2)\,g_t^2",
        r"w_t = \max(w_{t-1}, v_t)",
        r"\theta_t = \theta_{t-1} - \eta\,\dfrac{m_t / (1-\beta_1^t)}"
        r"{\sqrt{w_t / (1-\beta_2^t)} + \varepsilon}",
    )
    source = (
        "Reddi, Kale, Kumar, On the convergence of Adam and beyond, 2018. "
        "https://openreview.net/forum?id=ryQu7f-RZ"
    )
    note = "One steep wall early on keeps its steps short for the rest of the walk."
    step_scale = "length"
    oracle = Torch("Adam", {"amsgrad": True})

    learning_rate: float = rate(1e-3)
    beta1: float = first_decay()
    beta2: float = second_decay()
    epsilon: float = stabilizer(1e-8)
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Moments:
        """All moments at zero."""
        nothing = np.zeros_like(theta)
        return Moments(t=0, m=nothing, v=nothing, w=nothing)

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """−η m̂ / (√ŵ + ε)."""
        t = state.t + 1
        g = grad + self.weight_decay * theta
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        w = np.maximum(state.w, v)
        m_hat = m / (1 - self.beta1**t)
        w_hat = w / (1 - self.beta2**t)
        return -self.learning_rate * m_hat / (np.sqrt(w_hat) + self.epsilon), Moments(t, m, v, w)

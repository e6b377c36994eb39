"""Lion: the sign of a momentum, found by a program search.

    θ ← θ − η ( sign(β₁ m + (1 − β₁) g) + ω θ )
    m ← β₂ m + (1 − β₂) g

Xiangning Chen et al., Symbolic discovery of optimization algorithms, 2023.
https://arxiv.org/abs/2302.06675
Not in torch.optim; defaults of the paper.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optimizers.adam import first_decay, second_decay
from optimizers.optimizer import (
    DECOUPLED,
    GRADIENT,
    Optimizer,
    rate,
    weight_decay,
)
from optimizers.oracles import Paper


class Moment(NamedTuple):
    """What Lion remembers."""

    m: Any  # fading mean of gradients, shape of theta


@dataclass(frozen=True)
class Lion(Optimizer):
    """θ ← θ − η (sign(β₁ m + (1 − β₁) g) + ωθ)."""

    name = "lion"
    title = "Lion"
    short = "Lion"
    recurrence = (
        GRADIENT,
        r"\theta_t = \theta_{t-1} - \eta\,\bigl("
        r"\operatorname{sign}(\beta_1 m_{t-1} + (1-\beta_1)\,g_t) + \omega\,\theta_{t-1}\bigr)",
        r"m_t = \beta_2 m_{t-1} + (1-\beta_2)\,g_t",
    )
    symbols: ClassVar[dict[str, str]] = {"direction": r"c"}
    source = (
        "Chen et al., Symbolic discovery of optimization algorithms, 2023. "
        "https://arxiv.org/abs/2302.06675"
    )
    note = "Each axis moves by exactly η in every step: diagonals, then a dance around the minimum."
    step_scale = "length"
    oracle = Paper({"learning_rate": 1e-4, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0})

    learning_rate: float = rate(1e-4)
    beta1: float = first_decay()
    beta2: float = second_decay(0.99)
    weight_decay: float = weight_decay(0.0, DECOUPLED)

    def init(self, theta: Any) -> Moment:
        """The moment at zero."""
        return Moment(m=np.zeros_like(theta))

    def update(self, grad: Any, state: Moment, theta: Any) -> tuple[Any, Moment]:
        """−η (sign + ωθ)."""
        direction = np.sign(self.beta1 * state.m + (1 - self.beta1) * grad)
        m = self.beta2 * state.m + (1 - self.beta2) * grad
        return -self.learning_rate * (direction + self.weight_decay * theta), Moment(m)

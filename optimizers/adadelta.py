"""Adadelta: steps in the units of the parameters, from two fading means.

    s ← ρ s + (1 − ρ) g²
    d = g √(u + ε) / √(s + ε)
    u ← ρ u + (1 − ρ) d²
    θ ← θ − η d

Matthew Zeiler, ADADELTA: an adaptive learning rate method, 2012. https://arxiv.org/abs/1212.5701
As torch.optim.Adadelta: η = 1, ε inside both roots.
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
    stabilizer,
    weight_decay,
)
from optimizers.oracles import Torch


class Averages(NamedTuple):
    """What is remembered, each in the shape of theta."""

    s: Any  # fading mean of squared gradients
    u: Any  # fading mean of squared displacements (before η)


@dataclass(frozen=True)
class Adadelta(Optimizer):
    """d = g √(u + ε) / √(s + ε);  θ ← θ − η d."""

    name = "adadelta"
    title = "Adadelta"
    short = "Adadelta"
    recurrence = (
        DECAYED_GRADIENT,
        r"s_t = \beta\,s_{t-1} + (1-\beta)\,g_t^2",
        r"d_t = \dfrac{\sqrt{u_{t-1} + \varepsilon}}{\sqrt{s_t + \varepsilon}}\,g_t,\quad "
        r"u_t = \beta\,u_{t-1} + (1-\beta)\,d_t^2",
        r"\theta_t = \theta_{t-1} - \eta\,d_t",
    )
    source = (
        "Zeiler, ADADELTA: an adaptive learning rate method, 2012. https://arxiv.org/abs/1212.5701"
    )
    note = "ε sets the first step, η√(ε/(1−β)) along each axis; on a steady slope they grow slowly."
    step_scale = "length"
    oracle = Torch("Adadelta", names={"decay": "rho"})

    learning_rate: float = rate(1.0)
    decay: float = decay_rate(
        0.9, "Decay", r"\beta", "How slowly both means forget; the paper's ρ."
    )
    epsilon: float = stabilizer(1e-6)
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Averages:
        """Nothing seen, nothing moved."""
        return Averages(s=np.zeros_like(theta), u=np.zeros_like(theta))

    def update(self, grad: Any, state: Averages, theta: Any) -> tuple[Any, Averages]:
        """−η d."""
        g = grad + self.weight_decay * theta
        s = self.decay * state.s + (1 - self.decay) * g * g
        d = np.sqrt(state.u + self.epsilon) / np.sqrt(s + self.epsilon) * g
        u = self.decay * state.u + (1 - self.decay) * d * d
        return -self.learning_rate * d, Averages(s, u)

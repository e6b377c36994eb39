"""RMSProp: AdaGrad with a memory that fades.

    s ← β s + (1 − β) g²
    d = g / (√s + ε)          (centered: √(s − ḡ²), with ḡ the fading mean of g)
    b ← μ b + d
    θ ← θ − η b

Geoffrey Hinton, Neural networks for machine learning, lecture 6e, 2012.
https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf
As torch.optim.RMSprop: α = 0.99, ε outside the root, no bias correction, so the first step is
η/√(1−α), ten times η.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optimizers.optimizer import (
    COUPLED,
    DECAYED_GRADIENT,
    Optimizer,
    decay_rate,
    hyperparameter,
    rate,
    stabilizer,
    weight_decay,
)
from optimizers.oracles import Torch


class Averages(NamedTuple):
    """What is remembered, each in the shape of theta."""

    s: Any  # fading mean of squared gradients
    mean: Any  # fading mean of gradients, used when centered
    b: Any  # velocity


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """s ← β s + (1 − β) g²;  θ ← θ − η g / (√s + ε)."""

    name = "rmsprop"
    title = "RMSProp"
    short = "RMSProp"
    recurrence = (
        DECAYED_GRADIENT,
        r"s_t = \beta\,s_{t-1} + (1-\beta)\,g_t^2",
        r"b_t = \mu\,b_{t-1} + \dfrac{g_t}{\sqrt{s_t} + \varepsilon}"
        r"\qquad \text{centered}\colon\ \sqrt{s_t - \bar g_t^2},\ "
        r"\bar g_t = \beta\,\bar g_{t-1} + (1-\beta)\,g_t",
        r"\theta_t = \theta_{t-1} - \eta\,b_t",
    )
    symbols: ClassVar[dict[str, str]] = {"mean": r"\bar g"}
    source = (
        "Hinton, Neural networks for machine learning, lecture 6e, 2012. "
        "https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf"
    )
    note = "Its steps do not shrink with the gradient: near a minimum it keeps hopping by about η."
    step_scale = "length"
    oracle = Torch("RMSprop", names={"decay": "alpha"})

    learning_rate: float = rate(1e-2)
    decay: float = decay_rate(
        0.99,
        "Decay",
        r"\beta",
        "How slowly the squares are forgotten, torch's alpha; optax takes 0.9.",
    )
    momentum: float = decay_rate(0.0, "Momentum", r"\mu", "How much of the velocity is kept.")
    epsilon: float = stabilizer(1e-8)
    centered: bool = hyperparameter(
        False, "Centered", r"\text{centered}", "Divide by the deviation from the mean gradient."
    )
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Averages:
        """Nothing seen yet."""
        nothing = np.zeros_like(theta)
        return Averages(s=nothing, mean=nothing, b=nothing)

    def update(self, grad: Any, state: Averages, theta: Any) -> tuple[Any, Averages]:
        """−η b."""
        g = grad + self.weight_decay * theta
        s = self.decay * state.s + (1 - self.decay) * g * g
        mean, spread = state.mean, s
        if self.centered:
            mean = self.decay * state.mean + (1 - self.decay) * g
            # Rounding may push a spread of zero below it.
            spread = np.maximum(s - mean * mean, 0.0)
        b = self.momentum * state.b + g / (np.sqrt(spread) + self.epsilon)
        return -self.learning_rate * b, Averages(s, mean, b)

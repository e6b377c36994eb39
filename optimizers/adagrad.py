"""AdaGrad: every coordinate slows down by what it has seen.

    s ← s + g²
    θ ← θ − η g / (√s + ε)

John Duchi, Elad Hazan, Yoram Singer, Adaptive subgradient methods for online learning and
stochastic optimization, 2011. https://jmlr.org/papers/v12/duchi11a.html
As torch.optim.Adagrad: s starts at 0 and ε is 1e-10, outside the root.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

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


class Squares(NamedTuple):
    """What has been seen."""

    s: Any  # sum of squared gradients, shape of theta


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """s ← s + g²;  θ ← θ − η g / (√s + ε)."""

    name = "adagrad"
    title = "AdaGrad"
    short = "AdaGrad"
    recurrence = (
        DECAYED_GRADIENT,
        r"s_t = s_{t-1} + g_t^2,\quad s_0 = s_{\mathrm{init}}",
        r"\theta_t = \theta_{t-1} - \eta\,\dfrac{g_t}{\sqrt{s_t} + \varepsilon}",
    )
    source = (
        "Duchi, Hazan, Singer, Adaptive subgradient methods, 2011. "
        "https://jmlr.org/papers/v12/duchi11a.html"
    )
    note = "The first step has length η along each axis; the sum of squares only grows: it slows."
    step_scale = "length"
    oracle = Torch("Adagrad", names={"initial_accumulator": "initial_accumulator_value"})

    learning_rate: float = rate(1e-2)
    initial_accumulator: float = hyperparameter(
        0.0, "Initial accumulator", r"s_{\mathrm{init}}", "Where s starts.", slider=(0.0, 1.0)
    )
    epsilon: float = stabilizer(1e-10)
    weight_decay: float = weight_decay(0.0, COUPLED)

    def init(self, theta: Any) -> Squares:
        """Nothing seen yet."""
        return Squares(s=np.zeros_like(theta) + self.initial_accumulator)

    def update(self, grad: Any, state: Squares, theta: Any) -> tuple[Any, Squares]:
        """−η g / (√s + ε)."""
        g = grad + self.weight_decay * theta
        s = state.s + g * g
        return -self.learning_rate * g / (np.sqrt(s) + self.epsilon), Squares(s)

"""Gradient descent: step against the gradient.

    θ ← θ − η (g + ωθ)

Augustin-Louis Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées,
1847. https://gallica.bnf.fr/ark:/12148/bpt6k2982c
The rule of torch.optim.SGD without momentum.
"""

from dataclasses import dataclass
from typing import Any

from optimizers.optimizer import (
    COUPLED,
    DECAYED_GRADIENT,
    Optimizer,
    rate,
    weight_decay,
)
from optimizers.oracles import Torch


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    """θ ← θ − η (g + ωθ)."""

    name = "gradient_descent"
    title = "Gradient descent"
    short = "GD"
    recurrence = (
        DECAYED_GRADIENT,
        r"\theta_t = \theta_{t-1} - \eta\,g_t",
    )
    source = (
        "Cauchy, Méthode générale pour la résolution des systèmes d'équations, 1847. "
        "https://gallica.bnf.fr/ark:/12148/bpt6k2982c"
    )
    note = "Every step is the gradient times the learning rate, so steep walls set the pace."
    step_scale = "gradient"
    oracle = Torch("SGD")

    learning_rate: float = rate(1e-3)
    weight_decay: float = weight_decay(0.0, COUPLED)

    def update(self, grad: Any, state: Any, theta: Any) -> tuple[Any, Any]:
        """−η (g + ωθ)."""
        g = grad + self.weight_decay * theta
        return -self.learning_rate * g, state

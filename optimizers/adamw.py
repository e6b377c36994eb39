"""AdamW: Adam with the weight decay beside the step instead of inside the gradient.

    θ ← θ − η ω θ − η m̂ / (√v̂ + ε)

Ilya Loshchilov, Frank Hutter, Decoupled weight decay regularization, 2019.
https://arxiv.org/abs/1711.05101
As torch.optim.AdamW: ω = 0.01.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from optimizers.adam import Adam, Moments
from optimizers.optimizer import DECOUPLED, GRADIENT, rate, weight_decay
from optimizers.oracles import Torch


@dataclass(frozen=True)
class AdamW(Adam):
    """θ ← θ − ηωθ − η m̂ / (√v̂ + ε)."""

    name = "adamw"
    title = "AdamW"
    short = "AdamW"
    recurrence = (
        GRADIENT,
        *Adam.recurrence[1:3],
        r"\theta_t = \theta_{t-1} - \eta\,\omega\,\theta_{t-1}"
        r" - \eta\,\dfrac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}",
    )
    symbols: ClassVar[dict[str, str]] = {"step": r"d"}
    source = (
        "Loshchilov, Hutter, Decoupled weight decay regularization, 2019. "
        "https://arxiv.org/abs/1711.05101"
    )
    note = "Its decay pulls every step towards the origin: at a minimum elsewhere it is late."
    oracle = Torch("AdamW")

    learning_rate: float = rate(1e-3)
    weight_decay: float = weight_decay(1e-2, DECOUPLED)

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """−ηωθ, then Adam's step on the bare gradient."""
        step, state = self.step(grad, state)
        return step - self.learning_rate * self.weight_decay * theta, state

"""Rprop: only the signs of the gradient count; each coordinate has a step of its own.

    same sign as last time:   Δ ← min(η₊ Δ, Δmax)
    sign changed:             Δ ← max(η₋ Δ, Δmin), and this gradient counts as 0
    θ ← θ − Δ sign(g)

Martin Riedmiller, Heinrich Braun, A direct adaptive method for faster backpropagation learning:
the RPROP algorithm, 1993. https://doi.org/10.1109/ICNN.1993.298623
As torch.optim.Rprop: no step back after a change of sign; Δ starts at the learning rate, which has
no say after that, so a schedule sets the first step only.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optimizers.optimizer import GRADIENT, Optimizer, hyperparameter, rate
from optimizers.oracles import Torch


class Steps(NamedTuple):
    """What Rprop remembers, each in the shape of theta."""

    step: Any  # Δ, the length of the next step along each coordinate
    last: Any  # the last gradient, 0 where its sign had changed


@dataclass(frozen=True)
class Rprop(Optimizer):
    """θ ← θ − Δ sign(g), with Δ growing while the sign holds."""

    name = "rprop"
    title = "Rprop"
    short = "Rprop"
    recurrence = (
        GRADIENT,
        r"\Delta_t = \operatorname{clip}\bigl(\Delta_{t-1}\cdot\{\eta_+ \text{ same sign},\ "
        r"\eta_- \text{ sign changed}\},\ \Delta_{\min},\ \Delta_{\max}\bigr),"
        r"\quad \Delta_0 = \eta",
        r"g_t \leftarrow 0 \text{ where the sign changed}",
        r"\theta_t = \theta_{t-1} - \Delta_t\,\operatorname{sign}(g_t)",
    )
    symbols: ClassVar[dict[str, str]] = {"step": r"\Delta"}
    source = (
        "Riedmiller, Braun, The RPROP algorithm, 1993. https://doi.org/10.1109/ICNN.1993.298623"
    )
    note = "Blind to how steep it is: each axis speeds up by 1.2 until it has overshot."
    step_scale = "length"
    oracle = Torch("Rprop")

    learning_rate: float = rate(1e-2, "How far the first step goes along each axis.")
    eta_minus: float = hyperparameter(
        0.5,
        "Shrink",
        r"\eta_-",
        "Factor after a change of sign.",
        high=1.0,
        open_high=True,
        slider=(0.05, 0.95),
    )
    eta_plus: float = hyperparameter(
        1.2,
        "Grow",
        r"\eta_+",
        "Factor while the sign holds.",
        low=1.0,
        high=10.0,
        slider=(1.0, 3.0),
    )
    step_min: float = hyperparameter(
        1e-6,
        "Smallest step",
        r"\Delta_{\min}",
        "Δ never falls below this.",
        slider=(1e-9, 1e-1),
        logarithmic=True,
    )
    step_max: float = hyperparameter(
        50.0,
        "Largest step",
        r"\Delta_{\max}",
        "Δ never rises above this.",
        slider=(1e-2, 100.0),
        logarithmic=True,
    )

    def init(self, theta: Any) -> Steps:
        """Every step has the length of the learning rate."""
        return Steps(step=np.zeros_like(theta) + self.learning_rate, last=np.zeros_like(theta))

    def update(self, grad: Any, state: Steps, theta: Any) -> tuple[Any, Steps]:
        """−Δ sign(g)."""
        agreement = grad * state.last
        factor = np.where(agreement > 0, self.eta_plus, 1.0)
        factor = np.where(agreement < 0, self.eta_minus, factor)
        step = np.minimum(np.maximum(state.step * factor, self.step_min), self.step_max)
        g = np.where(agreement < 0, 0.0, grad)
        return -np.sign(g) * step, Steps(step, g)

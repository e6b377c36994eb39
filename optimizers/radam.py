"""RAdam: Adam that waits until its second moment can be trusted.

    ρ∞ = 2/(1−β₂) − 1,   ρ = ρ∞ − 2 t β₂ᵗ/(1−β₂ᵗ)
    ρ > 5:      θ ← θ − η m̂ r √(1−β₂ᵗ) / (√v + ε),   r² = (ρ−4)(ρ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρ)
    otherwise:  θ ← θ − η m̂

Liyuan Liu et al., On the variance of the adaptive learning rate and beyond, 2020.
https://arxiv.org/abs/1908.03265
As torch.optim.RAdam: the threshold is 5, ε is added to the uncorrected root.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from optimizers.adam import Adam, Moments
from optimizers.optimizer import rate
from optimizers.oracles import Torch


@dataclass(frozen=True)
class RAdam(Adam):
    """Adam with rectified variance; the first steps are plain momentum."""

    name = "radam"
    title = "RAdam"
    short = "RAdam"
    recurrence = (
        *Adam.recurrence[:2],
        r"v_t = \beta_2 v_{t-1} + (1-\beta_2)\,g_t^2",
        r"\rho_\infty = \tfrac{2}{1-\beta_2} - 1,\quad "
        r"\rho_t = \rho_\infty - \tfrac{2 t \beta_2^t}{1-\beta_2^t},\quad "
        r"r_t = \sqrt{\tfrac{(\rho_t-4)(\rho_t-2)\,\rho_\infty}"
        r"{(\rho_\infty-4)(\rho_\infty-2)\,\rho_t}}",
        r"\theta_t = \theta_{t-1} - \eta\,\hat m_t \cdot \begin{cases}"
        r"r_t\,\sqrt{1-\beta_2^t}\,/\,(\sqrt{v_t} + \varepsilon) & \rho_t > 5\\ 1 & \rho_t \le 5"
        r"\end{cases}",
    )
    symbols: ClassVar[dict[str, str]] = {
        "rho_end": r"\rho_\infty",
        "rectify": r"r",
        "r": r"\tilde\rho",
        "r_end": r"\tilde\rho_\infty",
    }
    source = (
        "Liu et al., On the variance of the adaptive learning rate and beyond, 2020. "
        "https://arxiv.org/abs/1908.03265"
    )
    note = "Its first five steps are η times the mean gradient: the steeper the ground, the longer."
    oracle = Torch("RAdam")

    learning_rate: float = rate(1e-3)

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """−η m̂, rectified as soon as the second moment can be trusted."""
        t = state.t + 1
        g = grad + self.weight_decay * theta
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        seen = 1 - self.beta2**t
        rho_end = 2 / (1 - self.beta2) - 1
        rho = rho_end - 2 * t * self.beta2**t / seen
        trusted = rho > 5
        # Below the threshold the root is not used; 6 keeps it real.
        r, r_end = np.where(trusted, rho, 6.0), np.where(trusted, rho_end, 6.0)
        rectify = np.sqrt((r - 4) * (r - 2) * r_end / ((r_end - 4) * (r_end - 2) * r))
        scaled = rectify * np.sqrt(seen) / (np.sqrt(v) + self.epsilon)
        m_hat = m / (1 - self.beta1**t)
        return -self.learning_rate * np.where(trusted, scaled, 1.0) * m_hat, Moments(t, m, v)

"""Exponential: times γ after every step, as torch.optim.lr_scheduler.ExponentialLR.

https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html
"""

from dataclasses import dataclass

import numpy as np

from optimizers import hyperparameter
from schedules.schedule import Schedule


@dataclass(frozen=True)
class Exponential(Schedule):
    """γ to the number of steps made."""

    name = "exponential"
    title = "Exponential"
    formula = r"\eta_t = \eta\,\gamma^{\,t-1}"
    source = (
        "torch.optim.lr_scheduler.ExponentialLR. "
        "https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html"
    )
    note = "Its sum is finite, so a walk gets only so far: too fast a decay stops on the way."
    worked = (({"gamma": 0.9}, {1: 1, 2: 0.9, 3: 0.81}),)
    torch = True

    gamma: float = hyperparameter(
        0.99, "Factor", r"\gamma", "What is left after each step.", high=1.0, slider=(0.9, 0.999)
    )

    def _after(self, k: np.ndarray) -> np.ndarray:
        return self.gamma**k

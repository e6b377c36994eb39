"""Cosine: half a wave from the full learning rate down to a part of it, then it stays there.

Ilya Loshchilov, Frank Hutter, SGDR: stochastic gradient descent with warm restarts, 2017.
https://arxiv.org/abs/1608.03983
As torch.optim.lr_scheduler.CosineAnnealingLR up to its T_max; beyond, torch's rises again.
"""

from dataclasses import dataclass

import numpy as np

from schedules.schedule import Schedule, part_field, steps_field


@dataclass(frozen=True)
class Cosine(Schedule):
    """r + (1 − r)(1 + cos(πk/T))/2 with k = min(t − 1, T)."""

    name = "cosine"
    title = "Cosine"
    formula = (
        r"\eta_t = \eta \Bigl(r + \tfrac{1 - r}{2}"
        r"\bigl(1 + \cos \pi \tfrac{\min(t-1,\,T)}{T}\bigr)\Bigr)"
    )
    source = (
        "Loshchilov, Hutter, SGDR: stochastic gradient descent with warm restarts, 2017. "
        "https://arxiv.org/abs/1608.03983"
    )
    note = "Long bold, then quickly gentle, and it ends at rest: set T to the number of epochs."
    worked = (
        ({"period": 100}, {1: 1, 51: 0.5, 101: 0, 150: 0, 10**6: 0}),
        ({"period": 100, "low": 0.25}, {101: 0.25, 10**6: 0.25}),
    )
    torch = True

    period: float = steps_field(300, "Length", "T", "Steps until the lowest rate is reached.")
    low: float = part_field(0.0, "Lowest part", "r", "The part of η that is left at the end.")

    def _after(self, k: np.ndarray) -> np.ndarray:
        wave = np.cos(np.pi * np.minimum(k / self.period, 1.0))
        return self.low + (1 - self.low) * (1 + wave) / 2

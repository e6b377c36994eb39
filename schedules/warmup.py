"""Linear warm-up: from a part of the learning rate to the whole, then it stays there.

Priya Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017.
https://arxiv.org/abs/1706.02677
As torch.optim.lr_scheduler.LinearLR with end_factor 1.
"""

from dataclasses import dataclass

import numpy as np

from schedules.schedule import Schedule, part_field, steps_field


@dataclass(frozen=True)
class Warmup(Schedule):
    """r + (1 − r) k/T with k = min(t − 1, T)."""

    name = "warmup"
    title = "Linear warm-up"
    formula = r"\eta_t = \eta \Bigl(r + (1 - r)\,\tfrac{\min(t-1,\,T)}{T}\Bigr)"
    source = (
        "Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017. "
        "https://arxiv.org/abs/1706.02677"
    )
    note = "Gentle while Adam's averages are still young, or the first slope is the steepest."
    worked = (({"period": 10, "low": 0.5}, {1: 0.5, 6: 0.75, 11: 1, 10**6: 1}),)
    torch = True

    period: float = steps_field(20, "Length", "T", "Steps until the full rate is reached.")
    low: float = part_field(0.1, "First part", "r", "The part of η in the first step.")

    def _after(self, k: np.ndarray) -> np.ndarray:
        return self.low + (1 - self.low) * np.minimum(k / self.period, 1.0)

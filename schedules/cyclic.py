"""Cyclic: up and down between a part of the learning rate and the whole, for ever.

Leslie Smith, Cyclical learning rates for training neural networks, 2017.
https://arxiv.org/abs/1506.01186
As torch.optim.lr_scheduler.CyclicLR, mode "triangular".
"""

from dataclasses import dataclass

import numpy as np

from schedules.schedule import Schedule, part_field, steps_field


@dataclass(frozen=True)
class Cyclic(Schedule):
    """A triangle: r at t = 1, 1 after T steps, r again after 2T."""

    name = "cyclic"
    title = "Cyclic"
    formula = (
        r"\eta_t = \eta \Bigl(r + (1 - r)\,"
        r"\bigl(1 - \bigl|\tfrac{(t-1) \bmod 2T}{T} - 1\bigr|\bigr)\Bigr)"
    )
    source = (
        "Smith, Cyclical learning rates for training neural networks, 2017. "
        "https://arxiv.org/abs/1506.01186"
    )
    note = "Large rates leave narrow hollows, small ones settle; so it looks around as it goes."
    worked = (({"period": 10, "low": 0}, {1: 0, 6: 0.5, 11: 1, 16: 0.5, 21: 0, 31: 1}),)
    torch = True

    period: float = steps_field(50, "Half a cycle", "T", "Steps from the lowest to the full rate.")
    low: float = part_field(0.1, "Lowest part", "r", "The part of η between two peaks.")

    def _after(self, k: np.ndarray) -> np.ndarray:
        triangle = 1 - np.abs(np.mod(k, 2 * self.period) / self.period - 1)
        return self.low + (1 - self.low) * triangle

"""Constant: the learning rate stays as it is."""

from dataclasses import dataclass

import numpy as np

from schedules.schedule import Schedule


@dataclass(frozen=True)
class Constant(Schedule):
    """1."""

    name = "constant"
    title = "Constant"
    formula = r"\eta_t = \eta"
    source = "As torch.optim without a scheduler."
    note = "The learning rate stays as it is."
    worked = (({}, {1: 1, 99: 1}),)

    def _after(self, k: np.ndarray) -> np.ndarray:
        return np.ones_like(k)

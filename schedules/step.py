"""Step: times γ every T steps, as torch.optim.lr_scheduler.StepLR.

https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
"""

from dataclasses import dataclass

import numpy as np

from schedules.schedule import Schedule, part_field, steps_field


@dataclass(frozen=True)
class Step(Schedule):
    """γ to the number of whole periods."""

    name = "step"
    title = "Step"
    formula = r"\eta_t = \eta\,\gamma^{\lfloor (t-1)/T \rfloor}"
    source = (
        "torch.optim.lr_scheduler.StepLR. "
        "https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html"
    )
    note = "Stays for a while, then drops at once: the loss often drops with it."
    worked = (({"period": 10, "gamma": 0.5}, {1: 1, 10: 1, 11: 0.5, 20: 0.5, 21: 0.25}),)
    torch = True

    period: float = steps_field(100, "Period", "T", "Steps between two drops.")
    gamma: float = part_field(0.1, "Factor", r"\gamma", "What is left after a drop.")

    def _after(self, k: np.ndarray) -> np.ndarray:
        return self.gamma ** np.floor(k / self.period)

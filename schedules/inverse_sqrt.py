"""Inverse square root: η/√t, the decay of the classical proofs of convergence.

Martin Zinkevich, Online convex programming and generalized infinitesimal gradient ascent, 2003.
https://www.aaai.org/Papers/ICML/2003/ICML03-120.pdf
"""

from dataclasses import dataclass

import numpy as np

from schedules.schedule import Schedule


@dataclass(frozen=True)
class InverseSqrt(Schedule):
    """1/√t."""

    name = "inverse_sqrt"
    title = "1/√t"
    formula = r"\eta_t = \dfrac{\eta}{\sqrt{t}}"
    source = (
        "Zinkevich, Online convex programming and generalized infinitesimal gradient ascent, 2003. "
        "https://www.aaai.org/Papers/ICML/2003/ICML03-120.pdf"
    )
    note = "Falls fast, then ever more slowly, and never too soon to arrive: its sum is infinite."
    worked = (({}, {1: 1, 4: 0.5, 100: 0.1}),)
    torch = True

    def _after(self, k: np.ndarray) -> np.ndarray:
        return 1 / np.sqrt(k + 1)

"""A rule led along points that somebody else has walked.

The state of every step is rebuilt from the points that were given: a slip in one step does not
hide the next, and x and y, which no rule of this kind mixes, are led apart. Many gradients go side
by side, one in each column.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from checking.mistakes import Variant

RATE = "learning_rate"


@dataclass
class Effort:
    """What was computed, in calls; so that a test can count instead of time.

    Attributes:
        updates: Calls of a rule's update, each for all columns.
        columns: Gradients that were led along the walk.
    """

    updates: int = 0
    columns: int = 0


@dataclass(eq=False)
class Leader:
    """Leads rules along points.

    Attributes:
        effort: What that has cost so far.
    """

    effort: Effort = field(default_factory=Effort)

    def deltas(self, variant: Variant, gradients: np.ndarray, points: np.ndarray) -> np.ndarray:
        """The displacement of every step.

        Args:
            variant: The rule.
            gradients: (n, ...); what it is handed in every step.
            points: (n, ...); where it stands, broadcast to the same shape.

        Returns:
            (n, ...); not finite where the rule's own arithmetic is not.
        """
        points = np.broadcast_to(points, gradients.shape)
        self.effort.updates += len(gradients)
        self.effort.columns += int(np.prod(gradients.shape[1:], dtype=int))
        rule: Any = variant.rule
        base = getattr(rule, RATE)
        paced = bool(np.any(variant.factors != 1.0))
        out = np.full(gradients.shape, np.nan)
        with np.errstate(all="ignore"):
            state = rule.init(points[0])
            for k, gradient in enumerate(gradients):
                if paced:
                    rule = copy(rule)
                    object.__setattr__(rule, RATE, base * variant.factors[k])
                try:
                    out[k], state = rule.update(gradient, state, points[k])
                except ZeroDivisionError:  # an exponent of 0 on a plain number
                    break
        return out

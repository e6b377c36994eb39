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

from checking.coupled import as_far, handed
from checking.mistakes import Variant
from surfaces import Surface

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

    def deltas(
        self,
        variant: Variant,
        gradients: np.ndarray,
        points: np.ndarray,
        surface: Surface | None = None,
        moved: np.ndarray | None = None,
    ) -> np.ndarray:
        """The displacement of every step.

        Args:
            variant: The rule.
            gradients: (n, ...); what it is handed in every step, (n, ..., 2) where it mixes the
                coordinates.
            points: (n, ...); where it stands, broadcast to the same shape.
            surface: The ground, for a rule that needs more than a gradient.
            moved: (n, ..., 2); by how much was moved, for one whose steps are as long as those.

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
                    more = () if surface is None else handed(rule, surface, points[k])
                    out[k], state = rule.update(gradient, state, points[k], *more)
                except ZeroDivisionError:  # an exponent of 0 on a plain number
                    break
        if variant.own_lengths and moved is not None:
            return as_far(out, np.broadcast_to(moved, out.shape))
        return out

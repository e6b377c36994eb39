"""Where a walk's learning rate became too large for the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.analysis.linear import Linear, linear
from engine.plane.curvature import Curvature, curvature
from engine.plane.evidence import Evidence


@dataclass(frozen=True, eq=False)
class Onset:
    """The step with which a walk began to grow.

    Attributes:
        row: From which row it was taken.
        step: The rule as a matrix, with the learning rate that was in force there.
        bend: The curvature there, as floats.
    """

    row: int
    step: Linear
    bend: Curvature


def onset(evidence: Evidence) -> Onset | None:
    """The first step too long for the curvature after which f never came back to where it was.

    None for a rule that is not linear, or where η (λmax + decay) was never over its reach.
    """
    rates = np.array([evidence.rate_at(row) for row in range(evidence.last + 1)])
    usual = linear(evidence.walk.optimizer, float(rates.max()))
    if usual is None or usual.reach is None:
        return None
    bends = curvature(evidence.walk.surface, *evidence.points.T)  # type: ignore[arg-type]
    with np.errstate(all="ignore"):
        over = np.flatnonzero(rates * (bends.high + usual.decay) > usual.reach)
    # Steps from rows up to this one led to where it was as low again later.
    heights = evidence.heights
    lowest = int(np.flatnonzero(heights == heights.min())[-1])
    grown = over[over >= lowest]
    row = int(grown[0]) if grown.size else int(over[-1]) if over.size else -1
    step = linear(evidence.walk.optimizer, float(rates[row]))
    if row < 0 or step is None:
        return None
    parts = (float(part[row]) for part in (bends.low, bends.high, bends.angle))
    return Onset(row, step, Curvature(*parts))


def plain_steps_of(rule: object, most: int = 50) -> int:
    """How many of its first steps are in proportion to the gradient; 0 where not even the first.

    So it is with a rule that divides by what it knows of the gradients only when it knows enough,
    as RAdam does. All of them, which is to say ``most``, are of a rule that is linear.
    """
    try:
        theta = np.ones((1, 1))
        once, thrice = rule.init(theta), rule.init(theta)  # type: ignore[attr-defined]
        for k in range(most):
            one, once = rule.update(np.ones((1, 1)), once, theta)  # type: ignore[attr-defined]
            three, thrice = rule.update(3 * np.ones((1, 1)), thrice, theta)  # type: ignore[attr-defined]
            if not np.allclose(three, 3 * one, rtol=1e-9, atol=0):
                return k
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return 0
    return most

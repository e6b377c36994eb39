"""Where a loop with a stop rule would have ended a walk."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from engine.drive.trajectory import Trajectory


class Stop(StrEnum):
    """What ends a loop before its budget of steps is used up."""

    BUDGET = "budget"  # nothing does
    GRADIENT = "gradient"  # |∇f| < ε
    STEP = "step"  # the last step was shorter than ε
    BOTH = "both"  # both at once


def stops_at(walk: Trajectory, rule: Stop, epsilon: float) -> np.ndarray:
    """The first step at which the rule fires, -1 where it never does.

    A step that is shorter than ε says nothing about the ground: on a plateau, and with a learning
    rate that is too small, every step is.

    Args:
        walk: The walks.
        rule: The rule.
        epsilon: ε, above 0; in the units of |∇f| and of the coordinates.

    Returns:
        (...) int; 0 is a start that is flat already.

    Raises:
        ValueError: ``epsilon`` is not above 0.

    Examples:
        >>> import optimizers, surfaces
        >>> from engine import run
        >>> descent = optimizers.by_name("gradient_descent")(learning_rate=0.25)
        >>> walk = run(surfaces.by_name("sphere"), descent, (1.0, 0.0), steps=10)
        >>> int(stops_at(walk, Stop.GRADIENT, 0.3))  # |∇f| is 2, 1, 0.5, 0.25
        3
    """
    if not epsilon > 0:
        raise ValueError(f"epsilon must be above 0, got {epsilon!r}")
    with np.errstate(all="ignore"):
        flat, still = walk.gradient_norms < epsilon, walk.step_lengths < epsilon
    fired = {
        Stop.BUDGET: np.zeros_like(flat),
        Stop.GRADIENT: flat,
        Stop.STEP: still,
        Stop.BOTH: flat & still,
    }[Stop(rule)]
    return np.where(fired.any(axis=0), fired.argmax(axis=0), -1)

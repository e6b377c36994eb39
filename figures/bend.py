"""What the player shows of the curvature along a walk."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import Trajectory, convergence, curvature
from engine.analysis.linear import linear


def bend_of(walk: Trajectory) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Facts and arrays on how the ground bends at every step of a walk.

    Returns:
        Facts: ``reach`` K and ``decay`` in η < K/(λmax + decay), the limit of a rule that is linear
        in the gradient, else None; ``eta``, the learning rate, None if the rule has none;
        ``rates``, the predicted and the observed rate on a quadratic, else None.
        Arrays of (last + 1,) float32: ``low`` and ``high``, the eigenvalues of the Hessian;
        ``angle``, of the direction of ``high`` with the x-axis, in radians.
    """
    last = max(int(walk.last), 0)
    bends = curvature(walk.surface, *walk.points[: last + 1].T)  # type: ignore[arg-type]
    arrays = {"low": bends.low, "high": bends.high, "angle": bends.angle}
    rate = float(getattr(walk.optimizer, "learning_rate", np.nan))
    step = linear(walk.optimizer, rate)
    facts = {
        "reach": step.reach if step else None,
        "decay": step.decay if step else 0.0,
        "eta": rate if np.isfinite(rate) else None,
        "rates": convergence(walk),
    }
    with np.errstate(over="ignore"):
        return facts, {name: numbers.astype(np.float32) for name, numbers in arrays.items()}

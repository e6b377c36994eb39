"""Training of nets by rules that ask for gradients alone."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from engine import train
from engine.drive.training_record import Training
from engine.protocols import Rule, VectorObjective
from networks import NetworkLoss


def trained_by(
    rule: Rule, objective: NetworkLoss, start: np.ndarray, updates: int, **more: Any
) -> Training:
    """`engine.train` of a net, which has no second derivatives, by one rule that asks for none.

    Args:
        rule: Who trains.
        objective: The net and its examples.
        start: (..., P); axes in front are walkers.
        updates: How many.
        more: The other arguments of `engine.train`.
    """
    return train(cast(VectorObjective, objective), [rule], start, updates, **more)

"""The parabolas behind a walk: what a rule that models the ground believed at every step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.drive.oracle import Party
from engine.drive.trajectory import Trajectory
from engine.drive.walkers import ready
from engine.protocols import needs


@dataclass(frozen=True, eq=False)
class QuadraticModels:
    """The models m(θ + p) = f + gᵀp + ½ pᵀBp from which the steps of a walk were taken.

    Row k belongs to the step from row k of the walk's points to row k + 1; ``...`` are the walkers'
    axes. A walker that has come to rest keeps its last model, one that has left the finite world
    has NaN.

    Attributes:
        points: (steps, ..., P); where the models touch the ground, θ.
        heights: (steps, ...); f there.
        gradients: (steps, ..., P); g.
        hessians: (steps, ..., P, P); B: Newton's Hessian, damping included, the inverse of BFGS's
            H, and the inverse of what the pairs of L-BFGS stand for.
        centres: (steps, ..., P); where the models are level: the minimum where B is positive
            definite, else a saddle or a maximum. A full step ends there.
    """

    points: np.ndarray
    heights: np.ndarray
    gradients: np.ndarray
    hessians: np.ndarray
    centres: np.ndarray


def quadratic_models(walk: Trajectory) -> QuadraticModels:
    """The model of every step, found by walking once more.

    Raises:
        ValueError: The walk's rule has no model of the ground.
    """
    rule, steps = walk.optimizer, walk.steps
    if needs(rule) == "gradient":
        raise ValueError(
            f"quadratic_models: {rule.name} has no model of the ground; only rules have one that "
            "need more than a gradient"
        )
    shape = walk.points.shape[1:]
    width = shape[-1]
    hessians = np.full((steps, *shape, width), np.nan)
    centres = np.full((steps, *shape), np.nan)
    if steps:
        party: Any = Party(walk.surface, ready(rule, walk.points[0], steps, None), slice(None))
        with np.errstate(all="ignore"):
            for k in range(steps):
                theta = party.theta
                party.advance()
                hessians[k] = party.rule.curvature(party.state).reshape(*shape, width)
                centres[k] = (theta + party.state.jump).reshape(shape)
    gradients = walk.gradients[:-1]
    lost = ~np.isfinite(gradients).all(axis=-1)
    hessians[lost], centres[lost] = np.nan, np.nan
    return QuadraticModels(walk.points[:-1], walk.heights[:-1], gradients, hessians, centres)

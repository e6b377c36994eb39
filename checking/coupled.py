"""Rules that mix the coordinates, led along points: Newton's method, BFGS and L-BFGS.

What they remember is rebuilt from the points and from the gradients there. How far a line search
goes along its direction is nobody's rule: programs search in many ways, and all of them are right
that go down enough. So where the lengths of a walk are not those of the house's own search, its
steps are judged by their direction, and each goes along that as far as it did.

The conditions on a length are those of Jorge Nocedal, Stephen Wright, Numerical optimization, 2nd
edition, 2006, (3.7). https://doi.org/10.1007/978-0-387-40065-5
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from checking.mistakes.mistake import Variant
from checking.patterns import Edit, rewritten
from checking.printed import Printed
from optimizers import Optimizer
from optimizers.line_search import ARMIJO, LEVEL, ROUNDING
from surfaces import Surface

WHOLE_WAY: tuple[Edit, ...] = (("search(probe, theta, grad, jump, first)", "jump"),)


def is_coupled(rule: Optimizer) -> bool:
    """Whether a rule needs more than a gradient, and so mixes the coordinates."""
    return rule.needs != "gradient"


def handed(rule: Optimizer, surface: Surface, theta: np.ndarray) -> tuple[Any, ...]:
    """What a rule's update is handed at places (..., 2) behind gradient, state and place."""
    if rule.needs == "hessian":
        xx, xy, yy = surface.hessian(theta[..., 0], theta[..., 1])
        return (np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2),)
    if rule.needs == "probe":

        def probe(points: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            del who
            x, y = points[:, 0], points[:, 1]
            return surface.value(x, y), np.stack(surface.gradient(x, y), axis=-1)

        return (probe,)
    return ()


def with_own_lengths(variant: Variant) -> Variant:
    """The same rule, whose steps go along their direction as far as those of the walk."""
    rule: Any = variant.rule
    meant: Any = type(rule)
    kind: Any = rewritten(meant, WHOLE_WAY)
    if kind is None:
        return variant
    values = {hyper.name: getattr(rule, hyper.name) for hyper in rule.hyperparameters()}
    return replace(variant, rule=kind(**values), own_lengths=True)


def as_far(jumps: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """Steps (..., 2) along ``jumps`` that come as near as can be to how far was moved."""
    with np.errstate(all="ignore"):
        # To the length of 1 first: squares of what is small enough are 0.
        ways = jumps / np.abs(jumps).max(axis=-1, keepdims=True)
        far = (ways * moved).sum(axis=-1, keepdims=True) / (ways * ways).sum(-1, keepdims=True)
    still = np.all(jumps == 0, axis=-1, keepdims=True)
    # Backwards is no length; and where there is no direction, there is no step.
    return np.where(still | (far <= 0), 0.0, far * ways)


def meet_wolfe(walk: Printed, surface: Surface) -> int:
    """How many steps meet the strong Wolfe conditions, as closely as f is known."""
    x, y = walk.points.T
    with np.errstate(all="ignore"):
        values = surface.value(x, y)
        gradients = np.stack(surface.gradient(x, y), axis=-1)
        before = (gradients[:-1] * walk.moved).sum(axis=-1)
        after = (gradients[1:] * walk.moved).sum(axis=-1)
        slack = ROUNDING * np.maximum(np.abs(values[:-1]), 1.0)
        falls = values[1:] <= values[:-1] + ARMIJO * before + slack
        levels = np.abs(after) <= LEVEL * np.abs(before) + slack
    return int(np.sum(falls & levels))

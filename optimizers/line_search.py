"""How far to go along a line: the strong Wolfe conditions, for many walkers at once.

With φ(α) = f(θ + α p), a step length α is accepted when

    φ(α) ≤ φ(0) + c₁ α φ′(0)        it goes down enough (Armijo)
    |φ′(α)| ≤ c₂ |φ′(0)|            and the slope has levelled off

which makes yᵀs > 0, as BFGS needs it. Lengths are tried until one is bracketed, then the bracket
shrinks around the minimum of the cubic through its ends.

Jorge Nocedal, Stephen Wright, Numerical optimization, 2nd edition, 2006, algorithms 3.5 and 3.6,
cubic (3.59). https://doi.org/10.1007/978-0-387-40065-5
Near a minimum f changes by less than its own rounding; as in William Hager, Hongchao Zhang, A new
conjugate gradient method with guaranteed descent and an efficient line search, 2005
(https://doi.org/10.1137/030601880), a rise that small counts as none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from optimizers.second_order import Probe, is_felt

ARMIJO = 1e-4  # c₁
LEVEL = 0.9  # c₂, the usual one for quasi-Newton directions
GROWTH = 2.0  # of the length, while the ground goes on falling
MARGIN = 0.1  # of the bracket, that a new length keeps from its ends
MOST_PROBES = 30  # in one search; then the deepest place that meets Armijo is taken
ROUNDING = 64 * np.finfo(float).eps  # of f, relative to |f| and to 1: f = 0 is often a difference


class End(NamedTuple):
    """One end of the bracket, each (n,): a length with what was found there."""

    length: Any
    value: Any
    slope: Any


def search(probe: Probe, theta: Any, grad: Any, direction: Any, first: Any) -> np.ndarray:
    """The displacement along ``direction`` that meets the strong Wolfe conditions.

    Args:
        probe: Value and gradient of the ground.
        theta: (..., P); where the walkers stand.
        grad: (..., P); the gradient there.
        direction: (..., P); which way, and how far for a step length of 1.
        first: (..., 1); the step length that is tried first.

    Returns:
        (..., P); 0 for a walker that finds no step: where there is no slope, where the direction
        does not lead down, or where θ would not change by more than its rounding.
    """
    theta, grad, direction = (np.asarray(part, dtype=float) for part in (theta, grad, direction))
    shape, width = theta.shape, theta.shape[-1]
    first = np.broadcast_to(first, (*shape[:-1], 1)).reshape(-1)
    flat = [part.reshape(-1, width) for part in (theta, grad, direction)]
    with np.errstate(all="ignore"):
        lengths = _lengths(probe, flat[0], flat[1], flat[2], first).reshape(*shape[:-1], 1)
        return np.where(lengths > 0, lengths * direction, 0.0)


def _lengths(
    probe: Probe, theta: np.ndarray, grad: np.ndarray, direction: np.ndarray, first: np.ndarray
) -> np.ndarray:
    """Step lengths (n,), 0 where there is none; arrays (n, P) and (n,)."""
    everyone = np.arange(len(theta))
    value, _ = probe(theta, everyone)
    slope = (grad * direction).sum(axis=-1)
    moves = is_felt(first[:, None] * direction, theta)[..., 0]
    found = np.zeros(len(theta))
    who = np.flatnonzero(moves & (slope < 0) & (slope > -np.inf) & (first > 0))
    theta, direction, value, slope = theta[who], direction[who], value[who], slope[who]
    trial, slack = first[who], ROUNDING * np.maximum(np.abs(value), 1.0)
    low = End(np.zeros(len(who)), value, slope)
    high = End(np.full(len(who), np.inf), low.value, low.slope)
    for _ in range(MOST_PROBES):
        if not len(who):
            break
        values, grads = probe(theta + trial[:, None] * direction, who)
        here = End(trial, values, (grads * direction).sum(axis=-1))
        enough = here.value <= np.minimum(value + ARMIJO * trial * slope, low.value) + slack
        enough &= np.isfinite(here.slope)
        accepted = enough & (np.abs(here.slope) <= -LEVEL * slope)
        found[who[enough]] = trial[enough]
        # Algorithm 3.6: the new place is an end of the bracket, and which the other one is tells
        # the slope there. Before there is a bracket (3.5) its far end is at infinity.
        past = enough & (here.slope * (high.length - low.length) >= 0)
        high = _choose(enough, _choose(past, low, high), here)
        low = _choose(enough, here, low)
        trial = _next(low, high)
        left = ~accepted
        if not left.all():
            who, theta, direction = who[left], theta[left], direction[left]
            value, slope, trial, slack = value[left], slope[left], trial[left], slack[left]
            low, high = End(*(part[left] for part in low)), End(*(part[left] for part in high))
    return found


def _choose(condition: np.ndarray, yes: End, no: End) -> End:
    return End(*(np.where(condition, a, b) for a, b in zip(yes, no, strict=True)))


def _next(low: End, high: End) -> np.ndarray:
    """The next length: twice as far without a bracket, else inside of it."""
    width = high.length - low.length
    a = low.slope + high.slope - 3 * (high.value - low.value) / width
    b = np.sign(width) * np.sqrt(a * a - low.slope * high.slope)
    part = 1 - (high.slope + b - a) / (high.slope - low.slope + 2 * b)  # 0 at low, 1 at high
    part = np.where(np.isfinite(part), np.clip(part, MARGIN, 1 - MARGIN), 0.5)
    return np.where(np.isinf(width), GROWTH * low.length, low.length + part * width)

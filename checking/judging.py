"""Whether a walk is the one that was meant, step by step, as closely as its numbers tell.

What a step may differ by is not guessed: the points are shaken by as much as they may be off, the
rule is led along every shaken walk, and what comes out of that is the tolerance, for every step
and coordinate. It is wide where a rule divides by next to nothing, or turns on a sign.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from checking.coupled import is_coupled
from checking.gradients.candidate import Candidate, Where, right
from checking.mistakes import Variant
from checking.printed import DOUBLE, SINGLE, Printed
from checking.replay import Leader
from surfaces import Surface

DRAWS = 16  # shaken walks
SHAKE = 1.5  # of what a number may be off
SAFE = 4.0  # times the largest difference among them
ROUNDINGS = 64  # of a double, that the arithmetic of one step adds up to
SINGLE_ROUNDINGS = 200  # of single precision, in which 1 − β₂ has lost three digits

Pair = tuple[Candidate, Candidate]
MEANT: Pair = (right(0), right(1))


@dataclass(frozen=True, eq=False)
class Judgement:
    """How a walk fits to a rule.

    Attributes:
        moved: (n, 2); by how much each step moved.
        deltas: (n, 2); by how much the rule moves from the same point.
        tolerances: (n, 2); by how much the two may differ.
    """

    moved: np.ndarray
    deltas: np.ndarray
    tolerances: np.ndarray

    @property
    def residuals(self) -> np.ndarray:
        """(n, 2); what is left over in every step."""
        return self.moved - self.deltas

    @property
    def ratios(self) -> np.ndarray:
        """(n, 2); the same in units of what is allowed; inf where the rule gives no number."""
        return ratio(self.residuals, self.tolerances)

    @property
    def agrees(self) -> bool:
        """Whether every step is within its tolerance."""
        return bool(np.all(self.ratios <= 1))

    @property
    def firsts(self) -> tuple[int | None, int | None]:
        """The first step that differs in x, and in y, counted from 0; None where none does."""
        off = self.ratios > 1
        first = [int(np.argmax(column)) if column.any() else None for column in off.T]
        return first[0], first[1]

    @property
    def first(self) -> int | None:
        """The first step that differs, counted from 0."""
        return min((step for step in self.firsts if step is not None), default=None)

    @property
    def largest(self) -> float:
        """The largest difference in any step."""
        left = np.abs(self.residuals)
        return float(np.max(np.where(np.isfinite(left), left, np.inf), initial=0.0))

    @property
    def is_coarse(self) -> bool:
        """Whether the numbers were printed so coarsely that most steps are smaller than that."""
        went = np.any(self.moved != 0, axis=-1)  # what rests tells nothing, however it is printed
        if not went.any():
            return False
        return bool(np.median(self.tolerances[went]) > 0.5 * np.median(np.abs(self.moved[went])))


def ratio(residuals: np.ndarray, tolerances: np.ndarray) -> np.ndarray:
    """Differences in units of what is allowed; inf where there is no number."""
    with np.errstate(all="ignore"):
        found = np.abs(residuals) / np.maximum(tolerances, 1e-300)
    return np.where(np.isfinite(found), found, np.inf)


def places(surface: Surface, points: np.ndarray, variant: Variant) -> Where:
    """Where a rule takes its gradients along points (..., n + 1, 2)."""
    now, then = points[..., :-1, :], points[..., 1:, :]
    looks = now
    if variant.ahead:
        before = np.concatenate([now[..., :1, :], now[..., :-1, :]], axis=-2)
        looks = now + variant.rule.momentum * (now - before)  # type: ignore[attr-defined]
    return Where(looks[..., 0], looks[..., 1], now, then, surface)


def judge(
    walk: Printed,
    surface: Surface,
    variant: Variant,
    pair: Pair = MEANT,
    leader: Leader | None = None,
) -> Judgement:
    """How a walk fits to a rule and to what it takes for the gradient."""
    leader = leader or Leader()
    generator = np.random.default_rng(0)
    shape = (DRAWS + 1, *walk.points.shape)
    shaken = walk.points + SHAKE * walk.units * generator.uniform(-1, 1, shape)
    shaken[0] = walk.points
    with np.errstate(all="ignore"):
        where = places(surface, shaken, variant)
        gradients = np.stack([part.at(where) for part in pair], axis=-1)
    precision = SINGLE if walk.is_single else DOUBLE
    noise = 1 + 4 * precision * generator.uniform(-1, 1, gradients.shape)
    noise[0] = 1.0
    # The step in front, as rules are led: (n, draws, 2).
    inputs = np.moveaxis(gradients * noise, 1, 0)
    moved = np.moveaxis(np.diff(shaken, axis=1), 1, 0)
    places_ = np.moveaxis(shaken[:, :-1], 1, 0)
    deltas = leader.deltas(variant, inputs, places_, surface, moved)
    with np.errstate(all="ignore"):
        spread = np.max(np.abs(deltas[:, 1:] - deltas[:, :1]), axis=1)
    # Beside a singular Hessian a step may be of any length.
    unknown = np.inf if is_coupled(variant.rule) else 0.0
    spread = np.where(np.isfinite(spread), spread, unknown)
    delta = deltas[:, 0]
    roundings = SINGLE_ROUNDINGS * SINGLE if walk.is_single else ROUNDINGS * DOUBLE
    own = roundings * np.where(np.isfinite(delta), np.abs(delta), 0.0)
    printed = 2 * (walk.units[:-1] + walk.units[1:])
    allowed = SAFE * spread + own + printed
    if is_coupled(variant.rule):
        # They come to rest within rounding, and not even the house's own agree on how.
        size = np.maximum.accumulate(np.abs(walk.points[:-1]).max(axis=-1, keepdims=True))
        allowed += ROUNDINGS * DOUBLE * size
    return Judgement(walk.moved, delta, allowed)

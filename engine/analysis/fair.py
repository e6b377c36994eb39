"""A fair comparison: every rule at the learning rate that serves it best within one budget.

Held equal are the ground, the start and the budget, which is counted in evaluations and not in
steps: a rule that measures ten times in a step has a tenth of the steps. The best rate is the one
with which the walk ends lowest; heights that differ by rounding only count as equal, and then the
walk that needed fewer evaluations to come near the minimum is the better one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from engine.analysis.budget import evaluations_to, within_budget
from engine.drive.machine import race
from engine.drive.outcome import Outcome
from engine.drive.sweeping import sweep
from engine.drive.trajectory import Trajectory
from engine.protocols import Rule, Surface

RATES = 96  # of the sweep over the whole range, equal factors apart
FINER = 15  # between the two neighbours of the best of them
DIGITS = 3  # of a rate: what is printed is exactly what has walked
ALIKE = 10.0  # rates that end at most so many times as high as the best one serve nearly as well
EQUAL = 1e-12  # f − f* below this, in units of f* where that is larger than 1, is rounding


@dataclass(frozen=True)
class BestRate:
    """How a rule does at its best learning rate.

    Attributes:
        rate: The learning rate, of three significant digits.
        height: f − f* where the budget ends, f where f* is not known; NaN if the walk diverges at
            every rate, and ``rate`` is then the smallest.
        level: The same for comparing: heights that are rounding count as one; inf if it diverges.
        evaluations: How many it takes until f − f* is near enough, -1 if it never is.
        low: The smallest rate from which on all up to the best end within ten times its height.
        high: The largest such rate; both are NaN where f* is not known, or is not the lowest.
        at_border: Whether one of the two is the end of what was tried, so that there may be more.
    """

    rate: float
    height: float
    level: float
    evaluations: int
    low: float
    high: float
    at_border: bool

    @property
    def width(self) -> float:
        """How many times ``high`` is as large as ``low``: the larger, the less the rate matters."""
        return self.high / self.low

    @property
    def decades(self) -> float:
        """The same as a count of factors of ten."""
        return math.log10(self.width)

    @property
    def diverges(self) -> bool:
        """Whether no rate at all keeps the walk in the finite world."""
        return math.isnan(self.height)


def best_rate(
    surface: Surface,
    optimizer: Rule,
    between: tuple[float, float],
    start: Any,
    budget: int,
    *,
    near: float = 1e-4,
    minimum: float | None = None,
    **options: Any,
) -> BestRate:
    """The learning rate with which a walk ends lowest when its evaluations are used up.

    One sweep over the whole range, then single walks between the neighbours of its best rate: what
    is reported is what `run` gives for that rate, to the bit, even where the ground is so rough
    that the order in which a sweep multiplies would decide where a walk ends.

    Args:
        surface: The ground.
        optimizer: The rule with its other fields; its own learning rate does not count.
        between: The smallest and the largest learning rate.
        start: (2,) numbers.
        budget: How many evaluations a walk may make, 1 or more.
        near: How far above f* counts as near enough, in the units of f.
        minimum: f*; the surface's own unless given.
        **options: More for `run`.

    Raises:
        ValueError: The range is not two rates, the smaller one first and above 0; ``budget`` or
            ``near`` is out of range; or as `run`.

    Examples:
        On x² + y² a rate of 1/2 is the minimum in one step.

        >>> import optimizers, surfaces
        >>> descent = optimizers.by_name("gradient_descent")()
        >>> best = best_rate(surfaces.by_name("sphere"), descent, (0.01, 1.0), (3.0, 4.0), 20)
        >>> round(best.rate, 2)
        0.5
    """
    low, high = between
    if not 0 < low < high < np.inf:
        raise ValueError(f"between must be two rates, 0 < low < high, got {between!r}")
    if np.shape(start) != (2,):
        raise ValueError(f"start must be two numbers, got {start!r}")
    if budget < 1:
        raise ValueError(f"budget must be at least 1 evaluation, got {budget!r}")
    if not near >= 0:
        raise ValueError(f"near must be at least 0, got {near!r}")
    floor = surface.minimum if minimum is None else minimum

    def trial(rates: np.ndarray, walks: Sequence[Trajectory]) -> _Trial:
        return _Trial.of(rates, [within_budget(walk, budget) for walk in walks], near, floor)

    rates = _rates(low, high, RATES)
    wide = trial(rates, [sweep(surface, optimizer, rates, start, budget, **options)])
    i = wide.best
    neighbours = rates[max(i - 1, 0)], rates[min(i + 1, len(rates) - 1)]
    finer = np.union1d(_rates(*neighbours, FINER), rates[i])
    rules = [replace(cast(Any, optimizer), learning_rate=float(rate)) for rate in finer]
    fine = trial(finer, race(surface, rules, start, budget, **options))
    return fine.answer(wide, known=floor is not None)


def ranked(bests: Sequence[BestRate]) -> list[int]:
    """The places of the rules from the best one to the worst, by height, then by evaluations."""
    return sorted(range(len(bests)), key=lambda i: _order(bests[i]))


def tied(one: BestRate, other: BestRate) -> bool:
    """Whether two rules share a place: the same level, and as many evaluations to come near."""
    return _order(one) == _order(other)


def _order(best: BestRate) -> tuple[float, float]:
    return best.level, best.evaluations if best.evaluations >= 0 else np.inf


def _rates(low: float, high: float, count: int) -> np.ndarray:
    """Rates equal factors apart, rounded to `DIGITS`; ends that have more digits are kept."""
    rates = [float(f"{rate:.{DIGITS}g}") for rate in np.geomspace(low, high, count)]
    return np.unique(np.clip(rates, low, high))


def _joined(parts: Iterable[Any]) -> np.ndarray:
    """What a sweep says of all its rates, or several walks of one each, as one array."""
    return np.concatenate([np.ravel(part) for part in parts])


@dataclass(frozen=True, eq=False)
class _Trial:
    """What became of some rates, ascending; all (L,)."""

    rates: np.ndarray
    heights: np.ndarray  # f − f*, or f; NaN where the walk diverges
    levels: np.ndarray  # the same for comparing
    evaluations: np.ndarray  # to come near, -1 where it never does

    @classmethod
    def of(
        cls, rates: np.ndarray, walks: Sequence[Trajectory], near: float, floor: float | None
    ) -> _Trial:
        zero = 0.0 if floor is None else floor
        end = _joined(walk.heights[-1] for walk in walks) - zero
        heights = np.where(_joined(w.outcome for w in walks) == Outcome.DIVERGED, np.nan, end)
        levels = np.where(np.isnan(heights), np.inf, heights)
        evaluations = np.full(len(rates), -1)
        if floor is not None:
            rounding = EQUAL * max(1.0, abs(floor))
            # What is truly below f* is lower; only what differs by rounding counts as equal.
            levels = np.where(np.abs(levels) <= rounding, rounding, levels)
            evaluations = _joined(evaluations_to(walk, near, floor) for walk in walks)
        return cls(rates, heights, levels, evaluations)

    @property
    def best(self) -> int:
        """The place of the best rate; of several that are equal the lowest, then the smallest."""
        slow = np.where(self.evaluations < 0, np.inf, self.evaluations)
        return int(np.lexsort((self.rates, self.heights, slow, self.levels))[0])

    def answer(self, wide: _Trial, known: bool) -> BestRate:
        i = self.best
        low = high = np.nan
        at_border = False
        if known and 0 < self.levels[i] < np.inf:
            # Where a rate has been in both trials, the word of this one, the finer, counts.
            rates, first = np.unique(np.append(self.rates, wide.rates), return_index=True)
            levels = np.append(self.levels, wide.levels)[first]
            alike = levels <= ALIKE * self.levels[i]
            here = int(np.searchsorted(rates, self.rates[i]))
            below, above = np.flatnonzero(~alike[:here]), np.flatnonzero(~alike[here:])
            begin = below[-1] + 1 if len(below) else 0
            end = here + above[0] - 1 if len(above) else len(rates) - 1
            low, high = float(rates[begin]), float(rates[end])
            at_border = not (len(below) and len(above))
        return BestRate(
            rate=float(self.rates[i]),
            height=float(self.heights[i]),
            level=float(self.levels[i]),
            evaluations=int(self.evaluations[i]),
            low=low,
            high=high,
            at_border=at_border,
        )

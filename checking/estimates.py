"""Numbers that nobody could list: h of a difference quotient, ε, what means are weighed with.

A rule is led along the walk with many values side by side, first over all that may have been
meant, then between the neighbours of the best. All values with which every step is explained make
the range that is told; where that is narrow, the roundest number in it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from checking.gradients.candidate import right
from checking.gradients.places import DIFFERENCES, RANGES, difference
from checking.judging import MEANT, Pair, places, ratio
from checking.mistakes import Change, Variant
from checking.mistakes.settings import BETWEEN, MESSAGE
from checking.search import Explanation, Search

COARSE, FINE, ROUNDS = 56, 17, 16
DIGITS = range(1, 7)  # of round numbers that are tried on the way
NEAR = 0.1  # of what is usually left over: it may be that
BRINGS = 0.5  # of what was left over, that may be left after one more round
NARROW = 5e-3  # relative width of a range that is told as one number
STEPS = np.geomspace(1e-10, 1.0, COARSE)  # of difference quotients
SMALL = np.geomspace(1e-14, 1.0, COARSE)  # of ε and of decay
WEIGHTS = 1 - np.geomspace(1.0, 1e-5, COARSE)  # of what is remembered
FIELDS = {
    **dict.fromkeys(("epsilon", "weight_decay"), SMALL),
    **dict.fromkeys(("beta1", "beta2", "momentum", "decay"), WEIGHTS),
}

Misfits = Callable[[np.ndarray], np.ndarray]  # of values (C,): how far each is off


@dataclass(frozen=True, eq=False)
class _Number:
    """A number that may have been another one.

    Attributes:
        grid: What it may have been.
        misfits: How far values are off, by tolerances (n, 2).
        made: The rule and the derivatives with a value, told as lying between two numbers.
    """

    grid: np.ndarray
    misfits: Callable[[np.ndarray, np.ndarray], np.ndarray]
    made: Callable[[float, float, float], tuple[Variant, Pair]]


def with_estimates(search: Search, variants: Sequence[Variant]) -> list[Explanation]:
    """Each of these rules with one number that is estimated, where that brings something."""
    found = []
    for variant in variants:
        if variant.ahead:
            continue
        for number in (*_settings(search, variant), *_differences(search, variant)):
            one = _estimated(search, number)
            if one is not None:
                found.append(one)
    return found


def _estimated(search: Search, number: _Number) -> Explanation | None:
    def misfits(values: np.ndarray) -> np.ndarray:
        return number.misfits(values, search.tolerances)

    best = _nearest(misfits, number.grid)
    if best is None:
        return None
    variant, pair = number.made(best, best, best)
    settled = search.settled(Explanation(variant, pair, np.inf))
    if not settled.fits or settled.judgement is None:
        return None
    allowed = settled.judgement.tolerances
    low, high = _range(lambda values: number.misfits(values, allowed), best)
    told = next(
        (one for digits in range(1, 8) if low <= (one := float(f"{best:.{digits}g}")) <= high), best
    )
    variant, pair = number.made(told, low, high)
    return search.settled(Explanation(variant, pair, np.inf))


def _nearest(misfits: Misfits, grid: np.ndarray) -> float | None:
    """The value that explains the walk; None as soon as it is seen that there is none.

    About the right value what is left over falls with the distance, so with every round to an
    eighth; a round number in between ends the search, and so does a round that brings little.
    """
    before = usual = np.inf
    for turn in range(ROUNDS):
        found = misfits(grid)
        best = int(np.argmin(found))
        value, left = float(grid[best]), float(found[best])
        if left <= 1:
            return value
        usual = float(np.median(found)) if turn == 0 else usual
        if turn > 1 and left > BRINGS * before:
            # Nearer it does not come, as where differences of f are all but rounding.
            return value if left < NEAR * usual else None
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
        rounder = [float(f"{value:.{digits}g}") for digits in DIGITS] if turn else []
        within = [one for one in rounder if low < one < high]
        grid = np.unique([*np.linspace(low, high, FINE), value, *within])
        before = left
    return None


def _range(misfits: Misfits, best: float) -> tuple[float, float]:
    """The smallest and the largest value about the best one with which nothing is left over."""
    ends = []
    for sign in (-1.0, 1.0):
        near, far = 0.0, 1.0
        factors = np.geomspace(1e-9, 0.9999 if sign < 0 else 99.0, 60)
        good = misfits(best * (1 + sign * factors)) <= 1
        reach = int(np.argmin(good)) if not good.all() else len(good)
        near = factors[reach - 1] if reach else 0.0
        far = factors[min(reach, len(factors) - 1)]
        within = np.linspace(near, far, 33)
        inner = misfits(best * (1 + sign * within)) <= 1
        last = int(np.argmin(inner)) - 1 if not inner.all() else len(inner) - 1
        ends.append(best * (1 + sign * within[max(last, 0)]))
    return ends[0], ends[1]


def is_narrow(low: float, high: float) -> bool:
    """Whether a range is told as one number."""
    return high - low <= NARROW * high


def _settings(search: Search, variant: Variant) -> Iterator[_Number]:
    rule: Any = variant.rule
    where = places(search.surface, search.walk.points, variant)
    gradients = [right(axis).at(where) for axis in (0, 1)]
    for hyper in rule.hyperparameters():
        if hyper.name not in FIELDS:
            continue
        meant = getattr(rule, hyper.name)

        def misfits(
            values: np.ndarray, allowed: np.ndarray, hyper: Any = hyper, meant: Any = meant
        ) -> np.ndarray:
            good = np.array([hyper.allows(float(value)) for value in values])
            both = np.tile(np.where(good, values, meant), 2)  # x with each of them, then y
            tried = replace(variant, rule=replace(rule, **{hyper.name: both}))
            led = [np.repeat(column[:, None], len(values), axis=1) for column in gradients]
            return np.where(good, _worst(search, tried, led, allowed), np.inf)

        def made(
            value: float, low: float, high: float, hyper: Any = hyper, meant: Any = meant
        ) -> tuple[Variant, Pair]:
            around: dict[str, Any] = {"field": hyper, "meant": float(meant)}
            if is_narrow(low, high):
                change = Change(f"{hyper.name}_{value:g}", MESSAGE, {**around, "used": value}, 1.2)
            else:
                around |= {"low": low, "high": high}
                change = Change(f"{hyper.name}_between", BETWEEN, around, 1.3)
            other = replace(rule, **{hyper.name: value})
            return replace(variant, rule=other, changes=(*variant.changes, change)), MEANT

        yield _Number(FIELDS[hyper.name], misfits, made)


def _differences(search: Search, variant: Variant) -> Iterator[_Number]:
    where = places(search.surface, search.walk.points, variant)
    for kind in DIFFERENCES:

        def misfits(values: np.ndarray, allowed: np.ndarray, kind: str = kind) -> np.ndarray:
            led = [
                np.stack([difference(axis, kind, h).at(where) for h in values], axis=-1)
                for axis in (0, 1)
            ]
            return _worst(search, variant, led, allowed)

        def made(value: float, low: float, high: float, kind: str = kind) -> tuple[Variant, Pair]:
            x, y = (difference(axis, kind, value) for axis in (0, 1))
            if not is_narrow(low, high):
                message = RANGES[kind]
                [change] = x.changes
                told = replace(change, message=message, places={"low": low, "high": high})
                x, y = replace(x, changes=(told,)), replace(y, changes=(told,))
            return variant, (x, y)

        yield _Number(STEPS, misfits, made)


def _worst(
    search: Search, variant: Variant, led: Sequence[np.ndarray], allowed: np.ndarray
) -> np.ndarray:
    """(C,) how far each is off, by the gradients (n, C) of x and of y."""
    count = led[0].shape[1]
    points, moved = (
        np.repeat(of, count, axis=1) for of in (search.walk.points[:-1], search.walk.moved)
    )
    deltas = search.leader.deltas(variant, np.concatenate(led, axis=1), points)
    worst = ratio(moved - deltas, np.repeat(allowed, count, axis=1)).max(axis=0)
    return np.maximum(worst[:count], worst[count:])

"""How far two ways of computing one walk may be compared step for step.

IEEE 754 says to the last bit what + − × ÷ √ give, and nothing about exp, log, sin, cos, tanh and
powers: NumPy has its own for some processors and asks the C library on others, numba and `math`
have theirs, and all of them differ in last bits. Where a walk contracts, such bits are forgotten;
where it hops about, every step multiplies them. So a comparison ends where this walk, on this
ground, would tell nothing any more. That is measured, not typed in.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from engine.drive.reference import plain_steps
from engine.drive.walkers import ready

COPIES = 6  # walks that are shaken; each has luck of its own
# Last bits by which a gradient's place and its size are shaken. A function of the C library or of
# NumPy errs by one or two, and a gradient calls a handful of them: in sum less than this.
BITS = 8


def shaken_walks(
    surface: Any, rule: Any, start: Any, steps: int, schedule: Any = None, seed: int = 0
) -> np.ndarray:
    """A walk, and the same with every gradient shaken in its last bits.

    An error of rounding inside a gradient is that of a place beside, times a factor beside 1; where
    terms cancel, the place is what counts.

    Args:
        surface: The ground.
        rule: The rule; fields that are arrays are one value per walker.
        start: (..., P); its walkers broadcast against the fields.
        steps: How many.
        schedule: Of the learning rate, if it has one.
        seed: Of the dice.

    Returns:
        (steps + 1, 1 + COPIES, ..., P); the first along the second axis is not shaken.
    """
    rng, size = np.random.default_rng(seed), BITS * np.finfo(float).eps
    shape = ready(rule, start, steps, None, surface.dimension).shape

    def gradient(*place: np.ndarray) -> list[np.ndarray]:
        def dice() -> np.ndarray:
            thrown = rng.choice((-size, size), place[0].shape)
            thrown[: len(thrown) // (1 + COPIES)] = 0.0
            return thrown

        beside = [x + dice() * np.maximum(1.0, np.abs(x)) for x in place]
        return [g * (1 + dice()) for g in surface.gradient(*beside)]

    many = np.broadcast_to(start, (1 + COPIES, *shape, surface.dimension))
    walkers = ready(rule, many, steps, None, surface.dimension, schedule)
    points = np.empty((steps + 1, len(walkers), surface.dimension))
    points[0] = walkers.begin.T
    with np.errstate(all="ignore"):
        ground = SimpleNamespace(df=gradient)
        everyone = slice(None)
        rules = walkers.rules_of(everyone)
        walk = plain_steps(ground, walkers.rule_of(everyone), walkers.begin.T, rules)
        for row in points[1:]:
            row[...] = next(walk)[0].T
    return points.reshape(steps + 1, *many.shape)


def horizon(values: np.ndarray, rtol: float, atol: float) -> np.ndarray:
    """Up to which row the shaken walks say what the first says, (...) of whole numbers.

    Args:
        values: (rows, 1 + COPIES, ...): coordinates of `shaken_walks`, or what was made of them.
        rtol: How far they may be apart relative to the first ...
        atol: ... and beyond that; the tolerances of the comparison to be made.
    """
    first, others = values[:, :1], values[:, 1:]
    with np.errstate(invalid="ignore"):
        alike = np.abs(others - first) <= atol + rtol * np.abs(first)  # NaN is not
    alike = alike.all(axis=1)
    return np.where(alike.all(axis=0), len(values), alike.argmin(axis=0)) - 1


def comparable(
    surface: Any, rule: Any, start: Any, steps: int, tolerance: float, least: float = 0.9
) -> np.ndarray:
    """Which rows of a walk, places and heights, may be compared: (steps + 1, ...) of truths.

    Args:
        surface: The ground.
        rule: The rule.
        start: (..., P).
        steps: How many.
        tolerance: Of the comparison to be made, relative to max(1, |x|) and max(1, |f|).
        least: Which share of all rows there must be: less would be no test.
    """
    walks = shaken_walks(surface, rule, start, steps)
    heights = surface.value(*np.moveaxis(walks, -1, 0))[..., None]
    numbers = np.concatenate([walks, heights], axis=-1)
    horizons = horizon(numbers, tolerance, tolerance).min(axis=-1)
    rows = np.arange(steps + 1).reshape(-1, *(1,) * horizons.ndim) <= horizons
    assert rows.mean() >= least, f"of the rows {rows.mean():.0%} can be compared"
    return rows

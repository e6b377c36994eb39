"""A loss of data without its rows: every walk on it takes the slow way, by whole gradients.

The fast ways sum in another order and take other exponentials than NumPy's arrays, so walks are
compared up to where last bits would tell (`tests.horizon`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import data
from engine import race
from optimizers import FIRST_ORDER
from surfaces.losses import DataLoss, kind
from tests.horizon import BITS, COPIES, horizon

N, STEPS, TOLERANCE = 20, 40, 1e-9
FEW, MANY = 3, 8  # rows on either side of the border between the ways; 20 is no multiple of both


@dataclass(frozen=True, eq=False)
class Unlike:
    """A loss that is asked for whole gradients only, each shaken in its last bits if wanted."""

    loss: DataLoss
    shaken: bool = False
    dice: Any = None
    dimension = 2
    minima = ()
    minimum = None

    @property
    def name(self):
        return self.loss.name

    def value(self, theta, *draw):
        return self.loss.value(theta, *draw)

    def gradient(self, theta, *draw):
        if not self.shaken:
            return self.loss.gradient(theta, *draw)
        size = BITS * np.finfo(float).eps
        place, factor = self.dice.choice((-size, size), (2, *theta.shape))
        for thrown in (place, factor):
            thrown[..., 0, :] = 0.0  # the first walker is not shaken
        beside = theta + place * np.maximum(1.0, np.abs(theta))
        return self.loss.gradient(beside, *draw) * (1 + factor)


def loss_of(name: str, **more: Any) -> DataLoss:
    known = kind(name)
    return DataLoss(known, data.by_name(known.usual).make(n=N, seed=3), **more)


def rules() -> list[Any]:
    return [rule(learning_rate=0.01) for rule in FIRST_ORDER]


def assert_alike(loss: DataLoss, draws: np.ndarray, racing: list[Any], start: Any, **options: Any):
    """Races of one walk each, the fast way and the slow one; how many rows could be compared."""
    steps = len(draws)
    fast = race(loss, racing, start, steps, draws=list(draws), **options)
    slow = race(Unlike(loss), racing, start, steps, draws=list(draws), **options)
    many = np.broadcast_to(start, (1 + COPIES, 2))
    shaking = Unlike(loss, True, np.random.default_rng(0))
    shaken = race(shaking, racing, many, steps, draws=list(draws[:, None]), **options)
    compared = 0
    for mine, plain, copies in zip(fast, slow, shaken, strict=True):
        end = int(horizon(copies.points, TOLERANCE, TOLERANCE).min()) + 1
        name = f"{loss.name}, {mine.optimizer.name}"
        for what, last in (
            ("points", end),
            ("heights", end),
            ("gradients", end),
            ("seen", end - 1),
        ):
            given, wanted = getattr(mine, what)[:last], getattr(plain, what)[:last]
            scale = np.nanmax(np.abs(wanted), initial=1.0)
            np.testing.assert_allclose(
                given, wanted, rtol=1e-8, atol=1e-8 * scale, err_msg=f"{name}: {what}"
            )
        compared += end
    assert compared >= 0.8 * len(racing) * (steps + 1), f"{loss.name}: {compared} rows are no test"
    return fast

"""Nets that are trained along a cyclic rate, and what several of them answer together."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

import data
from networks import Ensemble, Network, NetworkLoss, ensemble, initial
from optimizers import Adam
from schedules import Cyclic
from ui.network.below.settings import CYCLES, MOST_NETS
from ui.network.below.training import trained_by

NET = Network((8, 8))
NOISE, TESTED, RATE, LOW = 0.35, 500, 0.03, 0.05
ROWS = 10  # kept of every cycle
TEST = 1000  # what is added to a seed for other examples


class Trained(NamedTuple):
    """Twenty nets, trained side by side along a cyclic rate.

    Attributes:
        steps: (T,) int; the updates after which they were looked at.
        points: (T, M, P).
        losses: (T, M); on held-out examples.
        held_out: The loss on those.
    """

    steps: np.ndarray
    points: np.ndarray
    losses: np.ndarray
    held_out: NetworkLoss


@lru_cache(maxsize=6)
def trained(half: int, count: int, seed: int) -> Trained:
    """All nets on so many noisy moons.

    Args:
        half: Updates of half a cycle.
        count: How many examples.
        seed: Of the examples; the nets' own are 0, 1, 2, ...
    """
    found = data.by_name("moons")
    few, many = found.make(count, NOISE, seed), found.make(TESTED, NOISE, seed + TEST)
    objective = NetworkLoss(NET, few.points, few.targets)
    held_out = NetworkLoss(NET, many.points, many.targets)
    starts = np.array([initial(NET, "xavier", k) for k in range(MOST_NETS)])
    cycle = 2 * half
    made = trained_by(
        Adam(learning_rate=RATE),
        objective,
        starts,
        cycle * CYCLES,
        schedule=Cyclic(period=half, low=LOW),
        every=cycle // ROWS,
    )
    return Trained(made.steps, made.points[:, 0], made.measured(held_out.value)[:, 0], held_out)


def snapshots(made: Trained, net: int, last: int) -> Ensemble:
    """The last so many of one net, each at the end of a cycle."""
    return ensemble(made.held_out, made.points[ROWS::ROWS, net][-last:])


def seeds(made: Trained, count: int) -> Ensemble:
    """The ends of the first so many nets."""
    return ensemble(made.held_out, made.points[-1, :count])

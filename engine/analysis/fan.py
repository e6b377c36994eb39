"""The same walk under many seeds: how far chance alone spreads it.

One run of a stochastic method says little: Léon Bottou, Stochastic gradient descent tricks, 2012.
https://doi.org/10.1007/978-3-642-35289-8_25
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.drive.executor import Flag
from engine.drive.training import train
from engine.protocols import Rule, Schedule, VectorObjective

SHOWN = 20  # walks that are kept whole
LOW, HIGH = 0.1, 0.9
ROWS = 300  # updates that are kept of a longer walk


@dataclass(frozen=True, eq=False)
class Fan:
    """Walks of R rules under S seeds; a seed's draws are the same for every rule.

    Attributes:
        steps: (K,) int; after how many updates a row was kept, the first and the last among them.
        median: (K, R); of the whole loss over the seeds. A walk that has left the finite world
            counts as one that is higher than all others, so a median may be ∞.
        low: (K, R); a tenth of the seeds are below.
        high: (K, R); a tenth of them are above.
        mean: (K, R); the mean over the seeds, ∞ as soon as one is lost.
        losses: (K, R, S); NaN from where a walk is lost.
        ends: (S, R, P); the last finite place of each.
        walks: (K, R, m, P); of the first m seeds.
        lost: (R,) int; how many have left the finite world.
    """

    steps: np.ndarray
    median: np.ndarray
    low: np.ndarray
    high: np.ndarray
    mean: np.ndarray
    losses: np.ndarray
    ends: np.ndarray
    walks: np.ndarray
    lost: np.ndarray


def fan(
    objective: VectorObjective,
    rules: Sequence[Rule],
    start: Any,
    drawn: np.ndarray,
    *,
    schedule: Schedule | None = None,
    rows: int = ROWS,
    shown: int = SHOWN,
    cancel: Flag | None = None,
) -> Fan:
    """Walk once per seed.

    Args:
        objective: The loss of all examples; it takes draws.
        rules: Who walks.
        start: (P,); where all begin.
        drawn: (steps, S, b) int; what every update sees under every seed.
        schedule: How the learning rates change.
        rows: How many updates are kept at most, besides the first and the last.
        shown: How many walks are kept at most.
        cancel: Calls it off when it is set.

    Raises:
        ValueError: As `engine.train`.
        CancelledError: ``cancel`` was set.
    """
    steps, seeds = drawn.shape[:2]
    begin = np.broadcast_to(np.asarray(start, dtype=float), (seeds, objective.dimension))
    every = max(1, -(-steps // rows))
    training = train(
        objective, rules, begin, steps, list(drawn), schedule=schedule, every=every, cancel=cancel
    )
    losses = training.losses
    counted = np.where(np.isnan(losses), np.inf, losses)
    low, median, high = (_quantile(counted, q) for q in (LOW, 0.5, HIGH))
    return Fan(
        steps=training.steps,
        median=median,
        low=low,
        high=high,
        mean=counted.mean(axis=-1),
        losses=losses,
        ends=np.moveaxis(training.ends, 0, 1),
        walks=training.points[:, :, :shown],
        lost=np.isnan(losses[-1]).sum(axis=-1),
    )


def _quantile(losses: np.ndarray, share: float) -> np.ndarray:
    """Over the last axis, between two neighbours in proportion; ∞ beside ∞ is no NaN."""
    order = np.sort(losses, axis=-1)
    place = share * (losses.shape[-1] - 1)
    below = int(place)
    above = min(below + 1, losses.shape[-1] - 1)
    part = place - below
    first, second = order[..., below], order[..., above]
    if not part:
        return first
    with np.errstate(invalid="ignore"):  # ∞ − ∞, which is not asked for
        return np.where(np.isfinite(second), first + part * (second - first), second)

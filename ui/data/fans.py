"""The same walks under several seeds, as the page shows them: a band, ends, some faint walks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from data import Order
from engine.analysis.fan import Fan, fan
from figures.blob import single
from ui import scene
from ui.data.below.names import CLOSED
from ui.data.below.run import seeds_from
from ui.data.settings import OVERS, DataSettings
from ui.numbers import short
from ui.words import _

ROWS, ROWS_OF_WALKS, SHOWN = 80, 40, 20
MOST_DRAWN = 6_000_000  # examples that are drawn for all seeds together: 48 MB while it is made


@dataclass(frozen=True, eq=False)
class Spread:
    """What chance alone does to the walks.

    Attributes:
        fan: Over the seeds.
        seeds: How many there are.
    """

    fan: Fan
    seeds: int


def chance(settings: DataSettings) -> bool:
    """Whether the seed makes any difference: not where every batch is the same for all."""
    return settings.order is Order.REPLACED or (
        settings.order is Order.RESHUFFLED and settings.batch < settings.count
    )


def seeds_of(settings: DataSettings) -> int:
    """How many seeds walk: no more than can be drawn at once, and one where there is no chance."""
    if not chance(settings):
        return 1
    most = MOST_DRAWN // (settings.updates * settings.batch)
    return max(1, min(settings.seeds, max(2, most)))


def spread_of(settings: DataSettings) -> Spread | None:
    """What the seeds do; None where there is one, or nobody walks."""
    if seeds_of(settings) < 2 or not settings.choices:
        return None
    return _spread(replace(settings, over=OVERS[0], slopes_of="", below=CLOSED))


@lru_cache(maxsize=4)
def _spread(settings: DataSettings) -> Spread:
    seeds = seeds_of(settings)
    drawn = settings.batches.indices(
        settings.count, settings.updates, seeds_from(settings.seed, seeds)
    )
    made = fan(
        settings.loss,
        settings.rules(),
        settings.start,
        drawn,
        schedule=settings.schedule_choice.schedule(),
        rows=ROWS,
        shown=SHOWN,
    )
    return Spread(made, seeds)


def fan_arrays(
    spread: Spread, minimum: float | None
) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """What the player is sent: facts and arrays of every rule.

    Losses are sent as their distance from f*, as those of the walks are.
    """
    made, floor = spread.fan, minimum or 0.0
    arrays: dict[str, np.ndarray] = {}
    some = np.unique(np.linspace(0, len(made.steps) - 1, ROWS_OF_WALKS).astype(int))
    for r in range(made.median.shape[1]):
        for name, numbers in (("low", made.low), ("median", made.median), ("high", made.high)):
            arrays[f"fan_{name}{r}"] = single(numbers[:, r] - floor)
        arrays[f"fan_ends{r}"] = single(made.ends[:, r]).ravel()
        arrays[f"fan_walks{r}"] = single(np.swapaxes(made.walks[some, r], 0, 1)).ravel()
    facts = {"seeds": spread.seeds, "steps": made.steps.tolist(), "rowsOfWalks": len(some)}
    return facts, arrays


def told(settings: DataSettings, spread: Spread | None) -> list[str]:
    """What came of the seeds, in sentences."""
    if settings.seeds == 1:
        return []
    if not chance(settings):
        return [
            _(
                "Every batch is the same under every seed here: there is no chance, and one walk "
                "stands for all."
            )
        ]
    if spread is None:
        return []
    said, made, lowest = [], spread.fan, settings.loss.minimum
    if spread.seeds < settings.seeds:
        said.append(
            _(
                "{seeds} seeds walk: more of them would draw more examples than can be kept at "
                "once. Fewer epochs leave room for more."
            ).format(seeds=spread.seeds)
        )
    floor = lowest or 0.0
    for r, name in enumerate(scene.labels(settings.choices)):
        numbers = {
            "name": name,
            "seeds": spread.seeds,
            "what": "f" if lowest is None else "f − f*",
            "median": short(float(made.median[-1, r]) - floor),
            "low": short(float(made.low[-1, r]) - floor),
            "high": short(float(made.high[-1, r]) - floor),
            "lost": int(made.lost[r]),
        }
        said.append(
            _(
                "**{name}** — {what} ends at {median} in the median of {seeds} seeds, and between "
                "{low} and {high} in the middle 80 % of them."
            ).format(**numbers)
        )
        if made.lost[r]:
            said.append(
                _("Of them {lost} have left the finite world, and count as ∞.").format(**numbers)
            )
    return said

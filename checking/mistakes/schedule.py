"""A schedule that counts its steps otherwise, or has no say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from checking.mistakes.mistake import Change, Variant

SAID: tuple[Change, ...] = (
    Change("schedule_late", "The schedule is one step late: it counts the steps made before."),
    Change("schedule_early", "The schedule is one step early: it begins with its second factor."),
    Change("schedule_ignored", "The schedule has no say: the learning rate stays as it begins."),
)
LATE, EARLY, IGNORED = SAID


def other_schedules(variant: Variant) -> Iterator[Variant]:
    """Another count; nothing where the learning rate does not change."""
    schedule, n = variant.schedule, len(variant.factors)
    if schedule is None or np.all(variant.factors == variant.factors[0]):
        return
    steps = np.arange(1, n + 1)
    with np.errstate(all="ignore"):
        from_nothing = schedule.factor(steps - 1)
    held = schedule.factor(np.maximum(steps - 1, 1))
    for change, factors in (
        (LATE, held),
        (LATE, from_nothing),
        (EARLY, schedule.factor(steps + 1)),
        (IGNORED, np.ones(n)),
    ):
        if np.all(np.isfinite(factors)) and not np.array_equal(factors, variant.factors):
            yield replace(variant, factors=factors, changes=(*variant.changes, change))

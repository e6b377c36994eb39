"""Verdicts on walks that have come to where f, or its slope, has no value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engine.analysis.replay import Replay
from engine.drive.outcome import FAR
from engine.plane.evidence import Evidence
from engine.plane.findings import plainly
from engine.plane.verdict import Diagnosis, Verdict


def off(evidence: Evidence) -> Diagnosis | None:
    """On ground that somebody has typed: the step after the last leads to where f is undefined.

    The surfaces of the house are defined everywhere; there numbers end by overflow alone.
    """
    surface: Any = evidence.walk.surface
    lost = evidence.last < evidence.walk.steps
    if not lost or not getattr(surface, "found", False):
        return None
    for x, y in _next_places(evidence):
        if not np.hypot(x, y) <= FAR:
            return None
        numbers = (surface.value(x, y), *surface.gradient(x, y))
        if np.isnan(numbers).any():
            return replace(plainly(evidence, Verdict.OFF), centre=(float(x), float(y)))
    return None


def _next_places(evidence: Evidence) -> list[np.ndarray]:
    """Where the next step leads, and where its gradient would be measured."""
    replay = Replay(evidence.walk.surface, evidence.walk.optimizer)  # type: ignore[arg-type]
    rule, state = replay.rule, replay.rule.init(evidence.points[0])
    theta = evidence.points[0]
    for row, theta in enumerate(evidence.points):
        rule = replay.paced(evidence.rate_at(row))
        look = rule.look(theta, state)
        reading = replay.step(replay.gradient(look), state, theta, look)
        theta, state = theta + reading.delta, reading.state
    return [np.asarray(theta), np.asarray(rule.look(theta, state))]

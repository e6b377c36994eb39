"""Teaching learning rates: what makes the first picture of a surface worth looking at.

torch.optim's defaults are made for networks: Adam at 1e-3 moves a thousandth per step, so on a map
ten units wide nothing would be seen to happen. The rates in teaching.csv were found by
`suggest`, looked at, and changed by hand where the picture asked for it; a pair that is not in the
table, such as a new optimizer's, is suggested when it is first asked for.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from engine.drive.machine import run
from engine.drive.outcome import Outcome, length
from engine.protocols import Rule, Surface

STEPS = 300  # the budget that the rates are made for
CANDIDATES = tuple(round(digit * 10.0**power, 12) for power in range(-5, 2) for digit in (1, 2, 5))
LONGEST_STEP = 0.2  # of the domain's diagonal: a longer one is a jump, not a walk
MARGIN = 0.1  # of the domain, by which a walk may leave it
SETTLED = 2.0  # orders of magnitude by which the slope falls; more are not visible on a map
WARM = 10  # steps after which a rule has warmed up, for what it does when it has
ALIKE = 0.25  # of the score; among rates that come out alike the middle one is taken


def _table() -> dict[str, dict[str, float]]:
    with open(Path(__file__).with_suffix(".csv"), newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, skipinitialspace=True))
    names = [name.strip() for name in rows[0][1:]]
    return {row[0].strip(): dict(zip(names, map(float, row[1:]), strict=True)) for row in rows[1:]}


TEACHING = _table()


class Mapped(Surface, Protocol):
    """A surface that says where it is drawn and from where a walk is worth seeing."""

    @property
    def domain(self) -> Any:
        """What is drawn: its bounds, (low, high) per coordinate, and its diagonal."""

    @property
    def start(self) -> tuple[float, ...]:
        """The start."""

    @property
    def parameters(self) -> tuple[Any, ...]:
        """The numbers that shape it, each with its default."""

    @property
    def arguments(self) -> tuple[float, ...]:
        """Their values."""

    @property
    def scale(self) -> tuple[float, float] | None:
        """The largest curvature and the length that matter; None where rates are looked for."""


def teaching_rate(surface: Mapped, optimizer: Any) -> float:
    """The learning rate with which ``optimizer`` first appears on ``surface``.

    A rule that measures curvature finds the scale of the ground by itself and keeps its default.
    A surface that knows its scale in every shape has the rate of its usual one, in proportion:
    looking for one would take as long as all that is shown.
    """
    known = _known(surface, optimizer)
    return suggest(surface, optimizer) if known is None else known


def is_teaching_rate(surface: Mapped, optimizer: Any, rate: float) -> bool:
    """Whether a rate is `teaching_rate`'s; none is looked for if it could not be this one."""
    known = _known(surface, optimizer)
    if known is None:
        return rate in CANDIDATES and rate == suggest(surface, optimizer)
    return rate == known


def _known(surface: Mapped, optimizer: Any) -> float | None:
    """The teaching rate, if it does not have to be looked for."""
    if optimizer.needs != "gradient":
        return float(optimizer.hyperparameters()[0].default)
    usual = surface.arguments == tuple(parameter.default for parameter in surface.parameters)
    known = TEACHING.get(surface.name, {}).get(optimizer.name) if usual else None
    if known is not None or usual or surface.scale is None:
        return known
    return _in_proportion(surface, optimizer)


def _in_proportion(surface: Any, optimizer: Any) -> float:
    """The usual shape's rate, such that steps have the same share of the other's length.

    A step is as long as η gᵈ, g the length of a gradient and d the rule's degree; on ground of
    curvature λ and length L gradients are as long as λL.
    """
    usual = surface.remake(*(parameter.default for parameter in surface.parameters))
    (bend, length), (usual_bend, usual_length) = surface.scale, usual.scale
    steeper = (bend * length / (usual_bend * usual_length)) ** degree(optimizer)
    rate = teaching_rate(usual, optimizer) * length / usual_length / steeper
    low, high = CANDIDATES[0], CANDIDATES[-1]
    return float(np.clip(float(f"{rate:.1g}"), low, high))


@lru_cache(maxsize=128)
def degree(optimizer: Any) -> float:
    """How the length of a step answers to that of the gradients: 1 in proportion, 0 not at all."""
    lengths = []
    for slope in (1.0, 16.0):
        rule, theta = optimizer(), np.zeros((1, 2))
        state = rule.init(theta)
        for _ in range(WARM):
            delta, state = rule.update(np.full((1, 2), slope), state, theta)
        lengths.append(float(np.abs(delta).max()))
    return round(float(np.log2(lengths[1] / lengths[0]) / 4), 2)


@lru_cache(maxsize=512)
def suggest(
    surface: Mapped, optimizer: Any, steps: int = STEPS, longest: float = LONGEST_STEP
) -> float:
    """The rate from 1-2-5 steps with which a walk gets down, settles, and can be followed.

    All candidates walk at once, one per column. Counted are how deep a walk gets and how flat it is
    where it ends; every doubling of its length beyond the way it has made good is charged, so that
    calm descents win against zigzags. Walks that leap or leave the map are out.
    """
    rates = np.array(CANDIDATES)
    rule: Rule = optimizer(learning_rate=rates)
    walk = run(surface, rule, surface.start, steps)
    low, high = np.transpose(surface.domain.bounds)
    margin = MARGIN * (high - low)
    on_map = (walk.points >= low - margin) & (walk.points <= high + margin)
    lengths = walk.step_lengths[1:]
    calm = (lengths <= longest * surface.domain.diagonal).all(axis=0)
    calm &= on_map.all(axis=(0, -1))
    calm &= walk.outcome != Outcome.DIVERGED
    if not calm.any():
        return float(rates[0])
    with np.errstate(all="ignore"):
        start, end = walk.heights[0], walk.heights[-1]
        lowest = np.nanmin(end[calm])
        drop = (start - end) / np.maximum(start - lowest, 1e-300)  # 1: as deep as any
        slopes = walk.gradient_norms
        settling = np.clip(np.log10(slopes[0] / (slopes[-1] + 1e-300)), 0.0, SETTLED)
        away = np.moveaxis(walk.points - walk.points[0], -1, 0)
        made_good = np.nanmax(length(away), axis=0)
        ways = np.log2(np.maximum(np.nansum(lengths, axis=0) / (made_good + 1e-300), 1.0))
        score = 4 * drop + settling - np.maximum(ways - 0.5, 0.0)
    score = np.where(calm & np.isfinite(score), score, -np.inf)
    alike = np.flatnonzero(score >= score.max() - ALIKE)
    return float(rates[alike[len(alike) // 2]])

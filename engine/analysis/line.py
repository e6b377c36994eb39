"""What becomes of walks in one dimension: where they are flat, which map they follow, their fate.

On a curve a walk can be understood to its end. A rule without memory is a map x → g(x), iterated;
at a fixed point x* it multiplies small distances by g′(x*), for gradient descent 1 − η f″(x*).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy as np

from engine.drive.machine import run
from engine.drive.trajectory import FAR, Outcome, Trajectory
from engine.protocols import Rule, Surface

SAMPLES = 4001  # points at which the slope is looked at, besides the stationary ones
HALVINGS = 60  # an interval is then as short as float64 can tell
NEAR = 1e-3  # of the drawn interval; a ball that is nearer to a place is seen to be there


class Curve(Surface, Protocol):
    """A ground with one coordinate that knows its stationary points."""

    @property
    def domain(self) -> Any:
        """The interval that is drawn: x_min, x_max, width."""

    @property
    def stationary(self) -> tuple[Any, ...]:
        """The places where the slope is 0: x and turn."""

    def slope(self, x: Any) -> np.ndarray:
        """f′."""

    def curvature(self, x: Any) -> np.ndarray:
        """f″."""


class End(StrEnum):
    """What became of a walk on a curve."""

    STAYED = "stayed"  # it never moved: the slope at its start is 0
    SETTLED = "settled"  # it came to a stationary point and kept near it
    LEFT = "left"  # it went off to one side for good
    SWUNG = "swung"  # it left the drawn world to both sides in turn, further each time
    HOPS = "hops"  # it goes back and forth between two places
    MOVING = "moving"  # none of these within its steps


@dataclass(frozen=True)
class Fate:
    """What became of one walk.

    Attributes:
        end: In one word.
        step: From which step on: near its place for good, or further away than `FAR`.
        x: Where: the stationary point, the last finite place, or one of the two places.
        other: The other place of a walk that hops.
        turn: What the curve does at the stationary point; None for the other ends.
    """

    end: End
    step: int
    x: float
    other: float | None = None
    turn: str | None = None


def fate(walk: Trajectory) -> Fate:
    """What became of the walk of a single walker on a curve."""
    curve: Any = walk.surface
    x = walk.points[:, 0]
    last = max(int(walk.last), 0)
    if walk.outcome is Outcome.DIVERGED:
        return _departure(x, last)
    within = NEAR * curve.domain.width
    place = min(curve.stationary, key=lambda s: abs(s.x - x[-1]), default=None)
    if walk.steps and (x == x[0]).all() and place is not None and abs(place.x - x[0]) <= within:
        return Fate(End.STAYED, 0, float(x[0]), turn=str(place.turn))
    if place is not None and abs(place.x - x[-1]) <= within and _slowing(x, within):
        away = np.flatnonzero(np.abs(x - place.x) > within)
        since = int(away[-1]) + 1 if len(away) else 0
        return Fate(End.SETTLED, since, float(place.x), turn=str(place.turn))
    if walk.steps >= 3 and _hops(x, within):
        low, high = sorted((float(x[-2]), float(x[-1])))
        return Fate(End.HOPS, walk.steps, low, other=high)
    return Fate(End.MOVING, walk.steps, float(x[-1]))


def _departure(x: np.ndarray, last: int) -> Fate:
    seen = x[: last + 1]
    far = np.flatnonzero(np.abs(seen) > FAR)
    step = int(far[0]) if len(far) else last + 1
    swings = last >= 2 and np.all(np.diff(np.sign(seen[-3:])) != 0)
    return Fate(End.SWUNG if swings else End.LEFT, step, float(seen[-1]))


def _slowing(x: np.ndarray, within: float) -> bool:
    """Whether the last step is too short to be one of a walk that only passes."""
    return len(x) < 2 or bool(abs(x[-1] - x[-2]) <= within)


def _hops(x: np.ndarray, within: float) -> bool:
    """Whether every other place is the same one, and its neighbours are another."""
    again = np.abs(x[-2:] - x[-4:-2]) <= 1e-6 * within
    return bool(again.all() and abs(x[-1] - x[-2]) > within)


def flat_stretches(curve: Curve, epsilon: float) -> list[tuple[float, float]]:
    """The parts of the drawn interval in which |f′| < ε, each as (low, high).

    Every stationary point lies in one, however narrow; a lone point, such as the kink of |x|, is
    none.
    """
    low, high = curve.domain.x_min, curve.domain.x_max
    marks = [place.x for place in curve.stationary if low <= place.x <= high]
    x = np.union1d(np.linspace(low, high, SAMPLES), marks)
    flat = np.abs(curve.slope(x)) < epsilon
    edges = np.flatnonzero(flat[1:] != flat[:-1])
    inner = np.where(flat[edges], x[edges], x[edges + 1])
    outer = np.where(flat[edges], x[edges + 1], x[edges])
    for _ in range(HALVINGS):
        middle = (inner + outer) / 2
        inside = np.abs(curve.slope(middle)) < epsilon
        inner, outer = np.where(inside, middle, inner), np.where(inside, outer, middle)
    ends = [*([low] if flat[0] else []), *inner.tolist(), *([high] if flat[-1] else [])]
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return [(a, b) for a, b in pairs if b - a > 1e-12 * (high - low)]


def remembers(rule: Rule) -> bool:
    """Whether a rule's step depends on more than the place: on what it has met before."""
    return bool(tuple(rule.init(np.zeros((1, 1)))))


def one_step(curve: Curve, rule: Rule, x: np.ndarray, *, ascend: bool = False) -> np.ndarray:
    """The map g that a rule without memory iterates, at every x of shape (n,).

    Raises:
        ValueError: The rule remembers, so that where it goes is no function of where it stands.
    """
    if remembers(rule):
        raise ValueError(f"{rule.name} has a memory: its next place is no function of x alone")
    return run(curve, rule, np.asarray(x, float)[:, None], 1, ascend=ascend).points[1, :, 0]


def stable_below(curve: Curve, x: float, *, ascend: bool = False) -> float | None:
    """The learning rate below which gradient descent (or ascent) is drawn to a stationary point.

    Near x* a step multiplies the distance by 1 − η f″(x*), which is between −1 and 1 for
    0 < η < 2/f″(x*).

    Returns:
        2/f″(x*), upwards 2/−f″(x*); None where no rate holds it: at the wrong kind of point, and
        where f″ is 0 or does not exist.
    """
    bend = float(curve.curvature(x)) * (-1 if ascend else 1)
    return 2 / bend if bend > 0 else None

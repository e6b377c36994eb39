"""What curves say of walks on them: where they are flat, which map a rule iterates, its limits.

On a curve a walk can be understood to its end. A rule without memory is a map x → g(x), iterated;
at a fixed point x* it multiplies small distances by g′(x*), for gradient descent 1 − η f″(x*).
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from engine.drive.machine import run
from engine.protocols import Rule, Surface

SAMPLES = 4001  # points at which the slope is looked at, besides the stationary ones
HALVINGS = 60  # an interval is then as short as float64 can tell


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

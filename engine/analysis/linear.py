"""What a rule does on a parabola, read off its own lines.

Gradient descent, momentum and Nesterov's method are linear: where the gradient is c·θ, one step
multiplies (θ, memory) with a matrix that is affine in the curvature c. Its largest eigenvalue is
the factor by which every step multiplies the error in the long run: 1 − ηc for gradient descent,
and for momentum that of Polyak's 2 × 2 companion matrix (Benjamin Recht, Stephen Wright,
Optimization for data analysis, 2022, chapter 4). Rules that divide by gradients or take signs of
them are not linear; of those nothing is said here.
"""

from __future__ import annotations

from cmath import sqrt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from engine.protocols import Rule

LATE = 10**6  # what a counter of steps is set to: the very first steps may be special
# Any numbers would do to see whether a step of a sum is the sum of the steps.
ODD = np.sqrt(np.array([[2.0, 3, 5, 7, 11, 13], [17, 19, 23, 29, 31, 37]]))


@dataclass(frozen=True, eq=False)
class Linear:
    """A rule as a matrix.

    Attributes:
        still: (n, n); what a step does where the ground is level.
        pull: (n, n); what a curvature of 1 adds to it.
        learning_rate: η.
        decay: What weight decay adds to every curvature.
    """

    still: np.ndarray
    pull: np.ndarray
    learning_rate: float
    decay: float

    def factor(self, curvature: float) -> complex:
        """The eigenvalue of the step that is largest in size: by it the error is multiplied."""
        return max(_eigenvalues(self.still + curvature * self.pull), key=abs)

    @cached_property
    def reach(self) -> float | None:
        """K in: stable up to η = K/(c + decay); 2 for gradient descent, 2(1 + μ) for momentum.

        At the limit an eigenvalue is −1. None where no such limit is found.
        """
        identity = np.eye(len(self.still))
        try:
            inverse = np.linalg.solve(self.still + identity, self.pull)
        except np.linalg.LinAlgError:
            return None
        values = np.linalg.eigvals(-inverse)
        values = values.real[(values.real > 0) & (np.abs(values.imag) <= 1e-12 * np.abs(values))]
        if not values.size or not self.learning_rate > 0:
            return None
        limit = float(1 / values.max())
        stable = abs(self.factor(0.999 * limit)) <= 1 + 1e-9 < abs(self.factor(1.001 * limit))
        # Ten digits are known; so 2 is 2, and η λ = 2 is not above it.
        return round(self.learning_rate * (limit + self.decay), 10) if stable else None


def _eigenvalues(matrix: np.ndarray) -> list[complex]:
    """Of a square matrix; small ones in closed form, which is twenty times faster."""
    if len(matrix) == 1:
        return [complex(matrix[0, 0])]
    if len(matrix) == 2:
        (a, b), (c, d) = matrix.tolist()
        mean, root = (a + d) / 2, sqrt(((a - d) / 2) ** 2 + b * c)
        return [mean + root, mean - root]
    return np.linalg.eigvals(matrix).tolist()


def linear(rule: Rule, learning_rate: float) -> Linear | None:
    """The rule with this learning rate as a matrix; None if its step is not linear.

    Args:
        rule: The rule; one with arrays for hyper-parameters is not read.
        learning_rate: η in force, a number.
    """
    if getattr(rule, "needs", "gradient") != "gradient" or not np.isfinite(learning_rate):
        return None
    try:
        return _read(rule, learning_rate)  # type: ignore[arg-type]  # arrays cannot be hashed
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return None  # it is not written for a place and a gradient alone


@lru_cache(maxsize=512)
def _read(rule: Rule, learning_rate: float) -> Linear | None:
    probe = _Probe(rule, learning_rate)
    with np.errstate(all="ignore"):
        return probe.linear() if probe.superposes() else None


class _Probe:
    """Single steps of a rule for one coordinate, from any (θ, memory)."""

    def __init__(self, rule: Rule, learning_rate: float) -> None:
        self._rule = rule
        # A schedule multiplies η, and with it the whole step.
        usual = float(getattr(rule, "learning_rate", learning_rate))
        self._scale = learning_rate / usual if usual else 1.0
        self._rate = learning_rate
        self._blank = rule.init(np.zeros((1, 1)))
        fields = self._blank._fields
        self._memory = [name for name in fields if np.ndim(getattr(self._blank, name)) > 0]
        self.width = 1 + len(self._memory)

    def step(self, rows: np.ndarray, curvature: float) -> np.ndarray:
        """(θ, memory) after one step, (m, n), from those before it."""
        columns = [rows[:, i : i + 1] for i in range(self.width)]
        memory = dict(zip(self._memory, columns[1:], strict=True))
        clocks = {
            name: LATE
            for name in self._blank._fields
            if name not in memory and isinstance(getattr(self._blank, name), int)
        }
        state = self._blank._replace(**memory, **clocks)
        where = self._rule.look(columns[0], state)
        delta, after = self._rule.update(curvature * where, state, columns[0])
        theta = columns[0] + self._scale * delta
        return np.hstack([theta, *(getattr(after, name) for name in self._memory)])

    def superposes(self) -> bool:
        """Whether the step of a sum is the sum of the steps, and likewise for curvatures."""
        if self.width > ODD.shape[1]:
            return False
        first, second = ODD[:, : self.width]
        both = np.stack([first, second, first - 3 * second])
        for bend in (0.0, 1.0):
            one, other, sums = self.step(both, bend)
            if not np.allclose(sums, one - 3 * other, rtol=1e-9, atol=1e-12):
                return False
        flat, single, triple = (self.step(both, bend) for bend in (0.0, 1.0, 3.0))
        return np.allclose(triple - flat, 3 * (single - flat), rtol=1e-9, atol=1e-12)

    def linear(self) -> Linear:
        """The matrices, from the steps of the unit vectors."""
        units = np.eye(self.width)
        still = self.step(units, 0.0).T
        pull = self.step(units, 1.0).T - still
        decay = float(getattr(self._rule, "weight_decay", 0.0))
        return Linear(still, pull, self._rate, decay)


def growth(step: Linear | None, curvatures: Any) -> float | None:
    """The largest size of a factor over some curvatures: the rate at which errors shrink or grow.

    None for a rule that is not linear or a curvature that is not finite.
    """
    if step is None or not np.isfinite(curvatures).all():
        return None
    return max(abs(step.factor(float(bend))) for bend in curvatures)

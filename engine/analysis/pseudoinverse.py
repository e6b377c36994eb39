"""Least squares solved at once, beside the walk that solves it step by step.

The pseudoinverse answers θ⁺ = Φ⁺y, the shortest of all θ with the least squares. Gradient descent
multiplies its error along every singular direction by 1 − ηλᵢ, λᵢ = 2σᵢ²/N, and never moves along a
direction that the data do not determine. So from 0 it ends at θ⁺, and from elsewhere at θ⁺ plus
what of the start lies in the null space. Roger Penrose, A generalized inverse for matrices, 1955,
https://doi.org/10.1017/S0305004100030401; Gene H. Golub, Charles F. Van Loan, Matrix computations,
2013, section 5.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.analysis.linear import growth, linear
from engine.protocols import Rule

RANK = 1e-10  # a singular value below this share of the largest is none
AT_REST = 1e-9  # of the first error: below it rounding has a say in the ratio of two errors


@dataclass(frozen=True, eq=False)
class Solution:
    """The least squares of y over Φθ.

    Attributes:
        answer: θ⁺, (P,).
        singular: (P,); the singular values of Φ, the largest first.
        directions: (P, P); their directions in θ, one per row.
        curvatures: (P,); 2σᵢ²/N, those of the mean of squares.
        loss: The mean of squares at θ⁺.
    """

    answer: np.ndarray
    singular: np.ndarray
    directions: np.ndarray
    curvatures: np.ndarray
    loss: float

    @property
    def rank(self) -> int:
        """How many directions the data determine."""
        return int((self.singular > RANK * self.singular[0]).sum()) if self.singular[0] > 0 else 0

    @property
    def condition(self) -> float:
        """λmax/λmin, ∞ where a direction is not determined."""
        whole = self.rank == len(self.singular)
        return float((self.singular[0] / self.singular[-1]) ** 2) if whole else np.inf

    def end_from(self, start: Any) -> np.ndarray:
        """Where gradient descent ends that begins there, (P,), if it settles."""
        null = self.directions[self.rank :]
        return self.answer + null.T @ (null @ (np.asarray(start, dtype=float) - self.answer))

    def factors(self, rule: Rule, rate: float) -> tuple[float | None, ...]:
        """By what a step multiplies the error along every direction in the long run, from theory.

        1 for a direction that is not determined. None for a rule whose step is not linear in the
        gradient.
        """
        step = linear(rule, rate)
        return tuple(
            growth(step, [bend]) if place < self.rank or step is None else 1.0
            for place, bend in enumerate(self.curvatures)
        )


def solution(design: np.ndarray, targets: np.ndarray) -> Solution:
    """Solve.

    Args:
        design: Φ, (N, P).
        targets: y, (N,).
    """
    n, p = design.shape
    left, found, directions = np.linalg.svd(design, full_matrices=True)
    singular = np.zeros(p)
    singular[: len(found)] = found
    kept = singular > RANK * singular[0] if singular[0] > 0 else np.zeros(p, dtype=bool)
    inverse = np.divide(1.0, singular, out=np.zeros(p), where=kept)
    along = np.zeros(p)
    along[: len(found)] = left.T[: len(found)] @ targets
    answer = directions.T @ (inverse * along)
    off = design @ answer - targets
    return Solution(answer, singular, directions, 2 * singular**2 / n, float((off * off).mean()))


def observed_factors(
    points: np.ndarray, end: np.ndarray, directions: np.ndarray
) -> tuple[float | None, ...]:
    """By what the steps of a walk multiplied its error along every direction.

    It is read off the later half of the walk, before rounding has a say: the slope of the
    logarithm of the error, which swings where the factors are complex.

    Args:
        points: (T + 1, P); NaN from where the walk has left the finite world.
        end: (P,); from where the error is measured.
        directions: (m, P); unit vectors.

    Returns:
        One each, None where the walk was never wrong, or for one step at most.
    """
    with np.errstate(all="ignore"):
        errors = np.abs((points - end) @ directions.T)
        # Rounding is of the size of the place: beside a large error a small one is lost.
        size = np.maximum(np.linalg.norm(points - end, axis=-1), np.linalg.norm(points[0] - end))
        usable = np.isfinite(errors) & (errors > AT_REST * size[:, None])
    return tuple(_factor(*pair) for pair in zip(errors.T, usable.T, strict=True))


def _factor(errors: np.ndarray, usable: np.ndarray) -> float | None:
    low = np.flatnonzero(~usable)
    count = int(low[0]) if len(low) else len(errors)
    if count < 2:
        return None
    part = np.log(errors[min(count // 2, count - 2) : count])
    at = np.arange(len(part)) - (len(part) - 1) / 2
    return float(np.exp(at @ part / (at @ at)))

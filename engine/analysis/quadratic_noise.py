"""Where stochastic gradient descent comes to hover on least squares: its noise floor.

Each example's loss is a parabola with the gradient Hᵢθ − pᵢ. With δ = θ − θ*, gᵢ the gradient of an
example at the minimum θ*, and a batch of b drawn with replacement, one update is

    δ' = (I − ηH_b) δ − η g_b

so the first two moments of δ over all draws obey linear equations, which are exact:

    E δ' = (I − ηH) E δ
    M'   = (I − ηH) M (I − ηH) + η²/b (mean Hᵢ M Hᵢ − H M H + K + Kᵀ + C),   K = mean Hᵢ E[δ] gᵢᵀ

with M = E δδᵀ, H = mean Hᵢ, C = mean gᵢgᵢᵀ; the mean loss above the minimum is tr(HM)/2. Where M no
longer changes and η is small, that is η tr(C)/4b. Stephan Mandt, Matthew D. Hoffman, David M. Blei,
Stochastic gradient descent as approximate Bayesian inference, 2017.
https://jmlr.org/papers/v18/17-214.html
Francis Bach, Eric Moulines, Non-strongly-convex smooth stochastic approximation, 2013.
https://arxiv.org/abs/1306.2119

Without replacement the draws of an epoch depend on each other, and the floor falls like η² where
all batches are of one size; where the last is a smaller one its examples count for more, and what
is left of the errors makes it fall like η. Mert Gürbüzbalaban, Asu Ozdaglar, Pablo Parrilo, Why
random reshuffling beats stochastic gradient descent, 2021. https://doi.org/10.1007/s10107-019-01440-w
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

RANK = 1e-10  # singular values below this share of the largest are none


@dataclass(frozen=True, eq=False)
class Quadratics:
    """N examples whose losses are parabolas; the whole loss is their mean.

    Attributes:
        hessians: (N, P, P); each example's matrix of second derivatives.
        pulls: (N, P); each example's gradient is hessian · θ − pull.
    """

    hessians: np.ndarray
    pulls: np.ndarray

    @cached_property
    def hessian(self) -> np.ndarray:
        """(P, P); of the whole."""
        return self.hessians.mean(axis=0)

    @cached_property
    def minimum(self) -> np.ndarray:
        """(P,); where the whole is lowest; of several such places the one nearest to 0."""
        inverse = np.linalg.pinv(self.hessian, rcond=RANK, hermitian=True)
        return inverse @ self.pulls.mean(axis=0)

    @cached_property
    def gradients(self) -> np.ndarray:
        """(N, P); each example's gradient at the minimum."""
        return self.hessians @ self.minimum - self.pulls

    @cached_property
    def scatter(self) -> np.ndarray:
        """(P², P²); what makes of a matrix M, row by row, the mean of Hᵢ M Hᵢ."""
        size = self.hessians.shape[1] ** 2
        every = np.einsum("nik,njl->ijkl", self.hessians, self.hessians) / len(self.hessians)
        return every.reshape(size, size)

    @cached_property
    def mixed(self) -> np.ndarray:
        """(P, P, P); what makes of a mean error E[δ] the mean of Hᵢ E[δ] gᵢᵀ."""
        return np.einsum("nij,nk->ijk", self.hessians, self.gradients) / len(self.hessians)

    @cached_property
    def noise(self) -> np.ndarray:
        """C, (P, P); the covariance of the examples' gradients at the minimum."""
        return np.einsum("ni,nj->ij", self.gradients, self.gradients) / len(self.gradients)


def squares(design: np.ndarray, targets: np.ndarray, penalty: float = 0.0) -> Quadratics:
    """Least squares, mean (φᵢ·θ − yᵢ)² + penalty/2 |θ|².

    Args:
        design: φ, (N, P); a column of ones for an intercept.
        targets: y, (N,).
        penalty: λ, at least 0.
    """
    hessians = 2 * np.einsum("ni,nj->nij", design, design) + penalty * np.eye(design.shape[1])
    return Quadratics(hessians, 2 * design * targets[:, None])


def expected_gap(
    examples: Quadratics, start: Any, rates: Sequence[float], sizes: Sequence[int]
) -> np.ndarray:
    """The mean of f − f* over all draws with replacement, (T + 1,): before and after every update.

    Args:
        examples: Whose parabolas.
        start: (P,); where the walk begins.
        rates: (T,); η of every update.
        sizes: (T,); how many examples every update sees.
    """
    mean = np.asarray(start, dtype=float) - examples.minimum
    moment = np.outer(mean, mean)
    gaps = [_gap(examples, moment)]
    with np.errstate(all="ignore"):  # beyond the limit of η it grows without end, and says so
        for rate, size in zip(rates, sizes, strict=True):
            cross = np.einsum("ijk,j->ik", examples.mixed, mean)
            moment = _after(examples, moment, rate, size, examples.noise + cross + cross.T)
            mean = mean - rate * examples.hessian @ mean
            gaps.append(_gap(examples, moment))
    return np.array(gaps)


def noise_floor(examples: Quadratics, rate: float, sizes: Sequence[int]) -> float:
    """The mean of f − f* in the long run, with replacement; ∞ where η is too large to settle.

    Args:
        examples: Whose parabolas; the floor is that of the directions in which they bend.
        rate: η.
        sizes: How many examples the updates of one epoch see; it is the mean over these.
    """
    values, vectors = np.linalg.eigh(examples.hessian)
    bent = vectors[:, values > RANK * max(values.max(), 0.0)]
    if not bent.shape[1] or not rate > 0:
        return 0.0
    within = Quadratics(bent.T @ examples.hessians @ bent, examples.pulls @ bent)
    # An update maps M to L(M) + c, and so does an epoch; L is found from what it does to a basis.
    p = bent.shape[1]
    basis = np.eye(p * p).reshape(-1, p, p)
    zero = np.zeros((p, p))
    whole, shift = np.eye(p * p), np.zeros(p * p)
    steps = {
        size: (
            np.stack([_after(within, one, rate, size, zero).ravel() for one in basis], axis=1),
            (rate * rate / size * within.noise).ravel(),
        )
        for size in set(sizes)
    }
    for size in sizes:
        linear, added = steps[size]
        whole, shift = linear @ whole, linear @ shift + added
    if not np.abs(np.linalg.eigvals(whole)).max() < 1:
        return np.inf
    moment = np.linalg.solve(np.eye(p * p) - whole, shift).reshape(p, p)
    gaps = []
    for size in sizes:
        moment = _after(within, moment, rate, size, within.noise)
        gaps.append(_gap(within, moment))
    return float(np.mean(gaps))


def small_rate_floor(examples: Quadratics, rate: float, sizes: Sequence[int]) -> float:
    """η tr(C)/4b: what the floor tends to as η does to 0; the mean of 1/b over an epoch's sizes."""
    return float(rate * np.trace(examples.noise) / 4 * np.mean(1 / np.asarray(sizes, dtype=float)))


@dataclass(frozen=True)
class Floor:
    """A floor that was measured.

    Attributes:
        height: The mean of f − f* over updates and seeds.
        uncertainty: Its standard error, from how seeds differ; NaN for a single one.
        seeds: Over how many seeds.
        lost: How many others left the finite world; they are not in the mean.
    """

    height: float
    uncertainty: float
    seeds: int
    lost: int


def measured_floor(gaps: np.ndarray) -> Floor:
    """The mean height of walks that hover.

    Args:
        gaps: (T, S); f − f* of every seed over the updates that count.
    """
    stays = np.isfinite(gaps).all(axis=0)
    means = gaps[:, stays].mean(axis=0) if stays.any() else np.array([np.inf])
    several = stays.sum() > 1
    deviation = means.std(ddof=1) / np.sqrt(len(means)) if several else np.nan
    kept = int(stays.sum())
    return Floor(float(means.mean()), float(deviation), kept, len(stays) - kept)


def _after(
    examples: Quadratics, moment: np.ndarray, rate: float, size: int, noise: np.ndarray
) -> np.ndarray:
    """The second moment one update later."""
    whole = examples.hessian
    twice = whole @ moment @ whole
    kept = moment - rate * (whole @ moment + moment @ whole) + rate**2 * twice
    apart = (examples.scatter @ moment.ravel()).reshape(moment.shape) - twice
    return kept + rate**2 / size * (apart + noise)


def _gap(examples: Quadratics, moment: np.ndarray) -> float:
    return float(np.trace(examples.hessian @ moment) / 2)

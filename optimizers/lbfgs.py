"""L-BFGS: BFGS that keeps the last m changes of the gradient instead of a matrix.

    q ← g;  newest to oldest:  a = sᵀq / yᵀs,  q ← q − a y
    r ← (yᵀs / yᵀy) q          (of the newest pair)
    oldest to newest:  r ← r + s (a − yᵀr / yᵀs)
    θ ← θ − α r                (α by a line search)

Jorge Nocedal, Updating quasi-Newton matrices with limited storage, 1980.
https://doi.org/10.1090/S0025-5718-1980-0572855-7
Dong Liu, Jorge Nocedal, On the limited memory BFGS method, 1989; Nocedal and Wright, Numerical
optimization, 2nd edition, 2006, algorithms 7.4 and 7.5. A pair of which yᵀs is not positive is not
kept. The line search is that of BFGS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from optimizers.bfgs import CHANGES, SEARCHED, bends, dot, first_length, inverted, length
from optimizers.line_search import search
from optimizers.optimizer import GRADIENT, Optimizer, hyperparameter
from optimizers.oracles import Scipy
from optimizers.second_order import Probe


class Recent(NamedTuple):
    """What L-BFGS remembers: m pairs, the newest last; a pair of zeros is none."""

    theta: Any  # (..., P), where the last gradient was measured
    grad: Any  # (..., P), that gradient
    s: Any  # (..., m, P), steps
    y: Any  # (..., m, P), changes of the gradient along them
    jump: Any  # (..., P), −H g of the last step


@dataclass(frozen=True)
class LBFGS(Optimizer):
    """θ ← θ − α H g, with H made of the last m steps."""

    name = "lbfgs"
    title = "L-BFGS"
    short = "L-BFGS"
    recurrence = (
        GRADIENT + r",\quad " + CHANGES,
        r"H_t = \text{BFGS from } \dfrac{y_t^\top s_t}{y_t^\top y_t} I"
        r"\text{ with the last } m \text{ pairs } (s, y) \text{ where } y^\top s > 0",
        *SEARCHED,
    )
    source = (
        "Nocedal, Updating quasi-Newton matrices with limited storage, 1980. "
        "https://doi.org/10.1090/S0025-5718-1980-0572855-7"
    )
    note = "On two coordinates m = 2 is nearly as quick as m = 10; it is made for a million."
    step_scale = "curvature"
    oracle = Scipy("L-BFGS-B")
    needs = "probe"

    learning_rate: float = first_length()
    memory: float = hyperparameter(
        10.0,
        "Memory",
        "m",
        "How many of the last steps are remembered.",
        low=1.0,
        high=100.0,
        slider=(1.0, 20.0),
        whole=True,
    )

    def init(self, theta: Any) -> Recent:
        """Nothing is remembered."""
        theta = np.array(theta, dtype=float)
        pairs = np.zeros((*theta.shape[:-1], int(np.max(self.memory)), theta.shape[-1]))
        return Recent(theta, np.zeros_like(theta), pairs, pairs, np.zeros_like(theta))

    def update(  # type: ignore[override]  # it is handed one thing more
        self, grad: Any, state: Recent, theta: Any, probe: Probe
    ) -> tuple[Any, Recent]:
        """−α H g."""
        s, y = self._remember(state, theta - state.theta, grad - state.grad)
        with np.errstate(all="ignore"):
            jump = -implied(s, y, grad)
            blank = ~s[..., -1, :].any(axis=-1, keepdims=True)
            first = np.where(blank, self.learning_rate / length(jump), 1.0)
        delta = search(probe, theta, grad, jump, first)
        return delta, Recent(theta, grad, s, y, jump)

    def _remember(self, state: Recent, s: np.ndarray, y: np.ndarray) -> tuple[Any, Any]:
        """The pairs after one more, where it is worth keeping."""
        with np.errstate(all="ignore"):
            usable = bends(s, y)[..., None]
        age = np.arange(state.s.shape[-2])[::-1, None]
        kept = age < np.asarray(self.memory, dtype=float)[..., None]  # in a sweep some forget more
        pairs = []
        for old, new in ((state.s, s), (state.y, y)):
            shifted = np.concatenate([old[..., 1:, :], new[..., None, :]], axis=-2)
            pairs.append(np.where(usable, np.where(kept, shifted, 0.0), old))
        return pairs[0], pairs[1]

    def curvature(self, state: Recent) -> np.ndarray:
        """The model's matrix of second derivatives in the last step, (..., P, P)."""
        unit = np.eye(state.theta.shape[-1])
        with np.errstate(all="ignore"):
            columns = [
                implied(state.s, state.y, np.broadcast_to(axis, state.theta.shape)) for axis in unit
            ]
        return inverted(np.stack(columns, axis=-1))


def implied(s: np.ndarray, y: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """H times a vector (..., P), for the H that pairs (..., m, P) stand for: algorithm 7.4."""
    ys = (y * s).sum(axis=-1)
    rho = np.where(ys > 0, 1 / ys, 0.0)  # 0 takes a pair that is none out of both loops
    newest = dot(y[..., -1, :], y[..., -1, :])
    scale = np.where(newest > 0, ys[..., -1:] / newest, 1.0)
    # Pairs fill up from the newest, so where nobody has one there is nothing to do.
    present = [i for i in range(s.shape[-2]) if rho[..., i].any()]
    taken = {}
    for i in reversed(present):
        taken[i] = rho[..., i, None] * dot(s[..., i, :], vector)
        vector = vector - taken[i] * y[..., i, :]
    vector = scale * vector
    for i in present:
        back = rho[..., i, None] * dot(y[..., i, :], vector)
        vector = vector + s[..., i, :] * (taken[i] - back)
    return vector

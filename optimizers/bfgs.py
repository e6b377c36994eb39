"""BFGS: learn the curvature from how the gradient changes along the way.

    s = θ − θ₋,  y = g − g₋                                      (since the last step)
    H ← (I − s yᵀ/yᵀs) H (I − y sᵀ/yᵀs) + s sᵀ/yᵀs
    θ ← θ − α H g                                                (α by a line search)

Broyden, Fletcher, Goldfarb, Shanno, each 1970; in this form Jorge Nocedal, Stephen Wright,
Numerical optimization, 2nd edition, 2006, algorithm 6.1 with the first H from (6.20).
https://doi.org/10.1007/978-0-387-40065-5
H stands for the inverse of the Hessian. It is left as it is where yᵀs is not positive, and stays
positive definite so. α meets the strong Wolfe conditions (`optimizers.line_search`); 1 is tried
first, but the very first step, which knows nothing of curvature yet, first tries the length η.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from optimizers.line_search import search
from optimizers.optimizer import GRADIENT, Optimizer, hyperparameter
from optimizers.oracles import Scipy
from optimizers.second_order import Probe


def first_length() -> Any:
    """The field of η, for a rule that finds all lengths but the first by itself."""
    return hyperparameter(
        1.0,
        "First step",
        r"\eta",
        "How long a first step is tried; later ones find their length themselves.",
        slider=(1e-3, 10.0),
        logarithmic=True,
    )


CHANGES = r"s_t = \theta_{t-1} - \theta_{t-2},\quad y_t = g_t - g_{t-1}"
SEARCHED = (
    r"\alpha_t \text{ by strong Wolfe: } 1 \text{ is tried first, } \eta / \lVert g_1 \rVert"
    r" \text{ in the first step}",
    r"\theta_t = \theta_{t-1} - \alpha_t H_t\,g_t",
)


class Learned(NamedTuple):
    """What BFGS remembers."""

    theta: Any  # (..., P), where the last gradient was measured
    grad: Any  # (..., P), that gradient
    inverse: Any  # (..., P, P), H of the last step
    blank: Any  # (..., 1), whether H has learned nothing yet
    jump: Any  # (..., P), −H g of the last step


@dataclass(frozen=True)
class BFGS(Optimizer):
    """θ ← θ − α H g, with H learned from the way."""

    name = "bfgs"
    title = "BFGS"
    short = "BFGS"
    recurrence = (
        GRADIENT + r",\quad " + CHANGES,
        r"H_t = \Bigl(I - \dfrac{s_t y_t^\top}{y_t^\top s_t}\Bigr) H_{t-1}"
        r"\Bigl(I - \dfrac{y_t s_t^\top}{y_t^\top s_t}\Bigr) + \dfrac{s_t s_t^\top}{y_t^\top s_t}"
        r"\ \text{ where } y_t^\top s_t > 0",
        *SEARCHED,
    )
    source = (
        "Broyden; Fletcher; Goldfarb; Shanno, 1970; Nocedal, Wright, Numerical optimization, "
        "2nd edition, 2006, algorithm 6.1. https://doi.org/10.1007/978-0-387-40065-5"
    )
    note = "Starts as steepest descent and ends as Newton's method, without a second derivative."
    step_scale = "curvature"
    oracle = Scipy("BFGS")
    needs = "probe"

    learning_rate: float = first_length()

    def init(self, theta: Any) -> Learned:
        """H is the unit matrix."""
        shape = np.shape(theta)
        return Learned(
            theta=np.array(theta, dtype=float),
            grad=np.zeros(shape),
            inverse=np.zeros((*shape, shape[-1])) + np.eye(shape[-1]),
            blank=np.ones((*shape[:-1], 1), dtype=bool),
            jump=np.zeros(shape),
        )

    def update(  # type: ignore[override]  # it is handed one thing more
        self, grad: Any, state: Learned, theta: Any, probe: Probe
    ) -> tuple[Any, Learned]:
        """−α H g."""
        inverse, blank = self._learn(state, theta - state.theta, grad - state.grad)
        with np.errstate(all="ignore"):
            jump = -(inverse @ grad[..., None])[..., 0]
            first = np.where(blank, self.learning_rate / length(jump), 1.0)
        delta = search(probe, theta, grad, jump, first)
        return delta, Learned(theta, grad, inverse, blank, jump)

    def _learn(self, state: Learned, s: np.ndarray, y: np.ndarray) -> tuple[Any, Any]:
        """H after a step s along which the gradient has changed by y, and whether it is blank."""
        with np.errstate(all="ignore"):
            curved, ys = dot(y, s), dot(y, s)[..., None]
            usable = bends(s, y)
            scale = np.where(state.blank & usable, curved / dot(y, y), 1.0)[..., None]
            inverse = scale * state.inverse
            hy = inverse @ y[..., None]
            column, row = s[..., None], (s / curved)[..., None, :]
            cross = hy @ row
            learned = inverse - cross - np.swapaxes(cross, -1, -2)
            learned = learned + (1 + (y[..., None, :] @ hy) / ys) * (column @ row)
        return np.where(usable[..., None], learned, state.inverse), state.blank & ~usable

    def curvature(self, state: Learned) -> np.ndarray:
        """The model's matrix of second derivatives in the last step, H⁻¹: (..., P, P)."""
        return inverted(state.inverse)


def inverted(matrices: np.ndarray) -> np.ndarray:
    """Inverses (..., P, P), NaN where there is none."""
    regular = np.linalg.det(matrices) != 0
    return np.linalg.inv(np.where(regular[..., None, None], matrices, np.nan))


def dot(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """aᵀb of vectors on the last axis, (..., 1)."""
    return (a * b).sum(axis=-1, keepdims=True)


def length(a: np.ndarray) -> np.ndarray:
    """|a| of vectors on the last axis, (..., 1)."""
    return np.sqrt(dot(a, a))


def bends(s: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Whether yᵀs is positive, by more than rounding and in numbers that have an inverse; (..., 1).

    Where it is not, there is nothing to learn: the parabola through it would be open downwards.
    """
    smallest = np.finfo(float).tiny
    ys = dot(y, s)
    enough = ys > np.finfo(float).eps * length(s) * length(y)
    return enough & (ys >= smallest) & (ys < np.inf) & (dot(y, y) >= smallest)

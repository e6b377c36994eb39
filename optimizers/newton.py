"""Newton's method: jump to where a parabola with the ground's slope and curvature is level.

    V Λ Vᵀ = ∇²f(θ)
    Λ ← max(|Λ|, δ)                (if δ > 0)
    θ ← θ − η V Λ⁻¹ Vᵀ g

Jorge Nocedal, Stephen Wright, Numerical optimization, 2nd edition, 2006, sections 2.2 and 3.4.
https://doi.org/10.1007/978-0-387-40065-5
Undamped (δ = 0) it is drawn to any level place, be it a minimum, a saddle or a maximum. With
damping each curvature counts by its size and as δ at least, as in Yann Dauphin et al., Identifying
and attacking the saddle point problem, 2014 (https://arxiv.org/abs/1406.2572): every step leads
down, and a very large δ makes it gradient descent with rate η/δ. There is no line search: a step
may still be too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from optimizers.optimizer import GRADIENT, Optimizer, hyperparameter
from optimizers.oracles import Worked
from optimizers.second_order import is_felt


class Parabola(NamedTuple):
    """The model that the last step was taken from; the next step does not depend on it."""

    hessian: Any  # (..., P, P), damping included
    jump: Any  # (..., P), from theta to where the model is level


@dataclass(frozen=True)
class Newton(Optimizer):
    """θ ← θ − η V Λ⁻¹ Vᵀ g, with V Λ Vᵀ the Hessian."""

    name = "newton"
    title = "Newton's method"
    short = "Newton"
    recurrence = (
        GRADIENT + r",\quad V_t \Lambda_t V_t^\top = \nabla^2 f(\theta_{t-1})",
        r"\hat\Lambda_t = \max\bigl(|\Lambda_t|,\ \delta\bigr)"
        r"\ \text{ if } \delta > 0,\ \text{ else } \Lambda_t",
        r"\theta_t = \theta_{t-1} - \eta\,V_t \hat\Lambda_t^{-1} V_t^\top g_t",
    )
    source = (
        "Nocedal, Wright, Numerical optimization, 2nd edition, 2006, sections 2.2 and 3.4. "
        "https://doi.org/10.1007/978-0-387-40065-5"
    )
    note = (
        "Goes to any level place, a saddle or a peak as well; damping makes all steps point down."
    )
    step_scale = "curvature"
    oracle = Worked(
        ground="rosenbrock",
        start=(-1.2, 1.0),
        points=(
            (-1.1752809, 1.3806742),
            (0.7631149, -3.1750339),
            (0.7634297, 0.5828248),
            (0.9999953, 0.9440273),
            (0.9999957, 0.9999914),
        ),
        within=5e-8,
    )
    needs = "hessian"

    learning_rate: float = hyperparameter(
        1.0,
        "Step factor",
        r"\eta",
        "The part of the way to the model's centre that is gone; 1 is Newton's own.",
        slider=(1e-2, 2.0),
        logarithmic=True,
    )
    damping: float = hyperparameter(
        0.0,
        "Damping",
        r"\delta",
        "Curvatures count by their size, and as this much at least; 0 takes them as they are.",
        slider=(0.0, 50.0),
    )

    def init(self, theta: Any) -> Parabola:
        """No model yet."""
        width = np.shape(theta)[-1]
        return Parabola(np.zeros((*np.shape(theta), width)), np.zeros_like(theta))

    def update(  # type: ignore[override]  # it is handed one thing more
        self, grad: Any, state: Parabola, theta: Any, hessian: Any
    ) -> tuple[Any, Parabola]:
        """−η V Λ⁻¹ Vᵀ g."""
        known = np.isfinite(hessian).all(axis=(-2, -1), keepdims=True)
        curvatures, axes = np.linalg.eigh(np.where(known, hessian, 0.0))
        damped = np.asarray(self.damping) > 0
        if damped.any():
            curvatures = np.where(damped, np.maximum(np.abs(curvatures), self.damping), curvatures)
            remade = (axes * curvatures[..., None, :]) @ np.swapaxes(axes, -1, -2)
            hessian = np.where(damped[..., None], remade, hessian)
        along = (grad[..., None, :] @ axes)[..., 0, :]
        with np.errstate(all="ignore"):
            # Where it is level along an axis there is nothing to do, whatever the curvature is.
            parts = np.where(along == 0, 0.0, -along / curvatures)
            jump = np.where(known[..., 0], (axes @ parts[..., None])[..., 0], np.nan)
            delta = np.where(is_felt(jump, theta), self.learning_rate * jump, 0.0)
        return delta, Parabola(hessian, jump)

    def curvature(self, state: Parabola) -> np.ndarray:
        """The model's matrix of second derivatives in the last step, (..., P, P)."""
        return state.hessian

"""Adam as the post writes it: twice in code and formula, and no two of them agree.

The published code differs from the house's Adam in two places, and that is all that stands here:
``t = 0`` is the first line of its function, so that every update is corrected as if it were the
first, and ε is subtracted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from optimizers.adam import Adam, Moments
from optimizers.optimizer import Optimizer, hyperparameter, rate

SOURCE = "iissaacc, Optimizer 3, 2021"


@dataclass(frozen=True)
class PublishedAdam(Adam):
    """The post's code: t ≡ 1, and √v̂ − 10⁻⁸."""

    name = "adam_as_published"
    title = "Adam as published"
    short = "As published"
    recurrence: ClassVar[tuple[str, ...]] = (
        r"\hat m_t = \dfrac{m_t}{1-\beta_1},\quad \hat v_t = \dfrac{v_t}{1-\beta_2}",
        r"\theta_t = \theta_{t-1} - \eta\,\dfrac{\hat m_t}{\sqrt{\hat v_t} - 10^{-8}}",
    )
    source = SOURCE
    note = "At first up to twice as fast as Adam, in the end three times as slow."

    epsilon: float = hyperparameter(
        -1e-8,
        "Epsilon",
        r"\varepsilon",
        "Subtracted, it turns the step around where gradients are smaller than itself.",
        low=-1.0,
        high=1.0,
    )
    counts: bool = hyperparameter(False, "Counts its updates", "t", "Whether t goes on from 1.")

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """The step of Adam, with the count set back before it unless ``counts``."""
        return super().update(grad, state if self.counts else state._replace(t=0), theta)


@dataclass(frozen=True)
class LateAdam(Adam):
    """Adam with the exponents of the post's formulas, which run ahead of the updates made.

    The post corrects by 1 − βⁿ⁺¹ and starts from m₁ = v₁ = 0. Read as "m₁ is the state before the
    first gradient" the exponent is 2 ahead; read as "n gradients were seen" it is 1 ahead.
    """

    name = "adam_late"
    title = "Adam with the post's exponents"
    short = "Late"
    source = SOURCE

    ahead: float = hyperparameter(2.0, "Ahead", "a", "By how much exponents exceed t.", high=10.0)

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """The step that Adam would take ``ahead`` updates later."""
        t = state.t + 1
        delta, after = super().update(grad, state._replace(t=t + self.ahead - 1), theta)
        return delta, after._replace(t=t)


@dataclass(frozen=True)
class LiteralFormula(Optimizer):
    """The post's formula taken at its word: θ − α v̂ / √m̂, with m and v in each other's place."""

    name = "adam_literal"
    title = "The post's formula"
    short = "Literal"
    recurrence = (r"\theta_t = \theta_{t-1} - \alpha\,\dfrac{\hat v_t}{\sqrt{\hat m_t}}",)
    source = SOURCE
    note = "The root of a negative mean is no number."
    step_scale = "length"

    learning_rate: float = rate(1e-3)

    def init(self, theta: Any) -> Moments:
        """Both moments at zero."""
        return Moments(t=0, m=np.zeros_like(theta), v=np.zeros_like(theta))

    def update(self, grad: Any, state: Moments, theta: Any) -> tuple[Any, Moments]:
        """−α v̂ / √m̂, with the moments and corrections of Adam."""
        _, after = Adam().step(grad, state)
        m_hat = after.m / (1 - Adam.beta1**after.t)
        v_hat = after.v / (1 - Adam.beta2**after.t)
        return -self.learning_rate * v_hat / np.sqrt(m_hat), after

"""What the engine asks of a surface and of a rule; their rooms fulfil it without knowing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np


class Surface(Protocol):
    """A ground to walk on."""

    def __hash__(self) -> int:
        """Steps are recorded once per surface, so it must tell itself from others."""

    @property
    def name(self) -> str:
        """The identifier."""

    @property
    def minima(self) -> tuple[tuple[float, float], ...]:
        """The global minimisers; may be empty."""

    @property
    def minimum(self) -> float | None:
        """The value there, or None."""

    def f(self, x: Any, y: Any) -> Any:
        """The formula as plain arithmetic."""

    def df(self, x: Any, y: Any) -> Any:
        """(df/dx, df/dy) as plain arithmetic."""

    def d2f(self, x: Any, y: Any) -> Any:
        """(fxx, fxy, fyy) as plain arithmetic; for rules that need it."""

    def value(self, x: Any, y: Any) -> np.ndarray:
        """f, broadcast, without warnings."""

    def gradient(self, x: Any, y: Any) -> tuple[np.ndarray, ...]:
        """(df/dx, df/dy), broadcast, without warnings."""


class Schedule(Protocol):
    """How the learning rate changes."""

    @property
    def name(self) -> str:
        """The identifier."""

    def factor(self, t: Any) -> Any:
        """The factors of the steps ``t``, counted from 1."""


class Hyper(Protocol):
    """What is known of one hyper-parameter."""

    @property
    def name(self) -> str:
        """The field's name."""


class Rule(Protocol):
    """An update rule with its hyper-parameters as fields."""

    @property
    def name(self) -> str:
        """The identifier."""

    @classmethod
    def hyperparameters(cls) -> tuple[Hyper, ...]:
        """The facts of every field."""

    def init(self, theta: Any) -> Any:
        """The state before the first step."""

    def look(self, theta: Any, state: Any) -> Any:
        """Where to measure the gradient."""

    @property
    def update(self) -> Callable[..., tuple[Any, Any]]:
        """(grad, state, theta) → the displacement and the next state.

        A rule with an attribute ``needs`` other than ``"gradient"`` takes one argument more: the
        matrix of second derivatives (``"hessian"``), or a function (places, who) → (values,
        gradients) (``"probe"``). Such a rule has come to rest when it does not move. Its state
        holds the ``jump`` to the centre of its model, whose matrix is ``curvature(state)``.
        """


def needs(rule: Rule) -> str:
    """What the rule is handed: ``"gradient"``, ``"hessian"`` or ``"probe"``."""
    return getattr(rule, "needs", "gradient")

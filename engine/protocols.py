"""What the engine asks of a surface and of a rule; their rooms fulfil it without knowing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np


class Surface(Protocol):
    """A ground to walk on: a surface with x and y, or a curve, which has x alone.

    Its functions take the coordinates one by one, as many as it has.
    """

    def __hash__(self) -> int:
        """Steps are recorded once per surface, so it must tell itself from others."""

    @property
    def name(self) -> str:
        """The identifier."""

    @property
    def dimension(self) -> int:
        """How many coordinates a place has."""

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The global minimisers; may be empty."""

    @property
    def minimum(self) -> float | None:
        """The value there, or None."""

    @property
    def f(self) -> Callable[..., Any]:
        """The formula as plain arithmetic."""

    @property
    def df(self) -> Callable[..., Any]:
        """(df/dx, df/dy), or (df/dx,), as plain arithmetic."""

    @property
    def d2f(self) -> Callable[..., Any]:
        """(fxx, fxy, fyy), or (fxx,), as plain arithmetic; for rules that need it."""

    @property
    def value(self) -> Callable[..., np.ndarray]:
        """f, broadcast, without warnings."""

    @property
    def gradient(self) -> Callable[..., tuple[np.ndarray, ...]]:
        """(df/dx, df/dy), or (df/dx,), broadcast, without warnings."""


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

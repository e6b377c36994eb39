"""What the engine asks of an objective and of a rule; their rooms fulfil it without knowing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np


class Objective(Protocol):
    """What the engine walks on; how it is asked is said by its two kinds.

    A `Surface` takes its coordinates one by one and is plain arithmetic, so that a step on it can
    be recorded. A `VectorObjective` takes them as one array.
    """

    def __hash__(self) -> int:
        """Steps are recorded once per objective, so it must tell itself from others by content."""

    @property
    def name(self) -> str:
        """The identifier."""

    @property
    def dimension(self) -> int:
        """How many coordinates a place has, P."""

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The deepest minimisers of the domain; may be empty."""

    @property
    def minimum(self) -> float | None:
        """The value there, or None."""


class Surface(Objective, Protocol):
    """A ground with x and y, or a curve, which has x alone."""

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


class VectorObjective(Objective, Protocol):
    """A function of P coordinates in one array: the loss of data, or of a network.

    ``draw`` is what one step sees of it, such as the places of a batch's examples or a mask;
    without one the whole objective is meant. A draw may have axes of its own in front, which
    broadcast against those of the walkers. A walker's numbers must not depend on who else is asked
    for.

    One may have ``value_and_gradient(theta)``, too, which gives both of the whole to the bit and
    is cheaper than asking twice; and ``rowwise(draws=None)``, if it is a mean over rows of plain
    numbers. That answers with a `RowForm`, the columns (..., m) of the rows that draws (..., b)
    see, their weights (..., m) or None where all count alike; or with None if it cannot.
    """

    @property
    def value(self) -> Callable[..., np.ndarray]:
        """(theta, draw=None) → f: (..., P) → (...)."""

    @property
    def gradient(self) -> Callable[..., np.ndarray]:
        """(theta, draw=None) → ∇f: (..., P) → (..., P)."""

    @property
    def hessian(self) -> Callable[..., np.ndarray]:
        """(theta, draw=None) → ∇²f: (..., P) → (..., P, P); for rules that need it."""


class RowForm(Protocol):
    """What a mean over rows is made of, as plain arithmetic, so that a step on it can be recorded.

    It is recorded once per form, so it must tell itself from others by content.
    """

    def __hash__(self) -> int:
        """Of its content."""

    @property
    def name(self) -> str:
        """The identifier."""

    @property
    def dimension(self) -> int:
        """How many coordinates a place has, P."""

    @property
    def width(self) -> int:
        """How many numbers a row has."""

    def parts(self, place: Any, row: Any) -> tuple[Any, ...]:
        """1 + P numbers of a row at a place, whose means over the rows say everything."""

    def whole(self, place: Any, means: Any) -> tuple[Any, tuple[Any, ...]]:
        """The height and its derivatives from these means."""


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

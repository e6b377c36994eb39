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
    def value(self) -> Callable[..., np.ndarray]:
        """f, broadcast, without warnings."""

    @property
    def gradient(self) -> Callable[..., tuple[np.ndarray, ...]]:
        """(df/dx, df/dy), or (df/dx,), broadcast, without warnings."""


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

    def update(self, grad: Any, state: Any, theta: Any) -> tuple[Any, Any]:
        """The displacement and the next state."""

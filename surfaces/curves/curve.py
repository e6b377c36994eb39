"""What a curve is: a surface with one coordinate, for walks that can be followed by eye.

As with surfaces, its mathematics is plain elementwise arithmetic and its facts are data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

import numpy as np

from surfaces.surface import Formula, Parameter, evaluate


class Turn(StrEnum):
    """What a curve does where its slope is 0."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    INFLECTION = "inflection"


@dataclass(frozen=True)
class Stationary:
    """A place that gradient descent does not leave by itself: its slope is 0, or is taken to be."""

    x: float
    turn: Turn


@dataclass(frozen=True)
class Interval:
    """The part of the line that is drawn, closed. It never limits a walk."""

    x_min: float
    x_max: float

    @property
    def width(self) -> float:
        """Its length."""
        return self.x_max - self.x_min

    @property
    def bounds(self) -> tuple[tuple[float, float]]:
        """(low, high) of x."""
        return ((self.x_min, self.x_max),)

    @property
    def diagonal(self) -> float:
        """Its length: the longest distance within it, as with a rectangle."""
        return self.width

    def contains(self, x: float) -> bool:
        """Whether x lies in it, its ends included."""
        return bool(self.x_min <= x <= self.x_max)


@dataclass(frozen=True)
class Curve:
    r"""A curve :math:`f(x)` with its derivatives and its facts.

    Attributes:
        name: The identifier, e.g. ``"cubic"``.
        title: What people call it.
        formula: The formula of ``f`` as LaTeX, without ``f(x) =``.
        f: The formula as plain arithmetic on ``x``.
        first: f′ in the same way.
        second: f″ in the same way; nan where it does not exist.
        domain: The interval that is drawn.
        stationary: Every place where f′ = 0 (or jumps from one sign to the other), by x.
        minima: Every global minimiser, as ``((x,), ...)``; empty where f has no lowest value.
        minimum: The value there; None where there is none.
        starts: Starts that show, together, what can happen; the first one settles down.
        source: Where the function comes from: author, title, year, link.
        note: One sentence on what to watch for.
        smooth: False where a derivative fails to exist somewhere.
        parts: Where f is a sum that is worth seeing as one, its terms.
        parameters: The numbers that shape it; empty for nearly all.
        arguments: The values of ``parameters`` in this curve, in the same order.
        remake: For a curve with parameters, the function of their values that makes it.
    """

    dimension: ClassVar[int] = 1
    scale: ClassVar[None] = None  # learning rates are looked for

    name: str
    title: str
    formula: str
    f: Formula
    first: Formula
    second: Formula
    domain: Interval
    stationary: tuple[Stationary, ...]
    minima: tuple[tuple[float], ...]
    minimum: float | None
    starts: tuple[float, ...]
    source: str
    note: str
    smooth: bool = True
    parts: tuple[Formula, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    arguments: tuple[float, ...] = ()
    remake: Callable[..., Curve] | None = field(default=None, repr=False)

    def df(self, x: Any) -> tuple[Any]:
        """(f′,), the gradient as plain arithmetic."""
        return (self.first(x),)

    def d2f(self, x: Any) -> tuple[Any]:
        """(f″,), the Hessian as plain arithmetic."""
        return (self.second(x),)

    def value(self, x: Any) -> np.ndarray:
        """f(x), in the shape of ``x``; inf or nan where f overflows, without a warning."""
        return evaluate(lambda x: (self.f(x),), x)[0]

    def slope(self, x: Any) -> np.ndarray:
        """f′(x), in the shape of ``x``."""
        return evaluate(self.df, x)[0]

    def curvature(self, x: Any) -> np.ndarray:
        """f″(x), in the shape of ``x``."""
        return evaluate(self.d2f, x)[0]

    def gradient(self, x: Any) -> tuple[np.ndarray, ...]:
        """(f′(x),): the slope as the gradient that it is."""
        return evaluate(self.df, x)

    def hessian(self, x: Any) -> tuple[np.ndarray, ...]:
        """(f″(x),): the curvature as the Hessian that it is."""
        return evaluate(self.d2f, x)

    @property
    def start(self) -> tuple[float]:
        """The first of the starts, as a place."""
        return (self.starts[0],)

    @property
    def key(self) -> tuple[str, tuple[float, ...]]:
        """What tells this curve from every other: hashable, for caches and links."""
        return self.name, self.arguments

"""A ground turned upside down: walking down on it is walking up on the one below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from engine.drive.measure import by_coordinate
from engine.protocols import Objective, Surface, VectorObjective


def upside_down(objective: Objective) -> Objective:
    """−f for f: what gradient *ascent* descends."""
    if by_coordinate(objective):
        return _ReverseSurface(objective)
    return _ReverseVector(cast(VectorObjective, objective))


@dataclass(frozen=True)
class _Reverse:
    """What every turned objective is.

    Attributes:
        surface: The objective with its right side up.
    """

    surface: Any

    @property
    def name(self) -> str:
        """The identifier."""
        return f"-{self.surface.name}"

    @property
    def dimension(self) -> int:
        """How many coordinates a place has."""
        return self.surface.dimension

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """None that is known: a surface declares where it is lowest, not where it is highest."""
        return ()

    @property
    def minimum(self) -> None:
        """None, as there are no minima."""
        return None


@dataclass(frozen=True)
class _ReverseSurface(_Reverse):
    """−f of coordinates."""

    surface: Surface

    def f(self, *place: Any) -> Any:
        """−f."""
        return -self.surface.f(*place)

    def df(self, *place: Any) -> Any:
        """−∇f."""
        return tuple(-slope for slope in self.surface.df(*place))

    def d2f(self, *place: Any) -> Any:
        """−∇²f."""
        return tuple(-bend for bend in self.surface.d2f(*place))

    def value(self, *place: Any) -> np.ndarray:
        """−f, broadcast, without warnings."""
        return -self.surface.value(*place)

    def gradient(self, *place: Any) -> tuple[np.ndarray, ...]:
        """−∇f, broadcast, without warnings."""
        return tuple(-slope for slope in self.surface.gradient(*place))


@dataclass(frozen=True)
class _ReverseVector(_Reverse):
    """−f of an array."""

    surface: VectorObjective

    def value(self, theta: np.ndarray, *draw: Any) -> np.ndarray:
        """−f."""
        return -self.surface.value(theta, *draw)

    def gradient(self, theta: np.ndarray, *draw: Any) -> np.ndarray:
        """−∇f."""
        return -self.surface.gradient(theta, *draw)

    def hessian(self, theta: np.ndarray, *draw: Any) -> np.ndarray:
        """−∇²f."""
        return -self.surface.hessian(theta, *draw)

"""A ground turned upside down: walking down on it is walking up on the one below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.protocols import Surface


@dataclass(frozen=True)
class Reverse:
    """−f for f: what gradient *ascent* descends.

    Attributes:
        surface: The ground with its right side up.
    """

    surface: Surface

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

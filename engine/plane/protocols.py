"""What the engine asks of a ground with two coordinates, beyond what it asks of any."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from engine.protocols import Surface


class Bent(Surface, Protocol):
    """A surface with second derivatives."""

    def hessian(self, x: Any, y: Any) -> tuple[np.ndarray, ...]:
        """(fxx, fxy, fyy), broadcast, without warnings."""


class Charted(Bent, Protocol):
    """A surface that says where it is drawn."""

    @property
    def arguments(self) -> tuple[float, ...]:
        """The values of the numbers that shape it."""

    @property
    def domain(self) -> Any:
        """The rectangle: x_min, x_max, y_min, y_max, diagonal."""

    @property
    def smooth(self) -> bool:
        """False where a derivative fails to exist somewhere."""

"""A walk gone through once more, step by step, to see what the rule made of it."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from engine.analysis.reading import NotReadableError, Reader, Reading
from engine.protocols import Rule, Surface
from engine.trace.program import RATE


class Replay:
    """Hands a rule what it needs, and reads what it does."""

    def __init__(self, surface: Surface, rule: Rule) -> None:
        self.rule = rule
        self.models = hasattr(rule, "curvature")  # of the ground, as second-order methods have them
        self.has_ball = hasattr(rule, "ball")
        self._surface = surface
        self._reader: Reader | None = Reader(rule)

    def paced(self, rate: float) -> Rule:
        """The rule with the learning rate that is in force."""
        if np.isnan(rate) or rate == getattr(self.rule, RATE):
            return self.rule
        self.rule = copy(self.rule)
        object.__setattr__(self.rule, RATE, rate)
        return self.rule

    def gradient(self, place: np.ndarray) -> np.ndarray:
        """∇f, (..., 2)."""
        return np.stack(self._surface.gradient(place[..., 0], place[..., 1]), axis=-1)

    def step(self, grad: np.ndarray, state: Any, theta: np.ndarray, look: np.ndarray) -> Reading:
        """One update; without lines where there is more in it than plain arithmetic."""
        needs = getattr(self.rule, "needs", "gradient")
        if needs != "gradient":
            more: Any = self._probe if needs == "probe" else self._hessian(look)
            return Reading(*self.rule.update(grad, state, theta, more), (), {})
        if self._reader is not None:
            try:
                return self._reader.step(self.rule, grad, state, theta)
            except (NotReadableError, OSError):
                self._reader = None  # it is called as a whole from now on
        return Reading(*self.rule.update(grad, state, theta), (), {})

    def _hessian(self, place: np.ndarray) -> np.ndarray:
        xx, xy, yy = self._surface.hessian(*place)  # type: ignore[attr-defined]
        return np.array([[xx, xy], [xy, yy]])

    def _probe(self, places: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        del who  # there is only one walker
        return self._surface.value(places[:, 0], places[:, 1]), self.gradient(places)

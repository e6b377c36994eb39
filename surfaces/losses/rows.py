"""What a draw sees: the rows of its examples, in one of their forms or in all of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from surfaces.losses.kind import Example


class Rows:
    """Examples in all their forms.

    Attributes:
        count: N, how many examples there are.
        flat: (V·N,) each, form by form.
        chances: (V,); how likely each form is.
        shares: (V·N,); what each row counts in the loss of all.
    """

    def __init__(self, formed: Example, chances: np.ndarray) -> None:
        self.count = formed.a.shape[1]
        self.flat = Example(*(np.ascontiguousarray(part).reshape(-1) for part in formed))
        self.chances = chances
        self.shares = np.repeat(chances, self.count) / self.count

    def formed(self, draws: np.ndarray, form: np.ndarray) -> np.ndarray:
        """Places of examples (..., b) of which each is seen in one form (..., b)."""
        draws = np.asarray(draws)
        return np.where(draws < 0, -1, draws + self.count * (1 + np.asarray(form)))

    def seen(self, draw: Any) -> tuple[Example, np.ndarray | None]:
        """The rows that a draw sees, (..., m) each, and their weights where they are not alike."""
        count, alike = self.count, len(self.chances) == 1
        if draw is None:
            return self.flat, None if alike else self.shares
        draw = np.asarray(draw)
        if alike and draw.ndim > 1 and self._are_all(draw):
            shape = draw.shape
            return Example(*(np.broadcast_to(part, shape) for part in self.flat)), None
        weights = None
        if draw.min() < 0:
            there = draw >= 0
            weights = there / np.maximum(there.sum(axis=-1, keepdims=True), 1)
            draw = np.where(there, draw, draw.max())  # counts for nothing
        if draw.max() >= count:
            places = draw - count
        elif alike:
            places = draw
        else:
            every = draw[..., None] + count * np.arange(len(self.chances))
            share = 1 / draw.shape[-1] if weights is None else weights[..., None]
            places = every.reshape(*draw.shape[:-1], -1)
            weights = np.broadcast_to(share * self.chances, every.shape).reshape(places.shape)
        return Example(*(part.take(places) for part in self.flat)), weights

    def _are_all(self, draws: np.ndarray) -> bool:
        """Whether every draw is all examples, in whatever order: then it is the loss of all."""
        if draws.shape[-1] != self.count:
            return False
        return bool((np.sort(draws, axis=-1) == np.arange(self.count)).all())

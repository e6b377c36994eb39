"""A loss of data with two weights: a ground, and an objective of which a step may see a batch.

    f(w) = mean over examples of ℓ(w; example) + ω₂/2 |w|² + ω₁ (|w₁| + |w₂|)

One declaration (`LossKind`) gives both. The ground (`DataLoss.surface`) is plain arithmetic on the
two weights; the objective (`DataLoss` itself) takes arrays and draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from data import Dataset
from surfaces.losses.averages import Average, forms
from surfaces.losses.kind import Example, LossKind, scaling
from surfaces.losses.moments import Moments
from surfaces.losses.plain import Plain, bent, penalty, rooted
from surfaces.losses.rows import Rows
from surfaces.losses.rowwise import Form, SeenRows, seen
from surfaces.surface import Surface

Pair = tuple[float, float]


@dataclass(frozen=True, eq=False)
class DataLoss:
    """The loss of some examples; two of them are equal if kind, examples and numbers are.

    A draw holds the places of examples, (..., b) whole numbers; −1 is nobody. What `formed` makes
    of places says in which of its forms each of them is seen; places alone mean all of them.

    Attributes:
        kind: Which loss.
        examples: What it learns from.
        ridge: ω₂, 0 or more.
        lasso: ω₁, 0 or more.
        average: What is done to what is seen; the loss is the exact mean over it.
        strength: The share that is dropped, or how far it is jittered.

    Raises:
        ValueError: The data do not fit the loss, or a number is not allowed.

    Examples:
        >>> import data
        >>> from surfaces.losses import least_squares
        >>> loss = DataLoss(least_squares.KIND, data.by_name("line").make(n=20))
        >>> loss.value(np.zeros(2)) > loss.value(np.array(loss.minima[0]))
        np.True_
        >>> loss.gradient(np.zeros((5, 2)), np.arange(20).reshape(5, 4)).shape
        (5, 2)
    """

    kind: LossKind
    examples: Dataset
    ridge: float = 0.0
    lasso: float = 0.0
    average: Average = Average.NONE
    strength: float = 0.0

    dimension = 2

    def __post_init__(self) -> None:
        name = self.kind.name
        if self.examples.task is not self.kind.task:
            raise ValueError(
                f"{name}: learns a {self.kind.task}, got data of a {self.examples.task}"
            )
        wide = 1 if self.kind.task == "number" else 2
        if self.examples.points.shape[1] != wide:
            raise ValueError(
                f"{name}: takes {wide} coordinates per example, got {self.examples.points.shape[1]}"
            )
        for word, number in (("ridge", self.ridge), ("lasso", self.lasso)):
            if not 0 <= number < np.inf:
                raise ValueError(f"{name}: {word} must be at least 0, got {number:g}")
        object.__setattr__(self, "average", Average(self.average))
        self._rows  # noqa: B018 - refuses what it cannot be made of

    @property
    def name(self) -> str:
        """The identifier of its kind."""
        return self.kind.name

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """What tells it from every other: by content."""
        noise = () if self.average is Average.NONE else (self.average.value, self.strength)
        return (self.name, self.examples.key, self.ridge, self.lasso, *noise)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataLoss) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __len__(self) -> int:
        return len(self.examples)

    # -- what is seen ----------------------------------------------------------------------------

    @cached_property
    def _rows(self) -> Rows:
        row = Example(*(np.asarray(part, float) for part in self.kind.rows(self.examples)))
        return Rows(*forms(self.kind, row, self.average, self.strength))

    @property
    def chances(self) -> np.ndarray:
        """(V,); the probabilities of the forms in which an example can be seen."""
        return self._rows.chances

    def formed(self, draws: np.ndarray, form: np.ndarray) -> np.ndarray:
        """Places of examples (..., b) of which each is seen in one form (..., b), 0 to V − 1."""
        return self._rows.formed(draws, form)

    # -- the objective ---------------------------------------------------------------------------

    def value(self, theta: Any, draw: Any = None) -> np.ndarray:
        """(..., 2) → (...); the loss, of what the draw sees if there is one."""
        x, y, xs, ys = _apart(theta)
        row, weights = self._rows.seen(draw)
        with np.errstate(all="ignore"):
            mean = _mean(self.kind.terms.of(xs, ys, row), weights)
            whole = np.sqrt(mean) if self.kind.root else mean
            return whole + penalty(x, y, self.ridge, self.lasso)[0]

    def gradient(self, theta: Any, draw: Any = None) -> np.ndarray:
        """(..., 2) → (..., 2); of what the draw sees if there is one."""
        x, y, xs, ys = _apart(theta)
        row, weights = self._rows.seen(draw)
        terms = self.kind.terms
        with np.errstate(all="ignore"):
            parts = tuple(_mean(part, weights) for part in terms.slopes(xs, ys, row))
            if self.kind.root:
                parts = rooted(_mean(terms.of(xs, ys, row), weights), *parts)
            more = penalty(x, y, self.ridge, self.lasso)[1]
            found = np.empty((*np.broadcast(*parts, x).shape, 2))
            for axis in range(2):
                np.add(parts[axis], more[axis], out=found[..., axis])
            return found

    def hessian(self, theta: Any, draw: Any = None) -> np.ndarray:
        """(..., 2) → (..., 2, 2); of what the draw sees if there is one."""
        _, _, xs, ys = _apart(theta)
        row, weights = self._rows.seen(draw)
        terms = self.kind.terms
        with np.errstate(all="ignore"):
            xx, xy, yy = (_mean(part, weights) for part in terms.bends(xs, ys, row))
            if self.kind.root:
                u, v = (_mean(part, weights) for part in terms.slopes(xs, ys, row))
                xx, xy, yy = bent(_mean(terms.of(xs, ys, row), weights), u, v, xx, xy, yy)
        rows = [np.stack([xx + self.ridge, xy], -1), np.stack([xy, yy + self.ridge], -1)]
        return np.stack(rows, axis=-2)

    def single_gradients(self, theta: Any) -> np.ndarray:
        """(..., 2) → (..., N, 2); what a batch of each example alone would see."""
        theta = np.asarray(theta, dtype=float)
        return self.gradient(theta[..., None, :], np.arange(len(self))[:, None])

    def single_values(self, theta: Any) -> np.ndarray:
        """(..., 2) → (..., N); the loss of each example alone."""
        theta = np.asarray(theta, dtype=float)
        return self.value(theta[..., None, :], np.arange(len(self))[:, None])

    def penalty(self, theta: Any) -> np.ndarray:
        """(..., 2) → (...); the part of the loss that sees no example."""
        x, y, _, _ = _apart(theta)
        return penalty(x, y, self.ridge, self.lasso)[0] + 0 * x

    def rowwise(self, draws: Any = None) -> SeenRows | None:
        """What draws (..., b) see, or all there is, as rows of plain numbers; None: it cannot."""
        form = Form(self.kind, float(self.ridge), float(self.lasso))
        if draws is not None:
            return seen(self._rows, form, np.asarray(draws))
        return SeenRows(form, tuple(self.plain.rows), self.plain.weights)

    # -- what the model says ---------------------------------------------------------------------

    def prediction(self, theta: Any, x: Any) -> np.ndarray:
        """The line or curve ŷ over x, (..., 2) and (m,) → (..., m); of data of a number."""
        _, _, first, second = _apart(theta)
        x = np.asarray(x, dtype=float)
        with np.errstate(all="ignore"):
            return self.kind.terms.answer(first, second, Example(x, np.ones_like(x), None))

    def boundary(self, theta: Any) -> tuple[np.ndarray, np.ndarray]:
        """The line between the classes, in the data's own units: where normal · point = offset.

        Returns:
            Normals (..., 2), which point to class 1, and offsets (...).
        """
        middle, unit = scaling(self.examples)
        normal = np.asarray(theta, dtype=float) / unit
        return normal, normal @ middle

    # -- the ground ------------------------------------------------------------------------------

    @cached_property
    def plain(self) -> Plain:
        """The same as plain arithmetic on two numbers."""
        if self.kind.squares:
            return self.squares
        return Plain(self.kind, self._rows.flat, self._rows.shares, self.ridge, self.lasso)

    @cached_property
    def squares(self) -> Moments:
        """The moments of its rows."""
        return Moments(self.kind, self._rows.flat, self._rows.shares, self.ridge, self.lasso)

    @cached_property
    def unbounded(self) -> Pair | None:
        """Along which the weights grow for ever; None where there is a minimum."""
        return None if self.ridge or self.lasso else self.kind.unbounded(self)

    @cached_property
    def _lowest(self) -> tuple[tuple[Pair, ...], float | None]:
        return ((), None) if self.unbounded is not None else self.kind.lowest(self)

    @property
    def minima(self) -> tuple[Pair, ...]:
        """The minimisers; none where the loss falls for ever, or where they fill a curve."""
        return self._lowest[0]

    @property
    def minimum(self) -> float | None:
        """f*, None where it is not taken."""
        return self._lowest[1]

    @cached_property
    def surface(self) -> Surface:
        """The ground of these examples, on no menu; that of a menu is made by `losses.by_name`."""
        from surfaces.losses.ground import surface_of  # which draws on this file

        return surface_of(self)


def _apart(theta: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The two weights, (...), and the same with an axis for examples, (..., 1)."""
    theta = np.asarray(theta, dtype=float)
    x, y = np.asarray(theta[..., 0], order="C"), np.asarray(theta[..., 1], order="C")
    return x, y, x[..., None], y[..., None]


def _mean(parts: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    if weights is None:
        return np.add.reduce(parts, axis=-1) / parts.shape[-1]
    return np.add.reduce(parts * weights, axis=-1)

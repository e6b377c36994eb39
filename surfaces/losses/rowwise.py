"""A loss of data as the mean over rows of plain numbers, which an engine may record and walk over.

Of squares all rows of a batch are told by one, its moments:

    1/b Σ (aᵢx + bᵢy − tᵢ)²  has the slopes  2(Ax + By − U),  2(Bx + Cy − V)
    A, B, C = 1/b Σ aᵢ², 1/b Σ aᵢbᵢ, 1/b Σ bᵢ²      U, V, T = 1/b Σ aᵢtᵢ, 1/b Σ bᵢtᵢ, 1/b Σ tᵢ²

so that a step costs the same, however many examples it sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from surfaces.losses.kind import Example, LossKind
from surfaces.losses.plain import penalty, rooted
from surfaces.losses.rows import Rows


class SeenRows(NamedTuple):
    """What steps see, or what there is to be seen.

    Attributes:
        form: How the rows count.
        columns: The numbers of every row, (..., m) each.
        weights: (..., m), of sum 1; None where all count alike.
    """

    form: Form
    columns: tuple[np.ndarray, ...]
    weights: np.ndarray | None


@dataclass(frozen=True)
class Form:
    """How rows count; it knows none of their numbers, so that it is recorded once for all data.

    Attributes:
        kind: The loss.
        ridge: ω₂.
        lasso: ω₁.
        moments: Whether a row is the moments of many (A, B, C, U, V, T), and no example (a, b, t).
    """

    kind: LossKind
    ridge: float
    lasso: float
    moments: bool = False

    dimension = 2

    @property
    def name(self) -> str:
        """The identifier of its kind."""
        return self.kind.name

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        return 6 if self.moments else 3

    def parts(self, place: Any, row: Any) -> tuple[Any, ...]:
        """ℓ, ℓx and ℓy of a row, as plain arithmetic; their means say everything."""
        x, y = place
        if not self.moments:
            terms, example = self.kind.terms, Example(*row)
            return (terms.of(x, y, example), *terms.slopes(x, y, example))
        xx, xy, yy, u, v, left = row
        p, q = xx * x + xy * y - u, xy * x + yy * y - v
        return x * (p - u) + y * (q - v) + left, 2 * p, 2 * q

    def whole(self, place: Any, means: Any) -> tuple[Any, tuple[Any, Any]]:
        """F and its slopes from the means of the parts, as plain arithmetic."""
        mean, u, v = means
        if self.kind.root:
            u, v = rooted(mean, u, v)
            mean = np.sqrt(mean)
        x, y = place
        height, (p, q) = penalty(x, y, self.ridge, self.lasso)
        return mean + height, (u + p, v + q)


def seen(rows: Rows, form: Form, draws: np.ndarray) -> SeenRows | None:
    """What steps see of the rows; None where some see examples in one form and others in all.

    Args:
        rows: The examples in all their forms.
        form: How they count.
        draws: (..., b); as a loss takes them, with the steps as their first axis.
    """
    high = draws.max()
    low = high if high < rows.count else np.where(draws < 0, high, draws).min()
    if high < 0 or (low < rows.count) != (high < rows.count):
        return None
    example, weights = rows.seen(draws)
    if form.kind.squares and not form.kind.root and example.a.shape[-1] > 1:
        a, b, t = example
        share = 1 / a.shape[-1] if weights is None else weights
        pairs = (a * a, a * b, b * b, a * t, b * t, t * t)
        columns = tuple((share * pair).sum(axis=-1, keepdims=True) for pair in pairs)
        return SeenRows(Form(form.kind, form.ridge, form.lasso, moments=True), columns, None)
    return SeenRows(form, tuple(example), weights)

"""The smallest network, ŷ = w₂ h(w₁ x), with squares: f = 1/N Σ (w₂ h(w₁ xᵢ) − yᵢ)².

With r = 2(ŷ − y) and the slopes of h at w₁x:
    ℓ₁ = r w₂ h′ x      ℓ₂ = r h
    ℓ₁₁ = 2 (w₂ h′ x)² + r w₂ h″ x²      ℓ₁₂ = 2 w₂ h′ x h + r h′ x      ℓ₂₂ = 2 h²

D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating errors,
1986, https://doi.org/10.1038/323533a0
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from data import Task
from surfaces.losses.kind import Example, LossKind, Terms
from surfaces.losses.least_squares import rows
from surfaces.losses.logistic import wrong
from surfaces.losses.loss import DataLoss
from surfaces.losses.minima import deepest
from surfaces.surface import Domain

LONGER, SHORTER = 1.5, 1.25  # |w₁| and |w₂| of the start of a net with ReLU
EDGE = 0.05  # of a window's side

SOURCE = (
    "D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating "
    "errors, 1986, https://doi.org/10.1038/323533a0"
)


class Activated(NamedTuple):
    """h, h′ and h″ at a place."""

    h: Any
    slope: Any
    bend: Any


def sigmoid(z: Any) -> Activated:
    """σ, σ(1 − σ), σ(1 − σ)(1 − 2σ)."""
    h, other = wrong(-z), wrong(z)
    return Activated(h, h * other, h * other * (other - h))


def tanh(z: Any) -> Activated:
    """Tanh, 1 − tanh², −2 tanh (1 − tanh²)."""
    h = np.tanh(z)
    return Activated(h, 1 - h * h, -2 * h * (1 - h * h))


def relu(z: Any) -> Activated:
    """max(z, 0); at its kink the slope is 0."""
    return Activated(np.maximum(z, 0.0), np.where(z > 0, 1.0, 0.0), 0.0 * z)


def terms(h: Callable[[Any], Activated]) -> Terms:
    """One example's squares; a is its input, and b what its answer is multiplied with."""

    def answer(x: Any, y: Any, row: Example) -> Any:
        return row.b * (y * h(row.a * x).h)

    def of(x: Any, y: Any, row: Example) -> Any:
        left = answer(x, y, row) - row.t
        return left * left

    def slopes(x: Any, y: Any, row: Example) -> tuple[Any, Any]:
        at = h(row.a * x)
        twice = 2 * (row.b * (y * at.h) - row.t)
        return twice * (y * at.slope) * (row.a * row.b), twice * at.h * row.b

    def bends(x: Any, y: Any, row: Example) -> tuple[Any, Any, Any]:
        at = h(row.a * x)
        twice = 2 * (row.b * (y * at.h) - row.t)
        along_x, along_y = y * at.slope * (row.a * row.b), at.h * row.b
        return (
            2 * along_x * along_x + twice * (y * at.bend) * (row.a * row.a * row.b),
            2 * along_x * along_y + twice * at.slope * (row.a * row.b),
            2 * along_y * along_y,
        )

    return Terms(of, slopes, bends, answer)


def _fitted(loss: DataLoss, shape: np.ndarray) -> float:
    """How low squares come with a multiple of a given shape over the rows."""
    share = _share(loss, shape)
    return float(loss.plain.weights @ (share * shape - loss.plain.rows.t) ** 2)


def _share(loss: DataLoss, shape: np.ndarray) -> float:
    """With which multiple of a given shape squares are lowest."""
    rows, weights = loss.plain.rows, loss.plain.weights
    size = weights @ (shape * shape)
    return float((weights @ (shape * rows.t)) / size) if size > 0 else 0.0


def _beyond(loss: DataLoss, far: list[tuple[np.ndarray, tuple[float, float]]]) -> Any:
    """The direction in which one of these shapes is met, if it fits better than any place does."""
    floor = deepest(loss)[1]
    depths = [_fitted(loss, shape) for shape, _ in far]
    best = int(np.argmin(depths))
    return far[best][1] if floor is None or depths[best] < floor * (1 - 1e-12) else None


def tanh_beyond(loss: DataLoss) -> tuple[float, float] | None:
    """Long first weights make steps; short ones beside long second weights a straight line."""
    rows = loss.plain.rows
    return _beyond(loss, [(np.sign(rows.a) * rows.b, (1.0, 0.0)), (rows.a * rows.b, (0.0, 1.0))])


def sigmoid_beyond(loss: DataLoss) -> tuple[float, float] | None:
    """Long first weights make steps."""
    rows = loss.plain.rows
    up = (np.sign(rows.a) + 1) / 2 * rows.b
    return _beyond(loss, [(up, (1.0, 0.0)), ((1 - np.sign(rows.a)) / 2 * rows.b, (-1.0, 0.0))])


def valley(loss: DataLoss) -> Any:
    """Of ReLU only w₁w₂ matters on either side of w₁ = 0: its lowest places fill a hyperbola."""
    if loss.ridge or loss.lasso:
        return deepest(loss)
    return (), min(_fitted(loss, _bent(loss, side)) for side in (1, -1))


def _bent(loss: DataLoss, side: int) -> np.ndarray:
    """What ReLU leaves of the rows where w₁ is 1 or −1."""
    rows = loss.plain.rows
    return np.maximum(side * rows.a, 0) * rows.b


def beside_the_divide(loss: DataLoss, domain: Domain) -> tuple[float, float]:
    """On the deeper valley's side, with a w₂ that has to turn its sign first.

    Gradient flow keeps w₁² − w₂². So the longer weight keeps its sign: from here w₁, and the walk
    comes past the saddle at 0 into the deeper valley; with |w₂| > |w₁| it is w₁ that turns, and the
    walk ends in the other one.
    S. Du, W. Hu, J. D. Lee, Algorithmic regularization in learning deep homogeneous models: layers
    are automatically balanced, 2018, https://arxiv.org/abs/1806.00900
    """
    side = min((1, -1), key=lambda side: _fitted(loss, _bent(loss, side)))
    if loss.minima:  # a penalty may prefer the other one
        side = 1 if loss.minima[0][0] >= 0 else -1
    up = -1 if _share(loss, _bent(loss, side)) >= 0 else 1
    # A window about a minimum may end before.
    (x_min, x_max), (y_min, y_max) = domain.bounds
    across = x_max if side > 0 else -x_min
    along = y_max if up > 0 else -y_min
    longer = min(LONGER, across - EDGE * domain.width)
    shorter = min(SHORTER, longer * SHORTER / LONGER, along - EDGE * domain.height)
    return side * round(longer, 3), up * round(shorter, 3)


def _kind(
    name: str, title: str, latex: str, h: Callable[[Any], Activated], **more: Any
) -> LossKind:
    return LossKind(
        name=name,
        title=title,
        formula=rf"\tfrac{{1}}{{N}}\sum_i \left(w_2 {latex} - y_i\right)^2",
        task=Task.NUMBER,
        weights=("w₁", "w₂"),
        terms=terms(h),
        rows=rows,
        inputs=(True, False),
        masked=(True, True),
        source=SOURCE,
        usual="line",
        **more,
    )


SIGMOID = _kind(
    *("net_sigmoid", "Net w₂ sigmoid(w₁x)", r"\,\sigma(w_1 x_i)", sigmoid),
    note="Two weights that share the work; with w₂ = 0 the first one feels no slope.",
    usual_ridge=0.1,
    lowest=deepest,
    unbounded=sigmoid_beyond,
)
TANH = _kind(
    *("net_tanh", "Net w₂ tanh(w₁x)", r"\tanh(w_1 x_i)", tanh),
    note="With all weights 0 there is no slope, and yet it is a saddle: beside it descent leaves.",
    usual_ridge=0.1,
    lowest=deepest,
    unbounded=tanh_beyond,
)
RELU = _kind(
    *("net_relu", "Net w₂ ReLU(w₁x)", r"\max(0,\, w_1 x_i)", relu),
    note="Only the product of its weights matters: the lowest places fill a hyperbola.",
    smooth=False,
    lowest=valley,
    opening=beside_the_divide,
)

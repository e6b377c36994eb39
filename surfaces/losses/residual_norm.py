"""The norm of a line's residuals, not squared: f = √(1/N Σ (w xᵢ + b − yᵢ)²).

    ∇f = ∇(f²) / 2f

It is lowest where the squares are. Where the line fits exactly it ends in the tip of a cone: its
slope there does not fade but jumps.
S. Boyd, L. Vandenberghe, Convex optimization, 2004, section 6.1, https://stanford.edu/~boyd/cvxbook
"""

from __future__ import annotations

from data import Task
from surfaces.losses.kind import LossKind, Lowest
from surfaces.losses.least_squares import TERMS, rows
from surfaces.losses.loss import DataLoss
from surfaces.losses.minima import convex


def lowest(loss: DataLoss) -> Lowest:
    """The answer of the normal equations; with a penalty, what lies from there."""
    answer, plain = loss.squares.answer, loss.plain
    places, floor = convex(loss, answer)
    if not places or (loss.ridge == 0 and loss.lasso == 0):
        return ((answer,) if places else ()), float(plain.f(*answer))
    tip = float(plain.f(*answer))
    return (places, floor) if floor is not None and floor < tip else ((answer,), tip)


KIND = LossKind(
    name="residual_norm",
    title="Norm of a line's residuals",
    formula=r"\sqrt{\tfrac{1}{N}\sum_i \left(w x_i + b - y_i\right)^2}",
    task=Task.NUMBER,
    weights=("slope", "intercept"),
    terms=TERMS,
    rows=rows,
    inputs=(True, False),
    masked=(True, True),
    source="S. Boyd, L. Vandenberghe, Convex optimization, 2004, section 6.1, "
    "https://stanford.edu/~boyd/cvxbook",
    note="Lowest where the squares are; but without noise its slope does not fade there.",
    usual="line",
    smooth=False,
    root=True,
    squares=True,
    lowest=lowest,
)

"""The ground made of examples: losses with two weights, each a surface and an objective.

To add one: write its file, then its line here.

>>> import data
>>> from engine import run
>>> import optimizers
>>> line = data.by_name("line").make(n=40, seed=1)
>>> loss = DataLoss(kind("least_squares"), line, ridge=0.1)
>>> loss.surface.minima == loss.minima
True
>>> draws = data.Batches(size=8, seed=0).indices(len(loss), steps=50)
>>> adam = optimizers.by_name("adam")(learning_rate=0.1)
>>> run(loss, adam, loss.surface.start, 50, draws=draws).points.shape
(51, 2)
"""

from surfaces.losses import least_squares, logistic
from surfaces.losses.averages import Average
from surfaces.losses.kind import LossKind
from surfaces.losses.loss import DataLoss

KINDS: tuple[LossKind, ...] = (least_squares.KIND, logistic.KIND)


def kind(name: str) -> LossKind:
    """The kind of loss of that name.

    Raises:
        ValueError: There is none.
    """
    for known in KINDS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in KINDS)
    raise ValueError(f"loss: one of {names}; got {name!r}")


__all__ = ["KINDS", "Average", "DataLoss", "LossKind", "kind"]

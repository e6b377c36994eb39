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

from surfaces.losses import (
    hinge,
    least_squares,
    logistic,
    menu,
    residual_norm,
    softmax,
    squares_after,
    two_weight_net,
)
from surfaces.losses.averages import Average
from surfaces.losses.kind import LossKind
from surfaces.losses.loss import DataLoss
from surfaces.losses.menu import loss_of, offered
from surfaces.surface import Surface

KINDS: tuple[LossKind, ...] = (
    least_squares.KIND,
    residual_norm.KIND,
    logistic.KIND,
    hinge.KIND,
    softmax.KIND,
    squares_after.SIGMOID,
    squares_after.SOFTMAX,
    two_weight_net.TANH,
    two_weight_net.SIGMOID,
    two_weight_net.RELU,
)
SURFACES: tuple[Surface, ...] = tuple(offered(kind) for kind in KINDS)


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


def loss_on(surface: Surface) -> DataLoss | None:
    """The loss whose ground that surface is, with draws and examples; None where it is none."""
    known = [kind for kind in KINDS if kind.name == surface.name and surface.arguments]
    return loss_of(known[0], *surface.arguments) if known else None


def fitting(name: str, *arguments: float) -> tuple[float, ...]:
    """The same shape, but what is outside of its range beside the others is at the end of it."""
    known = [kind for kind in KINDS if kind.name == name]
    return menu.fitting(known[0], arguments) if known else arguments


__all__ = ["KINDS", "SURFACES", "Average", "DataLoss", "LossKind", "fitting", "kind", "loss_on"]

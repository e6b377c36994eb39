"""How is one step taken? Update rules that are handed gradients.

To add one: write its file, then its line here.
"""

from optimizers.adabelief import AdaBelief
from optimizers.adadelta import Adadelta
from optimizers.adagrad import Adagrad
from optimizers.adam import Adam
from optimizers.adamax import Adamax
from optimizers.adamw import AdamW
from optimizers.amsgrad import AMSGrad
from optimizers.bfgs import BFGS
from optimizers.gradient_descent import GradientDescent
from optimizers.lbfgs import LBFGS
from optimizers.lion import Lion
from optimizers.momentum import Momentum
from optimizers.nadam import NAdam
from optimizers.nesterov import Nesterov
from optimizers.newton import Newton
from optimizers.optimizer import Declared, Hyperparameter, Optimizer, hyperparameter
from optimizers.radam import RAdam
from optimizers.rmsprop import RMSProp
from optimizers.rprop import Rprop

OPTIMIZERS: tuple[type[Optimizer], ...] = (
    GradientDescent,
    Momentum,
    Nesterov,
    Adagrad,
    RMSProp,
    Adadelta,
    Adam,
    AMSGrad,
    AdamW,
    NAdam,
    RAdam,
    AdaBelief,
    Adamax,
    Rprop,
    Lion,
    Newton,
    BFGS,
    LBFGS,
)
# Those that a gradient is enough for.
FIRST_ORDER = tuple(optimizer for optimizer in OPTIMIZERS if optimizer.needs == "gradient")


def by_name(name: str) -> type[Optimizer]:
    """The optimizer class of that name.

    Raises:
        ValueError: No optimizer has that name.

    Examples:
        >>> adam = by_name("adam")(learning_rate=0.05)
        >>> adam.beta1, adam.beta2
        (0.9, 0.999)
        >>> by_name("adam")(beta1=1.5)
        Traceback (most recent call last):
        ValueError: adam: beta1 must be in [0, 1), got 1.5
    """
    for optimizer in OPTIMIZERS:
        if optimizer.name == name:
            return optimizer
    names = ", ".join(optimizer.name for optimizer in OPTIMIZERS)
    raise ValueError(f"optimizer: one of {names}; got {name!r}")


__all__ = [
    "FIRST_ORDER",
    "OPTIMIZERS",
    "Declared",
    "Hyperparameter",
    "Optimizer",
    "by_name",
    "hyperparameter",
]

"""What a rule is: how one step is taken, given a gradient.

A rule is pure. ``init`` makes the state for a start, ``look`` says where to measure the gradient,
``update`` turns a gradient into a displacement and the next state. All three are elementwise
arithmetic on arrays whose last axis is the coordinate: 2 for a surface, P for the weights of a
net; any axes in front are walkers. The same lines move one ball or ninety thousand.

Because an engine may also record those lines symbolically, they use operators and NumPy functions
only: no branch on a value, nothing changed in place.

A rule that needs more than a gradient says so (``Optimizer.needs``) and is handed it as one more
argument of ``update``: the matrix of second derivatives, or a `Probe` (`optimizers.second_order`).
Such a rule couples the coordinates, is never recorded, and may use all of NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optimizers.oracles import Oracle


@dataclass(frozen=True)
class Hyperparameter:
    """What is known of one number that sets a rule: all that a slider, a link or a message needs.

    Attributes:
        name: The field's name, e.g. ``"beta1"``.
        title: What people call it.
        symbol: LaTeX, as it stands in the rule's formula.
        default: The value of torch.optim (of the paper where torch has no such rule).
        low: The smallest allowed value.
        high: The largest allowed value.
        open_high: Whether ``high`` itself is forbidden.
        slider: The two ends of the range that is worth turning.
        logarithmic: Whether equal steps on the slider are equal factors.
        flag: Whether it is a switch (True or False) and not a number.
        whole: Whether it counts something, so that only whole numbers make sense.
        help: One sentence on what it does.
    """

    name: str
    title: str
    symbol: str
    default: float | bool
    low: float
    high: float
    open_high: bool
    slider: tuple[float, float]
    logarithmic: bool
    flag: bool
    whole: bool
    help: str

    @property
    def allowed(self) -> str:
        """The allowed values in words, e.g. ``in [0, 1)``."""
        if self.flag:
            return "True or False"
        if self.whole:
            return f"a whole number from {self.low:g} to {self.high:g}"
        if np.isinf(self.high):
            return f"a finite number of at least {self.low:g}"
        return f"in [{self.low:g}, {self.high:g}{')' if self.open_high else ']'}"

    def allows(self, value: Any) -> bool:
        """Whether the value, or every value of an array, is allowed."""
        if self.flag:
            return isinstance(value, bool | np.bool_)
        if type(value) is float and not self.whole:  # by far the most frequent, without an array
            below = value < self.high if self.open_high else value <= self.high
            return math.isfinite(value) and self.low <= value and below
        try:
            numbers = np.asarray(value)
        except ValueError:
            return False
        # NumPy would read "0.5" and True as numbers; a list would pass here and fail in a rule.
        if numbers.dtype.kind not in "iuf" or isinstance(value, list | tuple):
            return False
        if self.whole and not np.all(numbers == np.floor(numbers)):
            return False
        under = numbers < self.high if self.open_high else numbers <= self.high
        return bool(np.all(np.isfinite(numbers) & (numbers >= self.low) & under))


def hyperparameter(
    default: float | bool,
    title: str,
    symbol: str,
    help: str,
    *,
    low: float = 0.0,
    high: float = np.inf,
    open_high: bool = False,
    slider: tuple[float, float] | None = None,
    logarithmic: bool = False,
    whole: bool = False,
) -> Any:
    """A dataclass field that carries its `Hyperparameter` facts."""
    facts = {
        "title": title,
        "symbol": symbol,
        "help": help,
        "low": low,
        "high": high,
        "open_high": open_high,
        "slider": slider or (low, high),
        "logarithmic": logarithmic,
        "flag": isinstance(default, bool),
        "whole": whole,
    }
    return field(default=default, metadata=facts)


EACH_STEP = "Multiplies every step: the larger it is, the further each goes."


def rate(default: float, help: str = EACH_STEP) -> Any:
    """The field of the learning rate η."""
    between = (1e-5, 10.0)
    return hyperparameter(default, "Learning rate", r"\eta", help, slider=between, logarithmic=True)


def decay_rate(default: float, title: str, symbol: str, help: str) -> Any:
    """The field of an averaging coefficient in [0, 1), such as Adam's β₁."""
    return hyperparameter(
        default, title, symbol, help, high=1.0, open_high=True, slider=(0.0, 0.999)
    )


def stabilizer(default: float, slider: tuple[float, float] = (1e-12, 1e-1)) -> Any:
    """The field of the ε that keeps a division finite."""
    return hyperparameter(
        default,
        "Epsilon",
        r"\varepsilon",
        "Keeps the division finite where gradients vanish.",
        slider=slider,
        logarithmic=True,
    )


def weight_decay(default: float, help: str) -> Any:
    """The field of ω, the pull towards zero; λ in most papers, which is a curvature here."""
    return hyperparameter(default, "Weight decay", r"\omega", help, slider=(0.0, 0.5))


COUPLED = "Adds ωθ to the gradient: pulls towards the origin, and flatters a minimum there."
DECOUPLED = "Shrinks θ by ηωθ beside the step: pulls towards the origin."


# The first line of a rule's recurrence: what it takes for the gradient.
GRADIENT = r"g_t = \nabla f(\theta_{t-1})"
DECAYED_GRADIENT = GRADIENT + r" + \omega\,\theta_{t-1}"


class Stateless(NamedTuple):
    """The state of a rule that remembers nothing."""


@dataclass(frozen=True)
class Declared:
    """A frozen record whose fields are made by `hyperparameter`, validated at construction.

    Attributes:
        name: The identifier, e.g. ``"adam"``.
        title: What people call it.
    """

    name: ClassVar[str]
    title: ClassVar[str]

    def __post_init__(self) -> None:
        for hyper in self.hyperparameters():
            value = getattr(self, hyper.name)
            if not hyper.allows(value):
                shown = repr(value) if isinstance(value, str) else value
                raise ValueError(f"{self.name}: {hyper.name} must be {hyper.allowed}, got {shown}")

    @classmethod
    def hyperparameters(cls) -> tuple[Hyperparameter, ...]:
        """The facts of every field, in the order of declaration; a learning rate is first."""
        return _facts_of(cls)  # type: ignore[arg-type]  # classes hash, whatever their records do


@lru_cache(maxsize=256)
def _facts_of(declared: Any) -> tuple[Hyperparameter, ...]:
    """Asked for whenever a rule is made, and always the same."""
    known: Any = fields(declared)
    assert all(entry.default is not MISSING for entry in known)
    return tuple(Hyperparameter(e.name, default=e.default, **e.metadata) for e in known)


@dataclass(frozen=True)
class Optimizer(Declared):
    """A rule with its hyper-parameters as fields.

    A field may also be an array, one value per walker. Where these methods are called directly it
    must broadcast against ``theta``, e.g. (n, 1); the engine takes it in the shape of the walkers'
    own axes, e.g. (n,).

    Attributes:
        short: At most twelve characters, for a legend.
        recurrence: The update as lines of LaTeX, in the symbols of the fields.
        symbols: LaTeX of variables and state fields that are not called by their symbol;
            ``m_hat`` and ``rho`` speak for themselves.
        source: Author, title, year, link.
        note: One sentence on what to watch for, and which convention is used.
        step_scale: What a learning rate of 1 means: ``"gradient"`` (the step is proportional
            to the gradient), ``"length"`` (the step has about the length of the learning rate) or
            ``"curvature"`` (1 is the step that the rule's own model of the ground asks for).
        oracle: Who else knows where it goes; read by the tests alone.
        needs: What ``update`` is handed: ``"gradient"`` for ``update(grad, state, theta)``;
            ``"hessian"`` for ``update(grad, state, theta, hessian)`` with an array (..., P, P);
            ``"probe"`` for ``update(grad, state, theta, probe)`` with a `Probe`. A rule that needs
            more than a gradient has come to rest when it does not move, and may be left there. Its
            state has the walkers' axes in front and holds the ``jump`` (..., P) to the centre of
            the quadratic model that the last step was taken from, ``curvature(state)`` its matrix.
    """

    short: ClassVar[str]
    recurrence: ClassVar[tuple[str, ...]]
    symbols: ClassVar[Mapping[str, str]] = {}
    source: ClassVar[str]
    note: ClassVar[str]
    step_scale: ClassVar[str]
    oracle: ClassVar[Oracle]
    needs: ClassVar[str] = "gradient"

    def init(self, theta: Any) -> Any:
        """The state before the first step; ``theta`` is the start, shape (..., P)."""
        return Stateless()

    def look(self, theta: Any, state: Any) -> Any:
        """Where the gradient of this step is to be measured, shape (..., P)."""
        return theta

    def update(self, grad: Any, state: Any, theta: Any) -> tuple[Any, Any]:
        """The displacement of this step, shape (..., P), and the state after it."""
        raise NotImplementedError

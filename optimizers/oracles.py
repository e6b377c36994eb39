"""Who else knows where a rule goes: what its walks are checked against, beside its formula.

Plain data, read by the tests alone: nothing that is named here is imported by the app.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Torch:
    """A class of torch.optim; tests/golden/make_torch.py records where it goes.

    Attributes:
        name: What torch calls it, e.g. ``"RMSprop"``.
        options: What makes it this rule, e.g. ``{"amsgrad": True}``.
        names: Our fields that torch calls otherwise than those of other rules.
    """

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """The paper's algorithm, written again number by number in tests/golden/papers.py.

    For a rule that torch has not; tests/golden/make_papers.py records where it goes.

    Attributes:
        defaults: The values that the authors give to the rule's fields.
    """

    defaults: Mapping[str, float]


@dataclass(frozen=True)
class Scipy:
    """A method of scipy.optimize.minimize that takes as many steps to the same places.

    Attributes:
        method: E.g. ``"BFGS"``.
    """

    method: str


@dataclass(frozen=True)
class Worked:
    """Steps that somebody else has worked out, on one of our surfaces or for given gradients.

    Attributes:
        start: Where the first step begins, one number per coordinate.
        points: Where each step ends.
        fields: The rule's fields in that calculation.
        ground: The name of the surface, if it is one.
        gradients: The gradient of each step, if it is none.
        within: How far a coordinate may be off: half of the last printed digit.
    """

    start: tuple[float, ...]
    points: tuple[tuple[float, ...], ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    ground: str = ""
    gradients: tuple[tuple[float, ...], ...] = ()
    within: float = 1e-12


Oracle = Torch | Paper | Scipy | Worked

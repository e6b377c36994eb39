"""A gradient at the wrong place, of the wrong variable, or of the wrong sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from checking.gradients.candidate import AXES, Candidate, Where
from checking.mistakes.mistake import Change
from surfaces import Surface

WHOLE = {
    "sign": "∂f/∂{axis} has the wrong sign.",
    "twice": "∂f/∂{axis} is twice what it should be.",
    "half": "∂f/∂{axis} is half of what it should be.",
    "other": "∂f/∂{other} stands in place of ∂f/∂{axis}.",
    "none": "∂f/∂{axis} is 0.",
    "turned": "∂f/∂{axis} is taken with x and y exchanged.",
    "moved": "{axis} is updated after {other}, with the {other} that has already moved.",
    "late": "The gradient is that of the point before.",
    "unit": "The gradient is divided by its length.",
    "value": "f itself stands in place of its derivatives.",
}


def wholes(axis: int) -> Iterator[Candidate]:
    """What may stand in place of a whole partial derivative."""
    name = AXES[axis]

    def of_axis(word: str, values: Any) -> Candidate:
        places = {"axis": name, "other": AXES[1 - axis]}
        change = Change(f"{word}_{name}", WHOLE[word], places)
        return Candidate(axis, (change,), values)

    yield of_axis("sign", lambda w: -w.gradient[axis])
    yield of_axis("twice", lambda w: 2 * w.gradient[axis])
    yield of_axis("half", lambda w: w.gradient[axis] / 2)
    yield of_axis("other", lambda w: w.gradient[1 - axis])
    yield of_axis("none", lambda w: 0.0)
    yield of_axis("turned", lambda w: w.surface.gradient(w.y, w.x)[axis])

    def moved(where: Where) -> Any:
        if axis == 0:
            return where.surface.gradient(where.x, where.then[..., 1])[0]
        return where.surface.gradient(where.then[..., 0], where.y)[1]

    yield of_axis("moved", moved)
    for word, values in (
        ("late", lambda w: _late(w, axis)),
        ("unit", lambda w: w.gradient[axis] / np.hypot(*w.gradient)),
        ("value", lambda w: w.surface.value(w.x, w.y)),
    ):
        yield Candidate(axis, (Change(word, WHOLE[word]),), values)


def _late(where: Where, axis: int) -> Any:
    before = where.before
    return where.surface.gradient(before[..., 0], before[..., 1])[axis]


SIZES = (0.5, 0.1, 0.05, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, float(np.sqrt(2.0**-52)), 1e-8)
FORWARD = "The gradient is a forward difference of f with h = {h:.3g}."
BACKWARD = "The gradient is a backward difference of f with h = {h:.3g}."
CENTRAL = "The gradient is a central difference of f with h = {h:.3g}."

DIFFERENCES = (FORWARD, BACKWARD, CENTRAL)
# The same where the walk does not tell h closely.
RANGES = {
    FORWARD: "The gradient is a forward difference of f with h between {low:.3g} and {high:.3g}.",
    BACKWARD: "The gradient is a backward difference of f with h between {low:.3g} and {high:.3g}.",
    CENTRAL: "The gradient is a central difference of f with h between {low:.3g} and {high:.3g}.",
}


def difference(axis: int, kind: str, h: float) -> Candidate:
    """The difference quotient of f along an axis; ``kind`` is one of the three messages."""

    def values(where: Where) -> Any:
        def value(by: float) -> Any:
            x, y = (where.x + by, where.y) if axis == 0 else (where.x, where.y + by)
            return where.surface.value(x, y)

        low = 0.0 if kind == FORWARD else -h
        high = 0.0 if kind == BACKWARD else h
        return (value(high) - value(low)) / (high - low)

    name = f"difference_{kind.split()[4]}_{h:.6g}"
    return Candidate(axis, (Change(name, kind, {"h": h}, 1.1),), values)


def differences(surface: Surface, axis: int) -> Iterator[Candidate]:
    """Difference quotients with the usual h."""
    del surface
    for kind in DIFFERENCES:
        for h in SIZES:
            yield difference(axis, kind, h)

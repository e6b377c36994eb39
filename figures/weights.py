"""The weights of a training for the browser: every kept row, in sixteen bits per weight.

A weight w of rule r is sent as a whole number c from 0 to 65,535 on a scale of its own,

    w ≈ low + c · unit,        unit = (high − low) / 65,535

where low and high are its least and its greatest value in this training: it errs by half a unit.
Half-precision floats of the same size would err by up to thirty times as much in what a net
answers, and rows that are left out and drawn as straight lines between by far more than that. Where
a weight travels so far that half a unit would be felt, its rule is sent in single precision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import Training
from figures.blob import pack, unpack

CODES = 65_535
FELT = 5e-4  # half a unit that is coarser than this changes what is seen
LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True, eq=False)
class PackedWeights:
    """One rule's weights as they are sent.

    Attributes:
        codes: (rows, P); uint16 on the scale, or float32 as they are.
        low: (P,); the value of code 0.
        unit: (P,); what one code is worth; 0 for a weight that stands still.
    """

    codes: np.ndarray
    low: np.ndarray
    unit: np.ndarray

    @property
    def bound(self) -> np.ndarray:
        """(P,); by how much a weight is off at most, up to the rounding of the sum itself."""
        if self.codes.dtype == np.uint16:
            return self.unit / 2
        most = np.abs(self.codes).max(axis=0, initial=0.0).astype(float)
        return most * np.finfo(np.float32).eps / 2 + np.finfo(np.float32).smallest_subnormal

    def values(self) -> np.ndarray:
        """(rows, P) float64; what the browser reads."""
        if self.codes.dtype == np.uint16:
            return self.low + self.codes * self.unit
        return self.codes.astype(float)


def packed(points: np.ndarray) -> PackedWeights:
    """Rows (T, P) of one rule, up to the first that is not finite or too large to be sent."""
    sendable = (np.abs(points) <= LARGEST).all(axis=1)  # NaN is not
    rows = points if sendable.all() else points[: int(sendable.argmin())]
    if not len(rows):
        nothing = np.zeros(points.shape[1])
        return PackedWeights(np.empty((0, points.shape[1]), np.uint16), nothing, nothing)
    low, high = rows.min(axis=0), rows.max(axis=0)
    unit = (high - low) / CODES
    if (unit / 2 > FELT).any():
        return PackedWeights(rows.astype(np.float32), np.zeros_like(low), np.zeros_like(low))
    # A unit may underflow to 0 where the weight moves by its rounding alone.
    codes = np.rint(np.divide(rows - low, unit, out=np.zeros_like(rows), where=unit > 0))
    return PackedWeights(np.minimum(codes, CODES).astype(np.uint16), low, unit)


def weights_blob(
    training: Training, header: Mapping[str, Any], arrays: Mapping[str, np.ndarray] | None = None
) -> bytes:
    """A training of one walker per rule as a blob; see `figures.blob`.

    Args:
        training: Points (T, R, P).
        header: What else the browser wants to know; not the names below.
        arrays: More arrays, such as losses of held-out examples; not the names below.

    Returns:
        ``"shape"`` in the header is [T, R, P] and ``"rows"`` says how many of the T rows each rule
        has: the others are lost. Arrays: ``steps`` (T,) int32, ``losses`` (R, T) with NaN where a
        rule is lost, ``low`` and ``unit`` (R, P), and ``weights0`` ... (rows, P) per rule: uint16
        on that scale, or float32 as they are.

    Raises:
        ValueError: There are several walkers per rule.
    """
    points = training.points
    if points.ndim != 3:
        raise ValueError(f"weights: one walker per rule, got {points.shape[2:-1]}")
    rules = [packed(points[:, r]) for r in range(points.shape[1])]
    return pack(
        {
            **header,
            "shape": list(points.shape),
            "rows": [len(rule.codes) for rule in rules],
        },
        {
            "losses": np.ascontiguousarray(training.losses.T),
            "low": np.array([rule.low for rule in rules]),
            "unit": np.array([rule.unit for rule in rules]),
            "steps": training.steps.astype(np.int32),
            **(arrays or {}),
            **{f"weights{r}": rule.codes for r, rule in enumerate(rules)},
        },
    )


def weights_of(blob: bytes) -> list[np.ndarray]:
    """(rows, P) of every rule: what the browser makes of a blob."""
    header, arrays = unpack(blob)
    width = header["shape"][-1]
    return [
        PackedWeights(arrays[f"weights{r}"].reshape(-1, width), low, unit).values()
        for r, (low, unit) in enumerate(
            zip(*(arrays[name].reshape(-1, width) for name in ("low", "unit")), strict=True)
        )
    ]

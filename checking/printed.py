"""A walk as a program printed it, and how closely its numbers were printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

DOUBLE, SINGLE = 2.0**-52, 2.0**-23
FULL = 15  # significant digits of a double that was printed whole


@dataclass(frozen=True, eq=False)
class Printed:
    """Points that were printed, one per step and one for the start.

    Attributes:
        points: (n + 1, 2).
        halves: (n + 1, 2); half a unit of the last printed digit: so far a number may be off.
        values: (n + 1,); f where it was printed, or None.
        value_halves: (n + 1,); half a unit of the last digit of f, or None.
    """

    points: np.ndarray
    halves: np.ndarray
    values: np.ndarray | None = None
    value_halves: np.ndarray | None = None

    def __len__(self) -> int:
        """How many steps there are."""
        return len(self.points) - 1

    @property
    def moved(self) -> np.ndarray:
        """(n, 2); by how much each step moved."""
        return np.diff(self.points, axis=0)

    @cached_property
    def is_single(self) -> bool:
        """Whether every number may be one of single precision, as closely as it was printed."""
        # What is printed to six digits can be either; nine are the shortest that tell the number.
        with np.errstate(over="ignore"):
            near = self.points.astype(np.float32)
        off = np.abs(near.astype(float) - self.points) > self.halves * 1.001
        shortest = [float(str(number)) for number in near[off]]
        return bool(np.all(self.points[off] == shortest))

    @property
    def units(self) -> np.ndarray:
        """(n + 1, 2); how far a number may be off for its digits and its precision."""
        precision = SINGLE if self.is_single else 4 * DOUBLE
        return self.halves + precision * np.abs(self.points)

    def first(self, steps: int) -> Printed:
        """Its first steps."""
        cut = slice(steps + 1)
        more = (None if of is None else of[cut] for of in (self.values, self.value_halves))
        return Printed(self.points[cut], self.halves[cut], *more)

    def exchanged(self) -> Printed:
        """The same with x and y exchanged."""
        return replace(self, points=self.points[:, ::-1], halves=self.halves[:, ::-1])


def exact(points: np.ndarray) -> Printed:
    """Points of which every bit is known."""
    points = np.asarray(points, float)
    return Printed(points, np.zeros_like(points))


def halves_of(texts: Sequence[str]) -> np.ndarray:
    """Half a unit of the last digit of every number, as they were printed.

    A number like 0.5 among others with sixteen digits was printed whole; among others with two
    decimals it may be 0.504, among others with two digits 0.54. So all of them together tell, and
    where they leave it open whether decimals or digits were counted, the wider one is taken.
    """
    parts = [_parts(text) for text in texts]
    whole = max(digits for digits, *_ in parts)
    decimals = max(places - power for _, places, power, _ in parts)
    if whole >= FULL:
        # So many digits may also be those of a large number among others with as many decimals.
        fixed = all((places, power) == (decimals, 0) for _, places, power, _ in parts)
        return np.full(len(texts), 0.5 * 10.0**-decimals if fixed else 0.0)
    numbers = np.array([abs(number) for *_, number in parts])
    sizes = np.floor(np.log10(np.where(numbers > 0, numbers, 1e-300)))
    return np.maximum(0.5 * 10.0**-decimals, 0.5 * 10.0 ** (sizes + 1 - whole))


def _parts(text: str) -> tuple[int, int, int, float]:
    """Significant digits, decimals, power of ten and value of a printed number."""
    mantissa, _, power = text.lower().partition("e")
    whole, _, decimals = mantissa.lstrip("+-").partition(".")
    digits = (whole + decimals).lstrip("0")
    return len(digits), len(decimals), int(power or 0), float(text)

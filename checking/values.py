"""The f that a program printed beside its points, against f at those points.

A program that walks rightly may print something else: f of the point before or after, another
function, one with a slip in a term, a multiple. Where f differs, what people print instead is
tried, and named only where every row agrees with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checking.gradients.polynomial import terms_of, written
from checking.judging import DRAWS, SAFE, SHAKE, ratio
from checking.mistakes import Change
from checking.printed import DOUBLE, SINGLE, Printed
from surfaces import Surface

ROUNDINGS = 64  # of the largest f: what its terms, which may cancel, add up to
SINGLE_ROUNDINGS = 16
LEAST = 4  # rows from which a number is fitted

SAID: tuple[Change, ...] = (
    Change("f_before", "Each row holds the f of the row before: it was computed before the step."),
    Change("f_after", "Each row holds the f of the row after: it was computed after the step."),
    Change("f_sign", "f has the wrong sign."),
    Change("f_exchanged", "f is taken with x and y exchanged."),
    Change("f_half_moved", "f is taken with the x of the next row and the y of this one."),
    Change("f_slope", "The length of the gradient stands in place of f."),
    Change("f_lowest", "The lowest f so far stands in place of f."),
    Change("f_log", "The natural logarithm of f stands in its place."),
    Change("f_log10", "The logarithm of f to base 10 stands in its place."),
    Change("f_root", "The root of f stands in its place."),
    Change("f_other", "It is the f of “{surface}”."),
    Change("f_factor", "Every f is {factor:.6g} times what it should be."),
    Change("f_offset", "Every f is off by {offset:.6g}."),
    Change("f_term", "In f, {used} in place of {meant}."),
    Change("f_term_missing", "In f, {meant} is missing."),
    Change("f_term_extra", "In f, {used} is too much."),
)
KNOWN = {change.name: change for change in SAID}


@dataclass(frozen=True, eq=False)
class ValueReport:
    """How the f that was printed fits to f.

    Attributes:
        given: (n + 1,); what was printed.
        told: (n + 1,); f at the points.
        tolerances: (n + 1,); by how much the two may differ.
        cause: What was printed instead, if every row agrees with that.
    """

    given: np.ndarray
    told: np.ndarray
    tolerances: np.ndarray
    cause: Change | None = None

    @property
    def first(self) -> int | None:
        """The first row that differs, counted from 0; None where none does."""
        off = ratio(self.given - self.told, self.tolerances) > 1
        return int(np.argmax(off)) if off.any() else None

    @property
    def agrees(self) -> bool:
        """Whether every row is f, as closely as its numbers tell."""
        return self.first is None

    @property
    def largest(self) -> float:
        """The largest difference in any row."""
        left = np.abs(self.given - self.told)
        return float(np.max(np.where(np.isfinite(left), left, np.inf)))


def judge_values(
    walk: Printed, surface: Surface, others: Sequence[Surface] = ()
) -> ValueReport | None:
    """Whether the f that was printed is f at the points; None where none was printed.

    Args:
        walk: The walk as it was printed.
        surface: The ground that was meant.
        others: Other grounds, whose f it may be.
    """
    if walk.values is None:
        return None
    told, allowed = _told(walk, surface)
    report = ValueReport(walk.values, told, allowed)
    if report.agrees:
        return report
    for change, values, tolerances in _instead(walk, surface, others, told, allowed):
        if np.all(ratio(walk.values - values, tolerances)[_known(values)] <= 1):
            return replace(report, cause=change)
    return report


def _known(values: np.ndarray) -> np.ndarray:
    """The rows of which something is said: at one end there is no row before or after."""
    known = np.isfinite(values)
    return known if known.sum() >= max(2, len(values) - 1) else np.ones(len(values), bool)


def _told(walk: Printed, surface: Surface) -> tuple[np.ndarray, np.ndarray]:
    """(n + 1,) f at the points, and by how much it may be off as they were printed."""
    generator = np.random.default_rng(0)
    shape = (DRAWS, *walk.points.shape)
    shaken = walk.points + SHAKE * walk.units * generator.uniform(-1, 1, shape)
    with np.errstate(all="ignore"):
        told = surface.value(*walk.points.T)
        spread = np.abs(surface.value(shaken[..., 0], shaken[..., 1]) - told).max(axis=0)
    roundings = SINGLE_ROUNDINGS * SINGLE if walk.is_single else ROUNDINGS * DOUBLE
    halves = np.zeros(len(told)) if walk.value_halves is None else walk.value_halves
    spread = np.where(np.isfinite(spread), spread, 0.0)
    return told, SAFE * spread + roundings * _size(walk, surface, told) + 1.001 * halves


def _size(walk: Printed, surface: Surface, told: np.ndarray) -> np.ndarray | float:
    """How large that is from which f is added up."""
    terms = terms_of(surface)
    if terms is None:
        return float(np.max(np.abs(told[np.isfinite(told)]), initial=1.0))
    x, y = np.abs(walk.points.T)
    with np.errstate(all="ignore"):
        parts = [abs(number) * x**i * y**j for (i, j), number in terms.items()]
    return np.sum(parts, axis=0) + np.abs(np.where(np.isfinite(told), told, 0.0))


def _instead(
    walk: Printed,
    surface: Surface,
    others: Sequence[Surface],
    told: np.ndarray,
    allowed: np.ndarray,
) -> Iterator[tuple[Change, np.ndarray, np.ndarray]]:
    """What may have been printed: its name, its numbers, what they may be off by."""
    (x, y), nothing = walk.points.T, np.full(1, np.nan)
    given = walk.values
    assert given is not None
    with np.errstate(all="ignore"):
        yield KNOWN["f_sign"], -told, allowed
        before = [np.concatenate([nothing, part[:-1]]) for part in (told, allowed)]
        yield KNOWN["f_before"], before[0], before[1]
        after = [np.concatenate([part[1:], nothing]) for part in (told, allowed)]
        yield KNOWN["f_after"], after[0], after[1]
        yield KNOWN["f_exchanged"], *_told(walk.exchanged(), surface)
        ahead = np.concatenate([x[1:], x[-1:]])
        yield KNOWN["f_half_moved"], np.append(surface.value(ahead, y)[:-1], np.nan), allowed
        yield KNOWN["f_slope"], np.hypot(*surface.gradient(x, y)), allowed
        yield KNOWN["f_lowest"], np.minimum.accumulate(told), allowed
        yield KNOWN["f_log"], np.log(told), allowed / np.abs(told) + allowed
        yield KNOWN["f_log10"], np.log10(told), allowed / np.abs(told) + allowed
        yield KNOWN["f_root"], np.sqrt(told), allowed / np.sqrt(told) + allowed
        for other in others:
            if other.key != surface.key:
                yield KNOWN["f_other"].at(surface=other), *_told(walk, other)
        if len(told) >= LEAST:
            yield from _fitted(given, surface, walk, told, allowed)


def _fitted(
    given: np.ndarray, surface: Surface, walk: Printed, told: np.ndarray, allowed: np.ndarray
) -> Iterator[tuple[Change, np.ndarray, np.ndarray]]:
    """What has a number in it, which the rows tell."""
    factor = _roundest(*_scale(given, told, allowed))
    yield KNOWN["f_factor"].at(factor=factor), factor * told, max(1.0, abs(factor)) * allowed
    offset = _roundest(float(np.median(given - told)), float(np.median(allowed)))
    yield KNOWN["f_offset"].at(offset=offset), told + offset, 2 * allowed
    terms = terms_of(surface)
    if terms is None:
        return
    powers = dict.fromkeys([*terms, *((i, j) for i in range(5) for j in range(5 - i))])
    for i, j in powers:
        if (i, j) == (0, 0):
            continue  # that is an offset
        column = walk.points[:, 0] ** i * walk.points[:, 1] ** j
        meant = terms.get((i, j), 0.0)
        more, near = _scale(given - told, column, allowed)
        used = _roundest(meant + more, max(near, 1e-12 * abs(meant)))
        values = told + (used - meant) * column
        size = allowed + 64 * DOUBLE * np.abs((used - meant) * column)
        places = {"meant": written(meant, (i, j)), "used": written(used, (i, j))}
        name = "f_term_extra" if not meant else "f_term" if used else "f_term_missing"
        yield KNOWN[name].at(**places), values, size


def _scale(given: np.ndarray, column: np.ndarray, allowed: np.ndarray) -> tuple[float, float]:
    """By what a column has to be multiplied, by least squares, and how closely that is known."""
    weight = (column / allowed) ** 2
    good = np.isfinite(weight) & np.isfinite(given) & (column != 0)
    total = np.sum(weight[good])
    if not total > 0:
        return 1.0, 0.0
    return float(np.sum(weight[good] * (given / column)[good]) / total), float(1 / np.sqrt(total))


def _roundest(number: float, near: float) -> float:
    """The number of the fewest digits that is as near as is known."""
    if abs(number) <= near or not np.isfinite(number):
        return 0.0
    rounder = (float(f"{number:.{digits}g}") for digits in range(1, 16))
    return next((one for one in rounder if abs(one - number) <= near), number)

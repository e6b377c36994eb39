"""Where walks come to rest: the places that many ends have in common, and what they are.

An end is moved onto its stationary point by Newton's method, so that ends of one point coincide;
the signs of the Hessian's eigenvalues there say what it is (the second-derivative test).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engine.plane.protocols import Bent
from engine.protocols import Surface
from engine.trace import blocks

NOWHERE = -1  # the place in a list of attractors of an end that belongs to none
FIRST_CELL = -2  # while attractors are looked for: -2, -3, ... stand for cells
CORRECTIONS = 4  # Newton steps
AS_LOW = 1e-9  # of 1 + |f*|: two heights so near are one


class PointKind(StrEnum):
    """What the ground is like at a stationary point."""

    MINIMUM = "minimum"  # it rises all around: both eigenvalues of the Hessian are positive
    SADDLE = "saddle"  # it rises along one direction and falls along another
    MAXIMUM = "maximum"  # it falls all around
    FLAT = "flat"  # an eigenvalue is 0: second derivatives do not tell


GROUNDS = tuple(PointKind)


@dataclass(frozen=True)
class Attractor:
    """A place where walks come to rest.

    Attributes:
        x: Its place; of level ground, where ends have no point in common, that of one of them.
        y: As x.
        height: f there.
        ground: What it is.
        known: Whether it is a global minimum.
    """

    x: float
    y: float
    height: float
    ground: PointKind
    known: bool


def attractors(
    surface: Bent,
    ends: np.ndarray,
    settled: np.ndarray,
    moving: np.ndarray,
    near: float,
    tolerance: float,
) -> tuple[tuple[Attractor, ...], np.ndarray]:
    """The places that ends have in common.

    The surface's own minima come first, whether or not anybody ends there; then what else is found
    at the ends: minima, saddles, maxima, flat ground, each with the most visited first. All flat
    ground is one attractor.

    Args:
        surface: The ground.
        ends: (2, n) numbers; NaN where there is none.
        settled: (n,) bool; who came to rest.
        moving: (n,) bool; who was still moving, which is to say nobody that has diverged. Such a
            walker belongs to a minimum if it is no further than ``near`` from it: with a constant
            learning rate it may circle there for ever. It does not belong to a saddle.
        near: How far apart an end and its stationary point may be.
        tolerance: The gradient norm under which walkers came to rest. An eigenvalue counts as 0
            if it is below tolerance/near, where the gradient leaves the place open by ``near``.

    Returns:
        The attractors, and for every end the place of its own in that tuple or `NOWHERE`: (n,).
    """
    known = [
        Attractor(x, y, float(surface.value(x, y)), PointKind.MINIMUM, surface.minimum is not None)
        for x, y in surface.minima
    ]
    which = np.full(ends.shape[1], NOWHERE, dtype=np.int32)
    cells = _Cells(near)
    there = np.flatnonzero(settled | moving)
    for part in _parts(len(there)):
        who = there[part]
        places, grounds, exact = _stationary(surface, ends[:, who], near, tolerance)
        measured = np.where(settled[who], places, ends[:, who])
        own = _nearest(measured, [(a.x, a.y) for a in known], near)
        found = settled[who] | (exact & (grounds == GROUNDS.index(PointKind.MINIMUM)))
        new = np.flatnonzero((own == NOWHERE) & found)
        own[new] = FIRST_CELL - cells.enter(places[:, new], grounds[new])
        which[who] = own
    others, place_of_cell = _found(surface, cells, near)
    in_cells = np.flatnonzero(which <= FIRST_CELL)
    which[in_cells] = len(known) + place_of_cell[FIRST_CELL - which[in_cells]]
    return (*known, *others), which


def is_lowest(surface: Surface, height: float) -> bool:
    """Whether a height is f*, to within rounding; nothing is where f has no lowest value."""
    floor = surface.minimum
    return floor is not None and abs(height - floor) <= AS_LOW * (1 + abs(floor))


def _parts(count: int) -> Iterator[slice]:
    for low in range(0, count, blocks.BLOCK):
        yield slice(low, low + blocks.BLOCK)


def _stationary(
    surface: Bent, ends: np.ndarray, near: float, tolerance: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The stationary points next to ends, (2, n), and the ground there as places in `GROUNDS`.

    The third answer says where the gradient is under the tolerance: that a point was found.
    """
    here = np.array(ends)
    with np.errstate(all="ignore"):
        for _ in range(CORRECTIONS):
            moved = here - _newton(surface, here)
            inside = np.hypot(*(moved - ends)) <= near
            np.copyto(here, moved, where=inside)
        grounds = _ground(surface.hessian(*here), tolerance / near)
        return here, grounds, np.hypot(*surface.gradient(*here)) < tolerance


def _newton(surface: Bent, here: np.ndarray) -> np.ndarray:
    """H⁻¹g, by Cramer's rule."""
    gx, gy = surface.gradient(*here)
    xx, xy, yy = surface.hessian(*here)
    determinant = xx * yy - xy * xy
    return np.stack([yy * gx - xy * gy, xx * gy - xy * gx]) / determinant


def _ground(hessian: tuple[np.ndarray, ...], zero: float) -> np.ndarray:
    """What the eigenvalues of the Hessian, mean ± radius, say."""
    xx, xy, yy = hessian
    mean, radius = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    low, high = mean - radius, mean + radius
    kinds = [low > zero, (low < -zero) & (high > zero), high < -zero]
    numbers = [GROUNDS.index(g) for g in (PointKind.MINIMUM, PointKind.SADDLE, PointKind.MAXIMUM)]
    return np.select(kinds, numbers, GROUNDS.index(PointKind.FLAT))


def _nearest(places: np.ndarray, points: list[tuple[float, float]], near: float) -> np.ndarray:
    """The nearest of the points to each of the places, (n,), `NOWHERE` if none is near."""
    nearest = np.full(places.shape[1], NOWHERE, dtype=np.int32)
    for part in _parts(places.shape[1]):
        x, y = places[:, part]
        best = np.full(len(x), near * near)
        for number, (u, v) in enumerate(points):
            distance = (x - u) ** 2 + (y - v) ** 2
            closer = distance <= best
            nearest[part][closer] = number
            best[closer] = distance[closer]
    return nearest


class _Cells:
    """Stationary points sorted into squares of side ``near``; all flat ones into one.

    Attributes:
        counts: How many points are in each cell.
        firsts: The first point of each.
        grounds: The ground there, as places in `GROUNDS`.
    """

    def __init__(self, near: float) -> None:
        self._near = near
        self._numbers: dict[tuple[complex, int], int] = {}
        self.counts: list[int] = []
        self.firsts: list[tuple[float, float]] = []
        self.grounds: list[int] = []

    def enter(self, places: np.ndarray, grounds: np.ndarray) -> np.ndarray:
        """The numbers of the cells of more points, (n,)."""
        numbers = np.empty(len(grounds), dtype=np.int32)
        for ground, name in enumerate(GROUNDS):
            mine = np.flatnonzero(grounds == ground)
            x, y = places[:, mine]
            side = np.inf if name is PointKind.FLAT else self._near
            keys, first, inverse, counts = np.unique(
                np.round(x / side) + 1j * np.round(y / side),
                return_index=True,
                return_inverse=True,
                return_counts=True,
            )
            points = zip(x[first].tolist(), y[first].tolist(), strict=True)
            known = [
                self._number((key, ground), point)
                for key, point in zip(keys.tolist(), points, strict=True)
            ]
            for number, count in zip(known, counts.tolist(), strict=True):
                self.counts[number] += count
            numbers[mine] = np.array(known, np.int32)[inverse]
        return numbers

    def _number(self, key: tuple[complex, int], point: tuple[float, float]) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.counts)
            self.counts.append(0)
            self.firsts.append(point)
            self.grounds.append(key[1])
        return self._numbers[key]


def _found(surface: Bent, cells: _Cells, near: float) -> tuple[list[Attractor], np.ndarray]:
    """Attractors made of cells, and the place of every cell's own in that list.

    A stationary point may lie where cells meet: a cell whose point is near that of a fuller one of
    the same ground belongs to it.
    """
    found: list[Attractor] = []
    sizes: list[int] = []
    place_of_cell = np.empty(len(cells.counts), dtype=np.int32)
    for ground, name in enumerate(GROUNDS):
        begin = len(found)
        mine = [i for i in range(len(cells.counts)) if cells.grounds[i] == ground]
        for cell in sorted(mine, key=lambda i: -cells.counts[i]):
            x, y = cells.firsts[cell]
            centres = [(a.x, a.y) for a in found[begin:]]
            place = int(_nearest(np.array([[x], [y]]), centres, near)[0])
            if place == NOWHERE:
                place = len(centres)
                height = float(surface.value(x, y))
                lowest = name is PointKind.MINIMUM and is_lowest(surface, height)
                found.append(Attractor(x, y, height, name, lowest))
                sizes.append(0)
            place_of_cell[cell] = begin + place
            sizes[begin + place] += cells.counts[cell]
    order = sorted(range(len(found)), key=lambda i: (GROUNDS.index(found[i].ground), -sizes[i]))
    rank = np.empty(len(found), dtype=np.int32)
    rank[order] = np.arange(len(found))
    return [found[i] for i in order], rank[place_of_cell]

"""Where walks come to rest: the places that many ends have in common, and what they are.

An end is moved onto its stationary point by Newton's method, so that ends of one point coincide;
the signs of the Hessian's eigenvalues there say what it is (the second-derivative test).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from engine import blocks
from engine.contracts import Surface

NOWHERE = -1  # the place in a list of attractors of an end that belongs to none
CORRECTIONS = 4  # Newton steps


class Bent(Surface, Protocol):
    """A surface with second derivatives."""

    def hessian(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, ...]:
        """(fxx, fxy, fyy), broadcast, without warnings."""


class Ground(StrEnum):
    """What the ground is like at a stationary point."""

    MINIMUM = "minimum"  # it rises all around: both eigenvalues of the Hessian are positive
    SADDLE = "saddle"  # it rises along one direction and falls along another
    MAXIMUM = "maximum"  # it falls all around
    FLAT = "flat"  # an eigenvalue is 0: second derivatives do not tell


GROUNDS = tuple(Ground)


@dataclass(frozen=True)
class Attractor:
    """A place where walks come to rest.

    Attributes:
        x: Its place; of level ground, where ends have no point in common, that of one of them.
        y: As x.
        height: f there.
        ground: What it is.
        known: Whether it is one of the surface's own global minima.
    """

    x: float
    y: float
    height: float
    ground: Ground
    known: bool


def attractors(
    surface: Bent, ends: np.ndarray, settled: np.ndarray, near: float, tolerance: float
) -> tuple[tuple[Attractor, ...], np.ndarray]:
    """The places that ends have in common.

    The surface's own minima come first, whether or not anybody ends there; then what else is found
    where walkers have settled: minima, saddles, maxima, flat ground, each with the most visited
    first. All level ground that has no point of its own is one attractor.

    Args:
        surface: The ground.
        ends: (2, n) numbers; NaN where there is none.
        settled: (n,) whether the walker came to rest.
        near: Ends that are no further than this from an attractor belong to it, also if they still
            move: a rule with a constant learning rate may circle a minimum for ever.
        tolerance: The gradient norm under which walkers came to rest. An eigenvalue counts as 0
            if it is below tolerance/near, where the gradient leaves the place open by ``near``.

    Returns:
        The attractors, and for every end the place of its own in that tuple or `NOWHERE`: (n,).
    """
    known = [
        Attractor(x, y, float(surface.value(x, y)), Ground.MINIMUM, True) for x, y in surface.minima
    ]
    which = np.full(ends.shape[1], NOWHERE, dtype=np.int32)
    at_rest = np.flatnonzero(settled)
    places, grounds = _stationary(surface, ends[:, at_rest], near, tolerance / near)
    own = _nearest(places, [(a.x, a.y) for a in known], near)
    which[at_rest] = own
    found: list[tuple[Attractor, np.ndarray]] = []
    for number, ground in enumerate(GROUNDS):
        mine = np.flatnonzero((own == NOWHERE) & (grounds == number))
        cluster, centres = _clusters(places[:, mine], np.inf if ground is Ground.FLAT else near)
        sizes = np.bincount(cluster, minlength=len(centres))
        for place in np.argsort(-sizes, kind="stable"):
            x, y = centres[place]
            there = Attractor(x, y, float(surface.value(x, y)), ground, False)
            found.append((there, at_rest[mine[cluster == place]]))
    for place, (_, members) in enumerate(found, start=len(known)):
        which[members] = place
    everything = (*known, *(there for there, _ in found))
    points = [(a.x, a.y) if a.ground is not Ground.FLAT else (np.nan,) * 2 for a in everything]
    moving = np.flatnonzero(~settled & np.isfinite(ends).all(axis=0))
    which[moving] = _nearest(ends[:, moving], points, near)
    return everything, which


def _parts(count: int) -> Iterator[slice]:
    for low in range(0, count, blocks.BLOCK):
        yield slice(low, low + blocks.BLOCK)


def _stationary(
    surface: Bent, ends: np.ndarray, near: float, zero: float
) -> tuple[np.ndarray, np.ndarray]:
    """The stationary points next to ends, (2, n), and the ground there as places in `GROUNDS`."""
    places, grounds = np.array(ends), np.empty(ends.shape[1], np.int8)
    with np.errstate(all="ignore"):
        for part in _parts(ends.shape[1]):
            here = places[:, part]
            for _ in range(CORRECTIONS):
                moved = here - _newton(surface, here)
                inside = np.hypot(*(moved - ends[:, part])) <= near
                np.copyto(here, moved, where=inside)
            grounds[part] = _ground(surface.hessian(*here), zero)
    return places, grounds


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
    numbers = [GROUNDS.index(g) for g in (Ground.MINIMUM, Ground.SADDLE, Ground.MAXIMUM)]
    return np.select(kinds, numbers, GROUNDS.index(Ground.FLAT))


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


def _clusters(places: np.ndarray, near: float) -> tuple[np.ndarray, list[tuple[float, float]]]:
    """Which cluster each place belongs to, and the clusters' centres.

    Places are sorted into square cells of side ``near``; a cell whose first place is near the
    centre of a fuller one belongs to that one.
    """
    cells = np.round(places / near)
    _, first, inverse, counts = np.unique(
        cells[0] + 1j * cells[1], return_index=True, return_inverse=True, return_counts=True
    )
    centres: list[tuple[float, float]] = []
    cluster_of_cell = np.empty(len(first), dtype=np.int64)
    for cell in np.argsort(-counts, kind="stable"):
        x, y = places[:, first[cell]].tolist()
        number = int(_nearest(np.array([[x], [y]]), centres, near)[0])
        if number == NOWHERE:
            number = len(centres)
            centres.append((x, y))
        cluster_of_cell[cell] = number
    return cluster_of_cell[inverse], centres

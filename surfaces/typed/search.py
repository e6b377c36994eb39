"""Where a ground of a formula is lowest, as far as looking can tell.

From the lowest cells of grids over the window, over ten times and over a hundred times as much of
the plane, compasses go down: each tries a ring of places about it, goes to the lowest, and draws
its ring together where none is lower. That needs no slope, so that kinks and tips are found, too.
Then Newton's method puts smooth minima to where they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from surfaces.surface import Domain
from surfaces.typed.far import direction, far
from surfaces.typed.formula import Typed

GRID = 81  # places along a side of the window
WIDER = (1.0, 10.0, 100.0)
STARTS = 24  # compasses in each window
RING = 12
ROUNDS, DRAWN = 150, 0.5
NARROW = 0.2  # of the ring, in every third round: beside a pole all of a wide one is too far
STREAK = 8  # moves in a row, after which a compass takes wider steps
CORRECTIONS = 6
SETTLED = 1e-4  # of a cell: a compass with so narrow a ring has come to the end of its way
SAME_PLACE = 1e-5  # of the window's side
SAME_HEIGHT = 1e-9  # of 1 + |f|
FLAT = 1e-9  # of the steepest rise about a place: along such a way f is level
POLE = 1e6  # times the usual height: so deep, there is no bottom

Place = tuple[float, float]
Searched = tuple[np.ndarray, np.ndarray, np.ndarray]  # places, heights, which stand alone


@dataclass(frozen=True)
class Standing:
    """What was found of the lowest places.

    Attributes:
        minima: The lowest places of the window, the nearest to its middle first; none where f is
            lower outside, or where the lowest places fill a curve.
        minimum: The lowest f that was found; None where f has no lowest value as far as was seen.
        further: The lowest place, where that lies outside of the window.
        falls: A direction in which f falls without end.
        pole: A place at which it does.
        fades: A direction in which f falls towards a value that it never takes.
        defined: Which share of the window's grid has a finite f.
    """

    minima: tuple[Place, ...] = ()
    minimum: float | None = None
    further: tuple[Place, ...] = ()
    falls: Place | None = None
    pole: Place | None = None
    fades: Place | None = None
    defined: float = 0.0


def defined(typed: Typed, domain: Domain) -> float:
    """Which share of a window's grid has a finite f."""
    half = np.array([domain.width, domain.height]) / 2
    with np.errstate(all="ignore"):
        grid = _grid(typed, np.mean(domain.bounds, axis=1), half)[2]
    return float(np.isfinite(grid).mean())


def look_over(typed: Typed, domain: Domain) -> Standing:
    """Look for the lowest places of f in a window and far around it."""
    with np.errstate(all="ignore"):
        return _looked_over(typed, domain)


def _looked_over(typed: Typed, domain: Domain) -> Standing:
    centre = np.mean(domain.bounds, axis=1)
    half = np.array([domain.width, domain.height]) / 2
    grid = _grid(typed, centre, half)[2]
    defined = float(np.isfinite(grid).mean())
    falls, fades, limit = far(typed, centre, half)
    searched = [_found(typed, centre, scale * half) for scale in WIDER]
    places, heights, alone = (np.concatenate(parts) for parts in zip(*searched, strict=True))
    kept = (np.abs(places - centre) <= half).all(axis=1)
    minima = _lowest(places[kept & alone], heights[kept & alone], centre, half)
    falls = falls or _deeper(searched, centre)
    pole = None if falls else _pole(places, heights, grid)
    if falls or pole:
        return Standing(minima, None, falls=falls, pole=pole, defined=defined)
    if not len(heights):
        return Standing((), None, fades=fades, defined=defined)
    least, here = float(heights.min()), float(heights[kept].min(initial=math.inf))
    near = SAME_HEIGHT * (1 + abs(least))
    if fades is not None and limit is not None and limit <= least + near:
        return Standing(minima, None, fades=fades, defined=defined)
    if least < here - near:
        x, y = places[np.argmin(heights)]
        return Standing((), least, further=((float(x), float(y)),), defined=defined)
    known = [float(_heights(typed, np.array(place))) for place in minima]
    if not known or min(known) > here + near:
        minima = ()  # the lowest places fill a curve
    return Standing(minima, min(known, default=here) + 0.0, defined=defined)


def _deeper(searched: list[Searched], centre: np.ndarray) -> Place | None:
    """The way to where f is lowest, if that is the lower the farther one looks."""
    lows = [heights.min(initial=math.inf) for _places, heights, _alone in searched]
    if not (np.isfinite(lows).all() and lows[1] - lows[2] > 2 * (lows[0] - lows[1]) > 0):
        return None
    places, heights, _alone = searched[-1]
    way = places[np.argmin(heights)] - centre
    return direction(way / np.hypot(*way))


def _pole(places: np.ndarray, heights: np.ndarray, grid: np.ndarray) -> Place | None:
    """A place about which f has no lowest value, if one was met."""
    usual = np.median(np.abs(grid[np.isfinite(grid)])) if np.isfinite(grid).any() else 0.0
    if not len(heights) or heights.min() > -POLE * (1 + usual):
        return None
    x, y = places[np.argmin(heights)]
    return float(x), float(y)


def _heights(typed: Typed, places: np.ndarray) -> np.ndarray:
    """(…, 2) → (…)."""
    x, y = places[..., 0], places[..., 1]
    return np.broadcast_to(typed.f(x, y), x.shape).astype(float)


def _grid(typed: Typed, centre: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, ...]:
    """(GRID, GRID) x, y and heights over a window."""
    steps = np.linspace(-1, 1, GRID)
    x, y = np.meshgrid(centre[0] + half[0] * steps, centre[1] + half[1] * steps)
    return x, y, np.broadcast_to(typed.f(x, y), x.shape).astype(float)


def _found(typed: Typed, centre: np.ndarray, half: np.ndarray) -> Searched:
    """Where compasses come to from a window's lowest cells, how high, and who stands alone."""
    x, y, heights = _grid(typed, centre, half)
    padded = np.pad(np.where(np.isnan(heights), np.inf, heights), 1, constant_values=np.inf)
    shifts = [
        padded[1 + i : 1 + i + GRID, 1 + j : 1 + j + GRID]
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        if i or j
    ]
    inner = padded[1:-1, 1:-1]
    chosen = np.flatnonzero((inner < np.inf) & (inner <= np.min(shifts, axis=0)))
    chosen = chosen[np.argsort(heights.ravel()[chosen], kind="stable")[:STARTS]]
    places = np.stack([x.ravel()[chosen], y.ravel()[chosen]], axis=-1)
    if not len(places):
        return places, np.empty(0), np.empty(0, bool)
    cell = 2 * half / (GRID - 1)
    settled, here, ended = _compasses(typed, places, cell)
    sharper = _newton(typed, settled)
    there = _heights(typed, sharper)
    near = (np.abs(sharper - settled) <= 1e-3 * cell).all(axis=1)
    better = near & (there <= here + 1e-14 * (1 + np.abs(here)))
    settled, here = np.where(better[:, None], sharper, settled), np.where(better, there, here)
    return settled, here, ended & _are_alone(typed, settled, here, cell)


def _ring() -> np.ndarray:
    """(RING, 2) unit steps."""
    turn = 2 * np.pi * np.arange(RING) / RING
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    return np.where(np.abs(ring) < 1e-12, 0.0, ring)


def _compasses(typed: Typed, places: np.ndarray, cell: np.ndarray) -> Searched:
    """(n, 2) places further down, (n,) their heights, and who has come to the end of its way."""
    ring, rows = _ring(), np.arange(len(places))
    places, heights = places.copy(), _heights(typed, places)
    reach, streak = np.ones(len(places)), np.zeros(len(places), int)
    for turn in range(ROUNDS):
        narrow = turn % 3 == 2
        tried = reach * (NARROW if narrow else 1.0)
        around = places[:, None] + tried[:, None, None] * ring * cell
        there = _heights(typed, around)
        there = np.where(np.isnan(there), np.inf, there)
        best = np.argmin(there, axis=1)
        lower = there[rows, best] < heights
        places = np.where(lower[:, None], around[rows, best], places)
        heights = np.where(lower, there[rows, best], heights)
        if not narrow:
            streak = np.where(lower, streak + 1, 0)
            longer = np.where(streak % STREAK == STREAK - 1, 2.0, 1.0)
            reach = np.where(lower, longer * reach, DRAWN * reach)
    return places, heights, reach < SETTLED


def _newton(typed: Typed, places: np.ndarray) -> np.ndarray:
    x, y = places[:, 0].copy(), places[:, 1].copy()
    for _ in range(CORRECTIONS):
        gx, gy = (np.broadcast_to(part, x.shape) for part in typed.df(x, y))
        xx, xy, yy = (np.broadcast_to(part, x.shape) for part in typed.d2f(x, y))
        flat = xx * yy - xy * xy
        dx, dy = (yy * gx - xy * gy) / flat, (xx * gy - xy * gx) / flat
        there = np.isfinite(dx) & np.isfinite(dy)
        x, y = x - np.where(there, dx, 0.0), y - np.where(there, dy, 0.0)
    return np.stack([x, y], axis=-1)


def _are_alone(
    typed: Typed, places: np.ndarray, heights: np.ndarray, cell: np.ndarray
) -> np.ndarray:
    """(n,) bool: whether f rises on all sides; else such places fill a curve."""
    rises = np.isfinite(heights)
    for reach in (0.3, 0.03):
        around = _heights(typed, places[:, None] + reach * _ring() * cell)
        around = np.where(np.isnan(around), np.inf, around)  # the edge of where f is defined
        gain = around - heights[:, None]
        most = np.where(np.isfinite(gain), gain, 0.0).max(axis=1)
        least = FLAT * most + 1e-15 * np.abs(heights)
        rises &= (gain > least[:, None]).all(axis=1)
    return rises


def _lowest(
    places: np.ndarray, heights: np.ndarray, centre: np.ndarray, half: np.ndarray
) -> tuple[tuple[float, float], ...]:
    """The places that are as low as the lowest, each once."""
    if not len(places):
        return ()
    least = heights.min()
    deep = places[heights <= least + SAME_HEIGHT * (1 + abs(least))]
    deep = deep[np.argsort(np.hypot(*((deep - centre) / half).T), kind="stable")]
    found: list[np.ndarray] = []
    for place in deep:
        near = SAME_PLACE * 2 * half
        if all((np.abs(place - other) > near).any() for other in found):
            found.append(place)
    return tuple((_clean(x, half[0]), _clean(y, half[1])) for x, y in found)


def _clean(number: float, half: float) -> float:
    """A coordinate without what is left of 0 by rounding."""
    return 0.0 if abs(number) < 1e-12 * half else float(number)

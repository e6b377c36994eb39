"""Maps of starts side by side, in one legend: which end each start has, and how soon.

Every map has found its own list of ends; here they become one list, so that a minimum has one
colour and one letter on all maps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import Attractor, Basins, PointKind
from figures.basin_colors import HUES, PLAIN, STEPS

NEVER = 65535  # the steps of a walk that never came to rest
PER_DECADE = 100  # degrees of nearness
MOST_NEAR = 12 * PER_DECADE  # nearer than this is as near as numbers tell
UNDER_WAY, DIVERGED = "under_way", "diverged"
LETTERS = "ABCDEFG"  # as many as there are hues


@dataclass(frozen=True, eq=False)
class BasinChart:
    """What a page needs of a map of starts, small enough to be kept: [i, j] is (x[j], y[i]).

    Attributes:
        x: (n,) the starts' x.
        y: (n,) the starts' y.
        which: (n, n) uint16; the place of the end in ``attractors``; behind them one more for
            those still under way and one for the diverged.
        steps: (n, n) uint16; steps needed to come to rest, `NEVER` if it never did.
        nearness: (n, n) uint16; of a walk that still moves at its minimum how near it was in the
            end: it was near · 10^(−nearness/`PER_DECADE`) away. 0 for all others.
        attractors: Where walks end, as in `engine.Basins`.
        near: How near two ends must be to be one.
    """

    x: np.ndarray
    y: np.ndarray
    which: np.ndarray
    steps: np.ndarray
    nearness: np.ndarray
    attractors: tuple[Attractor, ...]
    near: float

    @property
    def nbytes(self) -> int:
        """The memory that the arrays take."""
        cells = self.which.nbytes + self.steps.nbytes + self.nearness.nbytes
        return self.x.nbytes + self.y.nbytes + cells


def chart(made: Basins) -> BasinChart:
    """A map without what no page shows."""
    known = len(made.attractors)
    which = np.where(made.diverged, known + 1, np.where(made.under_way, known, made.which))
    steps = np.where(made.steps >= 0, made.steps, NEVER)
    return BasinChart(
        made.x,
        made.y,
        which.astype(np.uint16),
        steps.astype(np.uint16),
        _nearness(made).astype(np.uint16),
        made.attractors,
        made.near,
    )


def _nearness(made: Basins) -> np.ndarray:
    """How near walks that still move are to their minima, as `BasinChart.nearness` has it."""
    moving = (made.steps < 0) & (made.which >= 0)
    nearness = np.zeros(made.which.shape)
    places = np.array([(a.x, a.y) for a in made.attractors]).reshape(-1, 2)
    away = np.hypot(*(made.ends[moving] - places[made.which[moving]]).T)
    with np.errstate(divide="ignore"):
        nearness[moving] = np.round(PER_DECADE * np.log10(made.near / away))
    return np.clip(nearness, 0, MOST_NEAR)


@dataclass(frozen=True)
class BasinEnd:
    """One end in the legend of all maps.

    Attributes:
        kind: A `PointKind`'s name, ``"under_way"`` or ``"diverged"``.
        letter: Of a minimum, if there are no more minima than letters.
        known: Whether it is one of the surface's own global minima.
        place: x, y and f; None where the end is no place.
        hue: A place in `figures.basin_colors.HUES`; None for what is no minimum.
    """

    kind: str
    letter: str | None
    known: bool
    place: tuple[float, float, float] | None
    hue: int | None


@dataclass(frozen=True, eq=False)
class BasinFigure:
    """Charts with one list of ends.

    Attributes:
        charts: The maps.
        ends: All their ends: minima, saddles, maxima, level ground, under way, diverged.
        which: For each map (n, n) uint16, places in ``ends``.
    """

    charts: tuple[BasinChart, ...]
    ends: tuple[BasinEnd, ...]
    which: tuple[np.ndarray, ...]

    @property
    def shares(self) -> np.ndarray:
        """(maps, ends) float64; per cent of the starts of each map. Rows sum to 100."""
        counts = [np.bincount(w.ravel(), minlength=len(self.ends)) for w in self.which]
        rows = [100.0 * count / w.size for count, w in zip(counts, self.which, strict=True)]
        return np.array(rows).reshape(len(self.which), len(self.ends))

    @property
    def alone(self) -> bool:
        """Whether one end has all the colour, so that it is free to tell the steps."""
        return sum(end.hue is not None for end in self.ends) == 1

    @property
    def moving(self) -> tuple[np.ndarray, ...]:
        """For each map (n, n) bool; whose walk still moves at its minimum."""
        minima = np.array([end.hue is not None for end in self.ends])
        return tuple(
            minima[which] & (made.steps == NEVER)
            for made, which in zip(self.charts, self.which, strict=True)
        )

    def groups(self) -> list[tuple[BasinEnd, list[int]]]:
        """The lines of a legend: an end, or the first of several alike, and all their places.

        Ends that no start has are left out, but for global minima: that nobody gets there is news.
        """
        reached = self.shares.sum(axis=0) > 0
        lines: dict[Any, tuple[BasinEnd, list[int]]] = {}
        for place, end in enumerate(self.ends):
            if reached[place] or end.known:
                key = (end.kind, end.letter, end.known)
                lines.setdefault(key, (end, []))[1].append(place)
        return list(lines.values())


def basin_figure(charts: Sequence[BasinChart]) -> BasinFigure:
    """One legend for maps of one surface."""
    found: list[Attractor] = []
    visits: list[int] = []
    tables: list[list[int]] = []
    for made in charts:
        counts = np.bincount(made.which.ravel(), minlength=len(made.attractors) + 2)
        table = []
        for attractor, count in zip(made.attractors, counts.tolist(), strict=False):
            place = next((i for i, a in enumerate(found) if _same(a, attractor, made.near)), None)
            if place is None:
                place = len(found)
                found.append(attractor)
                visits.append(0)
            visits[place] += count
            table.append(place)
        tables.append(table)
    kinds = list(PointKind)
    # Known minima keep the order in which the surface names them; it is theirs on every map.
    order = sorted(
        range(len(found)),
        key=lambda i: (
            kinds.index(found[i].ground),
            not found[i].known,
            0 if found[i].known else -visits[i],
        ),
    )
    rank = {place: new for new, place in enumerate(order)}
    ends = tuple(_ends([found[i] for i in order]))
    which = tuple(
        np.array([*(rank[place] for place in table), len(found), len(found) + 1], np.uint16)[
            made.which
        ]
        for made, table in zip(charts, tables, strict=True)
    )
    return BasinFigure(tuple(charts), ends, which)


def _same(a: Attractor, b: Attractor, near: float) -> bool:
    """Whether two maps mean the same end; all level ground is one."""
    if a.ground is not b.ground:
        return False
    return a.ground is PointKind.FLAT or (a.x - b.x) ** 2 + (a.y - b.y) ** 2 <= near * near


def _ends(places: Sequence[Attractor]) -> Iterator[BasinEnd]:
    minima = [place for place in places if place.ground is PointKind.MINIMUM]
    hues = hues_of([(a.x, a.y) for a in minima], sum(a.known for a in minima))
    for number, a in enumerate(places):
        minimum = a.ground is PointKind.MINIMUM
        letter = LETTERS[number] if minimum and len(minima) <= len(LETTERS) else None
        # f at a rounded place of a minimum is its f* and some noise.
        place = None if a.ground is PointKind.FLAT else (a.x, a.y, round(a.height, 12) + 0.0)
        yield BasinEnd(str(a.ground), letter, a.known, place, hues[number] if minimum else None)
    for kind in (UNDER_WAY, DIVERGED):
        yield BasinEnd(kind, None, False, None, None)


def hues_of(places: Sequence[tuple[float, float]], known: int) -> list[int]:
    """A hue for every minimum: its own as long as there are enough, else unlike its neighbours'.

    Where hues come again, those of the global minima do not (unless there are no others), and
    every minimum takes the hue whose nearest bearer is farthest away.
    """
    count = len(HUES)
    if len(places) <= count:
        return list(range(len(places)))
    own = min(known, count - 1)
    hues = list(range(own))
    for x, y in places[own:]:
        room = np.full(count, np.inf)
        room[:own] = -1.0
        for hue, (u, v) in zip(hues, places, strict=False):
            if hue >= own:
                room[hue] = min(room[hue], (x - u) ** 2 + (y - v) ** 2)
        hues.append(int(room.argmax()))
    return hues


def stops_of(end: BasinEnd, alone: bool) -> tuple[str, ...]:
    """The colours of an end from the quickest to the slowest; one that has no steps has one."""
    if end.hue is None:
        return PLAIN[end.kind][:1]
    return STEPS if alone else HUES[end.hue]

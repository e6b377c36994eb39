"""Where the hinge loss is lowest: exactly, at a corner, on a kink or where the planes are level.

Planes that meet in kinks are lowest in a corner of these (a linear programme); with a ridge on
top, between, on or off the kinks. Which kinks go through the lowest place is found by going there
roughly; the place itself then follows from linear equations.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from surfaces.losses.kind import Lowest

GOLDEN = (np.sqrt(5) - 1) / 2
ROUNDS = 70  # of a search for the lowest place of a line
NEAR = 1e-6  # of the place's size: a kink that goes through it
MOST_KINKS = 16
ASIDE = 1e-5  # of the place's size, to see whether others are as low
LEVEL = 1e-13  # of f: what is as low


def lowest(loss: Any) -> Lowest:
    """The minimiser of hinges with penalties; none where they fill an area or a line."""
    rough = _rough(loss)
    normals, offsets = _kinks(loss)
    size = max(1.0, float(np.hypot(*rough)))
    off = np.abs(normals @ rough - offsets) / np.maximum(np.linalg.norm(normals, axis=1), 1e-300)
    near = np.argsort(off, kind="stable")[:MOST_KINKS]
    near = near[off[near] <= NEAR * size]
    places = [rough, *_corners(normals[near], offsets[near])]
    if loss.ridge:
        places += _between(loss, rough, normals[near], offsets[near])
    heights = loss.value(np.array(places))
    place, floor = places[int(np.argmin(heights))], float(heights.min())
    turn = 2 * np.pi * np.arange(64) / 64
    ways = [*np.stack([np.cos(turn), np.sin(turn)], axis=-1), *_along(normals[near])]
    around = place + ASIDE * size * np.array(ways)
    if (loss.value(around) <= floor + LEVEL * max(1.0, floor)).any():
        return (), max(floor, 0.0) if floor > LEVEL else 0.0
    found = float(place[0]), float(place[1])
    return (found,), float(loss.plain.f(*found))


def _kinks(loss: Any) -> tuple[np.ndarray, np.ndarray]:
    """Lines n·w = c along which the loss is bent: (k, 2) and (k,)."""
    rows = loss.plain.rows
    normals, offsets = np.stack([rows.a, rows.b], axis=1), np.ones(len(rows.a))
    if loss.lasso:
        normals, offsets = np.concatenate([normals, np.eye(2)]), np.append(offsets, [0.0, 0.0])
    there = np.any(normals != 0, axis=1)
    return normals[there], offsets[there]


def _rough(loss: Any) -> np.ndarray:
    """The lowest place, by the lowest of lines across: f is convex, and so is what it is there."""
    reach = 1.0
    while reach < 1e6 and _edge_is_low(loss, reach):
        reach *= 2

    rows, weights = loss.plain.rows, loss.plain.weights

    def heights(x: float, y: float) -> float:
        sizes = loss.ridge / 2 * (x * x + y * y) + loss.lasso * (abs(x) + abs(y))
        return float(weights @ np.maximum(1 - rows.a * x - rows.b * y, 0.0)) + sizes

    def lowest_at(x: float) -> tuple[float, float]:
        y = _search(lambda y: heights(x, y), -reach, reach)
        return y, heights(x, y)

    x = _search(lambda x: lowest_at(x)[1], -reach, reach)
    return np.array([x, lowest_at(x)[0]])


def _edge_is_low(loss: Any, reach: float) -> bool:
    """Whether somewhere at that distance the loss is no higher than in the middle."""
    turn = 2 * np.pi * np.arange(256) / 256
    edge = reach * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    inner = loss.value(edge / 2).min()
    return bool(loss.value(edge).min() < min(inner, float(loss.value(np.zeros(2)))))


def _search(of: Any, low: float, high: float) -> float:
    """The lowest place of a convex function between two others, by golden sections."""
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_a, at_b = of(a), of(b)
    for _ in range(ROUNDS):
        if at_a <= at_b:
            high, b, at_b = b, a, at_a
            a = high - GOLDEN * (high - low)
            at_a = of(a)
        else:
            low, a, at_a = a, b, at_b
            b = low + GOLDEN * (high - low)
            at_b = of(b)
    return (low + high) / 2


def _corners(normals: np.ndarray, offsets: np.ndarray) -> list[np.ndarray]:
    """Where two kinks cross."""
    found = []
    for i, j in combinations(range(len(normals)), 2):
        pair = normals[[i, j]]
        if abs(np.linalg.det(pair)) > 1e-12 * np.linalg.norm(pair[0]) * np.linalg.norm(pair[1]):
            found.append(np.linalg.solve(pair, offsets[[i, j]]))
    return found


def _along(normals: np.ndarray) -> list[np.ndarray]:
    """Both ways along every kink."""
    ways = [np.array([-n[1], n[0]]) / np.linalg.norm(n) for n in normals]
    return [*ways, *(-way for way in ways)]


def _between(
    loss: Any, rough: np.ndarray, normals: np.ndarray, offsets: np.ndarray
) -> list[np.ndarray]:
    """Where ridge and planes are level: off all kinks, or along one of them."""
    planes = loss.gradient(rough) - loss.ridge * rough  # of what is no ridge
    found = [-planes / loss.ridge]
    for normal, offset in zip(normals, offsets, strict=True):
        foot = normal * offset / (normal @ normal)
        way = np.array([-normal[1], normal[0]]) / np.linalg.norm(normal)
        found.append(foot - way * (planes @ way) / loss.ridge)
    return found

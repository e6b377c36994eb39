"""Fractional max pooling: a picture shrinks by a factor between 1 and 2, in random regions.

A side of n cells is cut into m regions of 1 or 2 cells each, in random order; a region answers with
its largest cell. Benjamin Graham, Fractional max-pooling, 2014. https://arxiv.org/abs/1412.6071
Regions are disjoint, and all orders are as probable ("random", section 2).
"""

from __future__ import annotations

from itertools import combinations, product

import numpy as np

MOST_CUTS = 64


def cuts(cells: int, regions: int) -> np.ndarray:
    """(orders, regions + 1) int; the borders of every way to cut a side, each as probable.

    Raises:
        ValueError: That many regions of 1 or 2 cells do not make up the side.
    """
    if not regions <= cells <= 2 * regions or regions < 1:
        raise ValueError(
            f"pooling: {cells} cells need from {-(-cells // 2)} to {cells} regions, got {regions}"
        )
    found = []
    for double in combinations(range(regions), cells - regions):
        widths = np.ones(regions, dtype=int)
        widths[list(double)] = 2
        found.append(np.concatenate([[0], np.cumsum(widths)]))
    return np.array(found)


def pooled(picture: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The largest cell of every region; ``rows`` and ``columns`` are borders."""
    tall = np.maximum.reduceat(picture, rows[:-1], axis=0)
    return np.maximum.reduceat(tall, columns[:-1], axis=1)


def pooled_at_random(
    picture: np.ndarray, regions: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One draw: the small picture (m, m), and the borders of its rows and columns."""
    rng = np.random.default_rng(seed)
    rows, columns = (rng.choice(cuts(cells, regions)) for cells in picture.shape)
    return pooled(picture, rows, columns), rows, columns


def pooled_mean(picture: np.ndarray, regions: int) -> np.ndarray:
    """The exact mean (m, m) over all ways to cut both sides.

    Raises:
        ValueError: There are more than 64 ways.
    """
    down, across = (cuts(cells, regions) for cells in picture.shape)
    if len(down) * len(across) > MOST_CUTS:
        raise ValueError(f"pooling: at most {MOST_CUTS} ways, got {len(down) * len(across)}")
    return np.mean([pooled(picture, *both) for both in product(down, across)], axis=0)

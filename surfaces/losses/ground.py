"""The surface of a loss: its facts, and a window in which its minimum and the walks are seen."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from surfaces.families import Family
from surfaces.losses.loss import DataLoss
from surfaces.losses.moments import Moments
from surfaces.surface import Domain, Surface

LEAST_HALF, MOST_HALF = 1.0, 1e5  # of a window's side
FORWARDS = 4.0  # how far along its direction a window without a minimum is centred
GRID = 8.0  # places per unit where a window may be centred
AROUND = 8  # starts that are looked at
TELLING = 0.05  # of the steepest start: there is something to walk down from
ROOM = 0.7  # of the half window, from its centre to the start


@lru_cache(maxsize=256)  # equal losses have one surface, by which walks are remembered
def surface_of(loss: DataLoss) -> Surface:
    """The ground of a loss, which is known by its content."""
    kind, plain = loss.kind, loss.plain
    domain = _window(loss)
    formula = kind.formula
    if loss.ridge:
        formula += rf" + \tfrac{{{loss.ridge:g}}}{{2}}\lVert w\rVert^2"
    if loss.lasso:
        formula += rf" + {loss.lasso:g}\,\lVert w\rVert_1"
    return Surface(
        name=kind.name,
        title=kind.title,
        family=Family.DATA,
        formula=formula,
        f=plain.f,
        df=plain.df,
        d2f=plain.d2f,
        domain=domain,
        minima=loss.minima,
        minimum=loss.minimum,
        fades=loss.unbounded,
        start=_start(loss, domain),
        opening=kind.opening(loss, domain),
        source=kind.source,
        note=kind.note,
        smooth=kind.smooth and not loss.lasso,
        content=repr(loss.key),
        scale=_scale(loss, domain),
        coordinates=kind.weights,
    )


def _window(loss: DataLoss) -> Domain:
    """About the minimum, so wide that the loss at its edge is several times that of no weights."""
    if loss.unbounded is not None:
        centre = FORWARDS * np.array(loss.unbounded)
        half = np.full(2, 2 * FORWARDS)
    else:
        centre = np.mean(loss.minima, axis=0) if loss.minima else np.zeros(2)
        half = _half(loss, centre)
    half = np.clip([_rounded(float(side)) for side in half], LEAST_HALF, MOST_HALF)
    centre = np.round(centre * GRID) / GRID  # so that no end of a side is rounded
    low, high = np.round(centre - half, 6), np.round(centre + half, 6)
    return Domain(float(low[0]), float(high[0]), float(low[1]), float(high[1]))


def _half(loss: DataLoss, centre: np.ndarray) -> np.ndarray:
    """Half of the window's sides: of squares by their bends, else by the length of the weights."""
    if not isinstance(loss.plain, Moments):
        farthest = np.abs(loss.minima).max(axis=0) if loss.minima else np.zeros(2)
        if loss.kind.task == "number":  # two weights of different kinds
            return np.maximum(2.0, 2 * farthest)
        return np.full(2, max(3.0, 1.6 * float(farthest.max())))
    xx, xy, yy = (float(part) for part in loss.plain.moments)
    flat = xx * yy - xy * xy
    if flat <= 1e-9 * xx * yy:
        return np.full(2, max(3.0, 2 * float(np.abs(centre).max())))
    away = np.array([xx * centre[0] + xy * centre[1], xy * centre[0] + yy * centre[1]]) @ centre
    level = max(float(away), 0.5)  # twice as high above f* as no weights are
    return 2 * np.sqrt(level * np.array([yy, xx]) / flat)


def _ring(domain: Domain) -> np.ndarray:
    """(n, 2); places around the middle."""
    middle = np.mean(domain.bounds, axis=1)
    turn = 2 * np.pi * (np.arange(AROUND) + 0.5) / AROUND
    half = np.array([domain.width, domain.height]) / 2
    return middle + ROOM * half * np.stack([np.cos(turn), np.sin(turn)], axis=-1)


def _start(loss: DataLoss, domain: Domain) -> tuple[float, float]:
    """A start at the side, neither the highest nor the lowest of those around."""
    ring = _ring(domain)
    steep = np.nan_to_num(np.linalg.norm(loss.gradient(ring), axis=1))
    ring = ring[steep >= TELLING * steep.max()]
    x, y = ring[np.argsort(loss.value(ring), kind="stable")[max(0, len(ring) - 3)]]
    return _short(x, domain.width), _short(y, domain.height)


def _scale(loss: DataLoss, domain: Domain) -> tuple[float, float]:
    """The largest curvature around and in the middle, or slope per length, and the length."""
    length = min(domain.width, domain.height) / 2
    places = _ring(domain)
    if loss.kind.smooth:  # the tip of a cone bends more than anything that matters
        middle = np.mean(domain.bounds, axis=1)
        places = np.concatenate([places, [middle], np.zeros((1, 2))])
    bends, slopes = loss.hessian(places), loss.gradient(places)
    high = np.abs(np.linalg.eigvalsh(bends[np.isfinite(bends).all(axis=(1, 2))]))
    steep = np.linalg.norm(slopes[np.isfinite(slopes).all(axis=1)], axis=1)
    return max(float(high.max(initial=0)), float(steep.max(initial=0)) / length, 1e-9), length


def _short(number: float, side: float) -> float:
    return float(np.round(number, max(0, 2 - int(np.floor(np.log10(side / 10))))))


def _rounded(side: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(side))
    for digit in (1, 1.5, 2, 3, 4, 5, 6, 8):
        if side <= digit * power * (1 + 1e-9):
            return float(digit * power)
    return float(10 * power)

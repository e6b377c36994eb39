"""The surface of a loss: its facts, and a window in which its minimum and the walks are seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from surfaces.losses.loss import DataLoss
from surfaces.losses.moments import Moments
from surfaces.surface import Domain, Parameter, Surface

LEAST_HALF, MOST_HALF = 0.5, 1e5  # of a window's side
FORWARDS = 4.0  # how far along its direction a window without a minimum is centred
AROUND = 8  # starts that are looked at
ROOM = 0.7  # of the half window, from its centre to the start


@lru_cache(maxsize=256)  # equal losses have one surface, by which walks are remembered
def surface_of(
    loss: DataLoss,
    parameters: tuple[Parameter, ...] = (),
    arguments: tuple[float, ...] = (),
    remake: Callable[..., Surface] | None = None,
) -> Surface:
    """The ground of a loss; with parameters it is one of the menu's."""
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
        formula=formula,
        f=plain.f,
        df=plain.df,
        d2f=plain.d2f,
        domain=domain,
        minima=loss.minima,
        minimum=loss.minimum,
        fades=loss.unbounded,
        start=_start(loss, domain),
        source=kind.source,
        note=kind.note,
        smooth=kind.smooth and not loss.lasso,
        content="" if parameters else repr(loss.key),
        parameters=parameters,
        arguments=arguments,
        remake=remake,
    )


def _window(loss: DataLoss) -> Domain:
    """About the minimum, so wide that the loss at its edge is several times that of no weights."""
    if loss.unbounded is not None:
        centre = FORWARDS * np.array(loss.unbounded)
        half = np.full(2, 2 * FORWARDS)
    else:
        centre = np.array(loss.minima[0]) if loss.minima else np.zeros(2)
        half = _half(loss, centre)
    half = np.clip([_rounded(float(side)) for side in half], LEAST_HALF, MOST_HALF)
    centre = np.round(centre, 1) if half.max() < 50 else np.round(centre)
    low, high = np.round(centre - half, 6), np.round(centre + half, 6)
    return Domain(float(low[0]), float(high[0]), float(low[1]), float(high[1]))


def _half(loss: DataLoss, centre: np.ndarray) -> np.ndarray:
    """Half of the window's sides: of squares by their bends, else by the length of the weights."""
    if not isinstance(loss.plain, Moments):
        return np.full(2, max(3.0, 1.6 * float(np.abs(centre).max())))
    xx, xy, yy = (float(part) for part in loss.plain.moments)
    flat = xx * yy - xy * xy
    if flat <= 1e-9 * xx * yy:
        return np.full(2, max(3.0, 2 * float(np.abs(centre).max())))
    away = np.array([xx * centre[0] + xy * centre[1], xy * centre[0] + yy * centre[1]]) @ centre
    level = max(float(away), 0.5)  # twice as high above f* as no weights are
    return 2 * np.sqrt(level * np.array([yy, xx]) / flat)


def _start(loss: DataLoss, domain: Domain) -> tuple[float, float]:
    """A start at the side, neither the highest nor the lowest of those around."""
    (x_low, x_high), (y_low, y_high) = domain.bounds
    turn = 2 * np.pi * (np.arange(AROUND) + 0.5) / AROUND
    x = (x_low + x_high) / 2 + ROOM * np.cos(turn) * domain.width / 2
    y = (y_low + y_high) / 2 + ROOM * np.sin(turn) * domain.height / 2
    heights = loss.value(np.stack([x, y], axis=-1))
    place = np.argsort(heights, kind="stable")[AROUND - 3]
    return _short(x[place], domain.width), _short(y[place], domain.height)


def _short(number: float, side: float) -> float:
    return float(np.round(number, max(0, 2 - int(np.floor(np.log10(side / 10))))))


def _rounded(side: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(side))
    for digit in (1, 1.5, 2, 3, 4, 5, 6, 8):
        if side <= digit * power * (1 + 1e-9):
            return float(digit * power)
    return float(10 * power)

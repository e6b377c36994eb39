"""The surface of a formula: a window in which something is seen, a start, and what was found."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Parameter, Surface
from surfaces.typed.formula import Typed, formula
from surfaces.typed.notes import Remark, note_of
from surfaces.typed.refusal import FormulaError
from surfaces.typed.search import Standing, defined, look_over

NAME = "typed"
TITLE = Remark("Your own f(x, y)").note
FARTHEST = 1e4  # of a side of the window
NARROWEST = 1e-3  # side of a window
USUAL = 5.0
TRIED = (USUAL, 2.0, 1.0, 20.0, 100.0)  # halves of windows
SPARSE, FULL = 0.02, 0.25  # of a window: it has hardly a place where f is defined; it has enough
ROOM = 0.85  # of half of a window: minima that lie nearer to its middle are well in it
AROUND = 16  # starts that are looked at
AWAY = 0.7  # of half of the window, from its middle to the starts
TELLING = 0.02  # of the steepest start: there is something to walk down from
SIDES = ("x_min", "x_max", "y_min", "y_max")


def surface_of(text: str, *window: float) -> Surface:
    """The ground of a formula over a window, or over one in which its lowest places lie.

    Args:
        text: f(x, y) in the notation of pages or of Python.
        window: x_min, x_max, y_min, y_max; may be left out.

    Raises:
        FormulaError: The text is no formula, or f has no value in the window.
        ValueError: The numbers are no window.
    """
    text = " ".join(text.split())
    return _made(text, *map(float, window)) if window else _made(text, *suggested(text))


def readable(text: str) -> str:
    """A formula as it stands in links, read and tried on a grid, but not looked over for minima.

    That is as quick as somebody types; what is refused here would be refused by `surface_of`.

    Raises:
        FormulaError: The text is no formula, or f has no value anywhere near.
    """
    text = " ".join(text.split())
    typed = formula(text)
    if all(defined(typed, Domain(-half, half, -half, half)) < SPARSE for half in TRIED):
        raise _nowhere(text)
    return text


def _nowhere(text: str) -> FormulaError:
    return FormulaError(
        "f has no value that a computer can write at nearly every place near the origin.",
        *(0, len(text)),
    )


def suggested(text: str) -> tuple[float, float, float, float]:
    """A window about the origin for a formula: x_min, x_max, y_min, y_max.

    Raises:
        FormulaError: The text is no formula, or f has no value anywhere near.
    """
    half = _half(" ".join(text.split()))
    return -half, half, -half, half


@lru_cache(maxsize=256)
def _half(text: str) -> float:
    typed = formula(text)
    enough: list[float] = []
    most = (0.0, USUAL)
    for half in TRIED:
        found = look_over(typed, Domain(-half, half, -half, half))
        most = max(most, (found.defined, half), key=lambda pair: pair[0])
        if found.defined < FULL:
            continue
        enough.append(half)
        if found.further:
            return _rounded(float(np.abs(found.further[0]).max()) / ROOM)
        if found.minimum is None or np.abs(found.minima or 0).max() <= ROOM * half:
            return half
    if most[0] < SPARSE:
        raise _nowhere(text)
    return enough[0] if enough else most[1]


@lru_cache(maxsize=256)  # so that equal formulas over equal windows give equal surfaces
def _made(text: str, *window: float) -> Surface:
    typed, domain = formula(text), _domain(*window)
    found = look_over(typed, domain)
    if found.defined < SPARSE:
        raise FormulaError(
            "f has no value that a computer can write at nearly every place of this map.",
            *(0, len(text)),
        )
    made = Surface(
        name=NAME,
        title=TITLE,
        family=Family.OWN,
        formula=typed.latex,
        f=typed.f,
        df=typed.df,
        d2f=typed.d2f,
        domain=domain,
        minima=found.minima,
        minimum=found.minimum,
        further=found.further,
        falls=found.falls,
        fades=found.fades,
        start=_start(typed, domain),
        source="",
        note=note_of(found),
        smooth=typed.smooth,
        content=text,
        parameters=tuple(
            _side(name, float(side)) for name, side in zip(SIDES, window, strict=True)
        ),
        arguments=tuple(map(float, window)),
        found=True,
    )
    return replace(made, remake=partial(surface_of, text))


def _side(name: str, side: float) -> Parameter:
    return Parameter(
        name, name.replace("_", r"_\text{") + "}", side, -FARTHEST, FARTHEST, idle=True
    )


def _domain(*window: float) -> Domain:
    if len(window) != len(SIDES):
        raise ValueError(f"{NAME}: a window has {len(SIDES)} numbers, got {len(window)}")
    for name, side in zip(SIDES, window, strict=True):
        _side(name, side).check(NAME, side)
    domain = Domain(*window)
    if not min(domain.width, domain.height) >= NARROWEST:
        raise ValueError(
            f"{NAME}: x_max must be above x_min, and y_max above y_min, by {NARROWEST:g} at least"
        )
    return domain


def _start(typed: Typed, domain: Domain) -> tuple[float, float]:
    """A start at the side, neither among the highest nor the lowest of those around."""
    middle = np.mean(domain.bounds, axis=1)
    turn = 2 * np.pi * (np.arange(AROUND) + 0.5) / AROUND
    half = np.array([domain.width, domain.height]) / 2
    ring = np.concatenate(
        [middle + share * half * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
         for share in (AWAY, AWAY / 2, AWAY / 8)]
    )  # fmt: skip
    ring = np.array([[_short(x, domain.width), _short(y, domain.height)] for x, y in ring])
    with np.errstate(all="ignore"):
        parts = (typed.f(*ring.T), *typed.df(*ring.T), *typed.d2f(*ring.T))
        heights, dx, dy, *bends = (np.broadcast_to(part, len(ring)) + 0.0 for part in parts)
        slopes = np.hypot(dx, dy)
    good = np.all(np.isfinite([heights, slopes, *bends]), axis=0)
    if not good.any():
        good = np.ones(len(ring), bool)
        slopes, heights = np.ones(len(ring)), np.arange(len(ring), dtype=float)
    outside = good & (np.arange(len(ring)) < AROUND)
    good = outside if outside.any() else good
    steep = good & (slopes >= TELLING * slopes[good].max())
    places, high = ring[steep], heights[steep]
    x, y = places[np.argsort(high, kind="stable")[3 * len(places) // 5]]
    return float(x), float(y)


def _short(number: float, side: float) -> float:
    return float(np.round(number, max(0, 2 - int(np.floor(np.log10(side / 10))))))


def _rounded(side: float) -> float:
    """The next of 1, 2, 5, 10 times a power of ten, as far as a window may reach."""
    power = 10.0 ** np.floor(np.log10(side))
    digit = next(digit for digit in (1, 2, 5, 10) if side <= digit * power * (1 + 1e-9))
    return float(min(digit * power, FARTHEST))


__all__ = ["NAME", "Standing", "suggested", "surface_of"]

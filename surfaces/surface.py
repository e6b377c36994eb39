"""What a surface is: a function of the plane with its derivatives and its facts.

A surface declares its facts as data (domain, minima, source), so that tests can prove them and
every control, link and figure can read them. Its mathematics is plain elementwise arithmetic on
``x`` and ``y``: operators and NumPy functions only, no branches on values, no in-place changes.
So the same lines serve a grid of a million points and a single one, real or complex.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any, ClassVar

import numpy as np

from surfaces.families import Family

Formula = Callable[..., Any]  # of x and y; of a curve, of x alone


@dataclass(frozen=True)
class Domain:
    """The part of the plane that is drawn: a closed rectangle. It never limits a walk."""

    x_min: float
    x_max: float
    y_min: float
    y_max: float

    @property
    def width(self) -> float:
        """Extent along x."""
        return self.x_max - self.x_min

    @property
    def height(self) -> float:
        """Extent along y."""
        return self.y_max - self.y_min

    @property
    def bounds(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """(low, high) of x, then of y."""
        return (self.x_min, self.x_max), (self.y_min, self.y_max)

    @property
    def diagonal(self) -> float:
        """Length of the diagonal."""
        return float(np.hypot(self.width, self.height))

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies in the rectangle, its border included."""
        return bool(self.x_min <= x <= self.x_max and self.y_min <= y <= self.y_max)


@dataclass(frozen=True)
class Parameter:
    """A number that shapes a surface, with the range in which it may be chosen.

    Attributes:
        name: The identifier.
        symbol: LaTeX.
        default: Its usual value.
        low: The least allowed.
        high: The largest allowed.
        logarithmic: Whether equal ratios matter.
        title: What it is, where a symbol alone does not say it.
        choices: What its values 0, 1, 2, ... stand for; empty where it is a quantity.
        whole: Whether it counts something.
        idle: Whether it changes nothing in this shape.
    """

    name: str
    symbol: str
    default: float
    low: float
    high: float
    logarithmic: bool = False
    help: str = ""  # one sentence on what it does
    title: str = ""
    choices: tuple[str, ...] = ()
    whole: bool = False
    idle: bool = False

    def check(self, owner: str, value: float) -> None:
        """Raise ValueError, in a sentence, for a value that is not allowed."""
        what = "a whole number" if self.whole or self.choices else "a number"
        fits = self.low <= value <= self.high  # not so for NaN
        if not fits or (what == "a whole number" and value != int(value)):
            raise ValueError(
                f"{owner}: {self.name} must be {what} from {self.low:g} to {self.high:.10g}, "
                f"got {value:.10g}"
            )


def _real_or_complex(numbers: Any) -> np.ndarray:
    array = np.asarray(numbers)
    return array if array.dtype.kind == "c" else array.astype(float, copy=False)


def evaluate(formulas: Formula, *place: Any) -> tuple[np.ndarray, ...]:
    """Every part of ``formulas`` at a place, in the shape to which its coordinates broadcast."""
    place = tuple(_real_or_complex(coordinate) for coordinate in place)
    with np.errstate(all="ignore"):
        parts = formulas(*place)
    return tuple(np.broadcast_arrays(*place, part)[-1] + 0.0 for part in parts)


@dataclass(frozen=True)
class Surface:
    r"""A test surface :math:`f(x, y)` with its derivatives and its facts.

    ``value``, ``gradient`` and ``hessian`` take numbers or arrays that broadcast against each
    other and answer in float64 (complex128 for complex arguments). Where f overflows or is
    undefined the answer is inf or nan, without a warning.

    Attributes:
        name: The identifier, e.g. ``"rosenbrock"``.
        title: What people call it.
        family: The part of the menu in which it stands.
        formula: The formula of ``f`` as LaTeX, without ``f(x, y) =``.
        f: The formula as plain arithmetic on ``x`` and ``y``.
        df: ``(df/dx, df/dy)`` in the same way; a part that is constant may be a plain number.
        d2f: ``(fxx, fxy, fyy)`` in the same way.
        domain: The rectangle that is drawn.
        minima: The deepest minimisers of the domain, as ``((x, y), ...)``; empty where there is
            none. They are global ones unless ``falls``.
        minimum: f*, the lowest value that f takes anywhere, which is that at the minima; None where
            it has none.
        start: A start from which something worth seeing happens; a link without one begins there.
        opening: Where the walks start when it is picked, so that they differ; None for ``start``.
        close: The part of the map that is shown at first from there; None for all of it.
        source: Where the function comes from: author, title, year, link.
        note: One sentence on what to watch for.
        falls: A direction in which f falls without end, so that there is no f*; else None.
        further: The minimisers outside of the domain that are as deep as ``minima``: all of them up
            to a million units from the origin, where a walk counts as lost.
        fades: A direction in which f falls for ever towards a value that it never takes, so that
            there is no f*; None where it does not.
        content: What the name and the arguments leave open, such as examples of one's own.
        smooth: False where a derivative fails to exist somewhere in the plane.
        parameters: The numbers that shape it; empty for nearly all.
        arguments: Their values in this surface, in the same order.
        remake: For a surface with parameters, the function of their values that makes it.
        coordinates: What x and y are called where they have names of their own, as weights have.
        scale: The largest curvature and the length that matter on it, for rates; None: looked for.
        found: Whether its minima were found by looking, so that there may be lower places.
    """

    dimension: ClassVar[int] = 2

    name: str
    title: str
    family: Family
    formula: str
    f: Formula
    df: Formula
    d2f: Formula
    domain: Domain
    minima: tuple[tuple[float, float], ...]
    minimum: float | None
    start: tuple[float, float]
    source: str
    note: str
    falls: tuple[float, float] | None = None
    further: tuple[tuple[float, float], ...] = ()
    smooth: bool = True
    fades: tuple[float, float] | None = None
    content: str = ""
    opening: tuple[float, float] | None = None
    close: Domain | None = None
    parameters: tuple[Parameter, ...] = ()
    arguments: tuple[float, ...] = ()
    remake: Callable[..., Surface] | None = field(default=None, repr=False)
    scale: tuple[float, float] | None = None
    coordinates: tuple[str, str] = ("x", "y")
    found: bool = False

    def value(self, x: Any, y: Any) -> np.ndarray:
        """``f(x, y)``, in the shape to which ``x`` and ``y`` broadcast."""
        return evaluate(lambda x, y: (self.f(x, y),), x, y)[0]

    def gradient(self, x: Any, y: Any) -> tuple[np.ndarray, ...]:
        """``(df/dx, df/dy)``, each in the shape to which ``x`` and ``y`` broadcast."""
        return evaluate(self.df, x, y)

    def hessian(self, x: Any, y: Any) -> tuple[np.ndarray, ...]:
        """``(fxx, fxy, fyy)``, each in the shape to which ``x`` and ``y`` broadcast."""
        return evaluate(self.d2f, x, y)

    @property
    def picked(self) -> tuple[float, float]:
        """Where the walks start when somebody picks it."""
        return self.start if self.opening is None else self.opening

    def looked_at(self, start: tuple[float, float]) -> Domain | None:
        """The part of the map that walks from ``start`` are shown on at first; None for all."""
        return self.close if start == self.opening else None

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells this surface from every other: hashable, for caches and links."""
        return (self.name, self.arguments, *filter(None, [self.content]))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process by name: formulas made by a function cannot be pickled."""
        from surfaces import by_name  # the registry, which imports this file

        named = partial(by_name, content=self.content) if self.found else by_name
        try:
            same = self._is(named(self.name, *self.arguments))
        except ValueError:
            same = False
        if same:
            return named, (self.name, *self.arguments)
        return type(self), tuple(getattr(self, entry.name) for entry in fields(self))

    def _is(self, other: Surface) -> bool:
        """Whether both have the same facts, and formulas from the same hand."""
        made = self.remake is not None
        ours, theirs = (
            [
                getattr(surface, entry.name)
                for entry in fields(surface)
                if not (made and entry.name in ("f", "df", "d2f"))
            ]
            for surface in (self, other)
        )
        return ours == theirs

    @property
    def lowest_of_map(self) -> float | None:
        """F at the minima of the domain, whether or not it is f*; None where there are none."""
        return float(self.value(*self.minima[0])) if self.minima else None

    def distance_to_minimum(self, x: Any, y: Any) -> np.ndarray:
        """Euclidean distance from ``(x, y)`` to the nearest minimiser; inf where there is none.

        Those outside of the domain count, too.
        """
        x, y = np.asarray(x, float), np.asarray(y, float)
        distance = np.full(np.broadcast(x, y).shape, np.inf)
        for u, v in self.minima:
            distance = np.fmin(distance, np.hypot(x - u, y - v))
        if self.further:
            u, v = np.transpose(self.further)
            away = np.hypot(x[..., None] - u, y[..., None] - v).min(axis=-1)
            distance = np.fmin(distance, away)
        return np.where(np.isfinite(x) & np.isfinite(y), distance, np.nan)

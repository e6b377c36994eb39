"""Where each start ends up: `basins`, a map of starts over a surface."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from engine.arrival import travelled
from engine.attractors import NOWHERE, Attractor, Bent, attractors
from engine.contracts import Rule
from engine.crew import Flag, carried
from engine.trajectory import OUTCOMES, TOLERANCE, Outcome

PIECE = 40_000  # starts, about, that are walked together; in whole rows of the map
MOST = 10_000  # starts along an axis
NEAR = 0.005  # of the domain's diagonal

Result = tuple[np.ndarray, np.ndarray, np.ndarray]  # ends, steps, outcomes of some rows
CODE = {outcome: code for code, outcome in enumerate(OUTCOMES.tolist())}


class Charted(Bent, Protocol):
    """A surface that says where it is drawn."""

    @property
    def domain(self) -> Any:
        """The rectangle: x_min, x_max, y_min, y_max, diagonal."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A map to be made.

    Attributes:
        surface: The ground.
        optimizer: The rule.
        x: (n,) the starts' x, from left to right.
        y: (n,) the starts' y, from the bottom up.
        steps: How many steps every walker may take.
        tolerance: Under it, gradient norm and step count as zero.
        near: Ends that are no further than this from an attractor belong to it.
    """

    surface: Charted
    optimizer: Rule
    x: np.ndarray
    y: np.ndarray
    steps: int
    tolerance: float
    near: float

    @property
    def rows(self) -> tuple[slice, ...]:
        """The pieces of work, as rows of the map: the same for everybody who carries them."""
        n = len(self.x)
        height = max(1, PIECE // n)
        return tuple(slice(low, min(low + height, n)) for low in range(0, n, height))

    def piece(self, rows: slice) -> tuple[Any, ...]:
        """What `walked` needs to know to walk some rows."""
        return self.surface, self.optimizer, self.x, self.y[rows], self.steps, self.tolerance


@dataclass(frozen=True)
class Shares:
    """How many of the starts end where, in per cent; together 100.

    Attributes:
        attractors: For each of the map's attractors.
        under_way: Not there yet when the steps were used up.
        diverged: Gone for good.
    """

    attractors: tuple[float, ...]
    under_way: float
    diverged: float


@dataclass(frozen=True, eq=False)
class Basins:
    """A map of starts: [i, j] is the walk from (x[j], y[i]).

    Attributes:
        surface: The ground.
        optimizer: The rule.
        x: (n,) the starts' x, ascending.
        y: (n,) the starts' y, ascending.
        ends: (n, n, 2) float64; where each walk came to rest or was when its steps were used up;
            NaN where it left the finite world.
        steps: (n, n) int32; the steps a walk needed to come to rest, exactly: those up to the one
            since when its gradient norm and its step were both under the tolerance, looked at
            every 25 steps and then traced back step by step. -1 where it never came to rest.
        codes: (n, n) int8; the outcomes as 0 (budget), 1 (converged), 2 (diverged).
        which: (n, n) int32; the attractor of each walk as a place in ``attractors``, -1 for none:
            the walk diverged, or it was under way somewhere when its steps were used up.
        attractors: The places where walks end; the surface's own global minima come first.
        near: Ends no further than this from an attractor belong to it, even if still moving.
        budget: How many steps every walker might take.
        tolerance: Under it, gradient norm and step counted as zero.
    """

    surface: Charted
    optimizer: Rule
    x: np.ndarray
    y: np.ndarray
    ends: np.ndarray
    steps: np.ndarray
    codes: np.ndarray
    which: np.ndarray
    attractors: tuple[Attractor, ...]
    near: float
    budget: int
    tolerance: float

    @cached_property
    def outcome(self) -> np.ndarray:
        """(n, n) of `Outcome`."""
        return OUTCOMES[self.codes]

    @property
    def diverged(self) -> np.ndarray:
        """(n, n) bool; whose walk left the finite world or ended beyond `FAR`."""
        return self.codes == CODE[Outcome.DIVERGED]

    @property
    def under_way(self) -> np.ndarray:
        """(n, n) bool; whose walk was not there yet when its steps were used up."""
        return (self.which == NOWHERE) & ~self.diverged

    @cached_property
    def shares(self) -> Shares:
        """How many of the starts end where."""
        inside = np.bincount(self.which[self.which >= 0], minlength=len(self.attractors))
        per_cent = 100.0 / self.which.size
        return Shares(
            attractors=tuple((inside * per_cent).tolist()),
            under_way=float(self.under_way.sum() * per_cent),
            diverged=float(self.diverged.sum() * per_cent),
        )


def basins(
    surface: Charted,
    optimizer: Rule,
    resolution: int = 200,
    steps: int = 500,
    *,
    domain: Any = None,
    tolerance: float = TOLERANCE,
    near: float | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancel: Flag | None = None,
) -> Basins:
    """Walk from every point of a grid and see where the walks end.

    Args:
        surface: The ground.
        optimizer: The rule; its fields are single numbers.
        resolution: Starts along each axis, n.
        steps: How many steps every walker may take; who comes to rest stops.
        domain: The rectangle of starts, with x_min, x_max, y_min and y_max, or these four numbers;
            the surface's own unless given. The first and the last start lie on its border.
        tolerance: Under it, gradient norm and step count as zero.
        near: How far from an attractor an end may be and belong to it; 0.5 % of the rectangle's
            diagonal unless given. It matters for walks that circle a minimum without coming to
            rest, as those of rules with a constant step length do.
        executor: Whoever carries the work, in pieces of about 40,000 starts:
            a ThreadPoolExecutor, a ProcessPoolExecutor, Dask's ``Client(…).get_executor()``. The
            pieces, and so the numbers, are the same with all of them on the same kind of machine.
        progress: Called with (pieces done, pieces) at the beginning and after every piece, in
            this thread.
        cancel: A flag such as a `threading.Event`; looked at between pieces.

    Returns:
        The map; a pure function of the other arguments, whoever carries the work.

    Raises:
        ValueError: An argument is not allowed; the message says what is.
        CancelledError: ``cancel`` was set. Pieces that were begun may still be finished.
    """
    plan = planned(
        surface, optimizer, resolution, steps, domain=domain, tolerance=tolerance, near=near
    )
    canvas = Canvas(plan)
    total = len(plan.rows)
    if progress is not None:
        progress(0, total)
    pieces = map(plan.piece, plan.rows)
    for done, (place, result) in enumerate(carried(walked, pieces, executor, cancel), start=1):
        canvas.enter(plan.rows[place], result)
        if progress is not None:
            progress(done, total)
    return canvas.finished()


def planned(
    surface: Charted,
    optimizer: Rule,
    resolution: int,
    steps: int,
    *,
    domain: Any = None,
    tolerance: float = TOLERANCE,
    near: float | None = None,
) -> Plan:
    """The plan of a map, once the arguments of `basins` are in order."""
    whole = isinstance(resolution, int | np.integer) and not isinstance(resolution, bool)
    if not whole or not 2 <= resolution <= MOST:
        raise ValueError(f"resolution must be a whole number in [2, {MOST}], got {resolution!r}")
    x_min, x_max, y_min, y_max = _corners(surface.domain if domain is None else domain)
    diagonal = float(np.hypot(x_max - x_min, y_max - y_min))
    if near is None:
        near = NEAR * diagonal
    if not 0 < near <= diagonal:
        raise ValueError(f"near must be a positive number up to {diagonal:g}, got {near!r}")
    if not 0 < tolerance < np.inf:
        raise ValueError(f"tolerance must be a positive number, got {tolerance!r}")
    for hyper in type(optimizer).hyperparameters():
        if np.ndim(getattr(optimizer, hyper.name)):
            raise ValueError(f"basins: {optimizer.name} takes one {hyper.name}, got an array")
    x, y = np.linspace(x_min, x_max, resolution), np.linspace(y_min, y_max, resolution)
    plan = Plan(surface, optimizer, x, y, steps, float(tolerance), float(near))
    travelled(surface, optimizer, np.empty((0, 2)), steps, tolerance=tolerance)  # may refuse
    return plan


def _corners(domain: Any) -> tuple[float, float, float, float]:
    sides = ("x_min", "x_max", "y_min", "y_max")
    try:
        given = [getattr(domain, side) for side in sides] if hasattr(domain, "x_min") else domain
        x_min, x_max, y_min, y_max = (float(number) for number in given)
    except (TypeError, ValueError):
        raise ValueError(f"domain must be {', '.join(sides)}, got {domain!r}") from None
    ordered = -np.inf < x_min < x_max < np.inf and -np.inf < y_min < y_max < np.inf
    if not ordered:
        raise ValueError(
            "domain must be finite with x_min < x_max and y_min < y_max, "
            f"got {(x_min, x_max, y_min, y_max)}"
        )
    return x_min, x_max, y_min, y_max


def walked(
    surface: Charted, optimizer: Rule, x: np.ndarray, y: np.ndarray, steps: int, tolerance: float
) -> Result:
    """Some rows of a map: ends (r, n, 2), steps (r, n), codes (r, n). Everything can be pickled."""
    start = np.empty((len(y), len(x), 2))
    start[..., 0], start[..., 1] = x, y[:, None]
    log = travelled(surface, optimizer, start, steps, tolerance=tolerance, exact=True)
    ends = np.moveaxis(log.ends, 0, -1).reshape(start.shape)
    taken = np.where(log.codes == CODE[Outcome.CONVERGED], log.taken, -1).astype(np.int32)
    return ends, taken.reshape(log.shape), log.codes.reshape(log.shape)


class Canvas:
    """A map in the making."""

    def __init__(self, plan: Plan) -> None:
        n = len(plan.x)
        self._plan = plan
        self._ends = np.empty((n, n, 2))
        self._steps = np.empty((n, n), np.int32)
        self._codes = np.empty((n, n), np.int8)

    def enter(self, rows: slice, result: Result) -> None:
        """Some rows are done."""
        self._ends[rows], self._steps[rows], self._codes[rows] = result

    def finished(self) -> Basins:
        """All rows are done: find the attractors."""
        plan, n = self._plan, len(self._plan.x)
        places, which = attractors(
            plan.surface,
            self._ends.reshape(-1, 2).T,
            self._codes.ravel() == CODE[Outcome.CONVERGED],
            plan.near,
            plan.tolerance,
        )
        return Basins(
            surface=plan.surface,
            optimizer=plan.optimizer,
            x=plan.x,
            y=plan.y,
            ends=self._ends,
            steps=self._steps,
            codes=self._codes,
            which=which.reshape(n, n),
            attractors=places,
            near=plan.near,
            budget=plan.steps,
            tolerance=plan.tolerance,
        )

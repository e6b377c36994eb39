"""Where each start ends up: `basins`, a map of starts over a surface."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine.drive.executor import Flag, carried
from engine.drive.outcome import CODE, OUTCOMES, TOLERANCE, Outcome
from engine.plane.attractors import NOWHERE, Attractor, attractors
from engine.plane.map_plan import Plan, Result, planned, walked
from engine.plane.protocols import Charted
from engine.protocols import Rule, Schedule


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
            every 10 steps and then traced back step by step. -1 where it never came to rest.
        codes: (n, n) int8; the outcomes as 0 (budget), 1 (converged), 2 (diverged).
        which: (n, n) int32; the attractor of each walk as a place in ``attractors``, -1 for none:
            the walk diverged, or it was under way somewhere when its steps were used up.
        attractors: The places where walks end; the surface's own global minima come first.
        near: Ends no further than this from a minimum belong to it, even if still moving.
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
    schedule: Schedule | None = None,
    compiled: bool = False,
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
        near: How far from a minimum a walk that still moves may be and belong to it, as one that
            circles it for ever does; 0.5 % of the rectangle's diagonal unless given.
        schedule: How the learning rate changes, as in `run`.
        compiled: Walk by machine code, as in `run`; threads then keep all cores busy.
        executor: Whoever carries the work, in pieces of about 40,000 starts (4,000 of rules that
            need more than a gradient): a ThreadPoolExecutor, a ProcessPoolExecutor, Dask's
            ``Client(…).get_executor()``. The pieces, and so the numbers, are the same with all of
            them on the same kind of machine.
        progress: Called with (pieces done, pieces) at the beginning and after every piece, in
            this thread.
        cancel: A flag such as a `threading.Event`; looked at between pieces.

    Returns:
        The map; a pure function of the other arguments, whoever carries the work.

    Raises:
        ValueError: An argument is not allowed; the message says what is.
        CancelledError: ``cancel`` was set. Pieces that were begun may still be finished.

    Examples:
        The four minima of Himmelblau's function, and a grid of 9 × 9 starts.

        >>> import optimizers, surfaces
        >>> descent = optimizers.by_name("gradient_descent")(learning_rate=0.01)
        >>> ground = basins(surfaces.by_name("himmelblau"), descent, resolution=9)
        >>> sum(place.ground.value == "minimum" for place in ground.attractors)
        4
    """
    plan = planned(
        surface,
        optimizer,
        resolution,
        steps,
        domain=domain,
        tolerance=tolerance,
        near=near,
        schedule=schedule,
        compiled=compiled,
    )
    canvas = Canvas(plan)
    total = len(plan.rows)
    if progress is not None:
        progress(0, total)
    pieces = map(plan.piece, plan.rows)
    with closing(carried(walked, pieces, executor, cancel)) as results:
        for done, (place, result) in enumerate(results, start=1):
            canvas.enter(plan.rows[place], result)
            if progress is not None:
                progress(done, total)
    return canvas.finished()


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
            self._codes.ravel() == CODE[Outcome.BUDGET],
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

"""A map of starts before it is walked: its grid, its pieces, and how a piece is done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, cast

import numpy as np

from engine.drive.arrival import arrive
from engine.drive.outcome import CODE, TOLERANCE, Outcome
from engine.drive.walkers import ready
from engine.plane.protocols import Charted
from engine.protocols import Rule, Schedule, needs
from engine.refusal import RefusedError

PIECE = 40_000  # starts, about, that are walked together; in whole rows of the map
DEAR = 10  # times as few where a step is a search: without a bottom a piece would take a minute
MOST = 10_000  # starts along an axis
BELONGS = 0.005  # of the domain's diagonal: how far from a minimum an end belongs to it
LEAST_BELONGS = 1e-4  # of it; the tolerance leaves places open by about so much

Result = tuple[np.ndarray, np.ndarray, np.ndarray]  # ends, steps, outcomes of some rows


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
        near: Ends that are no further than this from a minimum belong to it, even if still moving.
        schedule: How the learning rate changes; None if it does not.
        compiled: Whether walkers walk by machine code.
    """

    surface: Charted
    optimizer: Rule
    x: np.ndarray
    y: np.ndarray
    steps: int
    tolerance: float
    near: float
    schedule: Schedule | None = None
    compiled: bool = False

    @property
    def settings(self) -> dict[str, Any]:
        """The plan in numbers and names, for a file."""
        hypers = type(self.optimizer).hyperparameters()
        return {
            "surface": self.surface.name,
            "arguments": list(self.surface.arguments),
            "optimizer": self.optimizer.name,
            **{hyper.name: getattr(self.optimizer, hyper.name) for hyper in hypers},
            "domain": [float(end) for axis in (self.x, self.y) for end in (axis[0], axis[-1])],
            "resolution": len(self.x),
            "steps": self.steps,
            "tolerance": self.tolerance,
            "near": self.near,
            **self._pace(),
            # Its exponentials may differ in the last bit, so its pieces are not put among others.
            **({"compiled": True} if self.compiled else {}),
        }

    def _pace(self) -> dict[str, Any]:
        if self.schedule is None:
            return {}
        fields = asdict(cast(Any, self.schedule))  # schedules are dataclasses
        return {"schedule": self.schedule.name, **{f"schedule.{k}": v for k, v in fields.items()}}

    @property
    def rows(self) -> tuple[slice, ...]:
        """The pieces of work, as rows of the map: the same for everybody who carries them."""
        n = len(self.x)
        piece = PIECE if needs(self.optimizer) == "gradient" else PIECE // DEAR
        height = max(1, piece // n)
        return tuple(slice(low, min(low + height, n)) for low in range(0, n, height))

    def piece(self, rows: slice) -> tuple[Any, ...]:
        """What `walked` needs to know to walk some rows."""
        return (
            *(self.surface, self.optimizer, self.x, self.y[rows]),
            *(self.steps, self.tolerance, self.schedule, self.compiled),
        )


def planned(
    surface: Charted,
    optimizer: Rule,
    resolution: int,
    steps: int,
    *,
    domain: Any = None,
    tolerance: float = TOLERANCE,
    near: float | None = None,
    schedule: Schedule | None = None,
    compiled: bool = False,
) -> Plan:
    """The plan of a map, once the arguments of `basins` are in order."""
    whole = isinstance(resolution, int | np.integer) and not isinstance(resolution, bool)
    if not whole or not 2 <= resolution <= MOST:
        raise RefusedError(
            "resolution must be a whole number in [2, {most}], got {given!r}",
            most=MOST,
            given=resolution,
        )
    x_min, x_max, y_min, y_max = _corners(surface.domain if domain is None else domain)
    diagonal = float(np.hypot(x_max - x_min, y_max - y_min))
    if near is None:
        near = BELONGS * diagonal
    nearest = LEAST_BELONGS * diagonal
    if not nearest <= near <= diagonal:
        raise RefusedError(
            "near must lie in [{least:g}, {most:g}], got {given!r}",
            least=nearest,
            most=diagonal,
            given=near,
        )
    if not 0 < tolerance < np.inf:
        raise RefusedError("tolerance must be a positive number, got {given!r}", given=tolerance)
    for hyper in type(optimizer).hyperparameters():
        if np.ndim(getattr(optimizer, hyper.name)):
            raise RefusedError(
                "basins: {rule} takes one {field}, got an array",
                rule=optimizer.name,
                field=hyper.name,
            )
    x, y = np.linspace(x_min, x_max, resolution), np.linspace(y_min, y_max, resolution)
    start = x[0], y[0]
    ready(optimizer, start, steps, tolerance, schedule=schedule, compiled=compiled)  # may refuse
    return Plan(surface, optimizer, x, y, steps, float(tolerance), float(near), schedule, compiled)


def _corners(domain: Any) -> tuple[float, float, float, float]:
    sides = ("x_min", "x_max", "y_min", "y_max")
    try:
        given = [getattr(domain, side) for side in sides] if hasattr(domain, "x_min") else domain
        x_min, x_max, y_min, y_max = (float(number) for number in given)
    except (TypeError, ValueError):
        raise RefusedError(
            "domain must be {sides}, got {given!r}", sides=", ".join(sides), given=domain
        ) from None
    ordered = -np.inf < x_min < x_max < np.inf and -np.inf < y_min < y_max < np.inf
    # Between the largest numbers there are such as have no finite distance from each other.
    if not (ordered and x_max - x_min < np.inf and y_max - y_min < np.inf):
        raise RefusedError(
            "domain must be finite with x_min < x_max and y_min < y_max, got {given}",
            given=(x_min, x_max, y_min, y_max),
        )
    return x_min, x_max, y_min, y_max


def walked(
    surface: Charted,
    optimizer: Rule,
    x: np.ndarray,
    y: np.ndarray,
    steps: int,
    tolerance: float,
    schedule: Schedule | None = None,
    compiled: bool = False,
) -> Result:
    """Some rows of a map: ends (r, n, 2), steps (r, n), codes (r, n). Everything can be pickled."""
    start = np.empty((len(y), len(x), 2))
    start[..., 0], start[..., 1] = x, y[:, None]
    there = arrive(
        surface,
        optimizer,
        start,
        steps,
        tolerance=tolerance,
        exact=True,
        schedule=schedule,
        compiled=compiled,
    )
    taken = np.where(there.codes == CODE[Outcome.CONVERGED], there.steps, -1).astype(np.int32)
    return there.points, taken, there.codes

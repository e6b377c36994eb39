"""The payload of the player: walks, panels, colours, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine import Diagnosis, Trajectory, diagnose
from figures.above import above, floor_of
from figures.bend import bend_of
from figures.blob import pack
from figures.ground import Chart, chart, coordinate_names
from figures.palette import Style, colors
from surfaces import Domain, Surface


@dataclass(frozen=True, eq=False)
class DrawnWalk:
    """A walk with what tells it from the others on the screen.

    Attributes:
        key: Its name across changes, so that a hidden walk stays hidden.
        label: What the legend says.
        style: Hue and dash.
        rate: The learning rate in force, as text.
        trajectory: The walk of a single walker.
        listed: Whether it has a row of numbers; one of a crowd has none.
        stopped: The step at which a stop rule fired, -1 if none did.
    """

    key: str
    label: str
    style: Style
    rate: str
    trajectory: Trajectory
    listed: bool = True
    stopped: int = -1

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """Why it ended as it did."""
        return diagnose(self.trajectory)


@dataclass(frozen=True)
class Panel:
    """One map and the walks on it, by their place in the list; no title for a single map."""

    walks: tuple[int, ...]
    title: str | None = None


def counted(walks: Sequence[DrawnWalk]) -> str:
    """What is counted when the evaluations of these walks are, in the words of an axis."""
    if all(walk.trajectory.counts is None for walk in walks):
        return "gradient evaluations"
    return "evaluations of f, ∇f and ∇²f"


def exit_from(
    points: np.ndarray, frame: tuple[float, float, float, float]
) -> dict[str, float] | None:
    """Where a walk left the map for good: the border point of the step, and the step's number.

    Args:
        points: (steps + 1, 2); rows after a divergence are NaN.
        frame: x_min, x_max, y_min, y_max.

    Returns:
        ``{"x", "y", "step"}``, or None if its last finite point lies on the map, or none does.
    """
    x_min, x_max, y_min, y_max = frame
    x, y = points[:, 0], points[:, 1]
    inside = (x >= x_min) & (x <= x_max) & (y >= y_min) & (y <= y_max)
    finite = np.isfinite(x)
    last = int(finite.sum()) - 1
    ends_inside = inside[last] and last == len(points) - 1
    if ends_inside or not inside.any():
        return None
    step = int(np.flatnonzero(inside)[-1]) + 1
    before = points[step - 1]
    after = points[step] if step < len(points) and finite[step] else None
    if after is None:  # it vanished in one step: its last place on the map is all there is
        return {"x": float(before[0]), "y": float(before[1]), "step": step}
    # The part of the step that is still on the map.
    part = 1.0
    for low, high, a, b in (
        (x_min, x_max, before[0], after[0]),
        (y_min, y_max, before[1], after[1]),
    ):
        if b > high:
            part = min(part, (high - a) / (b - a))
        elif b < low:
            part = min(part, (low - a) / (b - a))
    place = before + part * (after - before)
    return {"x": float(place[0]), "y": float(place[1]), "step": step}


def walks_blob(
    surface: Surface,
    walks: Sequence[DrawnWalk],
    panels: Sequence[Panel],
    start: tuple[float, float],
    words: Mapping[str, str],
    *,
    autoplay: bool = False,
    on: Chart | None = None,
    by_evaluations: bool = False,
    fates: Sequence[Mapping[str, Any]] = (),
    stays: Sequence[Mapping[str, Any]] = (),
    live: Mapping[str, Any] | None = None,
) -> bytes:
    """Everything that the player draws but the ground.

    The walks are drawn on the ground of ``surface``, or on another that ``on`` describes.

    Per walk and step: x and y as float32, a hundredth of a pixel's worth; the curvature, as float32
    too (`figures.bend`), but for the walks of a crowd; the height above f*
    (above 0 where there is none) and the length of the gradient as float64, for they may become as
    small as 1e-60 and are read as numbers. Under a schedule once for all the factor per step. With
    ``by_evaluations`` the loss is drawn over what the walks have measured instead of over their
    steps; that is sent where it is not one per step. ``fates`` says which walks have
    left the map, each with its key, the step and a sentence; ``stays`` how the others stand in the
    end, a line with the keys of those of whom it is true. ``live`` names what the browser needs to
    walk them itself while something is dragged.
    """
    on = on or chart(surface)
    frame = on.window
    minimum = floor_of(on.minimum, (walk.trajectory.heights for walk in walks))
    arrays: dict[str, np.ndarray] = {}
    # One schedule for all whom it concerns.
    for factors in (walk.trajectory.factors for walk in walks):
        if factors is not None:
            arrays["factors"] = _single(factors)
    facts: list[dict[str, Any]] = []
    steps = 0
    for i, walk in enumerate(walks):
        trajectory = walk.trajectory
        steps = max(steps, trajectory.steps)
        last = max(int(trajectory.last), 0)
        shown = slice(0, last + 1)
        points = trajectory.points
        arrays[f"x{i}"] = _single(points[shown, 0])
        arrays[f"y{i}"] = _single(points[shown, 1])
        heights = trajectory.heights[shown]
        arrays[f"gap{i}"] = heights if minimum is None else above(heights, minimum)
        arrays[f"slope{i}"] = trajectory.gradient_norms[shown]
        if by_evaluations and trajectory.counts is not None:
            arrays[f"spent{i}"] = trajectory.counts[shown].astype(np.int32)
        bend, bends = bend_of(trajectory) if walk.listed else (None, {})
        arrays.update({f"{name}{i}": numbers for name, numbers in bends.items()})
        left = exit_from(points, frame)
        facts.append(
            {
                "key": walk.key,
                "label": walk.label,
                "hue": walk.style.hue,
                "dash": walk.style.dash,
                "marker": walk.style.marker,
                "rate": walk.rate,
                **_pace(trajectory),
                "listed": walk.listed,
                "outcome": str(trajectory.outcome),
                "last": last,
                "left": left,
                "stopped": walk.stopped,
                "bend": bend,
                "inside": last if left is None else int(left["step"]) - 1,
            }
        )
    header = {
        "ground": on.key,
        "window": frame,
        "minima": on.minima,
        "minimum": minimum,
        "level": on.level,
        "solid": on.solid,
        **coordinate_names(surface),
        "start": start,
        "look": _corners(surface.looked_at(start)),
        "steps": steps,
        "fates": list(fates),
        "stays": list(stays),
        "autoplay": autoplay,
        "abscissa": counted(walks) if by_evaluations else "step",
        "walks": facts,
        "panels": [{"walks": panel.walks, "title": panel.title} for panel in panels],
        "colors": colors(),
        "words": dict(words),
        **({"live": dict(live)} if live else {}),
    }
    return pack(header, arrays)


def _corners(part: Domain | None) -> tuple[float, float, float, float] | None:
    return None if part is None else (part.x_min, part.x_max, part.y_min, part.y_max)


def _pace(trajectory: Trajectory) -> dict[str, float]:
    """The learning rate that the factors of a schedule multiply, where one is in force."""
    if trajectory.factors is None:
        return {}
    return {"eta": float(getattr(trajectory.optimizer, "learning_rate", np.nan))}


def _single(numbers: np.ndarray) -> np.ndarray:
    """As float32; what is too large for it becomes inf, which the player shows as a gap."""
    with np.errstate(over="ignore"):
        return np.asarray(numbers, dtype=np.float64).astype(np.float32)

"""What each verdict claims, in a few lines of its own, held against the walk continued.

Nothing here is taken from the code that judges walks: a claim is a sentence about the points that
come after the end, and it is checked on these points, on f, and on difference quotients of f.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import optimizers
import schedules
import surfaces
from engine import Diagnosis, Trajectory, diagnose, run, teaching_rate

LONGER = 10  # times as long a walk is continued ...
LEAST = 200  # ... and by so many steps at least
FAR = 1e6  # from the origin: gone
STILL = 1e-3  # of the diagonal: who stays so near has stayed
GENTLE = 0.1  # of the median slope of the map: hardly a slope


@dataclass(frozen=True)
class Case:
    """One walk, written so that it can be walked again."""

    surface: str
    rule: str
    rate: float
    start: tuple[float, float]
    steps: int
    schedule: str = ""
    others: tuple[tuple[str, float], ...] = ()

    def walk(self, times: int = 1, least: int = 0) -> Trajectory:
        surface = surfaces.by_name(self.surface)
        rule = optimizers.by_name(self.rule)(learning_rate=self.rate, **dict(self.others))
        pace = schedules.by_name(self.schedule)() if self.schedule else None
        steps = max(self.steps * times, least)
        return run(surface, rule, self.start, steps, schedule=pace)


def random_cases(generator: np.random.Generator, count: int) -> Iterator[Case]:
    """Walks of every rule on every surface, with rates over four decades, 5 to 2,000 steps.

    A rule that searches along lines takes up to thirty looks a step: of such, up to 300 steps.
    """
    for i in range(count):
        surface = surfaces.SURFACES[generator.integers(len(surfaces.SURFACES))]
        rule = optimizers.OPTIMIZERS[i % len(optimizers.OPTIMIZERS)]
        rate = teaching_rate(surface, rule) * 10 ** generator.uniform(-2, 2)
        low, high = np.transpose(surface.domain.bounds)
        start = surface.start if generator.random() < 0.3 else generator.uniform(low, high)
        steps = int(np.rint(np.exp(generator.uniform(np.log(5), np.log(2000)))))
        steps = steps if rule in optimizers.FIRST_ORDER else min(steps, 300)
        names = [schedule.name for schedule in schedules.SCHEDULES]
        pace = names[generator.integers(len(names))] if generator.random() < 0.2 else ""
        others: dict[str, float] = {}
        for hyper in rule.hyperparameters()[1:]:
            if hyper.name in ("momentum", "beta1", "beta2", "decay") and generator.random() < 0.2:
                others[hyper.name] = float(generator.choice([0.0, 0.5, 0.8, 0.95, 0.99]))
        yield Case(
            surface.name,
            rule.name,
            float(f"{rate:.4g}"),
            (float(f"{start[0]:.4g}"), float(f"{start[1]:.4g}")),
            steps,
            pace,
            tuple(others.items()),
        )


class Continued:
    """A walk and what comes after it, as bare numbers."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.walk = case.walk()
        longer = case.walk(LONGER, case.steps + LEAST)
        self.diagonal = self.walk.surface.domain.diagonal
        self.end = int(np.isfinite(self.walk.heights).sum()) - 1
        self.before = self.walk.points[: self.end + 1]
        self.heights = self.walk.heights[: self.end + 1]
        finite = int(np.isfinite(longer.heights).sum())
        self.lost = finite < len(longer.heights)
        self.after = longer.points[self.end + 1 : finite]
        self.later_heights = longer.heights[self.end + 1 : finite]
        self.tail = self.before[-1 - min(self.end, max(40, self.end // 3)) :]

    @property
    def late(self) -> np.ndarray:
        """The second half of what comes after."""
        return self.after[len(self.after) // 2 :]

    @property
    def late_heights(self) -> np.ndarray:
        return self.later_heights[len(self.after) // 2 :]

    @property
    def gone(self) -> bool:
        """Lost, or far out and farther than it began."""
        if self.lost or not len(self.after):
            return self.lost
        out, began = np.hypot(*self.after[-1]), np.hypot(*self.before[0])
        return bool(out > FAR and out > began)

    def slope(self, x: float, y: float) -> float:
        return float(np.hypot(*self.walk.surface.gradient(x, y)))

    @property
    def usual_slope(self) -> float:
        """The median over the map, or how steep the way down from a median height is."""
        surface = self.walk.surface
        (x0, x1), (y0, y1) = surface.domain.bounds
        x, y = np.meshgrid(np.linspace(x0, x1, 41), np.linspace(y0, y1, 41))
        slope = float(np.nanmedian(np.hypot(*surface.gradient(x, y))))
        if surface.minimum is None:
            return slope
        above = float(np.nanmedian(surface.value(x, y))) - surface.minimum
        return max(slope, above / self.diagonal)

    def bends(self, x: float, y: float) -> np.ndarray:
        """Eigenvalues of a difference quotient of the gradient."""
        h = 1e-5
        right, left = (np.array(self.walk.surface.gradient(x + s, y)) for s in (h, -h))
        up, down = (np.array(self.walk.surface.gradient(x, y + s)) for s in (h, -h))
        matrix = np.column_stack([right - left, up - down]) / (2 * h)
        if not np.isfinite(matrix).all():
            return np.array([np.nan, np.nan])
        return np.linalg.eigvalsh((matrix + matrix.T) / 2)

    def sinks(self, x: float, y: float) -> float:
        """How much lower f is on small circles around; 0 where it is lower nowhere."""
        turn = 2 * np.pi * np.arange(360) / 360
        radii = self.diagonal * np.array([[1e-6], [1e-5], [1e-4]])
        here = float(self.walk.surface.value(x, y))
        around = self.walk.surface.value(x + radii * np.cos(turn), y + radii * np.sin(turn))
        down = here - float(np.min(around))
        return down if down > 1e-12 * max(1.0, abs(here)) else 0.0


def away(points: np.ndarray, place: Any) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.hypot(points[:, 0] - place[0], points[:, 1] - place[1])


def _rest(c: Continued, found: Diagnosis) -> str:
    moved = away(c.after, c.before[-1])
    left = np.flatnonzero(~(moved <= STILL * c.diagonal))
    leaves = getattr(found, "leaves", None)
    if leaves is not None:
        stays = not c.lost and (moved <= STILL / 4 * c.diagonal).all()
        return f"is said to leave at {leaves} and stays" if stays else ""
    if found.predicted is not None and found.observed and found.predicted > 1 > found.observed:
        return ""
    if left.size or c.lost:
        return f"at rest, but moves {moved.max():.3g} later"
    if found.place is not None and found.verdict in ("global minimum", "local minimum", "saddle"):
        place = found.place.x, found.place.y
        if not c.walk.surface.smooth:  # no second derivative: who is lowest is asked of f itself
            sinks = c.sinks(*place)
            if (sinks > 0) == (found.verdict != "saddle"):
                return f"{found.verdict}, but f beside it is {sinks:.3g} lower"
            return ""
        low, high = c.bends(*place)
        rises = low > -1e-4 * max(1.0, abs(high))
        if np.isfinite(low) and rises == (found.verdict == "saddle") and abs(low) > 1e-4:
            return f"{found.verdict} with λ = {low:.3g}, {high:.3g}"
    return ""


def _plateau(c: Continued, found: Diagnosis) -> str:
    if not c.walk.surface.domain.contains(*c.before[-1]):
        return "a plateau off the map"
    if c.heights[-1] > c.heights[0]:
        return "a plateau, and f rose"
    if not c.slope(*c.before[-1]) <= GENTLE * c.usual_slope + 1e-9:
        return f"a plateau with slope {c.slope(*c.before[-1]):.3g}, usual {c.usual_slope:.3g}"
    moved = away(c.after, c.before[-1])
    if c.lost or (moved > 0.25 * c.diagonal).any():
        return f"a plateau, but moves {moved.max():.3g} later"
    floor = c.walk.surface.minimum or 0.0
    if c.later_heights.min() < floor + 0.5 * (c.heights[-1] - floor):
        return "a plateau, but gets down"
    return ""


def _still(c: Continued, found: Diagnosis) -> str:
    moved = away(c.after, c.before[-1])
    if c.lost or (moved > STILL * c.diagonal).any():
        return f"stands still, but moves {moved.max():.3g} later"
    for place in c.walk.surface.minima:
        if away(c.before[-1:], place)[0] < 1e-5 * c.diagonal:
            return "stands still although the ground slopes, at a minimum"
    return ""


def _is_held(c: Continued, found: Diagnosis) -> str:
    centre = found.centre
    if c.lost or away(c.late, centre).max() > 0.01 * c.diagonal:
        return "held, but it does not stay there"
    if c.slope(*centre) < 1e-6:
        return "held where there is no slope"
    return ""


def _bounded(c: Continued, found: Diagnosis) -> str:
    if c.gone:
        return "goes round, but leaves later"
    width = found.width if found.width is not None else 2 * (found.distance or np.inf)
    box = float(np.ptp(c.late, axis=0).max())
    if box > 2 * width:
        return f"goes round {width:.3g} wide, {box:.3g} wide later"
    if box < 0.4 * width:
        return f"does not come closer: {width:.3g} wide, {box:.3g} later"
    place = None if found.place is None else (found.place.x, found.place.y)
    low, high = c.late.min(axis=0), c.late.max(axis=0)
    if place is None:
        for minimum in c.walk.surface.minima:
            if ((low <= minimum) & (minimum <= high)).all():
                return f"goes round without a minimum, but ({minimum}) lies in its box"
    elif not ((low - box <= place) & (place <= high + box)).all():
        return "goes round a place that it leaves"
    return ""


def _near(c: Continued, found: Diagnosis) -> str:
    if c.gone:
        return "hovers, but leaves later"
    later, late = (away(points, (found.place.x, found.place.y)) for points in (c.after, c.late))
    if later.max() > 1.25 * found.before:
        return f"hovers within {found.before:.3g}, but {later.max():.3g} away later"
    if late.max() > 1.25 * found.width:
        return f"hovers within {found.width:.3g}, but {late.max():.3g} away late"
    if late.max() < 0.6 * found.width:
        return f"hovers within {found.width:.3g}, but comes within {late.max():.3g}"
    return ""


def _leaves(c: Continued, found: Diagnosis) -> str:
    return "" if c.gone else f"diverges, but later at {c.after[-1]} in a bounded walk"


def _blows_up(c: Continued, found: Diagnosis) -> str:
    if found.after is None:
        return _leaves(c, found)
    return "" if c.heights[-1] > c.heights[0] else "thrown up, but no higher than it began"


def _is_thrown(c: Continued, found: Diagnosis) -> str:
    longest = np.hypot(*np.diff(c.before, axis=0).T).max()
    return "" if longest >= c.diagonal else f"thrown off, with steps of {longest:.3g}"


def _falls(c: Continued, found: Diagnosis) -> str:
    if np.hypot(*c.before[-1]) <= np.hypot(*c.before[0]):
        return "left for good, but comes from farther out"
    if c.lost:
        return ""
    return "" if c.gone and c.later_heights[-1] <= c.heights[-1] else "left for good, and is back"


def _closes(c: Continued, found: Diagnosis) -> str:
    place = (found.place.x, found.place.y)
    if c.lost:
        return "closing in, but leaves the finite world"
    was, later, late = away(c.tail, place), away(c.after, place), away(c.late, place)
    tiny = 1e-9 * c.diagonal
    if later.max() > was.max() + tiny:
        return f"closing in, but {later.max():.3g} away later, {was.max():.3g} before"
    if late.max() > 0.95 * was.max() + tiny:
        return f"closing in, but still {late.max():.3g} away late, {was.max():.3g} before"
    if late.min() > away(c.before[-1:], place)[0] + tiny:
        return "closing in, and never as near again"
    return ""


def _lingers(c: Continued, found: Diagnosis) -> str:
    slope = c.slope(*c.before[-1])
    if slope > GENTLE * c.usual_slope:
        return f"hardly a slope: {slope:.3g}, usual {c.usual_slope:.3g}"
    low, high = c.bends(found.place.x, found.place.y)
    return "" if low < 0 < high else f"a saddle with λ = {low:.3g}, {high:.3g}"


def _descends(c: Continued, found: Diagnosis) -> str:
    if c.lost and not c.gone:
        return "on its way down, but lost"
    if not len(c.later_heights):
        return "on its way down, but lost at once"
    if not c.later_heights.min() < c.heights[-1]:
        return "on its way down, but never lower again"
    if c.lost and c.later_heights[-1] > c.heights[-1]:
        return "on its way down, but explodes"
    if not np.median(c.late_heights) < c.heights[-1]:
        return f"on its way down at {c.heights[-1]:.4g}, later {np.median(c.late_heights):.4g}"
    return ""


def _rate(c: Continued, found: Diagnosis) -> str:
    """The factor per step, measured once more on what comes after."""
    if found.observed is None or found.place is None:
        return ""
    place = (found.place.x, found.place.y)
    d = away(np.vstack([c.before[-len(c.before) // 3 :], c.after]), place)
    d = np.maximum.accumulate(d[::-1])[::-1]  # its swings have no say, its peaks do
    d = d[d > 1e-9 * c.diagonal]
    if len(d) < 20:
        return ""
    per_step = (d[-1] / d[0]) ** (1 / (len(d) - 1))
    slack = 0.1 * (1 - min(found.observed, 0.999)) + 1 / len(d)
    if found.predicted is not None and found.predicted > 1 > found.observed:
        return ""
    if abs(per_step - found.observed) > slack:
        return f"multiplies by {found.observed:.5g}, later by {per_step:.5g}"
    if found.predicted is not None and abs(found.observed - found.predicted) > 0.02:
        return f"multiplies by {found.observed:.5g}, theory {found.predicted:.5g}"
    return ""


CLAIMS: dict[str, Callable[[Continued, Diagnosis], str]] = {
    **dict.fromkeys(("global minimum", "local minimum", "saddle", "maximum", "level"), _rest),
    "plateau": _plateau,
    "held": _is_held,
    "stuck": _still,
    "circling": _bounded,
    "hovering": _near,
    "overshooting": _leaves,
    "early": _blows_up,
    "thrown": _is_thrown,
    "overstepping": _leaves,
    "undefined": _leaves,
    "diverged": _leaves,
    "leaving": _leaves,
    "falling": _falls,
    "approaching": _closes,
    "lingering": _lingers,
    "creeping": _descends,
    "descending": _descends,
}


def contradictions(case: Case, found: Diagnosis | None = None) -> tuple[Diagnosis, list[str]]:
    """The verdict on a walk, or another one, and what the walk continued says against it."""
    c = Continued(case)
    found = found or diagnose(c.walk)
    claim = CLAIMS.get(str(found.verdict))
    with np.errstate(all="ignore"):
        said = [claim(c, found) if claim else "", _rate(c, found)]
    return found, [text for text in said if text]

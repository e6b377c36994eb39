"""What each of the post's defects changes, in numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from engine import run
from optimizers import Optimizer
from optimizers.adam import Adam
from optimizers.gradient_descent import GradientDescent
from optimizers.rmsprop import RMSProp
from published.adam import LateAdam, LiteralFormula, PublishedAdam
from published.picture import distance, window
from published.terrain import PUBLISHED, TRUE, field_zero, with_slip
from published.walks import RATE, START, UPDATES, Repair
from surfaces import Domain, Family, Surface

LONG = 20_000  # updates after which corrections of bias no longer change
CELLS = 1000  # along each side of the window, for the share of it that is not convex


class Effects(NamedTuple):
    """The numbers behind the table of defects, in its order."""

    slip_zeros: tuple[tuple[float, float], ...]  # where the walk comes to rest with one slip alone
    slip_distances: tuple[float, ...]  # how far that is from the minimum
    fastest: float  # largest ratio of the published step to Adam's, on a constant gradient
    fastest_at: int  # at this update
    slower_from: int  # the first update at which it is below 1
    slowest: float  # where it ends
    epsilon_shift: float  # how far the sign of ε moves any of the 93 points
    ascent: float  # the published step for a gradient of 1e-9: downhill would be negative
    start_drawn: float  # the contour under the start
    start_height: float  # f there
    minimum_drawn: float  # the contour at the minimum of f
    below_window: float  # how far the minimum lies below the window
    origin_height: float  # f in the middle of the circles
    origin_gradient: tuple[float, float]  # its gradient there
    concave_share: float  # of the window, where f is not convex
    determinant: float  # of the Hessian at (1.5, 0.5)
    literal_fails_at: int  # the update from which the printed formula gives no number
    late_steps: tuple[float, float]  # lengths along an axis of the first step, 1 and 2 ahead
    late_shifts: tuple[float, float]  # how far the path is off at most, 1 and 2 ahead
    first_step: float  # what the first step should be
    gradients: tuple[float, float]  # a constant gradient ...
    descent_steps: tuple[float, float]  # ... gradient descent's step on it ...
    adam_steps: tuple[float, float]  # ... and Adam's, after 20,000 updates
    default_end: tuple[float, float]  # correct Adam after 93 updates with the text's α = 10⁻³
    rates: tuple[float, float]  # smallest and largest effective rate of RMSProp along x
    rises: int  # how often it rises from one update to the next


def plane(a: float, b: float) -> Surface:
    """The plane ax + by: a gradient that never changes."""
    return Surface(
        name=f"plane {a:g} {b:g}",
        title="A tilted plane",
        family=Family.FLAT,
        formula=f"{a:g}x + {b:g}y",
        f=lambda x, y: a * x + b * y,
        df=lambda x, y: (a, b),
        d2f=lambda x, y: (0.0, 0.0, 0.0),
        domain=Domain(-1, 1, -1, 1),
        minima=(),
        minimum=None,
        start=(0.0, 0.0),
        source="",
        note="",
    )


def _pair(numbers: Any) -> tuple[float, float]:
    x, y = (float(number) for number in numbers)
    return x, y


def _last_step(surface: Surface, rule: Optimizer) -> tuple[float, float]:
    points = run(surface, rule, surface.start, LONG).points
    return _pair(np.abs(points[-1] - points[-2]))


@lru_cache(maxsize=1)
def effects() -> Effects:
    """All of them, computed once."""
    zeros = tuple(field_zero(with_slip(place)) for place in range(3))

    tilted = plane(1.0, 1.0)
    ratio = (
        run(tilted, PublishedAdam(learning_rate=RATE), (0, 0), LONG).step_lengths[1:]
        / run(tilted, Adam(learning_rate=RATE), (0, 0), LONG).step_lengths[1:]
    )
    minus, plus = (Repair(epsilon=sign).walk().points for sign in (False, True))
    specimen = PublishedAdam(learning_rate=RATE)
    tiny, here = np.full(2, 1e-9), np.array(START)
    ascent, _ = specimen.update(tiny, specimen.init(here), here)

    x_min, x_max, y_min, y_max = window()
    # The middles of small cells: points on the border would count it too much.
    middles = (np.arange(CELLS) + 0.5) / CELLS
    x, y = np.meshgrid(x_min + (x_max - x_min) * middles, y_min + (y_max - y_min) * middles)
    fxx, fxy, fyy = TRUE.hessian(x, y)
    axx, axy, ayy = TRUE.hessian(1.5, 0.5)
    star = TRUE.minima[0]

    right = Repair(True, True, True).walk().points
    late = [run(TRUE, LateAdam(RATE, ahead=a), START, UPDATES).points for a in (1.0, 2.0)]
    steep = (0.1, 10.0)

    rms = run(TRUE, RMSProp(learning_rate=RATE), START, UPDATES)
    effective = np.abs(np.diff(rms.points[:, 0]) / rms.gradients[:-1, 0])

    return Effects(
        slip_zeros=zeros,
        slip_distances=tuple(float(TRUE.distance_to_minimum(*zero)) for zero in zeros),
        fastest=float(ratio.max()),
        fastest_at=int(ratio.argmax()) + 1,
        slower_from=int((ratio < 1 - 1e-6).argmax()) + 1,
        slowest=float(ratio[-1]),
        epsilon_shift=float(np.hypot(*(plus - minus).T).max()),
        ascent=float(ascent[0]),
        start_drawn=float(distance(*START)),
        start_height=float(TRUE.value(*START)),
        minimum_drawn=float(distance(*star)),
        below_window=y_min - star[1],
        origin_height=float(TRUE.value(0, 0)),
        origin_gradient=_pair(TRUE.gradient(0, 0)),
        concave_share=float((fxx * fyy - fxy**2 < 0).mean()),
        determinant=float(axx * ayy - axy**2),
        literal_fails_at=int(run(PUBLISHED, LiteralFormula(RATE), START, UPDATES).last) + 1,
        late_steps=_pair(abs(points[1, 0] - points[0, 0]) for points in late),
        late_shifts=_pair(np.hypot(*(points - right).T).max() for points in late),
        first_step=float(abs(right[1, 0] - right[0, 0])),
        gradients=steep,
        descent_steps=_last_step(plane(*steep), GradientDescent(learning_rate=RATE)),
        adam_steps=_last_step(plane(*steep), Adam(learning_rate=RATE)),
        default_end=_pair(Repair(True, True, True).walk(learning_rate=1e-3).points[-1]),
        rates=_pair((effective.min(), effective.max())),
        rises=int((np.diff(effective) > 0).sum()),
    )

"""Walks of Newton's method, BFGS and L-BFGS that somebody's own program has printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import checking
import optimizers
import surfaces
from checking.evidence import step_lines
from checking.printed import exact
from engine import run
from tests.planted import Gradient, Points, descent, himmelblau, rosenbrock
from tests.planted_second import Matrix, bfgs, newton, solved
from tests.test_checking import FORMS, as_printed, names

VALLEY, HILLS = (-1.2, 1.0), (3.3, 2.5)


def f_valley(x: float, y: float) -> float:
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def f_hills(x: float, y: float) -> float:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def bends(x: float, y: float, mixed: float = 1.0, more: float = 0.0) -> Matrix:
    cross = mixed * (4 * x + 4 * y)
    return [[12 * x * x + 4 * y - 42 + more, cross], [cross, 4 * x + 12 * y * y - 26 + more]]


def valley_bends(x: float, y: float, mixed: float = 1.0) -> Matrix:
    return [[2 - 400 * y + 1200 * x * x, -400 * mixed * x], [-400 * mixed * x, 200.0]]


def slip(x: float, y: float) -> tuple[float, float]:
    """The term 4xy of ∂f/∂x with the wrong sign."""
    gx, gy = himmelblau(x, y)
    return gx - 8 * x * y, gy


def multiplied(h: Matrix, g: Any) -> tuple[float, float]:
    return h[0][0] * g[0] + h[0][1] * g[1], h[1][0] * g[0] + h[1][1] * g[1]


def negative(h: Matrix, g: Any) -> tuple[float, float]:
    dx, dy = solved(h, g)
    return -dx, -dy


def on_hills(d2f: Callable[[float, float], Matrix] = bends, **more: Any) -> Points:
    return newton(himmelblau, d2f, HILLS, 14, **more)


def down_the_valley(df: Gradient = rosenbrock, n: int = 14, **more: Any) -> Points:
    return bfgs(f_valley, df, VALLEY, n, **more)


CASES: list[tuple[str, str, Points, set[str], dict[str, float]]] = [
    ("newton", "himmelblau", on_hills(rate=0.5), {"rate"}, {}),
    ("newton", "himmelblau", on_hills(kept=True), {"hessian_kept"}, {}),
    ("newton", "himmelblau", on_hills(jump=negative)[:9], {"newton_ascent"}, {}),
    (
        "newton",
        "himmelblau",
        on_hills(jump=multiplied, rate=3e-4),
        {"hessian_multiplied"},
        {"learning_rate": 3e-4},
    ),
    ("newton", "himmelblau", on_hills(lambda x, y: bends(x, y, -1.0)), {"mixed_sign"}, {}),
    (
        "newton",
        "himmelblau",
        on_hills(lambda x, y: bends(x, y, 1.0, 5.0)),
        {"damping_added"},
        {"damping": 5.0},
    ),
    (
        "newton",
        "rosenbrock",
        newton(rosenbrock, lambda x, y: valley_bends(x, y, 0.0), VALLEY, 20),
        {"mixed_left_out"},
        {},
    ),
    (
        "newton",
        "rosenbrock",
        newton(rosenbrock, lambda x, y: valley_bends(x, y, 0.0), VALLEY, 20, rate=0.5),
        {"mixed_left_out", "rate"},
        {},
    ),
    ("newton", "himmelblau", newton(slip, bends, HILLS, 14), {"term_x_4xy_−4xy"}, {}),
    (
        "newton",
        "himmelblau",
        descent(himmelblau, HILLS, 15, 0.01),
        {"rule_gradient_descent"},
        {"learning_rate": 0.01},
    ),
    ("bfgs", "rosenbrock", down_the_valley(scaled=False), {"unscaled"}, {}),
    ("bfgs", "rosenbrock", down_the_valley(exchanged=True), {"changes_exchanged"}, {}),
    ("bfgs", "rosenbrock", down_the_valley(last=False), {"last_term_missing"}, {}),
    ("bfgs", "rosenbrock", down_the_valley(learns=False), {"never_learned"}, {}),
    ("bfgs", "himmelblau", bfgs(f_hills, slip, (1.0, -2.0), 8), {"term_x_4xy_−4xy"}, {}),
    ("lbfgs", "rosenbrock", down_the_valley(), {"rule_bfgs"}, {}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "+".join(sorted(case[3])))
def test_what_was_done_instead_is_found(case: tuple[Any, ...]) -> None:
    rule, surface, points, wanted, settings = case
    meant = optimizers.by_name(rule)(**settings)
    found = checking.report(exact(np.array(points)), surfaces.by_name(surface), meant)
    assert not found.judgement.agrees
    assert found.cause is not None and names(found.cause) == wanted
    # Every line of a step is there, and what was done comes to where the step went.
    step = min(2, len(points) - 2)
    lines = step_lines(found.walk, surfaces.by_name(surface), found.meant, found.cause, step)
    [moved] = [line.used_values for line in lines if line.name == "delta"]
    if "mixed_left_out" in wanted:
        [row] = [line for line in lines if line.name == "∇²f, row 1"]
        assert row.differs and row.used_values[1] == 0 != row.meant_values[1]
    assert np.all(np.abs(moved - found.judgement.moved[step]) <= 1e-9 * (1 + np.abs(moved)))


def test_right_walks_are_never_accused() -> None:
    judged = 0
    for rule in (optimizers.by_name(name)() for name in ("newton", "bfgs", "lbfgs")):
        for i, surface in enumerate(surfaces.SURFACES):
            points = run(surface, rule, surface.start, 40).points
            near = np.all(np.abs(points) < 1e12, axis=1)
            points = points if near.all() else points[: int(np.argmin(near))]
            if len(points) < 3:
                continue
            form = ("whole", "six decimals", "six digits", "four decimals")[i % 4]
            judgement = checking.report(as_printed(points, FORMS[form]), surface, rule).judgement
            assert judgement.agrees, (rule.name, surface.name, form, judgement.first)
            judged += not judgement.is_coarse
    assert judged >= 60


def test_another_line_search_is_no_mistake_and_its_lengths_are_judged_by_themselves() -> None:
    walk = exact(np.array(down_the_valley(n=25)))
    valley = surfaces.by_name("rosenbrock")
    found = checking.report(walk, valley, optimizers.by_name("bfgs")())
    assert found.judgement.agrees and found.meant.own_lengths
    # Counted by hand: f falls by Armijo's 1e-4, and the slope along the step levels off to 0.9.
    met = 0
    for (x, y), (u, v) in zip(walk.points[:-1], walk.points[1:], strict=True):
        before = np.dot(rosenbrock(x, y), (u - x, v - y))
        after = np.dot(rosenbrock(u, v), (u - x, v - y))
        falls = f_valley(u, v) <= f_valley(x, y) + 1e-4 * before
        met += bool(falls and abs(after) <= 0.9 * abs(before))
    assert 0 < met < len(walk) and checking.meet_wolfe(walk, valley) == met
    # The house's own search is told to be that.
    own = run(valley, optimizers.by_name("bfgs")(), VALLEY, 20).points
    found = checking.report(exact(own), valley, optimizers.by_name("bfgs")())
    assert found.judgement.agrees and not found.meant.own_lengths

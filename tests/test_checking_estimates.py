"""Numbers that nobody could list are estimated, with an honest range where the digits are few."""

from __future__ import annotations

import numpy as np
import pytest

import checking
import optimizers
import surfaces
from checking.gradients.places import CENTRAL, difference
from checking.printed import exact
from tests.planted import (
    Gradient,
    Points,
    adagrad,
    adam,
    blog,
    bowl,
    central,
    descent,
    forward,
    himmelblau,
    momentum,
)
from tests.planted_cases import AT_HIMMELBLAU, AT_ROSENBROCK, POST, _f_himmelblau, _f_rosenbrock
from tests.test_checking import FORMS, as_printed


def adam_on(df: Gradient, **wrong: float) -> Points:
    start = POST if df is blog else AT_ROSENBROCK
    return adam(df, start, 100, 0.05 if df is blog else 0.02, **wrong)  # type: ignore[arg-type]


def central_descent(h: float) -> Points:
    return descent(central(_f_himmelblau, h), AT_HIMMELBLAU, 60, 0.01)


# Surface, rule, rate, the walk, and the number that is in it.
CASES: dict[str, tuple[str, str, float, Points, float]] = {
    "forward": ("rosenbrock", "adam", 0.02, adam_on(forward(_f_rosenbrock, 0.0017)), 0.0017),
    "central": ("himmelblau", "gradient_descent", 0.01, central_descent(0.03), 0.03),
    "small h": ("himmelblau", "gradient_descent", 0.01, central_descent(3e-4), 3e-4),
    "epsilon": ("blog", "adam", 0.05, adam_on(blog, eps=2.5e-7), 2.5e-7),
    "large": ("bowl", "adagrad", 0.5, adagrad(bowl, (-4.0, 3.0), 80, 0.5, eps=0.02), 0.02),
    "beta": ("blog", "adam", 0.05, adam_on(blog, b1=0.85), 0.85),
    "weight": (
        "himmelblau",
        "momentum",
        0.003,
        momentum(himmelblau, AT_HIMMELBLAU, 60, 0.003, mu=0.83),
        0.83,
    ),
}


def cause(case: str, digits: str) -> checking.Change | None:
    surface, rule, rate, points, _ = CASES[case]
    walk = (
        exact(np.array(points))
        if digits == "whole"
        else as_printed(np.array(points), FORMS[digits])
    )
    meant = optimizers.by_name(rule)(learning_rate=rate)
    found = checking.report(walk, surfaces.by_name(surface), meant)
    assert not found.judgement.agrees
    if found.cause is None:
        return None
    [change] = found.cause.changes
    return change


@pytest.mark.parametrize("case", CASES)
def test_of_whole_numbers_one_is_told(case: str) -> None:
    change = cause(case, "whole")
    assert change is not None
    told = change.places.get("h", change.places.get("used"))
    assert told == pytest.approx(CASES[case][-1], rel=1e-3)


@pytest.mark.parametrize("case", ["forward", "central", "large", "beta", "weight"])
def test_of_six_decimals_the_range_holds_the_number(case: str) -> None:
    change, number = cause(case, "six decimals"), CASES[case][-1]
    assert change is not None
    if "low" in change.places:
        assert change.places["low"] <= number <= change.places["high"] < 1.2 * change.places["low"]
        assert "between" in change.sentence
    else:
        told = change.places.get("h", change.places.get("used"))
        assert told == pytest.approx(number, rel=5e-3)


def test_a_range_is_all_that_explains_the_walk() -> None:
    """Its ends do, by the step-by-step judgement that knows nothing of the search; outside none."""
    change = cause("central", "six decimals")
    assert change is not None
    low, high = change.places["low"], change.places["high"]
    surface, name, rate, points, _ = CASES["central"]
    ground, walk = surfaces.by_name(surface), as_printed(np.array(points), FORMS["six decimals"])
    meant = checking.meant_by(optimizers.by_name(name)(learning_rate=rate), len(walk))
    for h, fits in ((low, True), (high, True), (0.97 * low, False), (1.03 * high, False)):
        pair = difference(0, CENTRAL, h), difference(1, CENTRAL, h)
        assert checking.judge(walk, ground, meant, pair).agrees is fits, h

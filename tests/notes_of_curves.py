"""What every note of a curve says, computed."""

from __future__ import annotations

import numpy as np
import pytest

from engine import End, fate, run
from engine.analysis.teaching import suggest
from surfaces.curves import Turn, by_name
from tests.notes import claims, rule_of
from ui.line.settings import LONGEST_STEP, STEPS


def walk_on(name: str, rule: str, rate: float, start: float, steps: int = 3000) -> np.ndarray:
    return run(by_name(name), rule_of(rule, learning_rate=rate), (start,), steps).points[:, 0]


@claims(
    "curve",
    "cubic",
    "Four starts, three fates: two settle at 4/3, one stays on the hilltop, one never stops.",
)
def cubic() -> None:
    curve = by_name("cubic")
    rule = rule_of("gradient_descent")
    rate = suggest(curve, type(rule), STEPS, LONGEST_STEP)
    rule = rule_of("gradient_descent", learning_rate=rate)
    found = [fate(run(curve, rule, (start,), STEPS)) for start in curve.starts]
    assert [one.end for one in found] == [End.SETTLED, End.SETTLED, End.STAYED, End.LEFT]
    assert [one.x for one in found[:3]] == pytest.approx([4 / 3, 4 / 3, 0])
    assert found[2].turn == Turn.MAXIMUM


@claims(
    "curve",
    "parabola",
    "Each step of gradient descent multiplies the distance to −1 by the same factor, 1 − 2η.",
)
def parabola() -> None:
    for rate in (0.05, 0.3, 0.5, 0.9, 1.0, 1.1):
        away = walk_on("parabola", "gradient_descent", rate, 2.5, 30) + 1
        assert away[1:] == pytest.approx((1 - 2 * rate) * away[:-1], abs=1e-12 * abs(away).max())


@claims(
    "curve",
    "weighted_squares",
    "Each thin parabola pulls towards its own lowest point, as hard as it is heavy.",
)
def weighted_squares() -> None:
    curve = by_name("weighted_squares", 0.5, 2.0, 3.0)
    x, tiny = np.linspace(-4, 5, 91), 1e-6
    slopes = [(part(x + tiny) - part(x - tiny)) / (2 * tiny) for part in curve.parts]
    for slope, weight, centre in zip(slopes, curve.arguments, (-2, 1, 3), strict=True):
        assert slope == pytest.approx(2 * weight * (x - centre), abs=1e-6)
    assert sum(slopes) == pytest.approx(curve.slope(x), abs=1e-6)


@claims(
    "curve",
    "double_well",
    "Small steps: from left of 0.075 to the global minimum, from right of it to a local one.",
)
def double_well() -> None:
    curve = by_name("double_well")
    deep, shed, shallow = (place.x for place in curve.stationary)
    assert f"{shed:.3f}" == "0.075" and curve.value(deep) < curve.value(shallow)
    for start in (-1.6, -0.3, 0.05, 0.07):
        assert walk_on("double_well", "gradient_descent", 0.05, start)[-1] == pytest.approx(deep)
    for start in (0.08, 0.1, 0.9, 1.6):
        assert walk_on("double_well", "gradient_descent", 0.05, start)[-1] == pytest.approx(shallow)


@claims(
    "curve",
    "flat_inflection",
    "Small steps of gradient descent from the left get stuck at 0; momentum may pass.",
)
def flat_inflection() -> None:
    for rate in (0.05, 0.2, 0.5):
        x = walk_on("flat_inflection", "gradient_descent", rate, -0.9, 100_000)
        assert -1e-3 < x[-1] < 0 and np.all(np.diff(x) > 0)
    assert walk_on("flat_inflection", "momentum", 0.2, -0.9)[-1] == pytest.approx(1)


@claims(
    "curve",
    "absolute",
    "The slope beside the kink is as steep as anywhere: gradient descent hops over by η.",
)
def absolute() -> None:
    curve = by_name("absolute")
    near = np.array([-3, -1, -1e-300, 1e-300, 1e-9, 2])
    assert np.array_equal(np.abs(curve.slope(near)), np.ones(6))
    x = walk_on("absolute", "gradient_descent", 0.3, 2.5)
    assert np.abs(np.diff(x)) == pytest.approx(0.3 * np.ones(3000), abs=1e-9)
    assert x[-1] * x[-2] < 0

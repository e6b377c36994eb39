"""Lessons on going down a slope say what is so.

Oracles: plain loops in Python, closed forms, SymPy's stationary point (as published facts), and
numbers that were measured apart from this project.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from lessons import by_name
from lessons.lesson import Chapter, Ruling
from lessons.slope import convex_or_not
from surfaces.typed import surface_of
from tests.found_in_lessons import check_whole, found, names_of, numbers, says

NAMES = names_of(Chapter.SLOPE)
RULINGS = {
    "four-points": Ruling.HOLDS,
    "descent-by-hand": Ruling.HOLDS,
    "weighted-wishes": Ruling.HOLDS,
    "down-or-up": Ruling.ONLY_IF,
    "rate-limit": Ruling.HOLDS,
    "four-rates": None,
    "rate-too-large": None,
    "when-to-stop": Ruling.ONLY_IF,
    "kink": Ruling.FAILS,
    "steepest-not-shortest": Ruling.FAILS,
    "nearest-valley": Ruling.HOLDS,
    "beside-the-saddle": Ruling.ONLY_IF,
    "convex-or-not": Ruling.FAILS,
    "inverse-root": Ruling.ONLY_IF,
}


def bowl(rate, steps, schedule=lambda t: 1.0):
    """Gradient descent on x² + 2y² from (−4, 3)."""
    x, y = -4.0, 3.0
    places = [(x, y)]
    for t in range(1, steps + 1):
        eta = rate * schedule(t)
        x, y = x - eta * 2 * x, y - eta * 4 * y
        places.append((x, y))
    return places


def first(places, holds):
    return next(step for step, place in enumerate(places) if holds(*place))


def near(x, y):
    return math.hypot(x, y) < 0.01


def test_there_are_the_lessons_of_this_chapter():
    assert list(RULINGS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_whole(name):
    check_whole(by_name(name), found(name))
    assert found(name).ruling is RULINGS[name]


def test_the_steepest_point_steps_farthest():
    finding = found("four-points")
    slopes = [3 * w**2 - 4 * w for w in (0.3, 1.0, 2.2)]
    assert finding.right == 2 == int(np.argmax(np.abs(slopes)))
    for slope in slopes:
        assert says(finding.reasons, slope) and says(finding.judged, abs(0.1 * slope))
    assert says(finding.because, 4 / 3 - 0.3) and says(finding.because, 2.2 - 4 / 3)


def test_two_steps_by_hand():
    finding, run = found("descent-by-hand"), by_name("descent-by-hand").run
    assert finding.right == pytest.approx((6, 1.4, 4.8, 0.92))
    np.testing.assert_allclose(run.walks[0].points[:3, 0, 0], [2, 1.4, 0.92])
    assert says(finding.because, 0.8) and says(finding.because[2], 3 * 0.8**60)
    assert says(finding.judged, 2) and says(finding.judged, -1)
    assert numbers(finding.example) == pytest.approx([4, 10, 0.1, 1, 3])


def test_the_largest_rate():
    finding = found("rate-limit")
    assert finding.right == pytest.approx(2 / 4, rel=2e-3)
    assert says(finding.judged, math.hypot(*bowl(0.1, 60)[-1]))
    assert says(finding.judged, math.hypot(*bowl(0.51, 60)[-1]), 1e-7)
    assert numbers(finding.because[2]) == [2, 1]


def test_four_rates():
    finding = found("four-rates")
    assert finding.right == 1
    for place, rate in enumerate((0.1, 0.25)):
        assert says(finding.reasons[place], first(bowl(rate, 40), near))
    for place, rate in enumerate((0.5, 0.51), 2):
        assert says(finding.reasons[place], math.hypot(*bowl(rate, 40)[-1]), 1e-7)
    assert numbers(finding.because[1])[1:3] == [0.5, 0]
    assert says(finding.because[1], first(bowl(0.25, 40), near))


def test_a_rate_a_little_too_large():
    finding = found("rate-too-large")
    assert finding.right == 2
    assert says(finding.because[2], 3 * (1 - 0.51 * 4) ** 60, 1e-7)


def test_when_a_program_stops():
    finding = found("when-to-stop")

    def flat(x, y, threshold=1e-5):
        return math.hypot(2 * x, 4 * y) < threshold

    assert finding.right == 673 == first(bowl(0.01, 700), flat)
    assert says(by_name("when-to-stop").question, 61) and first(bowl(0.1, 100), flat) == 61
    more = first(bowl(0.01, 1000), lambda x, y: flat(x, y, 1e-6)) - 673
    assert says(finding.because[2], more)
    assert numbers(finding.judged)[1] == 0 and numbers(finding.judged)[-1] == 1


def test_steepest_is_not_shortest():
    finding = found("steepest-not-shortest")
    (x, y), gone = (-1.2, 1.0), 0.0
    slopes = []
    for step in range(5000):
        if step == 300:
            np.testing.assert_allclose(finding.right, (x, y), rtol=1e-9)
            assert says(finding.because[2], math.hypot(x - 1, y - 1))
        slope = -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)
        slopes.append(slope)
        x, y = x - 0.001 * slope[0], y - 0.001 * slope[1]
        gone += 0.001 * math.hypot(*slope)
    # The straight way is to the right: (2.2, 0).
    assert says(finding.judged, math.degrees(math.atan2(abs(slopes[0][1]), -slopes[0][0])))
    assert says(finding.judged, gone) and says(finding.judged, math.hypot(x - 1, y - 1))
    assert gone > 1.4 * 2.2


def test_down_into_the_nearest_valley():
    finding = found("nearest-valley")
    assert finding.right == 1
    # Published: (−1.747552, 0.873776) with f = 0.298638.
    for number in (-1.747552, 0.873776):
        assert says(finding.because[0], number, 1e-6)
    assert says(finding.because[1], 0.298638, 1e-6)
    assert numbers(finding.because[2])[-1] < 1e-9


def test_beside_the_saddle():
    finding = found("beside-the-saddle")
    np.testing.assert_allclose(finding.right, (0.8**39, 1e-3 * 1.2**39), rtol=1e-12)
    assert says(finding.judged, 0.8**39) and says(finding.judged, 1e-3 * 1.2**39)
    lengths = [math.hypot(2 * 0.8**t, 2e-3 * 1.2**t) for t in range(40)]
    assert says(finding.because[2], int(np.argmin(lengths))) and says(
        finding.because[2], min(lengths)
    )


def test_the_terrain_of_the_post_is_not_convex():
    finding = found("convex-or-not")
    assert finding.right == 1
    # Measured apart from this project: 58.5 % of the window, and 3.42 half way up the chord.
    share = numbers(finding.because[1])[0]
    assert share == pytest.approx(58.5, abs=0.2)

    def f(x, y):
        return (
            *(0.4 * x**2 * y**2 + 0.3 * x**2 * y + 0.3 * x**2 + 0.3 * y**2,),
            *(-0.25 * x * y**2 + 0.31 * x * y - 0.2 * x + 2.1 * y,),
        )

    half = sum(f(1.375, 3.826)) - (sum(f(0.75, 6.0)) + sum(f(2.0, 1.652))) / 2
    assert half == pytest.approx(3.42, abs=0.01)
    ground, chord = finding.diagram.series
    assert ground.y[50] - chord.y[50] == pytest.approx(half)
    assert numbers(finding.because[0])[-1] >= half
    # SymPy: the resultant has one real root. Along x = y this other ground is y⁴ − y².
    assert convex_or_not.level_places(surface_of("x^2 - 2*x*y + y^4")) == 3
    assert numbers(finding.because[2])[0] == 1
    np.testing.assert_allclose(
        numbers(finding.because[2])[1:], [0.48238, -4.25597, 0.51911, 12.56288], atol=0.03
    )


def test_a_rate_that_shrinks_without_noise():
    finding = found("inverse-root")

    def root(t):
        return 1 / math.sqrt(t)

    assert finding.right == 237 == first(bowl(0.1, 300, root), near)
    assert numbers(finding.judged)[2] == 27 == first(bowl(0.1, 300), near)
    assert says(finding.judged, math.hypot(*bowl(0.55, 30)[-1]), 1e-7)
    assert says(finding.judged, first(bowl(0.55, 300, root), near))


def test_three_pulls_on_one_ball():
    finding = found("weighted-wishes")
    mean = (1 * -2 + 2 * 1 + 1 * 3) / 4
    assert finding.right == pytest.approx(mean, abs=1e-9) and mean == 0.75
    for weight, centre in ((1, -2), (2, 1), (1, 3)):
        assert says(finding.because[0], 2 * weight * (mean - centre))
    assert says(finding.because[2], (-2 + 1 + 3) / 3) and says(finding.because[2], 1)
    assert says(finding.judged, 1 / 4)


def test_a_step_down_that_leads_up():
    finding = found("down-or-up")
    assert finding.right == 2
    for factor, part in ((1 - 2 * 1.1, finding.because[2]), (1 - 2 * 0.2, finding.judged)):
        assert says(part, 2 + factor**16)  # (x + 1)² + 2, eight steps on
    assert says(finding.judged, 2 + (1 + 2 * 0.2) ** 16)
    assert says(finding.because[1], 1 - 2 * 1.1) and says(finding.reasons[0], 1)


def test_a_kink_is_hopped_over():
    finding, run = found("kink"), by_name("kink").run
    assert finding.right == 1
    x, places = 2.5, [2.5]
    for _ in range(40):
        x -= 0.3 * math.copysign(1, x)
        places.append(x)
    np.testing.assert_allclose(run.walks[0].points[:, 0, 0], places, atol=1e-12)
    assert numbers(finding.because[1])[2:] == pytest.approx([0.1, 0.2])
    assert numbers(finding.judged) == pytest.approx([1e-6, 1e-6, -1, 1])
    assert says(finding.reasons[0], 0.3)

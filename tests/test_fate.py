"""Every word about a walk in one dimension is still true of a walk ten times as long.

Balls, curves, rules and rates are drawn anew by every run; its seed is printed.
"""

from __future__ import annotations

import random
import re
from typing import Any

import numpy as np
import pytest

import optimizers
from engine import End, Fate, Stop, Trajectory, carried_on, fate, run
from engine.analysis.fate import THERE
from engine.drive.outcome import FAR
from figures.palette import Style
from figures.walks import DrawnWalk
from surfaces.curves import CURVES, Curve, by_name
from ui.line.statement import _rounded_up, fate_of, limits_of
from ui.numbers import read

RULES = [rule for rule in optimizers.OPTIMIZERS if rule.needs == "gradient"]


def walked(curve: str, rule: str, rate: float, start: float, steps: int) -> Trajectory:
    return run(by_name(curve), optimizers.by_name(rule)(learning_rate=rate), (start,), steps)


def sentence(walk: Trajectory) -> str:
    drawn = DrawnWalk("", "It", Style(0, "solid"), "1", walk)
    return fate_of(drawn, Stop.BUDGET).replace("−", "-")


def drawn_walk(dice: random.Random) -> Trajectory:
    """A ball on any curve, with any rule, down or up."""
    curve: Curve = dice.choice(CURVES)
    low, high = curve.domain.x_min, curve.domain.x_max
    start = dice.choice(
        [
            dice.uniform(low, high),
            dice.uniform(2 * low - high, 2 * high - low),
            dice.choice(curve.starts),
            dice.choice(curve.stationary).x,
        ]
    )
    # A multiple of the start is where |x| is met exactly.
    rate = dice.choice([10 ** dice.uniform(-3, 1), abs(start) / dice.randint(1, 40) or 0.1])
    rule = dice.choice(RULES)(learning_rate=rate)
    steps = int(10 ** dice.uniform(0.5, 2.6))
    return run(curve, rule, (start,), steps, ascend=dice.random() < 0.25)


def longer(walk: Trajectory, steps: int) -> Trajectory:
    rule: Any = walk.optimizer
    return run(walk.surface, rule, tuple(map(float, walk.points[0])), steps, ascend=walk.ascending)


def contradicted(found: Fate, walk: Trajectory, later: Trajectory) -> bool:
    """Whether the walk, carried on, belies what was said."""
    curve: Any = walk.surface
    x, near = later.points[:, 0], THERE * curve.domain.width
    match found.end:
        case End.STAYED:
            return bool((x != x[0]).any() or abs(curve.slope(x[0])) > 1e-12)
        case End.STUCK:
            return bool((x != x[0]).any() or curve.slope(x[0]) == 0)
        case End.SETTLED:
            return bool((np.abs(x[found.step :] - found.x) > near).any())
        case End.ABOUT:
            seen = x[found.step : found.followed + 1]  # it says how far it looked
            width = read(_rounded_up(found.width))
            return bool((np.abs(seen - found.x) > width * (1 + 1e-12)).any())
        case End.HOPS:
            assert found.other is not None
            one, two = np.abs(x[walk.steps :] - found.x), np.abs(x[walk.steps :] - found.other)
            flips = np.diff((one < two).astype(int)) != 0
            apart = abs(found.x - found.other)
            return not (flips.all() and (np.minimum(one, two) <= 1e-3 * apart).all())
        case End.LEFT | End.SWUNG:
            tail = x[found.step : int(later.last) + 1]
            signs = np.sign(tail)
            right = (
                (signs == np.sign(found.x)).all()
                if found.end is End.LEFT
                else (np.diff(signs[-3:]) != 0).all()
            )
            return not (right and (np.abs(tail) > FAR).all() and later.outcome == "diverged")
        case End.GONE:
            return bool(abs(x[found.step]) <= FAR)
        case _:
            return found.x != float(walk.points[max(int(walk.last), 0), 0])


def test_no_word_is_belied_by_ten_times_as_many_steps() -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    seen: set[End] = set()
    wanted = {End.STAYED, End.SETTLED, End.ABOUT, End.MOVING}
    for count in range(1600):
        if count >= 160 and wanted <= seen:  # some ends are rare, and 160 draws may lack one
            break
        walk = drawn_walk(dice)
        found = fate(walk)
        seen.add(found.end)
        if found.end is End.ABOUT:
            later = longer(walk, found.followed)
        elif found.end is End.MOVING:
            later = walk
        else:
            later = longer(walk, 10 * found.followed)
        assert not contradicted(found, walk, later), (found, walk.optimizer, walk.points[0])
    assert wanted <= seen


@pytest.mark.parametrize(
    ("curve", "rule", "rate", "start", "steps", "wrong"),
    [
        ("cubic", "lion", 1.3, 0.56, 40, "for ever"),
        ("cubic", "rmsprop", 0.097, 0.705, 40, "settles"),
        # Adam comes to rest, and jumps when its mean of squares has faded.
        ("double_well", "nadam", 0.0379, 1.426, 97, "settles"),
        ("cubic", "radam", 0.00443, -0.01, 50, "settles"),
    ],
)
def test_what_was_once_said_too_soon(
    curve: str, rule: str, rate: float, start: float, steps: int, wrong: str
) -> None:
    assert wrong not in sentence(walked(curve, rule, rate, start, steps))


def test_lion_on_the_cubic_is_far_away_by_step_100() -> None:
    assert walked("cubic", "lion", 1.3, 0.56, 100).points[-1, 0] < -100


def test_a_walk_that_hovers_is_given_its_width_and_the_steps_that_were_looked_at() -> None:
    walk = walked("parabola", "rmsprop", 0.05, 2.5, 300)
    text = sentence(walk)
    found = re.search(
        r"keeps within ([\d.e-]+) of the minimum -1 from step (\d+) on.* for (\d+)", text
    )
    assert found, text
    width, since, followed = float(found[1]), int(found[2]), int(found[3])
    assert followed == 5300 == carried_on(walk).steps
    away = np.abs(longer(walk, followed).points[:, 0] + 1)
    assert away[since:].max() <= width < 1.11 * away[since:].max()
    assert away[since - 1] > away[since:].max()


@pytest.mark.parametrize("rate", [0.0, 1e-20])
def test_who_cannot_move_is_not_said_to_be_moving(rate: float) -> None:
    walk = walked("parabola", "gradient_descent", rate, 2.5, 20)
    assert fate(walk).end is End.STUCK and "does not move" in sentence(walk)


@pytest.mark.parametrize("rate", [0.5, 0.1, 0.01, 0.001])
@pytest.mark.parametrize("start", [2.5, -1.3, 0.7301])
def test_the_page_of_the_kink_does_not_contradict_itself(rate: float, start: float) -> None:
    """It hops for ever, or has landed on 0 exactly; its limit says both."""
    walk = walked("absolute", "gradient_descent", rate, start, 3 + int(abs(start) / rate) + 20)
    (limit,) = limits_of(by_name("absolute"), rate, ascend=False)
    assert f"its step is {rate:g} long" in limit and "unless a step ends exactly on 0" in limit
    x = walk.points[:, 0]
    text = sentence(walk)
    if x[-1] == 0:
        assert "settles at the minimum 0" in text
    else:
        assert "for ever" in text
        assert abs(x[-1] - x[-2]) == pytest.approx(rate, rel=1e-6)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@pytest.mark.parametrize("ascend", [False, True])
def test_limits_are_true_of_the_numbers_they_print(curve: Curve, ascend: bool) -> None:
    bends = [abs(float(curve.curvature(place.x))) for place in curve.stationary]
    rates = [0.0, 1e-9, 0.01, 0.3] + [
        2 / bend * factor
        for bend in bends
        if bend > 0
        for factor in (1 - 1e-7, 1, 1 + 1e-7, 0.5, 0.5 + 1e-9)
    ]
    for rate in rates:
        for text, place in zip(
            limits_of(curve, rate, ascend=ascend), curve.stationary, strict=True
        ):
            told = text.replace("−", "-")
            bend = float(curve.curvature(place.x)) * (-1 if ascend else 1)
            number = r"(-?\d+(?:\.\d+)?(?:e-?\d+)?)"
            factor = re.search(rf"distance by {number}", told)
            if factor is None:
                assert rate == 0 or bend == 0 or np.isnan(bend)
                continue
            exact, printed = 1 - rate * bend, float(factor[1])
            for edge in (-1, 0, 1):
                assert np.sign(printed - edge) == np.sign(exact - edge), text
            limit = re.search(rf"η below {number} is", told)
            if limit:
                eta = re.search(rf"η = {number}", told)
                assert eta
                below = float(eta[1]) < float(limit[1])
                assert below == (rate < 2 / bend) == (": at η" in told), text

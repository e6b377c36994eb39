"""True words: every verdict survives the walk continued.

Walks that nobody chose are judged, continued ten times as long, and asked whether what was said
holds (`tests.walk_judge`). The seed is drawn anew every time and printed with every walk that
contradicts, so that any of them can be walked again.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from engine import Diagnosis, Trajectory, Verdict, diagnose, run, within_budget
from engine.analysis.continuation import continued, look_on
from engine.analysis.linear import linear
from tests.walk_judge import Case, contradictions, random_cases
from ui.reasons import reason

V = Verdict
GD = "gradient_descent"
SHARE = 0.002  # of all verdicts may be contradicted
NEVER = {"plateau", "overshooting", "diverged", "lingering", "stuck", "falling"}  # be wrong


def judged(seed: int, count: int) -> tuple[Counter[str], list[str]]:
    """How often each verdict was given, and what contradicts."""
    given: Counter[str] = Counter()
    wrong = []
    for case in random_cases(np.random.default_rng(seed), count):
        found, said = contradictions(case)
        given[str(found.verdict)] += 1
        wrong += [f"{found.verdict}: {text}\n    {case}" for text in said]
    print(f"\nseed {seed}: {len(wrong)} of {count} contradicted; {dict(given)}")
    print("\n".join(wrong))
    return given, wrong


@pytest.mark.slow
def test_what_is_said_holds_when_the_walk_goes_on() -> None:
    _, wrong = judged(int(np.random.default_rng().integers(2**32)), 150)
    assert len(wrong) <= 1


@pytest.mark.slow
def test_what_is_said_of_3000_walks_holds_when_they_go_on() -> None:
    given, wrong = judged(int(np.random.default_rng().integers(2**32)), 3000)
    assert len(wrong) <= SHARE * 3000
    assert not [text for text in wrong if text.split(":")[0] in NEVER]
    # It is no answer to everything that a walk is still moving.
    assert given["moving"] <= 0.12 * 3000


def test_the_judge_is_awake() -> None:
    """A verdict that is not true of a walk is contradicted, whichever it is."""
    cases = [
        (Case("bowl", GD, 0.1, (-4.0, 3.0), 20), ("stuck", "circling", "overshooting", "falling")),
        (Case("bowl", GD, 0.6, (-4.0, 3.0), 20), ("approaching", "descending", "creeping")),
        (Case("bowl", GD, 0.5, (-4.0, 3.0), 300), ("global minimum", "approaching", "descending")),
        (Case("rosenbrock", GD, 1e-3, (-1.2, 1.0), 300), ("plateau", "lingering", "hovering")),
    ]
    for case, wrongs in cases:
        found, said = contradictions(case)
        assert not said
        place = diagnose(
            run(surfaces.by_name("bowl"), optimizers.by_name(GD)(0.1), (1, 1), 300)
        ).place
        for wrong in wrongs:
            lie = replace(
                found,
                verdict=V(wrong),
                place=found.place or place,
                width=0.1,
                before=0.1,
                after=None,
            )
            assert contradictions(case, lie)[1], (case, wrong)


# -- the kinds of fault, with the smallest inputs by which they were found ------------------------


def walked(
    surface: str,
    rule: str,
    rate: float,
    start: tuple[float, float] | None = None,
    steps: int = 300,
    schedule: Any = None,
    **fields: float,
) -> Trajectory:
    ground = surfaces.by_name(surface)
    made = optimizers.by_name(rule)(learning_rate=rate, **fields)
    return run(ground, made, start or ground.start, steps, schedule=schedule)


def told(walk: Trajectory) -> tuple[Diagnosis, str]:
    found = diagnose(walk)
    return found, reason(walk, found)


def test_the_rate_of_the_step_at_which_it_began_is_compared_with_its_limit() -> None:
    cosine = schedules.by_name("cosine")(300.0)
    found, text = told(walked("bowl", GD, 2.0, (-4, 3), schedule=cosine))
    # The Hessian is diag(2, 4): 2·4 = 8 > 2, and 1 − 8 = −7.
    assert (found.verdict, found.onset, found.sharpness, found.factor) == (V.OVERSHOOTING, 0, 8, -7)
    assert "η·λmax = 8 > 2" in text
    warm = schedules.by_name("warmup")()
    found, text = told(walked("three_hump_camel", GD, 0.926, schedule=warm))
    assert found.verdict is V.OVERSHOOTING
    assert found.rate == pytest.approx(0.926 * warm.factor(found.onset + 1))
    assert found.sharpness > 2


@pytest.mark.parametrize("name", [schedule.name for schedule in schedules.SCHEDULES])
def test_an_overshoot_is_one_with_the_rate_that_was_in_force(name: str) -> None:
    for surface in ("bowl", "booth", "three_hump_camel", "rosenbrock"):
        for rate in (0.3, 1.0, 4.0):
            pace = schedules.by_name(name)()
            walk = walked(surface, GD, rate, steps=200, schedule=pace)
            found = diagnose(walk)
            if found.verdict is V.OVERSHOOTING:
                x, y = walk.points[found.onset]
                xx, xy, yy = walk.surface.hessian(x, y)
                bend = np.linalg.eigvalsh([[xx, xy], [xy, yy]])[1]
                force = rate * float(pace.factor(found.onset + 1))
                assert found.sharpness == pytest.approx(force * bend, rel=1e-9)
                assert force * bend > 2


@pytest.mark.parametrize(
    "walk",
    [
        walked("bowl", GD, 1.0, steps=7),
        walked("goldstein_price", GD, 2e-5, (0.3279, 1.979), 2),
        walked("sphere", GD, 0.001, (1000, 1000)),
        walked("blog", "radam", 0.1, (-4.5124, 6.4893)),
    ],
    ids=["explosion", "steep", "off the map", "thrown up"],
)
def test_explosions_and_steep_ground_are_no_plateaus(walk: Trajectory) -> None:
    found, text = told(walk)
    assert found.verdict is not V.PLATEAU and "plateau" not in text
    if walk.heights[-1] > walk.heights[0]:
        assert found.verdict in (V.OVERSHOOTING, V.EARLY)
    else:
        assert found.verdict is V.DESCENDING


@pytest.mark.parametrize(
    ("surface", "rule", "rate"),
    [
        ("blog", "rmsprop", 0.05),
        ("booth", "lion", 0.1),
        ("booth", "rmsprop", 0.1),
        ("levy13", "rmsprop", 0.002),
    ],
)
def test_who_hovers_is_not_said_to_close_in(surface: str, rule: str, rate: float) -> None:
    walk = walked(surface, rule, rate)
    found, text = told(walk)
    assert found.verdict is V.HOVERING and "overs within" in text
    longer = walked(surface, rule, rate, steps=3000)
    late = np.hypot(*(longer.points[1650:] - (found.place.x, found.place.y)).T)
    assert 0.6 * found.width <= late.max() <= 1.01 * found.width


def test_a_ball_that_passes_by_is_not_said_to_close_in() -> None:
    found, text = told(walked("mccormick", "momentum", 0.357))
    assert found.verdict is not V.APPROACHING and "Closing in" not in text


@pytest.mark.parametrize(
    ("surface", "rule", "rate", "start", "around"),
    [
        ("sphere", GD, 1.0, (-4, 2.5), 1),
        ("sphere", "momentum", 1.9, None, 1),
        ("sphere", "lion", 8.0, None, 1),
        ("matyas", GD, 2.0, (-6, 6), 1),
        ("plateau", GD, 2.0, (-5, 3), 1),
        ("himmelblau", "lion", 4.0, None, 4),
        ("dixon_price", "lion", 0.3, (1.7886, 1.7398), 1),
    ],
)
def test_what_it_goes_round_is_named(
    surface: str, rule: str, rate: float, start: Any, around: int
) -> None:
    walk = walked(surface, rule, rate, start)
    found, text = told(walk)
    assert found.verdict in (V.CIRCLING, V.HOVERING) and found.around == around
    assert "without a minimum" not in text
    assert f"{around} global minima" in text if around > 1 else found.place.lowest


def test_of_a_ring_it_is_said_that_it_is_one() -> None:
    _, text = told(walked("drop_wave", "rprop", 0.5))
    assert "the floor of a trough" in text and "without a minimum" not in text


def test_a_rate_is_observed_only_where_there_is_one() -> None:
    """Nesterov on a parabola swings: ρ² = μ(1 − ηλ), and 20 steps show no rate."""
    assert diagnose(walked("sphere", "nesterov", 0.01, steps=20)).observed is None
    assert diagnose(walked("sphere", GD, 0.1, (0, 0))).observed is None
    found = diagnose(walked("gaussian_wells", GD, 0.05))
    assert found.observed == pytest.approx(found.predicted, rel=0.02)
    # As good as at rest, with the digits that tell the factor from 1.
    _, text = told(walked("sphere", GD, 1e-5, (2e-5, 0)))
    assert "0.99998" in text and not re.search(r"(by|says) 1[;.]", text)


@pytest.mark.parametrize("name", [GD, "momentum", "nesterov"])
def test_an_observed_rate_is_a_factor_of_the_rule_s_own_matrix(name: str) -> None:
    generator = np.random.default_rng()
    for surface in ("bowl", "booth", "sphere", "himmelblau", "gaussian_wells", "six_hump_camel"):
        ground = surfaces.by_name(surface)
        for _ in range(8):
            rate = float(10 ** generator.uniform(-3, 0))
            start = tuple(generator.uniform(*np.transpose(ground.domain.bounds)))
            found = diagnose(walked(surface, name, rate, start, 200))
            if found.observed is None or found.predicted > 1:
                continue
            step = linear(optimizers.by_name(name)(learning_rate=rate), rate)
            factors = [abs(step.factor(bend)) for bend in (found.place.low, found.place.high)]
            assert found.predicted == pytest.approx(max(factors))
            assert np.log(found.observed) == pytest.approx(np.log(max(factors)), rel=0.11)


@pytest.mark.parametrize(
    ("surface", "rate"), [("plateau", 9.82), ("gaussian_wells", 0.504), ("branin", 0.186)]
)
def test_what_is_bounded_does_not_diverge(surface: str, rate: float) -> None:
    found, text = told(walked(surface, GD, rate))
    assert found.verdict is V.CIRCLING and "Diverges" not in text
    longer = walked(surface, GD, rate, steps=20_000)
    assert np.ptp(longer.points[300:], axis=0).max() <= 2 * found.width


def test_a_steep_place_is_not_hardly_a_slope() -> None:
    walk = walked("himmelblau", "adam", 0.05, steps=20)
    assert walk.gradient_norms[-1] > 40
    assert diagnose(walk).verdict is V.DESCENDING


@pytest.mark.parametrize(
    "walk",
    [
        walked("ackley", "adam", 19.0),
        walked("sphere", "rmsprop", 12.4, (-2.385, 1.525)),
        walked("bowl", "momentum", 0.1, momentum=0.999),
    ],
    ids=["wandering", "hopping", "swinging"],
)
def test_without_a_trend_it_is_not_on_its_way_down(walk: Trajectory) -> None:
    assert diagnose(walk).verdict not in (V.DESCENDING, V.CREEPING, V.APPROACHING)


# -- reasons, and remedies that were tried ---------------------------------------------------------


def with_remedy(walk: Trajectory, found: Diagnosis) -> Trajectory:
    remedy = found.remedy
    value = 0.9 * remedy.bound if remedy.below else remedy.bound
    rule = replace(walk.optimizer, **{remedy.field: value})
    return run(walk.surface, rule, walk.points[0], walk.steps)


def away(walk: Trajectory) -> float:
    return float(walk.surface.distance_to_minimum(*walk.points[-1]))


def test_too_much_momentum_is_named_and_less_of_it_helps() -> None:
    walk = walked("bowl", "momentum", 0.1, (-4, 3), momentum=0.999)
    found, text = told(walk)
    assert found.verdict is V.SWINGING
    assert found.factor == pytest.approx(np.sqrt(0.999))  # both directions: |ρ|² = μ
    assert "takes only 0.05\u00a0% off" in text and "Try a momentum below 0.97." in text
    assert away(with_remedy(walk, found)) < 0.05 < away(walk)


def test_adagrad_that_is_far_too_slow_is_told_by_how_much() -> None:
    walk = walked("beale", "adagrad", 0.01)
    found, text = told(walk)
    lengths = walk.step_lengths
    assert found.pace.way == pytest.approx(np.hypot(*(walk.points[-1] - walk.points[0])))
    assert found.pace.last == lengths[-1] and found.pace.first == lengths[1:31].max()
    assert "its steps have shrunk from" in text and "Try a learning rate of" in text
    assert with_remedy(walk, found).heights[-1] < walk.heights[-1] / 2


@pytest.mark.parametrize("steps", [300, 1000, 5000])
def test_weight_decay_is_blamed_however_long_it_takes(steps: int) -> None:
    walk = walked("booth", "adam", 0.2, steps=steps, weight_decay=0.5)
    found, text = told(walk)
    assert found.verdict is V.HELD and "Try it without weight decay." in text
    # ∇f = −λθ: (10x + 8y − 34, 8x + 10y − 38) = −(x, y)/2.
    balance = np.linalg.solve([[10.5, 8], [8, 10.5]], [34, 38])
    assert found.centre == pytest.approx(balance, abs=0.01)
    assert away(with_remedy(walk, found)) < 0.2 * away(walk)


def test_a_jump_on_the_way_is_mentioned() -> None:
    found, text = told(walked("rosenbrock", "adam", 0.05, steps=5000))
    heights = walked("rosenbrock", "adam", 0.05, steps=5000).heights
    assert 4000 < found.jump.step < 4200
    assert heights[found.jump.step - 60 : found.jump.step - 10].max() < 1e-12
    assert heights[found.jump.step : found.jump.step + 50].max() > 1e-3
    assert f"At step {found.jump.step} it was thrown up" in text
    # Calm walks, and those whose swings are wide all the time, have none.
    assert diagnose(walked("bowl", "adam", 0.05, steps=300)).jump is None
    assert diagnose(walked("booth", "lion", 0.1, steps=2000)).jump is None


def test_tolerances_know_the_scale_of_the_ground() -> None:
    for walk in (
        walked("ackley", "bfgs", 1.0, (0.3, 0.2)),
        walked("goldstein_price", GD, 1e-5, (0.0 + 2e-8, -1.0), 300),
        walked("sphere", GD, 1e-5, (2e-5, 0)),
    ):
        found, text = told(walk)
        assert found.verdict in (V.GLOBAL_MINIMUM, V.APPROACHING), walk.surface.name
        assert "although the ground slopes" not in text


def test_who_comes_from_beyond_the_border_has_not_left() -> None:
    for steps in (3, 5, 20):
        found = diagnose(walked("sphere", GD, 0.1, (1e6, 1e6), steps))
        assert found.verdict in (V.DESCENDING, V.APPROACHING)
    assert diagnose(walked("sphere", GD, 0.1, (1e6, 1e6))).verdict is V.GLOBAL_MINIMUM
    assert diagnose(walked("sphere", GD, 1.1, (1e6, 1e6))).verdict is V.OVERSHOOTING


@pytest.mark.parametrize(
    "rule", ["adam", "adamw", "nadam", "radam", "amsgrad", "rmsprop", "adagrad"]
)
def test_0_over_0_is_not_called_an_overflow(rule: str) -> None:
    for surface, start in (("saddle", (1.0, 0.0)), ("sphere", (0.0, 0.0))):
        found, text = told(walked(surface, rule, 0.1, start, epsilon=0.0))
        assert found.verdict is V.UNDEFINED
        assert "0/0 has no value" in text and "overflow" not in text
        assert "Try ε = 1e−8." in text


def test_the_first_steps_of_radam_are_blamed_for_its_blow_up() -> None:
    found, text = told(walked("rosenbrock", "radam", 0.1))
    assert found.verdict is V.EARLY and found.span == 5
    bend = np.linalg.eigvalsh([[1330, 480], [480, 200]])[1]  # of the Hessian at (−1.2, 1)
    assert found.sharpness == pytest.approx(0.1 * bend)
    assert "its first 5 steps are η·m̂" in text


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.name)
def test_a_remedy_does_what_it_is_named_for(surface: surfaces.Surface) -> None:
    generator = np.random.default_rng()
    for rule in optimizers.OPTIMIZERS[:8]:
        for rate in (1e-3, 0.1, 10.0):
            start = tuple(generator.uniform(*np.transpose(surface.domain.bounds)))
            walk = run(surface, rule(learning_rate=rate), start, 120)
            found = diagnose(walk)
            if found.remedy is None:
                continue
            better = with_remedy(walk, found)
            assert better.outcome != "diverged"
            if found.verdict in (V.DESCENDING, V.CREEPING):
                assert better.heights[-1] < walk.heights[-1]


# -- the walk continued ----------------------------------------------------------------------------


@pytest.mark.parametrize("rule", optimizers.OPTIMIZERS, ids=lambda rule: rule.name)
def test_a_walk_continued_begins_with_the_walk_and_goes_on_by_rule_and_schedule(rule: Any) -> None:
    for name in (None, "cosine", "warmup", "cyclic"):
        pace = schedules.by_name(name)() if name else None
        walk = walked("rosenbrock", rule.name, 1e-3, steps=50, schedule=pace)
        longer = continued(walk, look_on(walk))
        whole = walked("rosenbrock", rule.name, 1e-3, steps=50 + look_on(walk), schedule=pace)
        np.testing.assert_array_equal(longer.points, whole.points)
        np.testing.assert_array_equal(longer.points[:51], walk.points)


def test_a_schedule_that_has_ended_keeps_its_last_factor() -> None:
    """Cosine comes down to 0 and stays there: so does the walk."""
    cosine = schedules.by_name("cosine")(100.0)
    walk = walked("rosenbrock", GD, 1e-3, steps=120, schedule=cosine)
    found, text = told(walk)
    assert found.verdict is V.STUCK
    assert text == "Stands still: its schedule has brought the learning rate down to 0."


def test_a_walk_that_was_cut_by_its_budget_is_not_said_to_stand_still() -> None:
    whole = walked("rosenbrock", "bfgs", 1.0, steps=60)
    cut = within_budget(whole, int(whole.evaluations_at[5]))
    assert (cut.points[6:] == cut.points[5]).all() and (whole.points[6] != whole.points[5]).any()
    found = diagnose(cut)
    assert (found.verdict, found.step) == (
        diagnose(walked("rosenbrock", "bfgs", 1.0, steps=5)).verdict,
        5,
    )

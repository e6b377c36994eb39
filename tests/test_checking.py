"""A walk that somebody's program has printed: right ones are never accused, mistakes are named."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import checking
import optimizers
import surfaces
from checking.gradients.polynomial import Polynomial, derived, terms_of, written
from checking.mistakes import MISTAKES
from checking.patterns import rewritten
from checking.printed import Printed, exact, halves_of
from engine import run, teaching_rate
from optimizers import Optimizer
from optimizers.adam import Adam
from published import Repair
from surfaces import Surface
from tests.planted_cases import CASES, Planted

BLOG = surfaces.by_name("blog")
RIGHT = 220  # walks


def names(one: checking.Explanation) -> set[str]:
    return {change.name for change in one.changes}


def single(surface: Surface, rule: Optimizer, start: tuple[float, ...], steps: int) -> np.ndarray:
    """The walk of a program that computes in single precision, every line of it."""
    point = np.array(start, np.float32)
    points, state = [point], rule.init(point)
    for _ in range(steps):
        gradient = np.array(surface.df(point[0], point[1]), np.float32)
        delta, state = rule.update(gradient, state, point)
        point = (point + np.asarray(delta, np.float32)).astype(np.float32)
        if not np.all(np.abs(point) < 1e6):
            break
        points.append(point)
    return np.array(points)


def as_printed(points: np.ndarray, form: Callable[[float], str]) -> Printed:
    texts = [[form(number) for number in column] for column in points.T]
    halves = halves_of([*texts[0], *texts[1]]).reshape(2, -1).T
    return Printed(np.array(texts, dtype=float).T, halves)


FORMS: dict[str, Callable[[float], str]] = {
    "whole": lambda number: repr(float(number)),
    "four decimals": lambda number: f"{number:.4f}",
    "six decimals": lambda number: f"{number:.6f}",
    "three digits": lambda number: f"{number:.3g}",
    "six digits": lambda number: f"{number:g}",
    "eight digits": lambda number: f"{number:.8g}",
    "ten decimals and a power": lambda number: f"{number:.10e}",
    "rounded": lambda number: repr(round(float(number), 3)),
    "single": lambda number: str(np.float32(number)),
}


@pytest.mark.slow
def test_right_walks_are_never_accused() -> None:
    """Every rule on surfaces of every kind, however closely it was printed, single ones as well."""
    generator = np.random.default_rng(7)
    forms, judged, singles, told = [*FORMS], 0, 0, 0
    while judged < RIGHT:
        surface = surfaces.SURFACES[generator.integers(len(surfaces.SURFACES))]
        kind = optimizers.FIRST_ORDER[judged % len(optimizers.FIRST_ORDER)]
        rate = min(teaching_rate(surface, kind) * 10 ** generator.uniform(-0.5, 0.3), 10.0)
        rule = kind(learning_rate=rate)
        low, high = np.transpose(surface.domain.bounds)
        start = surface.start if generator.random() < 0.5 else tuple(generator.uniform(low, high))
        turn = judged + judged // len(optimizers.FIRST_ORDER)
        form, steps = forms[turn % len(forms)], int(generator.integers(1, 300))
        with np.errstate(all="ignore"):
            if form == "single":
                points = single(surface, rule, start, steps)
            else:
                walk = run(surface, rule, start, steps)
                points = walk.points[: int(walk.last) + 1]
        if len(points) < 2:
            continue
        made = as_printed(points, FORMS[form])
        judgement = checking.report(made, surface, rule).judgement
        assert judgement.agrees, (surface.name, rule, start, form, judgement.first)
        judged, singles = judged + 1, singles + (form == "single")
        told += not judgement.is_coarse
    assert singles >= 20
    assert told > 0.7 * RIGHT  # the tolerances are no excuse


def test_a_right_walk_agrees_to_the_last_digits() -> None:
    points = run(BLOG, Adam(learning_rate=0.05), (0.5, 5.8), 93).points
    judgement = checking.report(exact(points), BLOG, Adam(learning_rate=0.05)).judgement
    assert judgement.agrees and judgement.largest < 1e-14
    assert np.median(judgement.tolerances) < 1e-11


def test_all_slips_of_the_published_walk_are_named() -> None:
    found = checking.report(exact(Repair().walk().points), BLOG, Adam(learning_rate=0.05))
    assert found.judgement.first == 0
    assert found.cause is not None
    assert names(found.cause) == {
        "count_stuck",
        "epsilon_subtracted",  # 3.7e-9 in 93 steps, and yet it can be told
        "term_x_0.6xy_0.6y",
        "term_x_−0.25y²_−0.5y",
        "term_y_0.3x²_0.6x²",
    }
    assert found.cause.judgement is not None and found.cause.judgement.largest < 1e-14
    # Without one of them what is left over is far larger than what is allowed.
    assert all(one.misfit > 1e3 for one in found.explanations if len(one.changes) < 5)


@pytest.mark.parametrize("decimals", [5, 8])
def test_of_the_published_walk_rounding_hides_the_sign_of_epsilon_alone(decimals: int) -> None:
    made = as_printed(Repair().walk().points, lambda number: f"{number:.{decimals}f}")
    found = checking.report(made, BLOG, Adam(learning_rate=0.05))
    assert found.cause is not None
    assert names(found.cause) == {
        "count_stuck",
        "term_x_0.6xy_0.6y",
        "term_x_−0.25y²_−0.5y",
        "term_y_0.3x²_0.6x²",
    }


def explained(case: Planted) -> checking.Report:
    rule = optimizers.by_name(case.rule)(learning_rate=case.rate, **case.settings)  # type: ignore[arg-type]
    return checking.report(exact(np.array(case.walk)), surfaces.by_name(case.surface), rule)


@pytest.mark.slow
def test_planted_mistakes_are_found() -> None:
    """The right cause comes first in 95 of a hundred, and what comes first fits."""
    assert len(CASES) >= 60
    assert len({case.rule for case in CASES}) >= 7
    assert len({case.surface for case in CASES}) >= 7
    missed = []
    for case in CASES:
        found = explained(case)
        assert not found.judgement.agrees, case.found
        if found.cause is None or names(found.cause) != set(case.found):
            missed.append((case.surface, case.rule, case.found))
    assert len(missed) <= 0.05 * len(CASES), missed


def test_what_it_takes_is_bounded() -> None:
    """Calls of rules, each for all gradients at once: some 20 µs apiece."""
    long = run(BLOG, Adam(learning_rate=0.05), (0.5, 5.8), 300).points
    assert checking.report(exact(long), BLOG, Adam(learning_rate=0.05)).effort.updates == 300
    found = checking.report(exact(Repair().walk(300).points), BLOG, Adam(learning_rate=0.05))
    assert found.cause is not None and len(found.cause.changes) == 5
    assert found.effort.updates < 40_000


def test_nothing_is_named_where_nothing_fits() -> None:
    """Noise like that of small batches is no mistake that has a name."""
    generator = np.random.default_rng(3)
    point, points = np.array([0.5, 5.8]), []
    for _ in range(60):
        points.append(point)
        gradient = np.array(BLOG.gradient(*point)) + generator.normal(size=2)
        point = point - 0.02 * gradient
    rule = optimizers.by_name("gradient_descent")(learning_rate=0.02)
    found = checking.report(exact(np.array(points)), BLOG, rule)
    assert not found.judgement.agrees
    assert found.cause is None and found.explanations


def test_one_slip_does_not_hide_the_next_and_x_is_judged_apart_from_y() -> None:
    rule = optimizers.by_name("gradient_descent")(learning_rate=0.05)
    bowl = surfaces.by_name("bowl")
    points = [np.array([-4.0, 3.0])]
    for step in range(20):
        wrong = np.array([0.1 if step == 4 else 0.0, 0.01 if step == 9 else 0.0])
        points.append(points[-1] - 0.05 * np.array(bowl.gradient(*points[-1])) + wrong)
    judgement = checking.report(exact(np.array(points)), bowl, rule).judgement
    assert judgement.firsts == (4, 9)
    assert np.argwhere(judgement.ratios > 1).tolist() == [[4, 0], [9, 1]]


def test_a_schedule_one_step_late_is_found() -> None:
    import schedules

    rule = optimizers.by_name("gradient_descent")(learning_rate=0.05)
    bowl = surfaces.by_name("bowl")
    schedule = schedules.by_name("inverse_sqrt")()
    factors = schedule.factor(np.arange(1, 41))
    right = run(bowl, rule, (-4, 3), 40, schedule=schedule).points
    assert checking.report(exact(right), bowl, rule, schedule).judgement.agrees
    points = [np.array([-4.0, 3.0])]
    for factor in (1.0, *factors[:-1]):
        points.append(points[-1] - 0.05 * factor * np.array(bowl.gradient(*points[-1])))
    found = checking.report(exact(np.array(points)), bowl, rule, schedule)
    assert found.cause is not None and names(found.cause) == {"schedule_late"}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_every_mistake_can_be_made_in_a_rule(mistake: checking.Mistake) -> None:
    made = 0
    for kind in optimizers.OPTIMIZERS:
        fields = {"dampening": 0.5} if mistake.name == "undamped" else {}
        if fields and not hasattr(kind, "dampening"):
            continue
        meant = checking.Variant(kind(**fields), (), np.ones(3))
        made += meant.with_mistake(mistake) is not None
    assert made


def test_lines_are_written_otherwise_wherever_they_have_the_shape() -> None:
    edited = rewritten(Adam, (("np.sqrt(A) + self.epsilon", "np.sqrt(A + self.epsilon)"),))
    assert edited is not None
    rule = edited(epsilon=0.5)
    delta, _ = rule.update(np.array([2.0]), rule.init(np.zeros(1)), np.zeros(1))
    assert delta == pytest.approx(-1e-3 * 2 / np.sqrt(4.5))
    assert rewritten(Adam, (("self.nothing + A", "A"),)) is None
    # What an edit speaks of has to be there.
    assert rewritten(Adam, (("Moments(t, m, v)", "Moments(t, m, z)"),)) is None


def test_terms_are_those_of_the_formula() -> None:
    terms = terms_of(BLOG)
    assert terms == {
        (2, 2): 0.4,
        (2, 1): 0.3,
        (2, 0): 0.3,
        (0, 2): 0.3,
        (1, 2): -0.25,
        (1, 1): 0.31,
        (1, 0): -0.2,
        (0, 1): 2.1,
    }
    assert terms_of(surfaces.by_name("ackley")) is None
    polynomials = [surface for surface in surfaces.SURFACES if terms_of(surface)]
    assert len(polynomials) >= 15
    x, y = np.random.default_rng(0).uniform(-2, 2, (2, 50))
    for surface in polynomials:
        made = terms_of(surface)
        assert made is not None
        for axis, partial in enumerate(surface.gradient(x, y)):
            told = [derived(number, powers, axis) for powers, number in made.items()]
            each = np.array([number * x**p * y**q for number, (p, q) in told if number])
            whole, size = each.sum(axis=0), np.abs(each).sum(axis=0)
            assert np.all(np.abs(whole - partial) <= 1e-10 * size + 1e-12), surface.name


def test_terms_are_written_as_on_paper() -> None:
    assert [
        written(-0.25, (0, 2)),
        written(1, (1, 1)),
        written(-1, (0, 1)),
        written(2.1, (0, 0)),
    ] == [
        "−0.25y²",
        "xy",
        "−y",
        "2.1",
    ]
    with pytest.raises(TypeError):
        Polynomial({(1, 0): 1.0}) ** 0.5

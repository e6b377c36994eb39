"""Best learning rates within a budget: against single runs, against theory, at the edges."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

import engine.analysis.fair
import optimizers
import surfaces
from engine import FAR, Outcome, best_rate, race, ranked, run, steps_to, sweep, tied, within_budget
from engine.analysis.fair import ALIKE, EQUAL, FINER, RATES, BestRate, _rates

RULES = {"argvalues": optimizers.OPTIMIZERS, "ids": lambda rule: rule.name}
# A line search decides by values, so a walk of a sweep may part from its single by a rounding.
EXACT = {"argvalues": optimizers.FIRST_ORDER, "ids": lambda rule: rule.name}
RANGE = (1e-5, 10.0)


def three_digits(low: float, high: float, count: int) -> list[float]:
    ratio = (high / low) ** (1 / (count - 1))
    return sorted({float(f"{low * ratio**i:.2e}") for i in range(count)})


def single(surface: Any, rule: Any, rate: float, steps: int) -> tuple[float, float]:
    """Level and evaluations to 1e-4 of one walk, by definition."""
    walk = run(surface, rule(learning_rate=rate), surface.start, steps)
    paid = [k for k in range(steps + 1) if walk.evaluations_at[k] <= steps]
    end = walk.points[paid[-1]]
    if not np.isfinite(walk.heights[paid[-1]]) or np.hypot(*end) > FAR:
        return math.inf, math.inf
    gaps = [walk.heights[k] - surface.minimum for k in paid]
    near = [walk.evaluations_at[k] for k, gap in zip(paid, gaps, strict=True) if gap <= 1e-4]
    return max(gaps[-1], EQUAL * max(1, abs(surface.minimum))), near[0] if near else math.inf


@pytest.mark.parametrize("name", ["bowl", "himmelblau", "six_hump_camel"])
@pytest.mark.parametrize("rule", **EXACT)
def test_it_is_the_best_of_single_runs(rule: Any, name: str) -> None:
    surface, steps = surfaces.by_name(name), 60
    wide = three_digits(*RANGE, RATES)
    found = {rate: single(surface, rule, rate, steps) for rate in wide}
    place = wide.index(min(wide, key=found.__getitem__))
    low, high = wide[max(place - 1, 0)], wide[min(place + 1, len(wide) - 1)]
    finer = {*three_digits(low, high, FINER), wide[place]}
    found |= {rate: single(surface, rule, rate, steps) for rate in finer}

    best = best_rate(surface, rule(), RANGE, surface.start, steps)
    level, evaluations = min(found[rate] for rate in finer)
    assert (best.level, best.evaluations) == (level, -1 if evaluations == math.inf else evaluations)
    assert found[best.rate] == (level, evaluations)
    assert (level, evaluations) <= min(found.values())
    # Outwards from the best rate until one ends more than ten times as high.
    rates = sorted(found)
    begin = end = rates.index(best.rate)
    while begin > 0 and found[rates[begin - 1]][0] <= ALIKE * level:
        begin -= 1
    while end < len(rates) - 1 and found[rates[end + 1]][0] <= ALIKE * level:
        end += 1
    assert (best.low, best.high) == (rates[begin], rates[end])
    assert best.at_border == (begin == 0 or end == len(rates) - 1)
    assert best.width == rates[end] / rates[begin]


@pytest.mark.parametrize("name", ["blog", "rastrigin"])
@pytest.mark.parametrize("rule", **RULES)
def test_what_is_reported_is_what_a_walk_at_this_rate_gives(rule: Any, name: str) -> None:
    surface = surfaces.by_name(name)
    best = best_rate(surface, rule(), RANGE, surface.start, 150)
    walk = run(surface, rule(learning_rate=best.rate), surface.start, 150)
    paid = np.flatnonzero(walk.evaluations_at <= 150)
    assert best.height == walk.heights[paid[-1]] - surface.minimum
    near = steps_to(walk, 1e-4)
    assert best.evaluations == (walk.evaluations_at[near] if near in paid else -1)
    assert float(f"{best.rate:.2e}") == best.rate  # what is printed is all of it


def test_gradient_descent_on_a_bowl_in_closed_form() -> None:
    surface, rule, steps = surfaces.by_name("bowl"), optimizers.by_name("gradient_descent"), 12
    x, y = surface.start

    def end(rate: float) -> float:
        return x**2 * (1 - 2 * rate) ** (2 * steps) + 2 * y**2 * (1 - 4 * rate) ** (2 * steps)

    theory = minimize_scalar(end, bounds=(0.2, 0.45), method="bounded", options={"xatol": 1e-9})
    best = best_rate(surface, rule(), RANGE, surface.start, steps, near=1e-3)
    assert theory.x / 1.02 < best.rate < theory.x * 1.02
    assert theory.fun <= best.height < 1.5 * theory.fun
    assert best.height == pytest.approx(end(best.rate), rel=1e-9)
    cell = (RANGE[1] / RANGE[0]) ** (1 / (RATES - 1)) * 1.005  # rounded to three digits
    for found, low, high, outer in (
        (best.low, 0.1, best.rate, 1 / cell),
        (best.high, best.rate, 0.49, cell),
    ):
        limit = brentq(lambda rate: end(rate) - ALIKE * best.height, low, high)
        assert end(found) <= ALIKE * best.height < end(found * outer)
        assert limit / cell < found < limit * cell
    assert not best.at_border


def test_heights_that_are_rounding_are_equal_and_the_quicker_walk_is_better() -> None:
    surface = surfaces.by_name("bowl")
    best = best_rate(surface, optimizers.by_name("gradient_descent")(), RANGE, surface.start, 300)
    assert best.height < best.level == EQUAL
    quickest = min(
        single(surface, optimizers.by_name("gradient_descent"), rate, 300)
        for rate in three_digits(*RANGE, RATES)
    )
    assert best.evaluations <= quickest[1]


def record(level: float, evaluations: int) -> BestRate:
    return BestRate(0.1, level, level, evaluations, 0.1, 0.1, False)


def test_ranks_go_by_height_then_by_evaluations_and_divergence_is_last() -> None:
    bests = [record(np.inf, -1), record(1e-3, -1), record(1e-12, 40), record(1e-12, 8)]
    bests += [record(1e-5, 90), record(1e-12, 8)]
    assert ranked(bests) == [3, 5, 2, 4, 1, 0]
    assert tied(bests[3], bests[5])
    assert not tied(bests[3], bests[2]) and not tied(bests[2], bests[4])


def test_who_starts_at_the_minimum_is_the_quickest() -> None:
    assert ranked([record(1e-12, 8), record(1e-12, -1), record(1e-12, 0)]) == [2, 0, 1]


def test_no_rate_lies_outside_of_the_range() -> None:
    low, high = 0.0123456, 0.0987654  # rounded to three digits, both would
    rates = _rates(low, high, 7)
    assert (rates[0], rates[-1]) == (low, high)


def test_a_walk_that_the_budget_stops_at_a_long_step_has_not_come_to_rest() -> None:
    """On x² a half arrives in one step; only the second one is short."""
    rule = optimizers.by_name("gradient_descent")(0.5)
    walk = expensive(run(surfaces.by_name("sphere"), rule, (3.0, -1.0), 4), 2)
    outcomes = [within_budget(walk, budget).outcome for budget in (2, 4)]
    assert outcomes == [Outcome.BUDGET, Outcome.CONVERGED]


def test_without_a_minimum_the_height_itself_counts() -> None:
    surface, rule = surfaces.by_name("saddle"), optimizers.by_name("gradient_descent")
    best = best_rate(surface, rule(), (1e-4, 1e-2), surface.start, 50)
    walks = [run(surface, rule(learning_rate=rate), surface.start, 50) for rate in (1e-4, 1e-2)]
    assert best.rate == 1e-2  # the faster down the slope, the lower
    assert best.height == best.level == walks[1].heights[-1] < walks[0].heights[-1]
    assert best.evaluations == -1
    assert math.isnan(best.low) and math.isnan(best.high) and math.isnan(best.width)


def test_a_minimum_may_be_given() -> None:
    surface, rule = surfaces.by_name("saddle"), optimizers.by_name("adam")
    best = best_rate(surface, rule(), (1e-4, 1e-2), surface.start, 50, minimum=-100.0)
    lowest = run(surface, rule(learning_rate=best.rate), surface.start, 50).heights[-1]
    assert best.height == lowest + 100
    assert best.low <= best.rate <= best.high


def test_where_every_rate_diverges_there_is_no_best_height() -> None:
    surface = surfaces.by_name("rosenbrock")
    best = best_rate(surface, optimizers.by_name("gradient_descent")(), RANGE, (1e6, 1e6), 50)
    assert best.rate == RANGE[0]
    assert math.isnan(best.height) and math.isnan(best.low) and best.level == math.inf
    assert best.evaluations == -1 and not best.at_border


def test_a_walk_that_is_flung_far_away_is_not_the_best() -> None:
    """Far out Easom's ground is flat and as low as the way to it: whoever is there has lost."""
    surface = surfaces.by_name("easom")
    best = best_rate(surface, optimizers.by_name("rprop")(), RANGE, surface.start, 300)
    assert best.height < EQUAL


# -- budgets -------------------------------------------------------------------------------------


def expensive(walk: Any, price: np.ndarray | int) -> Any:
    """The same walk, had every step taken several evaluations."""
    counts = walk.evaluations_at * price
    spent = counts[-1]
    return replace(walk, counts=counts, evaluations=spent if np.ndim(spent) else int(spent))


def test_evaluations_at_counts_one_a_step_until_a_walk_is_lost() -> None:
    surface, rule = surfaces.by_name("rosenbrock"), optimizers.by_name("gradient_descent")
    walk = sweep(surface, rule, [1e-3, 1.0], surface.start, 20)
    assert walk.evaluations_at.shape == (21, 2)
    assert walk.evaluations_at[:, 0].tolist() == list(range(21))
    lost = int(walk.last[1])
    assert walk.evaluations_at[: lost + 2, 1].tolist() == list(range(lost + 2))
    assert (walk.evaluations_at[-1] == walk.evaluations).all()
    one = run(surface, rule(learning_rate=1e-3), surface.start, 20)
    assert one.evaluations_at.tolist() == list(range(21))


@pytest.mark.parametrize("budget", [1, 7, 30, 59, 60, 61])
def test_nobody_takes_a_step_that_the_budget_does_not_pay(budget: int) -> None:
    surface, rule = surfaces.by_name("bowl"), optimizers.by_name("gradient_descent")
    rates, prices = np.array([0.3, 0.2, 1.2, 1e-3]), np.array([1, 3, 5, 60])
    walk = within_budget(expensive(sweep(surface, rule, rates, surface.start, 60), prices), budget)
    assert walk.points.shape == (61, 4, 2)
    assert (walk.evaluations <= budget).all()
    np.testing.assert_array_equal(walk.evaluations_at[-1], walk.evaluations)
    for i, (rate, price) in enumerate(zip(rates, prices, strict=True)):
        steps = min(60, budget // price)
        alone = run(surface, rule(learning_rate=rate), surface.start, steps)
        for mine, his in (
            (walk.points[:, i], alone.points),
            (walk.heights[:, i], alone.heights),
            (walk.gradients[:, i], alone.gradients),
        ):
            np.testing.assert_array_equal(mine[: steps + 1], his)
            assert (mine[steps:] == his[-1]).all()  # it stands still
        assert walk.outcome[i] == alone.outcome
        assert walk.evaluations[i] == steps * price


def test_a_budget_cuts_single_walks_and_lost_ones_too() -> None:
    surface, rule = surfaces.by_name("rosenbrock"), optimizers.by_name("gradient_descent")
    lost = expensive(run(surface, rule(learning_rate=1.0), surface.start, 30), 4)
    assert lost.outcome is Outcome.DIVERGED
    cut = within_budget(lost, 7)
    assert cut.outcome is Outcome.BUDGET and cut.evaluations == 4
    assert np.isfinite(cut.heights).all()
    assert within_budget(lost, 4 * 30) is lost
    gone = within_budget(lost, lost.evaluations - 4)
    assert gone.outcome is run(surface, rule(learning_rate=1.0), surface.start, lost.last).outcome


def test_a_rule_that_measures_four_times_a_step_has_a_quarter_of_the_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    surface, rule = surfaces.by_name("blog"), optimizers.by_name("momentum")()
    cheap = best_rate(surface, rule, RANGE, surface.start, 50)
    monkeypatch.setattr(engine.analysis.fair, "sweep", lambda *a: expensive(sweep(*a), 4))
    monkeypatch.setattr(
        engine.analysis.fair, "race", lambda *a: [expensive(w, 4) for w in race(*a)]
    )
    dear = best_rate(surface, rule, RANGE, surface.start, 203)
    assert dear == replace(cheap, evaluations=dear.evaluations)
    assert dear.evaluations == (4 * cheap.evaluations if cheap.evaluations >= 0 else -1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"between": (0.1, 0.1)}, "between must be two rates, 0 < low < high"),
        ({"between": (0.0, 0.1)}, "between must be"),
        ({"between": (0.1, math.inf)}, "between must be"),
        ({"start": [(0.0, 1.0)]}, "start must be two numbers"),
        ({"budget": 0}, "budget must be at least 1 evaluation, got 0"),
        ({"budget": 2.5}, "steps must be a whole number"),
        ({"near": -1.0}, "near must be at least 0, got -1.0"),
    ],
)
def test_what_is_refused(arguments: dict[str, Any], message: str) -> None:
    given = {"between": RANGE, "start": (1.0, 1.0), "budget": 10, **arguments}
    with pytest.raises(ValueError, match=message):
        best_rate(surfaces.by_name("bowl"), optimizers.by_name("adam")(), **given)

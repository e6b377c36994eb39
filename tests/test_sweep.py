"""Sweeps are many single runs at once; what they show of stability is what theory says."""

import math
from dataclasses import replace

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Outcome, run, steps_to, sweep, sweep_ends
from engine.drive import first_hit as hits
from tests.test_engine import Branching, calm_rate, starts

RULES = optimizers.OPTIMIZERS
ids = {"ids": lambda thing: getattr(thing, "name", None)}
BOWL, ROSENBROCK = surfaces.by_name("bowl"), surfaces.by_name("rosenbrock")
GradientDescent, Momentum, Adam = map(optimizers.by_name, ("gradient_descent", "momentum", "adam"))


@pytest.mark.parametrize("count", [4, 40])  # on floats and in blocks
@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_sweep_is_its_single_runs(rule, count):
    # Short and calm: some rules are chaotic in a valley, and there 1e-16 grows to 1e-1.
    rates = calm_rate(rule) * np.geomspace(0.1, 1, count)
    walk = sweep(ROSENBROCK, rule, rates, (-1.2, 1.0), 40)
    assert walk.points.shape == (41, count, 2)
    assert walk.outcome.shape == (count,)
    for i in range(0, count, 3):
        alone = run(ROSENBROCK, rule(learning_rate=rates[i]), (-1.2, 1.0), 40)
        np.testing.assert_allclose(walk.points[:, i], alone.points, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(walk.heights[:, i], alone.heights, rtol=1e-11, atol=1e-12)


def test_every_array_has_axes_of_its_own():
    rates, betas, decays = np.geomspace(1e-3, 1e-1, 3), [0.0, 0.5, 0.8, 0.9], np.array([0.9, 0.99])
    start = starts(ROSENBROCK, 10).reshape(5, 2, 2)
    walk = sweep(ROSENBROCK, Adam(epsilon=1e-4), rates, start, 6, beta1=betas, beta2=decays)
    assert walk.points.shape == (7, 3, 4, 2, 5, 2, 2)
    one = Adam(rates[2], betas[1], decays[0], 1e-4)
    alone = run(ROSENBROCK, one, start[3, 1], 6)
    np.testing.assert_allclose(walk.points[:, 2, 1, 0, 3, 1], alone.points, rtol=1e-13)


def test_a_number_sets_its_field_and_adds_no_axis():
    walk = sweep(BOWL, Momentum, 0.1, (1.0, 1.0), 5, momentum=0.5)
    assert walk.points.shape == (6, 2)
    np.testing.assert_array_equal(walk.points, run(BOWL, Momentum(0.1, 0.5), (1.0, 1.0), 5).points)


def test_an_instance_keeps_its_other_fields():
    rule = Momentum(learning_rate=5.0, momentum=0.3, weight_decay=0.1)
    walk = sweep(BOWL, rule, [0.1, 0.2], (1.0, 1.0), 5)
    alone = run(BOWL, replace(rule, learning_rate=0.2), (1.0, 1.0), 5)
    np.testing.assert_allclose(walk.points[:, 1], alone.points, rtol=1e-14)


@pytest.mark.parametrize(
    "rates, fields, message",
    [
        ([], {}, r"momentum: learning_rate must be one or more numbers, got \[\]"),
        (None, {}, "momentum: learning_rate must be one or more numbers, got None"),
        (["a"], {}, "momentum: learning_rate must be one or more numbers"),
        ([[1.0], [1.0, 2.0]], {}, "momentum: learning_rate must be one or more numbers"),
        ([0.1, -1.0], {}, "momentum: learning_rate must be a finite number of at least 0, got"),
        (0.1, {"beta1": 0.9}, "momentum: one of learning_rate, momentum, .* swept, got beta1"),
        (0.1, {"momentum": [0.5, 1.0]}, r"momentum: momentum must be in \[0, 1\), got"),
        (0.1, {"momentum": "0.5"}, r"momentum: momentum must be in \[0, 1\), got '0.5'"),
    ],
)
@pytest.mark.parametrize("way", [sweep, sweep_ends])
def test_what_is_refused(way, rates, fields, message):
    with pytest.raises(ValueError, match=message):
        way(BOWL, Momentum, rates, (1.0, 1.0), 5, **fields)


# -- without the ways ----------------------------------------------------------------------------


def as_run(there, walk, near=None, minimum=None):
    np.testing.assert_array_equal(there.points, walk.points[-1])
    np.testing.assert_array_equal(there.heights, walk.heights[-1])
    assert (there.outcome == walk.outcome).all()
    if near is not None:
        np.testing.assert_array_equal(there.steps, steps_to(walk, near, minimum))


@pytest.mark.parametrize("steps", [0, 1, 25, 26, 140])
def test_ends_of_a_sweep_are_those_of_the_walks(steps, monkeypatch):
    monkeypatch.setattr(hits, "BLOCK", 100)
    rates, betas = np.geomspace(1e-6, 1e-1, 30), np.linspace(0, 0.95, 9)
    arguments = (ROSENBROCK, Momentum, rates, (-1.2, 1.0), steps)
    walk = sweep(*arguments, momentum=betas)
    as_run(sweep_ends(*arguments, momentum=betas, near=4.0), walk, 4.0)
    if steps == 140:
        assert set(walk.outcome.ravel()) == {Outcome.BUDGET, Outcome.DIVERGED}
        reached = steps_to(walk, 4.0)
        assert (reached > 25).any() and (reached == -1).any()


def test_who_comes_near_and_leaves_again_has_been_near():
    arguments = (BOWL, Momentum, np.linspace(0.01, 0.05, 40), (3.0, 2.0), 33)
    walk, there = sweep(*arguments, momentum=0.97), sweep_ends(*arguments, momentum=0.97, near=1.0)
    as_run(there, walk, 1.0)
    assert ((there.steps >= 0) & (there.heights > 1.0)).any()


def test_ends_of_many_starts_that_settle():
    start = starts(BOWL, 12)
    arguments = (BOWL, GradientDescent, [0.0, 0.1, 0.3, 0.6], start, 200)
    walk, there = sweep(*arguments), sweep_ends(*arguments, near=1e-8)
    as_run(there, walk, 1e-8)
    assert there.steps.shape == (4, 12)
    assert set(there.outcome.ravel()) == set(Outcome)


def test_ends_with_a_rule_that_cannot_be_recorded():
    start = starts(BOWL, 20)
    start[3] = np.nan
    walk = run(BOWL, Branching(np.full(20, 0.1)), start, 30)
    as_run(hits.first_hit(BOWL, Branching(np.full(20, 0.1)), start, 30, near=0.1), walk, 0.1)


def test_a_minimum_may_be_given_and_must_be():
    saddle = surfaces.by_name("saddle")
    arguments = (saddle, GradientDescent, [0.01, 0.1], (1.0, 0.001), 60)
    as_run(sweep_ends(*arguments, near=0.5, minimum=-1.0), sweep(*arguments), 0.5, -1.0)
    assert (sweep_ends(*arguments).steps == -1).all()
    with pytest.raises(ValueError, match="near: saddle has no minimum; give one"):
        sweep_ends(*arguments, near=0.5)
    with pytest.raises(ValueError, match="near must be at least 0, got -1"):
        sweep_ends(*arguments, near=-1, minimum=0.0)


def test_steps_to_the_minimum_in_closed_form():
    """On f = x² + y² descent keeps (1 − 2η) of the way at every step."""
    sphere, rates = surfaces.by_name("sphere"), np.array([0.01, 0.1, 0.3, 0.6, 0.9])
    there = sweep_ends(sphere, GradientDescent, rates, (3.0, 4.0), 500, near=1e-3)
    wanted = [math.ceil(math.log(1e-3 / 25) / (2 * math.log(abs(1 - 2 * r)))) for r in rates]
    np.testing.assert_array_equal(there.steps, wanted)


def test_ends_take_little_memory():
    import tracemalloc

    rates = np.geomspace(1e-4, 1e-1, 20_000)
    sweep_ends(BOWL, Adam, rates[:20], (1.0, 1.0), 3)
    tracemalloc.start()
    there = sweep_ends(BOWL, Adam, rates, (1.0, 1.0), 100)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    result = sum(a.nbytes for a in (there.points, there.heights, there.outcome, there.steps))
    assert peak < 3 * result + 4 * 2**20  # 32 MB would be needed for the ways


# -- stability -----------------------------------------------------------------------------------


def largest_stable_rate(surface, rule, limit, **fields):
    """The largest of rates around a limit with which descent gets closer to the minimum at 0."""
    rates = limit * np.linspace(0.9, 1.1, 81)  # 0.25 % apart
    there = sweep_ends(surface, rule, rates, (1.0, 0.7), 8000, **fields)
    distance = np.hypot(*there.points.T)
    stable = distance < 1.0  # NaN, where a walk has left the finite world, is not
    assert stable[0] and not stable[-1]
    assert (np.diff(stable.astype(int)) <= 0).all()  # one boundary
    return rates[stable][-1]


@pytest.mark.parametrize("seed", range(6))
def test_the_largest_learning_rate_of_descent_and_momentum(seed):
    """2/λmax and 2(1 + μ)/λmax on a quadratic, whatever its angle.

    G. Goh, Why momentum really works, Distill, 2017. A walk within a thousandth of the limit
    needs more than these steps to show which way it goes, hence the half per cent.
    """
    rng = np.random.default_rng(seed)
    kappa, theta, mu = 10 ** rng.uniform(0.3, 2.5), rng.uniform(0, 90), rng.uniform(0.1, 0.95)
    surface = surfaces.by_name("rotated_bowl", kappa, theta)
    xx, xy, yy = (float(part) for part in surface.hessian(0.3, 0.4))
    steepest = np.linalg.eigvalsh([[xx, xy], [xy, yy]])[1]
    descent = largest_stable_rate(surface, GradientDescent, 2 / steepest)
    assert descent == pytest.approx(2 / steepest, rel=5e-3)
    limit = 2 * (1 + mu) / steepest
    assert largest_stable_rate(surface, Momentum, limit, momentum=mu) == pytest.approx(
        limit, rel=5e-3
    )

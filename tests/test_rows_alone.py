"""Walks on a mean over rows where arithmetic gives up, and whoever walks beside; unusual draws."""

from __future__ import annotations

import numpy as np
import pytest

import data
import optimizers
from engine import race, run
from engine.drive import machine
from surfaces.losses import DataLoss, kind, logistic
from tests.horizon import COPIES, horizon
from tests.slow_way import FEW, MANY, STEPS, TOLERANCE, N, Unlike, loss_of, rules


@pytest.mark.parametrize("size", [1, FEW, MANY])
def test_who_divides_nothing_by_nothing_goes_as_arrays_go_and_no_other_does(size):
    """A dead ReLU has no slope: Adagrad without ε has 0/0 there, which raises in Python."""
    x = np.linspace(1, 3, N)[:, None]
    loss = DataLoss(kind("net_relu"), data.Dataset("own", data.Task.NUMBER, x, x[:, 0], ("x", "y")))
    momentum, adagrad, adam = (optimizers.by_name(n) for n in ("momentum", "adagrad", "adam"))
    racing = [momentum(), adagrad(epsilon=0.0), adam(), adagrad(learning_rate=0.1)]
    draws = data.Batches(size, data.Order.REPLACED, seed=1).indices(N, STEPS)
    start = np.array((-1.0, 2.0))
    for first in (start, -start):  # dead, and alive
        fast = race(loss, racing, first, STEPS, draws=draws)
        slow = race(Unlike(loss), racing, first, STEPS, draws=draws)
        for one, other in zip(fast, slow, strict=True):
            np.testing.assert_allclose(one.points, other.points, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(one.seen, other.seen, rtol=1e-9, atol=1e-9)
    dead = race(loss, racing, start, STEPS, draws=draws)
    assert [np.isnan(walk.points).any() for walk in dead] == [False, True, False, False]


def test_neighbours_of_whom_plain_floats_give_up_go_together(monkeypatch):
    """One by one they would take as long as they are many."""
    surface = loss_of("logistic").surface
    rates = np.array([0.01, 1e6, 2e6, 3e6, 0.02, 4e6])
    rule = optimizers.by_name("gradient_descent")
    alone = [run(surface, rule(learning_rate=rate), (-1.0, 2.0), 30) for rate in rates.tolist()]
    went = []
    walk = machine._walk_in_strides

    def counted(objective, walkers, points, part, seen):
        went.append((part.start, part.stop))
        return walk(objective, walkers, points, part, seen)

    monkeypatch.setattr(machine, "_walk_in_strides", counted)
    together = run(surface, rule(learning_rate=rates), np.broadcast_to((-1.0, 2.0), (6, 2)), 30)
    assert went == [(1, 4), (5, 6)]
    for i, walk_alone in enumerate(alone):
        np.testing.assert_allclose(together.points[:, i], walk_alone.points, rtol=1e-9)


@pytest.mark.parametrize("size", [1, FEW, MANY])
def test_where_plain_floats_give_up_arrays_go_on(size):
    """An exponential beyond all numbers raises in Python; who else walks notices nothing."""
    loss = loss_of("logistic")
    rates = (1e6, 0.01, 0.05)
    racing = [optimizers.by_name("gradient_descent")(learning_rate=rate) for rate in rates]
    draws = data.Batches(size, data.Order.REPLACED, seed=1).indices(N, STEPS)
    fast = race(loss, racing, (-1.0, 2.0), STEPS, draws=draws)
    slow = race(Unlike(loss), racing, (-1.0, 2.0), STEPS, draws=draws)
    margins = fast[0].points @ loss.plain.rows[:2]
    assert margins.max() > 710, "nothing is beyond all numbers"
    for one, other in zip(fast, slow, strict=True):
        np.testing.assert_allclose(one.points, other.points, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(one.seen, other.seen, rtol=1e-9, atol=1e-9)


def test_of_few_rows_a_walk_is_the_same_to_the_bit_whoever_walks_beside():
    loss, everyone = loss_of("logistic"), rules()
    draws = data.Batches(FEW).indices(N, STEPS)
    together = race(loss, everyone, (-1.0, 2.0), STEPS, draws=draws)
    for rule, walk in zip(everyone, together, strict=True):
        (alone,) = race(loss, [rule], (-1.0, 2.0), STEPS, draws=draws)
        np.testing.assert_array_equal(alone.points, walk.points)
        np.testing.assert_array_equal(alone.heights, walk.heights)


@pytest.mark.parametrize("name", ["logistic", "residual_norm", "net_tanh"])
def test_of_many_rows_a_walk_is_the_same_whoever_walks_beside(name):
    loss, everyone = loss_of(name, ridge=0.1), rules()
    draws = data.Batches(MANY).indices(N, STEPS)
    together = race(loss, everyone, loss.surface.start, STEPS, draws=draws)
    for rule, walk in zip(everyone, together, strict=True):
        (alone,) = race(loss, [rule], loss.surface.start, STEPS, draws=draws)
        many = np.broadcast_to(loss.surface.start, (1 + COPIES, 2))
        shaking = Unlike(loss, True, np.random.default_rng(0))
        (shaken,) = race(shaking, [rule], many, STEPS, draws=list(draws[:, None]))
        end = int(horizon(shaken.points, TOLERANCE, TOLERANCE).min()) + 1
        np.testing.assert_allclose(alone.points[:end], walk.points[:end], rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(
    "draws",
    [
        [np.array([0, 1, 2]), np.array([3])],  # of several lengths
        np.array([[0, 1, -1], [N, N + 1, N + 2]]),  # whole examples, then one form of each
        np.array([[0, 1, -1], [5, -1, -1]]),
    ],
    ids=["ragged", "in forms and not", "few"],
)
def test_unusual_draws_are_walked_all_the_same(draws):
    loss = loss_of("logistic", average="dropout", strength=0.3)
    rule = optimizers.by_name("gradient_descent")(learning_rate=0.1)
    (walk,) = race(loss, [rule], (-1.0, 2.0), 2, draws=draws)
    place = np.array((-1.0, 2.0))
    for k, draw in enumerate(draws):
        slope = loss.gradient(place, draw)
        np.testing.assert_allclose(walk.seen[k], slope, rtol=1e-12)
        place = place - 0.1 * slope
    np.testing.assert_allclose(walk.points[-1], place, rtol=1e-12)


@pytest.mark.parametrize("count", [1, 2])
def test_the_smallest_data_are_walked_and_measured(count):
    points, targets = np.array([[1.0, 2.0], [0.5, -1.0]])[:count], np.array([1, 0])[:count]
    loss = DataLoss(
        kind("logistic"), data.Dataset("own", data.Task.CLASS, points, targets, ("x", "y", "class"))
    )
    draws = np.zeros((STEPS, 1), dtype=int)
    for walk in race(loss, rules(), (-1.0, 2.0), STEPS, draws=draws):
        np.testing.assert_allclose(walk.heights, loss.value(walk.points), rtol=1e-13)
        np.testing.assert_allclose(walk.gradients, loss.gradient(walk.points), rtol=1e-13)
        np.testing.assert_allclose(walk.seen, loss.gradient(walk.points[:-1], draws), rtol=1e-13)


def test_a_rule_that_looks_elsewhere_is_shown_the_slope_there():
    class Ahead(optimizers.by_name("gradient_descent")):
        def look(self, theta, state):
            return theta + 0.5

    loss = loss_of("logistic")
    draws = np.array([[3]])
    (walk,) = race(loss, [Ahead(learning_rate=0.1)], (-1.0, 2.0), 1, draws=draws)
    np.testing.assert_allclose(walk.seen[0], loss.gradient(np.array((-0.5, 2.5)), draws[0]))


def test_logistic_loss_and_its_slope_to_the_last_digits():
    """Beside NumPy's own, in longer numbers where the machine has them."""
    margins = np.concatenate([np.linspace(-40, 40, 4001), [-700.0, -1e-12, 0.0, 1e-12, 700.0]])
    long = margins.astype(np.longdouble)
    np.testing.assert_allclose(
        logistic.of(margins, 1), np.logaddexp(0, -long).astype(float), rtol=1e-15
    )
    exact = (-1 / (1 + np.exp(long))).astype(float)
    np.testing.assert_allclose(logistic.slope(margins, 1), exact, rtol=1e-15)
    with np.errstate(over="ignore"):
        assert logistic.slope(np.array([-1e4, 1e4]), 1).tolist() == [-1.0, 0.0]
    assert logistic.of(np.array([-1e4, 1e4]), 1).tolist() == [1e4, 0.0]

"""Walks on a mean over rows go where the rule as it is written goes, on every loss and draw."""

from __future__ import annotations

import numpy as np
import pytest

import data
import optimizers
import schedules
from data import Batches
from engine import race
from engine.trace.row_sums import row_sums
from surfaces.losses import KINDS
from tests.slow_way import FEW, MANY, STEPS, N, Unlike, assert_alike, loss_of, rules

DRAWS = {
    "one": data.Batches(1, seed=2),
    "few, the last of an epoch in part": data.Batches(FEW, seed=2),
    "few with replacement": data.Batches(FEW, data.Order.REPLACED, seed=2),
    "many, the last of an epoch in part": data.Batches(MANY, seed=2),
    "all": data.Batches(N, seed=2),
}


@pytest.mark.parametrize("batches", DRAWS.values(), ids=DRAWS)
@pytest.mark.parametrize("name", [known.name for known in KINDS])
def test_every_loss_and_rule_walks_as_it_is_written(name, batches):
    loss = loss_of(name, ridge=0.1)
    assert_alike(loss, batches.indices(len(loss), STEPS), rules(), loss.surface.start)


@pytest.fixture
def only_fast(monkeypatch):
    """Walks that take the slow way fail."""

    def refuse(*_, **__):
        raise AssertionError("the slow way")

    monkeypatch.setattr("engine.drive.lockstep.side_by_side", refuse)
    monkeypatch.setattr("engine.drive.path.measure", refuse)


@pytest.mark.parametrize("batches", DRAWS.values(), ids=DRAWS)
@pytest.mark.parametrize("name", [known.name for known in KINDS])
def test_no_loss_or_rule_takes_the_slow_way(name, batches, only_fast):
    loss = loss_of(name)
    race(loss, rules(), loss.surface.start, 5, draws=batches.indices(len(loss), 5))
    with pytest.raises(AssertionError, match="the slow way"):
        race(Unlike(loss), rules(), loss.surface.start, 5, draws=batches.indices(len(loss), 5))


@pytest.mark.parametrize("name", [known.name for known in KINDS])
def test_all_examples_are_the_same_step_in_whatever_order_they_come(name):
    loss = loss_of(name)
    start, count = loss.surface.start, len(loss)
    shuffled = data.Batches(count, seed=2).indices(count, STEPS)
    ordered = data.Batches(count, data.Order.FIXED).indices(count, STEPS)
    walks = [race(loss, rules(), start, STEPS, draws=draws) for draws in (shuffled, ordered)]
    for one, other in zip(*walks, strict=True):
        np.testing.assert_array_equal(one.points, other.points)
    # Drawn with replacement some come twice and some never.
    draws = data.Batches(count, data.Order.REPLACED, seed=2).indices(count, STEPS)
    assert (race(loss, rules(), start, STEPS, draws=draws)[0].points != walks[0][0].points).any()


def test_of_a_score_many_rows_take_two_matrix_products():
    """One makes the score of all places and rows, one both slopes of what it has become."""
    form = loss_of("logistic").rowwise().form
    sums = row_sums(form, (1, 2), product=True)
    assert len(sums.scores) == 1 and [len(nodes) for nodes in sums.weights] == [2]
    alone = row_sums(form, (0, 1, 2), product=False)
    assert not alone.scores and [len(nodes) for nodes in alone.weights] == [1, 1, 1]


@pytest.mark.parametrize("size", [1, FEW, MANY])
@pytest.mark.parametrize("average", ["dropout", "dropconnect", "jitter"])
def test_noise_on_purpose_and_both_penalties(average, size):
    """All forms of an example, of which some count less than others; and one of them, as drawn."""
    loss = loss_of("logistic", average=average, strength=0.3, ridge=0.1, lasso=0.05)
    draws = data.Batches(size, seed=1).indices(N, STEPS)
    assert_alike(loss, draws, rules(), (-1.0, 2.0))
    form = np.random.default_rng(0).integers(len(loss.chances), size=draws.shape)
    assert_alike(loss, loss.formed(draws, form), rules(), (-1.0, 2.0))


@pytest.mark.parametrize("size", [1, FEW, MANY])
@pytest.mark.parametrize("average", ["none", "dropout"])
def test_no_noise_takes_the_slow_way(average, size, only_fast):
    loss = loss_of("logistic", average=average, strength=0.3)
    draws = data.Batches(size, seed=1).indices(N, STEPS)
    form = np.random.default_rng(0).integers(len(loss.chances), size=draws.shape)
    for seen in (draws, loss.formed(draws, form)):
        race(loss, rules(), (-1.0, 2.0), STEPS, draws=seen)


@pytest.mark.parametrize("size", [1, FEW, MANY])
def test_rates_that_change_and_walkers_with_rates_and_draws_of_their_own(size):
    loss = loss_of("logistic")
    halving = schedules.by_name("exponential")(gamma=0.95)
    draws = data.Batches(size, seed=1).indices(N, STEPS, range(3))
    assert_alike(loss, draws[:, 0], rules(), (-1.0, 2.0), schedule=halving)
    rates = np.array([[0.01], [0.05]])  # (2, 1) beside three seeds
    momentum = optimizers.by_name("momentum")(learning_rate=rates)
    starts = np.broadcast_to((-1.0, 2.0), (3, 2))
    both = [
        race(ground, [momentum], starts, STEPS, draws=list(draws), schedule=halving)[0]
        for ground in (loss, Unlike(loss))
    ]
    assert both[0].points.shape == (STEPS + 1, 2, 3, 2)
    for what in ("points", "heights", "gradients", "seen"):
        np.testing.assert_allclose(*(getattr(walk, what) for walk in both), rtol=1e-9, atol=1e-12)


def test_nobody_may_walk() -> None:
    loss = loss_of("least_squares")
    assert race(loss, [], (0.0, 0.0), 5, draws=list(Batches(3).indices(N, 5))) == ()

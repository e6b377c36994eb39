"""Walks on a mean over rows go where the rule as it is written goes, on every loss and draw.

The fast ways sum in another order and take other exponentials than NumPy's arrays, so walks are
compared up to where last bits would tell (`tests.horizon`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import data
import optimizers
import schedules
from engine import race
from optimizers import FIRST_ORDER
from surfaces.losses import KINDS, DataLoss, kind, logistic
from tests.horizon import BITS, COPIES, horizon

N, STEPS, TOLERANCE = 20, 40, 1e-9
FEW, MANY = 3, 8  # rows on either side of the border between the ways; 20 is no multiple of both
DRAWS = {
    "one": data.Batches(1, seed=2),
    "few, the last of an epoch in part": data.Batches(FEW, seed=2),
    "few with replacement": data.Batches(FEW, data.Order.REPLACED, seed=2),
    "many, the last of an epoch in part": data.Batches(MANY, seed=2),
    "all": data.Batches(N, seed=2),
}


@dataclass(frozen=True, eq=False)
class Unlike:
    """A loss that is asked for whole gradients only, each shaken in its last bits if wanted."""

    loss: DataLoss
    shaken: bool = False
    dice: Any = None
    dimension = 2
    minima = ()
    minimum = None

    @property
    def name(self):
        return self.loss.name

    def value(self, theta, *draw):
        return self.loss.value(theta, *draw)

    def gradient(self, theta, *draw):
        if not self.shaken:
            return self.loss.gradient(theta, *draw)
        size = BITS * np.finfo(float).eps
        place, factor = self.dice.choice((-size, size), (2, *theta.shape))
        for thrown in (place, factor):
            thrown[..., 0, :] = 0.0  # the first walker is not shaken
        beside = theta + place * np.maximum(1.0, np.abs(theta))
        return self.loss.gradient(beside, *draw) * (1 + factor)


def loss_of(name: str, **more: Any) -> DataLoss:
    known = kind(name)
    return DataLoss(known, data.by_name(known.usual).make(n=N, seed=3), **more)


def rules() -> list[Any]:
    return [rule(learning_rate=0.01) for rule in FIRST_ORDER]


def assert_alike(loss: DataLoss, draws: np.ndarray, racing: list[Any], start: Any, **options: Any):
    """Races of one walk each, the fast way and the slow one; how many rows could be compared."""
    steps = len(draws)
    fast = race(loss, racing, start, steps, draws=list(draws), **options)
    slow = race(Unlike(loss), racing, start, steps, draws=list(draws), **options)
    many = np.broadcast_to(start, (1 + COPIES, 2))
    shaking = Unlike(loss, True, np.random.default_rng(0))
    shaken = race(shaking, racing, many, steps, draws=list(draws[:, None]), **options)
    compared = 0
    for mine, plain, copies in zip(fast, slow, shaken, strict=True):
        end = int(horizon(copies.points, TOLERANCE, TOLERANCE).min()) + 1
        name = f"{loss.name}, {mine.optimizer.name}"
        for what, last in (
            ("points", end),
            ("heights", end),
            ("gradients", end),
            ("seen", end - 1),
        ):
            given, wanted = getattr(mine, what)[:last], getattr(plain, what)[:last]
            scale = np.nanmax(np.abs(wanted), initial=1.0)
            np.testing.assert_allclose(
                given, wanted, rtol=1e-8, atol=1e-8 * scale, err_msg=f"{name}: {what}"
            )
        compared += end
    assert compared >= 0.8 * len(racing) * (steps + 1), f"{loss.name}: {compared} rows are no test"
    return fast


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

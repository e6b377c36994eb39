"""Training networks by every rule: against torch, against `race`, frozen, cut short, lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import numpy as np
import pytest

import optimizers
import surfaces
from data import Batches
from engine import CancelledError, Outcome, race, train
from networks import Network, NetworkLoss, Noise, initial
from optimizers import FIRST_ORDER, OPTIMIZERS
from optimizers.optimizer import Optimizer, rate
from schedules import by_name
from tests.golden.networks import (
    DRAWN,
    ON_DRAWS,
    PENALTY,
    RATE,
    RATES,
    ROWS,
    TRAINED,
    UPDATES,
    drawn,
)

TORCH = json.loads((Path(__file__).parent / "golden" / "networks.json").read_text(encoding="utf-8"))
GOLDEN = TORCH["trained"]
RULES = [rule for rule in OPTIMIZERS if rule.needs != "hessian"]
RNG = np.random.default_rng(5)
X = RNG.normal(size=(60, 2))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)
NET = Network((8, 8), skips=True)
LOSS = NetworkLoss(NET, X, Y)
START = initial(NET, "xavier", 1)
STEPS = 40
BATCHES = np.random.default_rng(1).integers(0, 60, (STEPS, 16))
NOISE = Noise(0.2, 0.1, 0.1, 0.1, seed=3)
ALL = [rule(learning_rate=0.02) for rule in RULES]
ways = pytest.mark.parametrize(
    "draws",
    [None, BATCHES, NOISE.draws(NET, 60, STEPS), NOISE.draws(NET, 60, STEPS, BATCHES)],
    ids=["full", "batches", "noise", "both"],
)


@pytest.mark.parametrize("name", GOLDEN)
def test_a_hundred_updates_lead_where_torch_goes(name):
    objective = NetworkLoss(TRAINED.network, TRAINED.inputs, TRAINED.targets, TRAINED.loss)
    rule = optimizers.by_name(name)(learning_rate=RATES.get(name, RATE))
    training = train(objective, [rule], TRAINED.theta, UPDATES)
    found = training.points[list(ROWS), 0]
    np.testing.assert_allclose(found, GOLDEN[name], rtol=0, atol=1e-9)
    assert np.abs(found[-1] - TRAINED.theta).max() > 0.1


def led(kind: str, name: str) -> np.ndarray:
    """Where we go in a hundred updates that each see a draw, with weight decay."""
    case = TRAINED
    objective = NetworkLoss(case.network, case.inputs, case.targets, case.loss, PENALTY)
    rule = optimizers.by_name(name)(**ON_DRAWS[name])
    return train(objective, [rule], case.theta, UPDATES, drawn(kind)).points[list(ROWS), 0]


on_draws = pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in DRAWN for name in ON_DRAWS]
)


@on_draws
def test_a_hundred_updates_on_draws_with_weight_decay_lead_where_torch_goes(kind, name):
    found = led(kind, name)
    np.testing.assert_allclose(found, TORCH["drawn"][kind][name], rtol=0, atol=1e-9)
    assert np.abs(found[-1] - TRAINED.theta).max() > 0.1


def test_draws_of_the_golden_file_are_small_batches_and_silent_neurons():
    sizes = [len(draw.examples[draw.examples >= 0]) for draw in drawn("batches")]
    assert sizes[:3] == [3, 3, 1]  # 7 examples
    units = [part for draw in drawn("dropout") for part in draw.units]
    silent = np.mean([np.mean(part == 0) for part in units])
    assert 0.2 < silent < 0.4 and all(draw.units is None for draw in drawn("batches"))


@on_draws
def test_the_same_beside_the_torch_that_is_installed(kind, name):
    pytest.importorskip("torch")
    from tests.golden.make_networks import double_precision, trained_on

    with double_precision():
        wanted = trained_on(kind, name)
    np.testing.assert_allclose(led(kind, name), wanted, rtol=0, atol=1e-9)


def test_batches_of_the_data_are_draws_and_the_last_of_an_epoch_is_a_smaller_one():
    drawn = Batches(16, seed=2).indices(len(X), 8)  # 60 examples: the last of four has 12
    assert [int((row >= 0).sum()) for row in drawn] == [16, 16, 16, 12] * 2
    descent = optimizers.by_name("gradient_descent")(learning_rate=0.1)
    training = train(LOSS, [descent], START, 8, drawn)
    theta = START
    for k, row in enumerate(drawn):
        some = row[row >= 0]
        theta = theta - 0.1 * NetworkLoss(NET, X[some], Y[some]).gradient(theta)
        np.testing.assert_allclose(training.points[k + 1, 0], theta, rtol=0, atol=1e-13)


@ways
def test_training_takes_the_steps_of_a_race(draws):
    training = train(LOSS, ALL, START, STEPS, draws)
    for r, walk in enumerate(race(LOSS, ALL, START, STEPS, draws=draws)):
        np.testing.assert_array_equal(training.points[:, r], walk.points)
        np.testing.assert_allclose(training.losses[:, r], walk.heights, rtol=1e-12)
        if walk.seen is not None:
            norms = np.linalg.norm(walk.seen, axis=-1)
            np.testing.assert_allclose(training.gradient_norms[:, r], norms, rtol=1e-12)


@ways
def test_nobody_is_moved_by_who_else_trains(draws):
    together = train(LOSS, ALL, START, STEPS, draws)
    for r in range(0, len(ALL), 3):
        some = ALL[r : r + 2]
        alone = train(LOSS, some, START, STEPS, draws)
        np.testing.assert_array_equal(alone.points, together.points[:, r : r + 2])
        np.testing.assert_array_equal(alone.losses, together.losses[:, r : r + 2])


def test_going_back_and_on_again_gives_the_same_weights():
    draws = Noise(0.2, seed=3).draws(NET, 60, STEPS, BATCHES)
    once = train(LOSS, ALL, START, STEPS, draws)
    half = train(LOSS, ALL, START, 20, Noise(0.2, seed=3).draws(NET, 60, 20, BATCHES[:20]))
    np.testing.assert_array_equal(half.points, once.points[:21])


@ways
@pytest.mark.parametrize("every", [1, 7])
def test_losses_are_those_of_the_rows(draws, every):
    """Whether they came with the gradients, as for rules that look where they stand, or not."""
    training = train(LOSS, ALL, START, STEPS, draws, every=every)
    np.testing.assert_array_equal(training.losses, LOSS.value(training.points))


@dataclass(frozen=True)
class LookingAhead(Optimizer):
    """Nesterov's own form, which measures where its speed would take it."""

    name = "looking_ahead"

    learning_rate: float = rate(0.02)

    def init(self, theta):
        return Speed(np.zeros_like(theta))

    def look(self, theta, state):
        return theta + 0.9 * state.speed

    def update(self, grad, state, theta):
        speed = 0.9 * state.speed - self.learning_rate * grad
        return speed, Speed(speed)


class Speed(NamedTuple):
    speed: Any


@ways
def test_who_looks_elsewhere_has_the_losses_of_where_it_stands(draws):
    rules = [ALL[0], LookingAhead(), ALL[6]]
    training = train(LOSS, rules, START, STEPS, draws)
    np.testing.assert_array_equal(training.losses, LOSS.value(training.points))
    theta, speed = START, 0 * START
    for k in range(STEPS):
        draw = () if draws is None else (draws[k],)
        speed = 0.9 * speed - 0.02 * LOSS.gradient(theta + 0.9 * speed, *draw)
        theta = theta + speed
    np.testing.assert_allclose(training.ends[1], theta, rtol=1e-9, atol=1e-11)


def test_rows_may_be_left_out():
    whole = train(LOSS, ALL, START, STEPS, BATCHES)
    part = train(LOSS, ALL, START, STEPS, BATCHES, every=7)
    assert part.steps.tolist() == [0, 7, 14, 21, 28, 35, 40]
    np.testing.assert_array_equal(part.points, whole.points[part.steps])
    np.testing.assert_array_equal(part.losses, whole.losses[part.steps])
    np.testing.assert_array_equal(part.gradient_norms, whole.gradient_norms)
    assert train(LOSS, ALL, START, 0).points.shape == (1, len(ALL), 105)


def test_seeds_are_walkers():
    starts = np.array([initial(NET, "he", seed) for seed in range(3)])
    batches = np.random.default_rng(2).integers(0, 60, (STEPS, 3, 8))
    training = train(LOSS, ALL, starts, STEPS, batches)
    assert training.points.shape == (STEPS + 1, len(ALL), 3, 105)
    for seed in range(3):
        alone = train(LOSS, ALL, starts[seed], STEPS, batches[:, seed])
        np.testing.assert_array_equal(training.points[:, :, seed], alone.points)
    frame = training.to_frame()
    row = frame[(frame.optimizer == "adam") & (frame.walker == 2) & (frame.step == 9)].iloc[0]
    r = [rule.name for rule in ALL].index("adam")
    assert row.theta_104 == training.points[9, r, 2, 104]
    assert row.loss == training.losses[9, r, 2]


def test_frozen_layers_stand_still_whatever_the_rule():
    free = NET.layers_from(1)
    decaying = [*ALL, optimizers.by_name("adamw")(learning_rate=0.02, weight_decay=0.5)]
    training = train(LOSS, decaying, START, STEPS, BATCHES, free=free)
    assert (training.points[..., ~free] == START[~free]).all()
    assert (np.abs(training.points[-1][:, free] - START[free]).max(axis=1) > 1e-3).all()
    # Handed zeros instead, AdamW moves what it should not.
    adamw = decaying[-1]
    theta, state = START, adamw.init(START)
    for batch in BATCHES:
        step, state = adamw.update(np.where(free, LOSS.gradient(theta, batch), 0.0), state, theta)
        theta = theta + step
    assert np.abs(theta - START)[~free].max() > 0.1


def test_free_weights_go_as_with_a_mask_on_the_step():
    free = NET.layers_from(1)
    adam = optimizers.by_name("adam")(learning_rate=0.02)
    training = train(LOSS, [adam], START, STEPS, free=free)
    theta, state = START, adam.init(START)
    for _ in range(STEPS):
        step, state = adam.update(LOSS.gradient(theta), state, theta)
        theta = theta + np.where(free, step, 0.0)
    np.testing.assert_allclose(training.ends[0], theta, rtol=1e-9, atol=1e-11)


def test_a_schedule_changes_the_rate():
    rule = optimizers.by_name("gradient_descent")(learning_rate=0.5)
    schedule = by_name("cosine")()
    training = train(LOSS, [rule], START, STEPS, schedule=schedule)
    theta = START
    for factor in schedule.factor(np.arange(1, STEPS + 1)):
        theta = theta - 0.5 * factor * LOSS.gradient(theta)
    np.testing.assert_allclose(training.ends[0], theta, rtol=1e-10, atol=1e-12)


def test_who_is_lost_is_lost_alone():
    rules = [optimizers.by_name("gradient_descent")(learning_rate=rate) for rate in (0.1, 1e200)]
    squares = NetworkLoss(Network((4,), "relu"), X, Y.astype(float), "squares")
    start = initial(squares.network, "he", 2)
    training = train(squares, rules, start, 20)
    alone = train(squares, rules[:1], start, 20)
    np.testing.assert_array_equal(training.points[:, 0], alone.points[:, 0])
    assert training.outcomes.tolist() == [Outcome.BUDGET, Outcome.DIVERGED]
    last = training.last[1]
    assert np.isfinite(training.points[: last + 1, 1]).all()
    assert np.isnan(training.points[last + 1 :, 1]).all()
    assert np.isnan(training.losses[last + 1 :, 1]).all()
    assert np.isfinite(training.ends).all()


def test_what_is_measured_of_every_place():
    training = train(LOSS, ALL[:3], START, 10)
    held_out = NetworkLoss(NET, X[:20], 1 - Y[:20])
    found = training.measured(held_out.value, chunk=7)
    np.testing.assert_array_equal(found, held_out.value(training.points))
    assert training.measured(held_out.accuracy).shape == (11, 3)


def test_long_trainings_tell_how_far_they_are_and_can_be_called_off():
    told: list[float] = []
    train(LOSS, ALL[:2], START, 100, progress=told.append)
    assert told[0] == 0 and told[-1] == 1 and told == sorted(told) and len(told) > 4
    stop = Event()

    def stop_at_half(part: float) -> None:
        told.append(part)
        if part >= 0.5:
            stop.set()

    told.clear()
    with pytest.raises(CancelledError):
        train(LOSS, ALL[:2], START, 100_000, progress=stop_at_half, cancel=stop)
    assert told[-1] < 0.51


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"start": START[:5]}, r"shape \(..., 105\), got shape \(5,\)"),
        ({"steps": -1}, "steps must lie in"),
        ({"draws": BATCHES[:3]}, "one per step, that is 40, got 3"),
        ({"free": np.zeros(105, dtype=bool)}, "free must be 105 truths"),
        ({"free": np.ones(3, dtype=bool)}, "free must be 105 truths"),
        ({"every": 0}, "every must be a whole number of at least 1, got 0"),
        ({"optimizers": [optimizers.by_name("newton")()]}, "newton needs second derivatives"),
        ({"objective": surfaces.by_name("bowl")}, "race does that"),
        (
            {"optimizers": [FIRST_ORDER[0](learning_rate=np.array([0.1, 0.2]))]},
            "fields for walkers",
        ),
    ],
)
def test_bad_input_gets_a_sentence(arguments, said):
    usual = {"objective": LOSS, "optimizers": ALL, "start": START, "steps": STEPS}
    with pytest.raises(ValueError, match=said):
        train(**{**usual, **arguments})

"""Weights on the wire: sixteen bits each, and how far they may be off."""

from __future__ import annotations

import numpy as np
import pytest

import optimizers
from engine import train
from figures.blob import unpack
from figures.weights import FELT, packed, weights_blob, weights_of
from networks import Network, NetworkLoss, initial

RNG = np.random.default_rng(6)
X = RNG.uniform(-2, 2, size=(200, 2))
LOSS = NetworkLoss(Network((8, 8)), X, (X[:, 0] * X[:, 1] > 0).astype(int))
RATES = {
    "gradient_descent": 0.5,
    "momentum": 0.1,
    "nesterov": 0.1,
    "adagrad": 0.05,
    "rmsprop": 0.01,
    "adam": 0.02,
}
RULES = [optimizers.by_name(name)(learning_rate=rate) for name, rate in RATES.items()]
TRAINING = train(LOSS, RULES, initial(LOSS.network, "xavier", 1), 300)
EPS = np.finfo(float).eps


def test_a_training_by_six_fits_into_what_a_change_may_send():
    blob = weights_blob(TRAINING, {})
    assert 2 * TRAINING.points.size < len(blob) <= 600_000
    header, arrays = unpack(blob)
    assert header["shape"] == [301, 6, 105] and header["rows"] == [301] * 6
    assert all(arrays[f"weights{r}"].dtype == np.uint16 for r in range(6))
    np.testing.assert_array_equal(arrays["losses"].reshape(6, 301).T, TRAINING.losses)
    np.testing.assert_array_equal(arrays["steps"], np.arange(301))


def test_every_row_comes_back_within_its_bound():
    for r, found in enumerate(weights_of(weights_blob(TRAINING, {}))):
        points = TRAINING.points[:, r]
        bound = packed(points).bound
        assert (bound <= FELT).all()
        room = bound * (1 + 1e-9) + 8 * EPS * np.abs(points).max(axis=0)
        assert (np.abs(found - points) <= room).all()
        assert np.abs(found - points).max() > bound.max() / 4  # the bound is no idle one


def test_what_nets_answer_is_hardly_changed():
    grid = np.stack(np.meshgrid(*2 * [np.linspace(-2, 2, 24)]), axis=-1).reshape(-1, 2)
    asked = NetworkLoss(LOSS.network, grid, np.zeros(len(grid)))
    halves = 0.0
    for r, found in enumerate(weights_of(weights_blob(TRAINING, {}))):
        true = asked.answers(TRAINING.points[::10, r])
        assert np.abs(asked.answers(found[::10]) - true).max() < 1e-3
        rough = TRAINING.points[::10, r].astype(np.float16).astype(float)
        halves = max(halves, np.abs(asked.answers(rough) - true).max())
    assert halves > 2e-3  # so half precision would be worse


def test_who_travels_far_is_sent_in_single_precision():
    points = np.stack([np.linspace(0, 1, 9), np.linspace(-1e3, 1e30, 9)], axis=-1)
    made = packed(points)
    assert made.codes.dtype == np.float32
    assert (np.abs(made.values() - points) <= made.bound).all()
    assert (made.bound <= 1e-7 * np.abs(points).max(axis=0)).all()


def test_who_is_lost_sends_the_rows_before():
    rules = [optimizers.by_name("gradient_descent")(learning_rate=rate) for rate in (0.1, 1e150)]
    squares = NetworkLoss(Network((4,), "relu"), X, X[:, 0], "squares")
    training = train(squares, rules, initial(squares.network, "he", 2), 30)
    header, _ = unpack(weights_blob(training, {"title": "lost"}))
    assert header["title"] == "lost"
    assert header["rows"][0] == 31 and 1 <= header["rows"][1] < 31
    whole, cut = weights_of(weights_blob(training, {}))
    assert len(whole) == 31 and len(cut) == header["rows"][1]
    assert np.isfinite(cut).all()


def test_what_stands_still_and_what_hardly_moves():
    still = np.full((5, 2), 0.3)
    still[:, 1] += 5e-324 * np.arange(5)
    np.testing.assert_array_equal(packed(still).values(), still)
    least = packed(np.array([[0.0], [5e-324]]))
    assert np.abs(least.values() - [[0.0], [5e-324]]).max() <= 5e-324
    ends = packed(np.array([[-1.0], [1.0]]))
    assert ends.codes.ravel().tolist() == [0, 65_535]
    assert len(packed(np.full((3, 2), np.nan)).codes) == 0


def test_several_walkers_are_refused():
    starts = np.array([initial(LOSS.network, "he", seed) for seed in (1, 2)])
    with pytest.raises(ValueError, match="one walker per rule"):
        weights_blob(train(LOSS, RULES[:1], starts, 2), {})

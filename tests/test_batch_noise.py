"""The noise of batches: its size, who is drawn, and where a walk hovers, against brute force."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np
import pytest

import data
from data import Batches, Order
from engine.analysis.batch_error import batch_error, batch_means, expected_error, spread
from engine.analysis.quadratic_noise import (
    expected_gap,
    measured_floor,
    noise_floor,
    small_rate_floor,
    squares,
)
from engine.analysis.visits import chance_of_none, visits

LINE = data.by_name("line").make(40, seed=3)
DESIGN = np.column_stack([LINE.points[:, 0], np.ones(len(LINE))])
SQUARES = squares(DESIGN, LINE.targets)


def gradients_at(theta: tuple[float, float]) -> np.ndarray:
    return SQUARES.hessians @ np.array(theta) - SQUARES.pulls


@pytest.mark.parametrize("replacement", [True, False])
def test_the_expected_error_is_that_of_every_batch_there_is(replacement):
    few = gradients_at((-1.0, 1.5))[:6]
    for size in range(1, 5):
        every = list(
            product(range(6), repeat=size) if replacement else combinations(range(6), size)
        )
        away = batch_means(few, np.array(every)) - few.mean(axis=0)
        exact = np.sqrt((away**2).sum(axis=-1).mean())
        assert expected_error(few, size, replacement) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("order", [Order.RESHUFFLED, Order.REPLACED])
@pytest.mark.parametrize("size", [1, 3, 8, 32])
def test_draws_err_as_much_as_expected(order, size):
    given = gradients_at((-1.0, 1.5))
    found = batch_error(given, Batches(size, order, seed=1).indices(40, 4000))
    expected = float(expected_error(given, size, order is Order.REPLACED))
    assert found.size == size
    assert 0 < found.uncertainty < 0.05 * expected
    assert abs(found.error - expected) < 4 * found.uncertainty
    other = float(expected_error(given, size, order is not Order.REPLACED))
    if size > 3:
        assert abs(found.error - other) > 4 * found.uncertainty


@pytest.mark.parametrize("seed", range(5))
def test_a_batch_of_all_examples_has_exactly_no_error(seed):
    given = gradients_at((0.3, -700.0))
    found = batch_error(given, Batches(40, seed=seed).indices(40, 30))
    assert (found.error, found.uncertainty, found.draws) == (0.0, 0.0, 30)
    assert expected_error(given, 40, False) == 0
    assert expected_error(given, 40, True) == pytest.approx(spread(given) / np.sqrt(40))


def test_partial_batches_are_not_measured_as_full_ones():
    given = gradients_at((0.0, 0.0))
    drawn = Batches(16, seed=2).indices(40, 300)  # two of 16, one of 8
    assert batch_error(given, drawn).draws == 200
    with pytest.raises(ValueError, match="none holds 16"):
        batch_error(given, drawn[2:3])
    last = drawn[2][drawn[2] >= 0]
    np.testing.assert_allclose(batch_means(given, drawn[2]), given[last].mean(axis=0), rtol=1e-13)


def test_wrong_sizes_are_refused():
    for sizes, replacement in ((0, True), (41, False), (np.nan, False)):
        with pytest.raises(ValueError, match="batches must hold"):
            expected_error(np.zeros((40, 2)), sizes, replacement)


@pytest.mark.parametrize("size", [1, 7, 40])
def test_every_epoch_without_replacement_draws_each_example_once(size):
    drawn = Batches(size, seed=5).indices(40, 3 * Batches(size).updates_per_epoch(40))
    found = visits(drawn, 40)
    assert found.counts.tolist() == [3] * 40
    assert (found.epochs == 1).all() and found.epochs.shape == (3, 40)
    assert (found.never == 0).all() and (found.twice == 0).all()


@pytest.mark.parametrize("n, published", [(8, 0.3436), (40, 0.3632), (200, 0.3670)])
def test_with_replacement_a_third_is_never_drawn(n, published):
    epochs = 4000
    size = 4
    drawn = Batches(size, Order.REPLACED, seed=9).indices(n, epochs * n // size)
    found = visits(drawn, n)
    assert found.counts.sum() == epochs * n
    assert chance_of_none(n) == pytest.approx(published, abs=5e-5)
    error = found.never.std() / np.sqrt(epochs)
    assert abs(found.never.mean() - chance_of_none(n)) < 4 * error


def test_an_epoch_that_is_not_over_counts_in_all_and_in_no_epoch():
    found = visits(np.array([[0, 1], [2, -1], [0, 2], [1, -1], [1, 2]]), 3)
    assert found.counts.tolist() == [2, 3, 3]
    assert found.epochs.tolist() == [[1, 1, 1], [1, 1, 1]]
    assert visits(np.array([[0, 1]]), 3).epochs.shape == (0, 3)


def simulated(rate, sizes, start, updates, walkers, seed=0):
    """Plain SGD with replacement; f − f* of every walker, (updates + 1, walkers)."""
    draw = np.random.default_rng(seed)
    theta = np.broadcast_to(np.asarray(start, float), (walkers, 2)).copy()
    gaps = []
    for t in range(updates + 1):
        away = theta - SQUARES.minimum
        gaps.append(np.einsum("wi,ij,wj->w", away, SQUARES.hessian, away) / 2)
        places = draw.integers(0, 40, (walkers, sizes[t % len(sizes)]))
        off = np.einsum("wbi,wi->wb", DESIGN[places], theta) - LINE.targets[places]
        theta -= rate * 2 * (off[..., None] * DESIGN[places]).mean(axis=1)
    return np.array(gaps)


@pytest.mark.parametrize("sizes", [(1,), (8,), (16, 16, 8)])
def test_the_moments_of_a_walk_are_exact(sizes):
    # Every run of three updates on four examples, one by one.
    few = squares(DESIGN[:4], LINE.targets[:4])
    start, rates = np.array([-1.0, 1.5]), (0.1, 0.05, 0.02)
    gaps = []
    for places in product(range(4), repeat=3):
        theta = start
        for place, rate in zip(places, rates, strict=True):
            theta = theta - rate * (few.hessians[place] @ theta - few.pulls[place])
        away = theta - few.minimum
        gaps.append(away @ few.hessian @ away / 2)
    found = expected_gap(few, start, rates, (1, 1, 1))
    assert found[-1] == pytest.approx(np.mean(gaps), rel=1e-12)
    several = simulated(0.05, sizes, (-1.0, 1.5), 30, 20_000)
    expected = expected_gap(SQUARES, (-1.0, 1.5), [0.05] * 30, (sizes * 30)[:30])
    error = several.std(axis=1) / np.sqrt(20_000)
    assert (np.abs(several.mean(axis=1) - expected)[1:] < 5 * error[1:]).all()


@pytest.mark.parametrize("sizes", [(1,), (8,), (16, 16, 8)])
def test_the_floor_is_where_the_moments_come_to_rest(sizes):
    turns = 400
    rate = 0.05
    gaps = expected_gap(SQUARES, (-1.0, 1.5), [rate] * turns * len(sizes), sizes * turns)
    assert noise_floor(SQUARES, rate, sizes) == pytest.approx(gaps[-len(sizes) :].mean(), rel=1e-9)
    measured = measured_floor(simulated(rate, sizes, SQUARES.minimum, 400, 500)[100:])
    assert measured.lost == 0
    assert abs(measured.height - noise_floor(SQUARES, rate, sizes)) < 4 * measured.uncertainty


def test_the_floor_of_small_rates_is_a_quarter_of_rate_times_noise_over_size():
    for size in (1, 8):
        ratios = [
            noise_floor(SQUARES, rate, [size]) / small_rate_floor(SQUARES, rate, [size])
            for rate in (1e-2, 1e-3, 1e-4)
        ]
        assert all(1 < later < earlier for earlier, later in pairwise(ratios))
        assert ratios[-1] == pytest.approx(1, abs=1e-3)


def test_a_rate_that_never_settles_has_no_floor():
    assert noise_floor(SQUARES, 2.0, [1]) == np.inf
    # Full batches would still settle here: it is the noise that drives single examples away.
    most = 2 / np.linalg.eigvalsh(SQUARES.hessian)[-1]
    assert noise_floor(SQUARES, 0.95 * most, [1]) == np.inf
    gone = measured_floor(np.array([[1.0, np.nan], [3.0, np.nan]]))
    assert (gone.height, gone.seeds, gone.lost) == (2.0, 1, 1) and np.isnan(gone.uncertainty)
    assert measured_floor(np.array([[np.inf]])).height == np.inf


def test_a_direction_without_slope_has_no_part_in_the_floor():
    alike = squares(np.ones((12, 2)), LINE.targets[:12])  # equal x: only the sum is determined
    one = squares(np.ones((12, 1)) * np.sqrt(2), LINE.targets[:12])
    assert noise_floor(alike, 0.05, [1]) == pytest.approx(noise_floor(one, 0.05, [1]), rel=1e-9)
    exact = squares(DESIGN, DESIGN @ np.array([0.9, 0.6]))
    assert noise_floor(exact, 0.05, [1]) == pytest.approx(0, abs=1e-20)


def test_a_penalty_moves_the_minimum_to_that_of_ridge_regression():
    ridge = squares(DESIGN, LINE.targets, penalty=0.5)
    normal = 2 * DESIGN.T @ DESIGN / 40 + 0.5 * np.eye(2)
    expected = np.linalg.solve(normal, 2 * DESIGN.T @ LINE.targets / 40)
    np.testing.assert_allclose(ridge.minimum, expected, rtol=1e-12)
    assert np.abs(ridge.gradients.mean(axis=0)).max() < 1e-14


@pytest.mark.parametrize("size, power", [(8, 2), (16, 1)])
def test_without_replacement_the_floor_falls_like_the_square_if_batches_are_of_one_size(
    size, power
):
    heights = []
    for rate in (0.002, 0.008):
        theta = np.broadcast_to(SQUARES.minimum, (60, 2)).copy()
        steps = 3000
        drawn = Batches(size).indices(40, steps, range(60))
        gaps = []
        for places in drawn:
            there = (places >= 0)[..., None]
            off = np.einsum("wbi,wi->wb", DESIGN[places], theta) - LINE.targets[places]
            sums = np.where(there, 2 * off[..., None] * DESIGN[places], 0).sum(axis=1)
            theta = theta - rate * sums / there.sum(axis=1)
            away = theta - SQUARES.minimum
            gaps.append(np.einsum("wi,ij,wj->w", away, SQUARES.hessian, away) / 2)
        heights.append(measured_floor(np.array(gaps[steps // 2 :])).height)
    found = np.log(heights[1] / heights[0]) / np.log(4)
    assert found == pytest.approx(power, abs=0.25)

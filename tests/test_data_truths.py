"""Numbers about learning from data: closed forms against walks, and against other computations."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

import data
import optimizers
from data import Batches, Order
from engine import run
from engine.analysis import decay, margins, masks, saturation
from engine.analysis.fan import fan
from engine.analysis.pseudoinverse import observed_factors, solution
from engine.analysis.quadratic_noise import squares
from networks import loss as network_loss
from tests.test_objectives import Loss

LINE = data.by_name("line").make(40, seed=3)
DESIGN = np.column_stack([LINE.points[:, 0], np.ones(len(LINE))])
SQUARES = Loss(
    "squares",
    DESIGN,
    LINE.targets,
    lambda s, y: (s - y) ** 2,
    lambda s, y: 2 * (s - y),
    lambda s, y: 2 + 0 * s,
)
START = (-1.0, 1.5)


def descent(rate: float) -> optimizers.Optimizer:
    return optimizers.by_name("gradient_descent")(learning_rate=rate)


# --- the fan over seeds ---


def test_a_fan_holds_what_walks_of_single_seeds_hold():
    rules = [descent(0.05), optimizers.by_name("adam")(learning_rate=0.05)]
    batches = Batches(8)
    seeds = range(24)
    found = fan(SQUARES, rules, START, batches.indices(40, 30, seeds))
    assert found.steps.tolist() == list(range(31))
    assert found.walks.shape == (31, 2, 20, 2) and found.ends.shape == (24, 2, 2)
    every = []
    for seed in seeds:
        drawn = Batches(8, seed=seed).indices(40, 30)
        walks = [run(SQUARES, rule, START, 30, draws=drawn) for rule in rules]
        every.append([walk.heights for walk in walks])
        for r, walk in enumerate(walks):
            np.testing.assert_allclose(found.ends[seed, r], walk.points[-1], rtol=1e-12)
            if seed < 20:
                np.testing.assert_allclose(found.walks[:, r, seed], walk.points, rtol=1e-12)
    for name, share in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
        expected = np.quantile(np.array(every), share, axis=0).T
        np.testing.assert_allclose(getattr(found, name), expected, rtol=1e-12)
    np.testing.assert_allclose(found.mean, np.mean(every, axis=0).T, rtol=1e-12)
    assert found.lost.tolist() == [0, 0]


def test_a_seed_that_is_lost_counts_as_higher_than_all_others():
    # Some orders of single examples drive this rate away, others do not, and all do in the end.
    drawn = Batches(1, Order.REPLACED).indices(40, 4000, range(30))
    found = fan(SQUARES, [descent(0.75)], START, drawn, rows=40)
    lost = np.isnan(found.losses)
    some = lost[:, 0].any(axis=1) & ~lost[:, 0].all(axis=1)
    assert some.any() and found.lost[0] == lost[-1, 0].sum()
    assert np.isinf(found.mean[some]).all() and not np.isnan(found.median).any()
    most = lost[:, 0].sum(axis=1) >= 28
    assert np.isinf(found.high[most]).all()
    assert np.isfinite(found.ends).all()


def test_long_walks_keep_few_rows_and_the_last_one():
    found = fan(SQUARES, [descent(0.01)], START, Batches(4).indices(40, 1003, [0, 1]), rows=100)
    assert found.steps[-1] == 1003 and len(found.steps) <= 102


# --- least squares at once and step by step ---


@pytest.mark.parametrize("name", ["line", "outlier", "anscombe1", "anscombe3"])
def test_the_pseudoinverse_is_that_of_numpy_and_descent_reaches_it(name):
    given = data.by_name(name).make()
    x = given.points[:, 0]
    design = np.column_stack([(x - x.mean()) / x.std(), np.ones(len(x))])
    found = solution(design, given.targets)
    np.testing.assert_allclose(found.answer, np.linalg.pinv(design) @ given.targets, rtol=1e-12)
    assert found.rank == 2 and found.condition == pytest.approx(np.linalg.cond(design) ** 2)
    hessian = squares(design, given.targets).hessian
    np.testing.assert_allclose(np.sort(found.curvatures), np.linalg.eigvalsh(hessian), rtol=1e-10)


@pytest.mark.parametrize(
    "rule, rate",
    [
        *(("gradient_descent", rate) for rate in (0.05, 0.1, 0.4)),
        *((rule, rate) for rule in ("momentum", "nesterov") for rate in (0.02, 0.05, 0.1)),
    ],
)
def test_the_error_shrinks_by_the_factors_that_are_predicted(rule, rate):
    found = solution(DESIGN, LINE.targets)
    walker = optimizers.by_name(rule)(learning_rate=rate)
    walk = run(SQUARES, walker, START, 400)
    seen = observed_factors(walk.points, found.end_from(START), found.directions)
    if rule == "gradient_descent":
        np.testing.assert_allclose(seen, found.factors(walker, rate), rtol=1e-5)
        np.testing.assert_allclose(seen, np.abs(1 - rate * found.curvatures), rtol=1e-5)
    else:  # their factors are complex: the error swings, some ten times while it shrinks
        np.testing.assert_allclose(seen, found.factors(walker, rate), rtol=0.02)


def test_above_the_limit_the_error_grows_by_the_factor_that_is_predicted():
    found = solution(DESIGN, LINE.targets)
    rate = 1.01 * 2 / found.curvatures.max()
    walk = run(SQUARES, descent(rate), START, 300)
    expected = found.factors(descent(rate), rate)
    assert expected[0] == pytest.approx(1.02)
    seen = observed_factors(walk.points, found.answer, found.directions)
    np.testing.assert_allclose(seen, expected, rtol=1e-6)


def test_of_a_single_example_the_end_depends_on_the_start():
    # y = 3 at x = 2: shortest answer (1.2, 0.6), and from (-1, 1.5) at (0.4, 2.2).
    one = solution(np.array([[2.0, 1.0]]), np.array([3.0]))
    assert one.rank == 1 and one.condition == math.inf
    np.testing.assert_allclose(one.answer, (1.2, 0.6), rtol=1e-12)
    np.testing.assert_allclose(one.end_from((0.0, 0.0)), (1.2, 0.6), rtol=1e-12)
    np.testing.assert_allclose(one.end_from(START), (0.4, 2.2), rtol=1e-12)
    only = Loss("one", np.array([[2.0, 1.0]]), np.array([3.0]), *_terms())
    for start in ((0.0, 0.0), START):
        end = run(only, descent(0.1), start, 100).points[-1]
        np.testing.assert_allclose(end, one.end_from(start), atol=1e-12)
    walk = run(only, descent(0.05), START, 60)
    assert one.factors(descent(0.05), 0.05) == pytest.approx((0.5, 1.0))
    seen = observed_factors(walk.points, one.end_from(START), one.directions)
    assert seen == (pytest.approx(0.5), None)  # along the second it never was wrong


def _terms():
    return SQUARES.of, SQUARES.slope, SQUARES.bend


def test_a_rule_that_is_not_linear_has_no_factor_and_a_short_walk_shows_none():
    found = solution(DESIGN, LINE.targets)
    adam = optimizers.by_name("adam")(learning_rate=0.1)
    assert found.factors(adam, 0.1) == (None, None)
    along = found.directions
    assert observed_factors(np.array([START]), found.answer, along) == (None, None)
    assert observed_factors(np.array([found.answer] * 2), found.answer, along) == (None, None)


def test_examples_without_any_feature_determine_nothing():
    none = solution(np.zeros((3, 2)), np.ones(3))
    assert none.rank == 0 and none.answer.tolist() == [0, 0]
    np.testing.assert_allclose(none.end_from(START), START)


# --- hinge ---


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rate", [0.03, 0.5, 1.0])
def test_the_first_loss_is_one_and_the_first_update_is_rate_times_the_example(seed, rate):
    given = data.by_name("overlapping").make(40, seed=seed)
    signed = (2 * given.targets - 1)[:, None] * given.points
    order = Batches(1, seed=seed).indices(40, 80)[:, 0]
    found = margins.hinge_steps(signed, rate, order)
    assert found.losses[0] == 1.0
    np.testing.assert_array_equal(found.weights[1], rate * signed[order[0]])
    turned = margins.at_right_angle(signed[order[0]])
    assert margins.hinge_loss(found.weights[1], turned) == pytest.approx(1, abs=1e-15)
    moved = (np.diff(found.weights, axis=0) != 0).any(axis=1)
    assert moved.tolist() == (found.losses > 0).tolist() and found.mistakes == moved.sum()
    other = signed[order[1]]
    predicted = max(0.0, 1 - rate * float(signed[order[0]] @ other))
    assert found.losses[1] == pytest.approx(predicted, abs=1e-14)


# --- cross-entropy against squares ---


def test_slopes_are_those_of_the_losses_and_of_the_networks():
    z = np.linspace(-40, 40, 161)
    for kind, name in (("cross_entropy", "cross_entropy"), ("squares", "squares_of_p")):
        other = z[None].copy()
        network_loss(name).slope(other, np.ones((1, len(z))))
        # The networks' 1 − p has lost its digits where p is near 1.
        np.testing.assert_allclose(saturation.slopes(kind, z), other[0], rtol=1e-7, atol=1e-15)
        near = np.linspace(-6, 6, 25)
        step = 1e-5
        up, down = (saturation.losses(kind, near + way) for way in (step, -step))
        np.testing.assert_allclose(saturation.slopes(kind, near), (up - down) / 2 / step, atol=1e-9)
    assert saturation.slopes("cross_entropy", -8.0) == pytest.approx(-0.99966, abs=5e-6)
    assert saturation.slopes("squares", -8.0) == pytest.approx(-6.7e-4, abs=5e-6)
    assert saturation.slopes("cross_entropy", 8.0) == pytest.approx(-3.4e-4, abs=5e-6)
    assert saturation.slopes("squares", 8.0) == pytest.approx(-2.2e-7, abs=6e-9)


def test_squares_take_eighty_times_as_many_updates_from_far_on_the_wrong_side():
    assert saturation.updates_to("cross_entropy", -8.0, 1.0) == 19
    assert saturation.updates_to("squares", -8.0, 1.0) == 1542
    assert saturation.updates_to("squares", -8.0, 1.0, most=1541) is None
    assert saturation.updates_to("squares", -8.0, 1.0, most=1542) == 1542
    assert saturation.updates_to("squares", 5.0, 1.0) == 0
    path = saturation.logits("squares", -8.0, 1.0)
    assert len(path) == 1543 and (np.diff(path) > 0).all()
    assert saturation.sigmoid(path[-1]) > 0.9 >= saturation.sigmoid(path[-2])
    np.testing.assert_allclose(np.diff(path), -saturation.slopes("squares", path[:-1]), rtol=1e-9)


def test_the_last_layers_gradient_is_the_loss_own_and_the_published_one_is_not():
    rng = np.random.default_rng(2)
    weights, x = rng.normal(size=(3, 4)), rng.normal(size=4)
    for label in range(3):
        found = saturation.last_layer(weights, x, label)
        numeric = np.empty((3, 4))
        for place in product(range(3), range(4)):
            moved = weights.astype(complex)
            moved[place] += 1e-30j
            scores = moved @ x
            numeric[place] = (np.log(np.exp(scores).sum()) - scores[label]).imag / 1e-30
        np.testing.assert_allclose(found, numeric, rtol=1e-12, atol=1e-15)
        published = saturation.last_layer_as_published(weights, x, label)
        p = saturation.softmax(weights @ x)
        np.testing.assert_allclose(found - published, np.outer(p, x), rtol=1e-12)


# --- weight decay ---


def test_adam_with_a_penalty_and_adamw_end_where_they_should():
    ground = squares(DESIGN, LINE.targets)
    hessian, pull = ground.hessian, ground.pulls.mean(axis=0)
    ends = {}
    for name in ("adam", "adamw"):
        rule = optimizers.by_name(name)(learning_rate=0.01, weight_decay=0.5)
        ends[name] = run(SQUARES, rule, START, 30_000).points[-1]
    ridge, box = decay.ridge_end(hessian, pull, 0.5), decay.boxed_end(hessian, pull, 0.5)
    np.testing.assert_allclose(ends["adam"], ridge, atol=1e-4)
    np.testing.assert_allclose(ends["adamw"], box, atol=1e-3)
    np.testing.assert_allclose(box, ground.minimum, rtol=1e-12)
    assert np.linalg.norm(ridge - box) > 0.05
    np.testing.assert_allclose(ridge, squares(DESIGN, LINE.targets, 0.5).minimum, rtol=1e-12)


def test_adamw_does_not_leave_the_box_of_its_decay():
    ground = squares(DESIGN, LINE.targets + 3 * DESIGN[:, 0])  # slope near 3.9
    pull = ground.pulls.mean(axis=0)
    box = decay.boxed_end(ground.hessian, pull, 0.5)
    assert box[0] == 2.0 and ground.minimum[0] > 3
    steep = Loss("steep", DESIGN, LINE.targets + 3 * DESIGN[:, 0], *_terms())
    rule = optimizers.by_name("adamw")(learning_rate=0.01, weight_decay=0.5)
    end = run(steep, rule, START, 20_000).points[-1]
    np.testing.assert_allclose(end, box, atol=5e-3)
    # Against all places of a fine grid in the box.
    grid = np.stack(np.meshgrid(*[np.linspace(-2, 2, 401)] * 2), axis=-1)
    heights = np.einsum("...i,ij,...j->...", grid, ground.hessian, grid) / 2 - grid @ pull
    best = grid.reshape(-1, 2)[heights.argmin()]
    np.testing.assert_allclose(box, best, atol=0.011)
    np.testing.assert_allclose(decay.boxed_end(ground.hessian, pull, 0.0), ground.minimum)


def test_a_penalized_loss_is_the_sum_of_its_parts():
    own, penalty = decay.parts(1.25, (3.0, -4.0), 0.1)
    assert (float(own), float(penalty)) == (1.25, pytest.approx(1.25))


# --- means over masks ---


def test_scaling_is_exact_for_a_linear_unit_and_for_no_other():
    weights, inputs = (0.8, -1.3), (1.1, 0.9)
    exact = []
    for left, right in product((0.0, 2.0), repeat=2):
        exact.append(left * 0.8 * 1.1 - right * 1.3 * 0.9)
    for name, activation in {"tanh": np.tanh, "relu": lambda s: np.maximum(s, 0)}.items():
        mean, scaled = masks.mean_answer(activation, weights, inputs, 0.5)
        assert mean == pytest.approx(np.mean([activation(s) for s in exact]), rel=1e-12), name
        assert abs(mean - scaled) > 0.05
    mean, scaled = masks.mean_answer(lambda s: s, weights, inputs, 0.5)
    assert mean == pytest.approx(scaled, rel=1e-12)


@pytest.mark.parametrize("keep", [0.3, 0.5, 0.9, 1.0])
def test_dropped_inputs_of_least_squares_are_a_penalty(keep):
    given = data.by_name("overlapping").make(30, seed=1)
    theta = np.array([0.7, -0.4])
    every = masks.masks(2, keep)
    assert every.chances.sum() == pytest.approx(1)
    np.testing.assert_allclose(every.chances @ every.factors, 1, rtol=1e-12)
    off = [((given.points * mask) @ theta - given.targets) ** 2 for mask in every.factors]
    mean = float(every.chances @ np.mean(off, axis=1))
    plain = float(np.mean((given.points @ theta - given.targets) ** 2))
    expected = plain + masks.dropout_penalty(given.points, theta, keep)
    assert mean == pytest.approx(float(expected), rel=1e-12)


def test_noise_on_the_inputs_is_a_penalty_on_the_weights():
    theta, deviation = np.array([0.7, -0.4]), 0.3
    given = data.by_name("overlapping").make(30, seed=1)
    # Three places and their chances have the first two moments of the noise, which is all it takes.
    places, chances = np.array([-math.sqrt(3), 0, math.sqrt(3)]) * deviation, (1 / 6, 2 / 3, 1 / 6)
    mean = sum(
        p * q * np.mean(((given.points + np.array((a, b))) @ theta - given.targets) ** 2)
        for (a, p), (b, q) in product(zip(places, chances, strict=True), repeat=2)
    )
    plain = np.mean((given.points @ theta - given.targets) ** 2)
    assert mean == pytest.approx(plain + float(masks.jitter_penalty(theta, deviation)), rel=1e-12)


def test_wrong_masks_are_refused():
    for count, keep in ((0, 0.5), (7, 0.5), (2, 0.0), (2, 1.1), (2, math.nan)):
        with pytest.raises(ValueError, match="masks: "):
            masks.masks(count, keep)


# Of a line data set of 40 whose seed is lost these are known: its minimum, that of ridge
# regression with λ = 0.5, the factor of plain descent at η = 0.1, and where both kinds of decay
# lead. The first two fix the moments of the inputs, from which the others follow.
KNOWN, RIDGE = np.array([0.8466, 0.6134]), np.array([0.7328, 0.5041])


def examples_with_known_moments() -> tuple[np.ndarray, np.ndarray]:
    """Two examples whose squares are those of the forty but for a constant."""
    first, second = KNOWN - RIDGE
    mean = (0.25 * RIDGE[1] - second) / first  # the lower row of H (m − r) = λ r, H = 2 mean φφᵀ
    square = (0.25 * RIDGE[0] - mean * second) / first
    x = mean + np.sqrt(square - mean**2) * np.array([-1.0, 1.0])
    design = np.column_stack([x, np.ones(2)])
    return design, design @ KNOWN


def test_known_ends_and_factors_follow_from_the_moments() -> None:
    design, targets = examples_with_known_moments()
    found = solution(design, targets)
    np.testing.assert_allclose(found.answer, KNOWN, atol=1e-12)
    factors = found.factors(descent(0.1), 0.1)
    assert factors[1] == pytest.approx(0.808358, abs=2e-4)  # the minima have four digits
    loss = Loss("known", design, targets, *_terms())
    ends = {}
    for name, steps in (("adam", 3000), ("adamw", 3000), ("adamw", 30_000)):
        rule = optimizers.by_name(name)(learning_rate=0.01, weight_decay=0.5)
        ends[name, steps] = run(loss, rule, START, steps).points[-1]
    np.testing.assert_allclose(ends["adam", 3000], RIDGE, atol=2e-4)
    np.testing.assert_allclose(ends["adamw", 3000], (0.7919, 0.6146), atol=1e-3)
    np.testing.assert_allclose(ends["adamw", 30_000], (0.8464, 0.6134), atol=2e-4)


def test_beside_an_error_that_grows_one_that_shrinks_is_read_while_it_can_be() -> None:
    design = np.column_stack([np.array([-12.0, 3.0, 10.0]), np.ones(3)])
    targets = np.array([1.0, 2.0, 4.0])
    found = solution(design, targets)
    rate = 2.5 / found.curvatures[0]
    walk = run(Loss("steep", design, targets, *_terms()), descent(rate), START, 300)
    seen = observed_factors(walk.points, found.answer, found.directions)
    np.testing.assert_allclose(seen, found.factors(descent(rate), rate), rtol=1e-4)


def test_the_lowest_place_on_a_box_is_that_of_all_cases() -> None:
    hessian, pull = np.array([[2.0, 0.6], [0.6, 1.0]]), np.array([9.0, 1.5])
    found = decay.lowest_on_box(
        lambda t: np.einsum("...i,ij,...j->...", t, hessian, t) / 2 - t @ pull,
        lambda t: t @ hessian - pull,
        2.0,
    )
    np.testing.assert_allclose(found, decay.boxed_end(hessian, pull, 0.5), atol=1e-9)
    assert found[0] == 2.0 and 0.1 < found[1] < 1.9

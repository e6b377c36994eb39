"""Walks on losses of data in mini-batches go where torch goes, and show what lessons tell of them.

`golden/losses.json` is made by `golden/make_losses.py` with torch's own losses and optimizers.
"""

import json
from pathlib import Path

import numpy as np
import pytest

import data
import optimizers
from engine import run
from surfaces.losses import DataLoss, kind
from tests.golden.losses import RECORDED, RULES, SIZE, START, STEPS, Case, cases

GOLDEN = json.loads((Path(__file__).parent / "golden" / "losses.json").read_text("utf-8"))


def test_every_loss_and_rule_has_been_walked_by_torch():
    asked = {"/".join(case) for case in cases()}
    assert set(GOLDEN) == asked, "run `python -m tests.golden.make_losses` with torch"


@pytest.mark.parametrize("case", cases(), ids="/".join)
def test_mini_batches_go_where_torch_goes(case: Case):
    """1e-9 over 100 updates: rounding differs by some 1e-16 per step, and these walks are calm."""
    loss, rule = case.loss, optimizers.by_name(case.rule)(**RULES[case.rule])
    draws = data.Batches(size=SIZE, seed=3).indices(len(loss), STEPS)
    walk = run(loss, rule, START, STEPS, draws=draws)
    wanted = np.array(GOLDEN["/".join(case)])
    np.testing.assert_allclose(walk.points[list(RECORDED)], wanted, rtol=1e-9, atol=1e-9)


def of(points, targets, task=data.Task.CLASS):
    axes = ("x", "y") if task is data.Task.NUMBER else ("x₁", "x₂", "class")
    return data.Dataset("own", task, points, targets, axes)


@pytest.mark.parametrize(("name", "updates"), [("logistic", 19), ("sigmoid_squares", 1542)])
def test_updates_to_a_probability_of_nine_tenths_from_a_logit_of_minus_eight(name, updates):
    loss = DataLoss(kind(name), of([[1.0, 0.0]], [1]))
    descent = optimizers.by_name("gradient_descent")(learning_rate=1.0)
    walk = run(loss, descent, (-8.0, 0.0), 2000)
    told = 1 / (1 + np.exp(-walk.points[:, 0])) > 0.9
    assert int(np.argmax(told)) == updates


@pytest.mark.parametrize(
    ("logit", "cross", "squares"),
    [(-8, -0.99966, -6.7e-4), (-4, -0.982, -0.0347), (0, -0.5, -0.25), (8, -3.4e-4, -2.2e-7)],
)
def test_slopes_of_cross_entropy_and_of_squares(logit, cross, squares):
    one = of([[1.0, 0.0]], [1])
    place = np.array([float(logit), 0.0])
    slopes = [DataLoss(kind(n), one).gradient(place)[0] for n in ("logistic", "sigmoid_squares")]
    assert slopes == pytest.approx([cross, squares], rel=0.03)  # as few digits are given


def test_hinge_as_the_post_tells_it():
    """The first loss is 1; the first update makes w of ηφy; an orthogonal example then costs 1."""
    loss = DataLoss(kind("hinge"), of([[1.2, -0.4], [0.4, 1.2]], [1, 0]))
    assert loss.value(np.zeros(2)) == 1 and (loss.single_values(np.zeros(2)) == 1).all()
    descent = optimizers.by_name("gradient_descent")(learning_rate=0.3)
    walk = run(loss, descent, (0.0, 0.0), 1, draws=np.array([[0]]))
    np.testing.assert_allclose(walk.points[1], [0.36, -0.12], rtol=1e-15)
    assert loss.single_values(walk.points[1])[1] == pytest.approx(1, abs=1e-15)


def test_the_smallest_net_at_no_weights():
    examples = data.by_name("line").make(n=40)
    both = float((examples.points[:, 0] * examples.targets).mean())
    net = DataLoss(kind("net_tanh"), examples)
    np.testing.assert_allclose(net.hessian(np.zeros(2)), [[0, -2 * both], [-2 * both, 0]])
    assert not net.gradient(np.zeros(2)).any()
    assert DataLoss(kind("net_sigmoid"), examples).gradient(np.zeros(2)).any()


def test_a_dead_relu_feels_nothing():
    examples = of([[1.0], [2.0], [3.0]], [1.0, 2.5, 2.0], data.Task.NUMBER)
    net = DataLoss(kind("net_relu"), examples)
    assert not net.gradient(np.array([[-0.1, 2.0], [-3.0, -1.0]])).any()
    walk = run(net, optimizers.by_name("gradient_descent")(learning_rate=0.2), (1.0, 3.0), 50)
    assert walk.points[-1, 0] < 0 and not walk.gradients[-1].any()


def test_four_data_sets_of_one_bowl():
    """Anscombe's sets differ by 0.03 of 404 at most; their inputs' condition number is 844."""
    losses = [
        DataLoss(kind("least_squares"), data.by_name(f"anscombe{i}").make()) for i in (1, 2, 3, 4)
    ]
    grid = np.stack(np.meshgrid(np.linspace(-1, 2, 31), np.linspace(-2, 8, 31)), axis=-1)
    heights = np.array([loss.value(grid) for loss in losses])
    assert np.ptp(heights, axis=0).max() < 0.05
    assert np.linalg.cond(losses[0].hessian(np.zeros(2))) == pytest.approx(844, abs=0.5)


def test_one_example_has_a_line_of_answers_and_the_start_decides():
    """(x, y) = (2, 3): from 0 the shortest answer, from elsewhere the nearest."""
    loss = DataLoss(kind("least_squares"), of([[2.0]], [3.0], data.Task.NUMBER))
    assert loss.minima == () and loss.minimum == pytest.approx(0, abs=1e-25)
    descent = optimizers.by_name("gradient_descent")(learning_rate=0.1)
    for start, there in (((0.0, 0.0), (1.2, 0.6)), ((-1.0, 1.5), (0.4, 2.2))):
        np.testing.assert_allclose(run(loss, descent, start, 100).ends, there, rtol=1e-9)


def test_decay_of_the_weights_and_a_penalty_end_at_different_places():
    """Adam on a ridge ends at the ridge's minimum; AdamW leaves it for the plain one's."""
    examples = data.by_name("line").make(n=40)
    plain = DataLoss(kind("least_squares"), examples)
    ridge = DataLoss(kind("least_squares"), examples, ridge=0.5)
    adam = optimizers.by_name("adam")(learning_rate=0.01)
    adamw = optimizers.by_name("adamw")(learning_rate=0.01, weight_decay=0.5)
    to_ridge = run(ridge, adam, (-1.0, 1.5), 5000).ends
    to_plain = run(plain, adamw, (-1.0, 1.5), 30_000).ends
    np.testing.assert_allclose(to_ridge, ridge.minima[0], rtol=1e-5)
    np.testing.assert_allclose(to_plain, plain.minima[0], atol=1e-3)
    assert np.hypot(*np.subtract(ridge.minima[0], plain.minima[0])) > 0.05

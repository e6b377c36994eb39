"""The ground made of examples: a loss is the mean of its examples, seen whole or in batches."""

import itertools
import pickle

import numpy as np
import pytest

import data
import optimizers
from engine import run
from surfaces.losses import KINDS, Average, DataLoss, kind

GD, ADAM = (optimizers.by_name(name) for name in ("gradient_descent", "adam"))
PLAYS = [
    {},
    {"ridge": 0.3},
    {"lasso": 0.1},
    {"average": Average.DROPOUT, "strength": 0.25},
    {"average": Average.DROPCONNECT, "strength": 0.5},
    {"average": Average.JITTER, "strength": 0.3},
]
SETS = {"number": ("line", "anscombe3"), "class": ("overlapping", "moons", "iris")}
LOSSES = [
    DataLoss(kind, data.by_name(name).make(n=12, seed=3), **play)
    for kind in KINDS
    for name in SETS[kind.task]
    for play in PLAYS
]


def identify(loss):
    return f"{loss.name}-{loss.examples.name}-{loss.ridge}-{loss.lasso}-{loss.average}"


each = pytest.mark.parametrize("loss", LOSSES, ids=identify)
MEANS = [loss for loss in LOSSES if not loss.kind.root]  # a root of a mean is no mean of roots
each_mean = pytest.mark.parametrize("loss", MEANS, ids=identify)
AVERAGED = [loss for loss in MEANS if loss.average is not Average.NONE]
each_average = pytest.mark.parametrize("loss", AVERAGED, ids=identify)


def places(count=9):
    return np.random.default_rng(5).normal(scale=1.5, size=(count, 2))


@each
def test_the_ground_and_the_objective_are_one_function(loss):
    theta, surface = places(), loss.surface
    x, y = theta.T
    np.testing.assert_allclose(surface.value(x, y), loss.value(theta), rtol=1e-12, atol=1e-15)
    slopes, bends = loss.gradient(theta), loss.hessian(theta)
    np.testing.assert_allclose(np.stack(surface.gradient(x, y), -1), slopes, rtol=1e-11, atol=1e-14)
    xx, xy, yy = surface.hessian(x, y)
    np.testing.assert_allclose(bends, np.moveaxis([[xx, xy], [xy, yy]], -1, 0), rtol=1e-10)


@each
def test_derivatives_against_differences(loss):
    theta, h = places(), 1e-5
    for axis in range(2):
        aside = h * np.eye(2)[axis]
        slope = (loss.value(theta + aside) - loss.value(theta - aside)) / (2 * h)
        bend = (loss.gradient(theta + aside) - loss.gradient(theta - aside)) / (2 * h)
        # Rounding of f divided by h, and a third derivative times h².
        np.testing.assert_allclose(loss.gradient(theta)[:, axis], slope, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(loss.hessian(theta)[:, axis], bend, rtol=1e-5, atol=1e-8)


@each_mean
def test_a_batch_is_the_mean_of_its_examples(loss):
    theta = places()
    singly = loss.single_gradients(theta)
    assert singly.shape == (len(theta), len(loss), 2)
    np.testing.assert_allclose(singly.mean(axis=1), loss.gradient(theta), rtol=1e-9, atol=1e-12)
    some = np.array([0, 3, 3, 7, 10])
    padded = np.array([0, 3, 3, 7, 10, -1, -1])
    for draw in (some, padded):
        got = loss.gradient(theta, draw)
        np.testing.assert_allclose(got, singly[:, some].mean(axis=1), rtol=1e-12, atol=1e-14)
        heights = loss.single_values(theta)[:, some].mean(axis=1)
        np.testing.assert_allclose(loss.value(theta, draw), heights, rtol=1e-12)
    np.testing.assert_allclose(
        loss.hessian(theta, np.arange(len(loss))), loss.hessian(theta), rtol=1e-11, atol=1e-14
    )


@each_average
def test_a_mean_over_forms_is_that_of_all_masks(loss):
    """By a loop over masks and signs, without the code that makes forms."""
    row, theta = loss.kind.rows(loss.examples), places(3)
    touched = loss.kind.masked if loss.average is Average.DROPCONNECT else loss.kind.inputs
    total, p = np.zeros(len(theta)), loss.strength
    for first, second in itertools.product((0, 1), repeat=2):
        chance, parts = 1.0, []
        for part, touch, bit in zip(row[:2], touched, (first, second), strict=True):
            if not touch:
                chance *= 1.0 if bit else 0.0
            elif loss.average is Average.JITTER:
                chance, part = chance / 2, part + (p if bit else -p)
            else:
                chance, part = chance * (1 - p if bit else p), part * bit / (1 - p)
            parts.append(part)
        x, y = theta[:, 0, None], theta[:, 1, None]
        losses = loss.kind.terms.of(x, y, row._replace(a=parts[0], b=parts[1]))
        total += chance * losses.mean(axis=-1)
    np.testing.assert_allclose(loss.value(theta), total, rtol=1e-12)


@each_average
def test_examples_seen_in_one_form_are_on_average_all_forms(loss):
    theta, every = places(4), np.arange(len(loss))
    singly = sum(
        chance * loss.gradient(theta, loss.formed(every, np.full(len(loss), form)))
        for form, chance in enumerate(loss.chances)
    )
    np.testing.assert_allclose(singly, loss.gradient(theta), rtol=1e-11, atol=1e-13)


@each
def test_the_minimum_is_level_and_nothing_is_lower(loss):
    """By random places at all distances: each loss here is lowest at one place, or nowhere."""
    dice = np.random.default_rng(11)
    if not loss.minima:
        assert loss.unbounded is not None or loss.minimum is not None
        return
    place = np.array(loss.minima[0])
    assert loss.value(place) == pytest.approx(loss.minimum, rel=1e-14)
    around = place + dice.normal(size=(4000, 2)) * 10.0 ** dice.uniform(-7, 1, size=(4000, 1))
    assert (loss.value(around) >= loss.minimum * (1 - 1e-12)).all()
    if not loss.lasso and loss.kind.smooth:
        correction = np.linalg.solve(loss.hessian(place), loss.gradient(place))
        assert np.hypot(*correction) <= 1e-13 * max(1.0, np.hypot(*place))


def test_least_squares_ends_at_the_normal_equations():
    examples = data.by_name("line").make(n=40, seed=2)
    x, y = examples.points[:, 0], examples.targets
    columns = np.stack([x, np.ones_like(x)], axis=1)
    for ridge in (0.0, 0.5):
        loss = DataLoss(kind("least_squares"), examples, ridge=ridge)
        matrix = 2 * columns.T @ columns / 40 + ridge * np.eye(2)
        wanted = np.linalg.solve(matrix, 2 * columns.T @ y / 40)
        np.testing.assert_allclose(loss.minima, [wanted], rtol=1e-13)
    loss = DataLoss(kind("least_squares"), examples)
    residual = columns @ np.array([0.5, -1.0]) - y
    assert loss.value([0.5, -1.0]) == pytest.approx((residual**2).mean(), rel=1e-14)


def test_means_over_masks_and_jitter_are_penalties_of_squares():
    """Bishop 1995; Srivastava et al. 2014, section 9.1."""
    examples, theta = data.by_name("line").make(n=15, seed=4), places()
    plain, square = DataLoss(kind("least_squares"), examples), (examples.points**2).mean()
    p = 0.4  # dropped
    dropped = DataLoss(kind("least_squares"), examples, average=Average.DROPOUT, strength=p)
    more = p / (1 - p) * theta[:, 0] ** 2 * square
    np.testing.assert_allclose(dropped.value(theta), plain.value(theta) + more, rtol=1e-13)
    moved = DataLoss(kind("least_squares"), examples, average=Average.JITTER, strength=0.3)
    more = 0.09 * theta[:, 0] ** 2
    np.testing.assert_allclose(moved.value(theta), plain.value(theta) + more, rtol=1e-13)


def test_apart_there_is_no_minimum_and_the_weights_grow_for_ever():
    apart = DataLoss(kind("logistic"), data.by_name("clouds").make(n=30, seed=1))
    assert apart.minima == () and apart.minimum is None and apart.surface.fades is not None
    along = np.array(apart.unbounded)
    sign = 2 * apart.examples.targets - 1
    assert ((apart.examples.points @ along) * sign > 0).all()
    # No direction has a wider margin, and the loss falls on and on.
    turned = np.linspace(0, 2 * np.pi, 2001)
    margins = (sign[:, None] * apart.examples.points) @ np.stack([np.cos(turned), np.sin(turned)])
    assert margins.min(axis=0).max() <= ((apart.examples.points @ along) * sign).min() + 1e-12
    depths = apart.value(np.geomspace(1, 500, 9)[:, None] * along)
    assert (np.diff(depths) < 0).all() and depths[-1] < 1e-100
    assert DataLoss(apart.kind, apart.examples, ridge=1e-3).minima != ()
    mixed = DataLoss(kind("logistic"), data.by_name("overlapping").make(n=30, seed=1))
    assert mixed.unbounded is None


def test_half_of_the_examples_on_an_edge_do_not_hold_the_weights():
    def of(points, labels):
        axes = ("x₁", "x₂", "class")
        return data.Dataset("own", data.Task.CLASS, points, labels, axes)

    edge = of([[1.0, 0], [-1.0, 0], [0, 1.0]], [1, 1, 1])
    assert DataLoss(kind("logistic"), edge).unbounded == pytest.approx((0, 1))
    both = of([[1.0, 0], [-1.0, 0]], [1, 1])  # nothing tells along the second weight
    loss = DataLoss(kind("logistic"), both)
    assert loss.unbounded is None and loss.minima == ()
    assert loss.minimum == pytest.approx(np.log(2), rel=1e-15)
    one = of([[1.0, 0.5]], [0])
    assert DataLoss(kind("logistic"), one).unbounded is not None


def test_logistic_loss_is_exact_far_on_both_sides():
    one = data.Dataset("own", data.Task.CLASS, [[1.0, 0.0]], [1], ("x₁", "x₂", "class"))
    loss = DataLoss(kind("logistic"), one)
    far = np.array([-800.0, -40.0, -1.0, 0.0, 1.0, 40.0, 700.0])
    theta = np.stack([far, 0 * far], axis=-1)
    np.testing.assert_allclose(loss.value(theta), np.logaddexp(0, -far), rtol=4e-16)
    slopes = [-1.0, -1.0, -1 / (1 + np.exp(-1)), -0.5, -1 / (1 + np.e), -np.exp(-40), -np.exp(-700)]
    np.testing.assert_allclose(loss.gradient(theta)[:, 0], slopes, rtol=4e-16)


@each
def test_equal_examples_make_equal_losses_and_travel(loss):
    again = DataLoss(loss.kind, loss.examples, loss.ridge, loss.lasso, loss.average, loss.strength)
    assert again == loss and hash(again) == hash(loss) and again.surface is loss.surface
    there = pickle.loads(pickle.dumps(loss.surface))
    assert there.key == loss.surface.key
    np.testing.assert_array_equal(there.value(0.3, -0.2), loss.surface.value(0.3, -0.2))
    assert loss.surface.domain.contains(*loss.surface.start)
    assert all(loss.surface.domain.contains(*place) for place in loss.minima)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_walks_on_batches_are_those_of_the_rule_s_own_lines(kind):
    loss = DataLoss(kind, data.by_name(SETS[kind.task][0]).make(n=20, seed=7), ridge=0.05)
    draws = data.Batches(size=6, seed=2).indices(len(loss), steps=40)
    for rule in (GD(0.1), ADAM(learning_rate=0.1)):
        walk = run(loss, rule, loss.surface.start, 40, draws=draws)
        theta = np.array([loss.surface.start])
        state = rule.init(theta)
        for k, draw in enumerate(draws):
            grad = loss.gradient(rule.look(theta, state), draw[draw >= 0])
            delta, state = rule.update(grad, state, theta)
            theta = theta + delta
            np.testing.assert_allclose(walk.points[k + 1], theta[0], rtol=1e-9, atol=1e-11)
        np.testing.assert_allclose(walk.heights, loss.value(walk.points), rtol=1e-12)


def test_what_does_not_fit_is_said():
    line, clouds = data.by_name("line").make(n=5), data.by_name("clouds").make(n=5)
    with pytest.raises(ValueError, match="logistic: learns a class, got data of a number"):
        DataLoss(kind("logistic"), line)
    with pytest.raises(ValueError, match="least_squares: ridge must be at least 0, got -1"):
        DataLoss(kind("least_squares"), line, ridge=-1.0)
    with pytest.raises(ValueError, match="logistic: lasso must be at least 0, got nan"):
        DataLoss(kind("logistic"), clouds, lasso=float("nan"))
    with pytest.raises(ValueError, match=r"a share to drop must lie in \[0, 0.9\], got 0.95"):
        DataLoss(kind("logistic"), clouds, average=Average.DROPOUT, strength=0.95)
    with pytest.raises(ValueError, match=r"loss: one of .*; got 'squares'"):
        kind("squares")


def test_the_boundary_lies_where_both_classes_are_as_likely():
    theta = np.array([[0.7, -1.2], [2.0, 0.4]])
    for name in ("overlapping", "penguins", "iris"):
        loss = DataLoss(kind("logistic"), data.by_name(name).make(n=20, seed=1))
        normal, offset = loss.boundary(theta)
        sign = 2 * loss.examples.targets - 1
        seen = loss.kind.rows(loss.examples)
        margins = theta[:, :1] * seen.a + theta[:, 1:] * seen.b
        sides = normal @ loss.examples.points.T - offset[:, None]
        np.testing.assert_allclose(sign * sides, margins, rtol=1e-9, atol=1e-11)


def test_the_line_is_that_of_its_slope_and_intercept():
    loss = DataLoss(kind("least_squares"), data.by_name("line").make(n=9))
    x = np.linspace(-1, 2, 4)
    np.testing.assert_array_equal(loss.prediction(np.array([0.5, -1.0]), x), 0.5 * x - 1.0)
    left = loss.prediction(places(3), loss.examples.points[:, 0]) - loss.examples.targets
    np.testing.assert_allclose(loss.value(places(3)), (left**2).mean(axis=-1), rtol=1e-14)


@pytest.mark.parametrize("name", [known.name for known in KINDS])
def test_far_places_are_numbers_and_nothing_warns(name):
    """Exponentials of margins by the thousand are beyond all numbers, and no loss is."""
    known = kind(name)
    loss = DataLoss(known, data.by_name(known.usual).make(n=20))
    sides = np.array([-1e5, -900.0, -50.0, 1.0, 50.0, 900.0, 1e5])
    far = np.stack(np.meshgrid(sides, sides), axis=-1).reshape(-1, 2)
    asked = [loss.value(far), loss.gradient(far), loss.hessian(far)]
    if known.task is data.Task.NUMBER:
        asked.append(loss.prediction(far, sides))
    for numbers in asked:
        assert np.isfinite(numbers).all()
    for x, y in (*far.tolist(), far.T):
        for numbers in (loss.plain.f(x, y), *loss.plain.df(x, y), *loss.plain.d2f(x, y)):
            assert np.isfinite(numbers).all()

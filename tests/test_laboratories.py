"""What the laboratories compute of networks, against closed forms, counts and hand work."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

import optimizers
from engine import train, transfer
from networks import (
    Network,
    NetworkLoss,
    Noise,
    augmented,
    by_hand,
    dead,
    ensemble,
    hinges,
    initial,
    multiplied_out,
    over_all,
    pooled,
    pooled_at_random,
    pooled_mean,
    signals,
    value_of,
    zigzag,
)
from networks.pooling import cuts
from schedules import by_name as schedule

RNG = np.random.default_rng(12)
X = RNG.normal(size=(30, 2))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)
GD, ADAM = (optimizers.by_name(name) for name in ("gradient_descent", "adam"))


# -- back-propagation by hand ----------------------------------------------------------------------

HAND = [
    (activation, loss, outputs)
    for activation in ("identity", "sigmoid", "tanh", "relu")
    for loss, outputs in (("cross_entropy", 1), ("cross_entropy", 3), ("squares_of_p", 3))
]


@pytest.mark.parametrize(("activation", "loss", "outputs"), HAND)
def test_what_is_worked_out_by_hand_is_what_trains(activation, loss, outputs):
    net = Network((3, 4), activation, outputs=outputs)
    objective = NetworkLoss(net, X, Y if outputs == 1 else np.arange(30) % 3, loss)
    theta = RNG.normal(size=net.dimension)
    records = [by_hand(objective, theta, i) for i in range(30)]
    for i in (0, 7):
        np.testing.assert_allclose(
            records[i].gradient, objective.gradient(theta, [i]), rtol=1e-12, atol=1e-14
        )
        assert records[i].loss == pytest.approx(objective.value(theta, [i]), rel=1e-12)
    mean = np.mean([record.gradient for record in records], axis=0)
    np.testing.assert_allclose(mean, objective.gradient(theta), rtol=1e-11, atol=1e-14)


def test_a_derivative_is_the_sum_of_its_chains():
    net = Network((3, 4, 2), "tanh", outputs=3)
    objective = NetworkLoss(net, X, np.arange(30) % 3)
    record = by_hand(objective, RNG.normal(size=net.dimension), 4)
    for layer, matrix in enumerate(record.by_weight):
        for (to, source), derivative in np.ndenumerate(matrix):
            chains = record.chains(layer, to, source)
            assert len(chains) == np.prod([4, 2, 3][layer:]) if layer < 3 else 1
            total = sum(value_of(chain) for chain in chains)
            assert total == pytest.approx(derivative, rel=1e-11, abs=1e-15)


def test_factors_that_vanish_are_named():
    net = Network((2, 2), "tanh")
    theta = np.zeros(net.dimension)
    net.layers(theta)[0][1, -1] = 4.0  # saturated by its bias
    record = by_hand(NetworkLoss(net, X, Y), theta, 0)
    ((found),) = record.vanishing()
    assert (found.layer, found.to) == (0, 1)
    assert found.value == pytest.approx(1 - np.tanh(4.0) ** 2, rel=1e-10)


# -- starts ----------------------------------------------------------------------------------------


def mean_of(activation, start):
    many = [signals(activation, start, seed) for seed in range(6)]
    return (
        np.exp(np.mean([np.log(s.answers[-1]) for s in many])),
        np.exp(np.mean([np.log(s.gradients[0]) for s in many])),
        np.mean([s.saturated[-1] for s in many]),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("activation", "start", "answers", "gradient"),
    # Measured apart, with other draws: a net 64 wide varies by some ten per cent per layer.
    [
        ("tanh", "small", 1e-11, 1e-11),
        ("tanh", "xavier", 0.22, 0.28),
        ("tanh", "large", 0.945, 1.9e3),
        ("relu", "xavier", 0.015, 0.023),
        ("relu", "he", 0.49, 0.73),
        ("relu", "large", 1.7e7, 2.4e7),
    ],
)
def test_signals_through_ten_layers(activation, start, answers, gradient):
    found = mean_of(activation, start)
    assert found[0] == pytest.approx(answers, rel=0.1 if activation == "tanh" else 0.7)
    assert np.log10(found[1]) == pytest.approx(np.log10(gradient), abs=0.3)
    if (activation, start) == ("tanh", "large"):
        assert found[2] == pytest.approx(0.72, abs=0.04)


def test_signals_of_identities_are_products_of_matrices():
    made = signals("identity", "xavier", seed=3, depth=4, width=16)
    rng = np.random.default_rng(3)
    a, back = rng.standard_normal((16, 256)), rng.standard_normal((16, 256))
    matrices = [rng.standard_normal((16, 16)) / 4 for _ in range(4)]
    for k, matrix in enumerate(matrices):
        a = matrix @ a
        assert made.answers[k] == pytest.approx(a.std(), rel=1e-12)
    for matrix in reversed(matrices):
        back = matrix.T @ back
    assert made.gradients[0] == pytest.approx(back.std(), rel=1e-12)
    assert (made.counts.sum(axis=1) == 16 * 256).all() and (made.silent == 0).all()


@pytest.mark.parametrize("width", [4, 8])
def test_an_equal_start_never_parts(width):
    net = Network((width,))
    training = train(NetworkLoss(net, X, Y), [GD(learning_rate=0.5)], initial(net, "equal", 1), 200)
    first = net.layers(training.ends[0])[0]
    # Equal sums may be rounded differently on other processors, which grows slowly here.
    np.testing.assert_allclose(first, np.broadcast_to(first[0], first.shape), atol=1e-9)
    assert np.abs(first[0] - 0.5).max() > 0.05


def test_a_dead_neuron_stays_dead():
    net = Network((2,), "relu", inputs=1)
    x = np.linspace(0.5, 2, 8)[:, None]
    objective = NetworkLoss(net, x, x[:, 0], "squares")
    theta = np.array([-1.0, 0.0, 0.7, 0.1, 0.5, 0.5, 0.0])
    assert [d.tolist() for d in dead(objective, theta)] == [[True, False]]
    training = train(objective, [GD(learning_rate=0.05)], theta, 50)
    np.testing.assert_array_equal(
        training.points[:, 0, [0, 1, 4]], np.tile([-1.0, 0, 0.5], (51, 1))
    )
    assert training.losses[-1, 0] < training.losses[0, 0] / 10


@pytest.mark.parametrize(("loss", "updates"), [("cross_entropy", 19), ("squares_of_p", 1542)])
def test_how_long_it_takes_who_is_wrong_and_sure_of_it(loss, updates):
    net = Network((), inputs=1)
    objective = NetworkLoss(net, np.zeros((1, 1)), np.ones(1), loss)
    training = train(objective, [GD(learning_rate=1.0)], np.array([0.0, -8.0]), 2000)
    told = objective.answers(training.points[:, 0])[:, 0, 0]
    assert (told > 0.9).argmax() == updates


# -- activations -----------------------------------------------------------------------------------


@pytest.mark.parametrize("skips", [False, True])
def test_a_net_without_activations_is_one_matrix(skips):
    net = Network((5, 5, 5), "identity", outputs=3, skips=skips)
    theta = RNG.normal(size=net.dimension)
    sums = NetworkLoss(net, X, np.arange(30) % 3).sums(theta)
    ones = np.concatenate([X.T, np.ones((1, 30))])
    np.testing.assert_allclose(multiplied_out(net, theta) @ ones, sums, rtol=1e-11, atol=1e-11)
    with pytest.raises(ValueError, match="identity, got tanh"):
        multiplied_out(Network(), np.zeros(105))


def along(net, theta, x):
    return NetworkLoss(net, x[:, None], 0 * x, "squares").sums(theta)[0]


def test_a_sum_of_relus_is_the_polygon_through_its_places():
    x = np.linspace(0, 3, 601)
    errors = {}
    for n in (1, 2, 4, 8, 16):
        net, theta = hinges(np.sin, 0.0, 3.0, n)
        knots = np.linspace(0, 3, n + 1)
        found = along(net, theta, x)
        np.testing.assert_allclose(found, np.interp(x, knots, np.sin(knots)), atol=1e-13)
        errors[n] = np.abs(found - np.sin(x)).max()
        assert errors[n] <= 9 / (8 * n * n)
    assert errors[16] < errors[8] / 3.5 < errors[4] / 12


@pytest.mark.parametrize(("width", "layers"), [(2, 1), (2, 3), (3, 2), (16, 2), (5, 3)])
def test_layers_multiply_what_neurons_add(width, layers):
    net, theta = zigzag(width, layers)
    pieces = width**layers
    x = np.arange(pieces + 1) / pieces
    np.testing.assert_allclose(along(net, theta, x), np.arange(pieces + 1) % 2, atol=1e-9)
    middles = along(net, theta, (x[1:] + x[:-1]) / 2)
    np.testing.assert_allclose(middles, 0.5, atol=1e-9)


# -- noise in training, mean at test ---------------------------------------------------------------


def test_scaling_stands_for_the_mean_where_the_net_is_linear():
    for kind, net in (
        ("units", Network((4,), "identity")),
        ("weights", Network((2,), "identity")),
        ("gates", Network((3, 3), "tanh", skips=True)),
    ):
        theta = RNG.normal(size=net.dimension)
        found = over_all(NetworkLoss(net, X, Y), theta, kind, 0.3)
        assert found.chances.sum() == pytest.approx(1, rel=1e-14)
        if kind == "units":
            assert len(found.stays) == 16
        # One gate before a linear layer: the answer is linear in it, whatever the activation is.
        # Of weights in two layers only products of different ones occur, so it is, too.
        assert found.gap < 1e-12
    nonlinear = Network((3, 3), "relu")
    found = over_all(NetworkLoss(nonlinear, X, Y), RNG.normal(size=25), "units", 0.5)
    assert found.gap > 0.05


@pytest.mark.parametrize("kind", ["units", "weights", "gates"])
def test_the_mean_over_all_is_that_of_many_draws(kind):
    net = Network((2, 2) if kind != "weights" else (2,), "tanh", skips=kind == "gates")
    objective, theta = NetworkLoss(net, X, Y), RNG.normal(size=net.dimension)
    found = over_all(objective, theta, kind, 0.4)
    name = {"units": "dropout", "weights": "dropconnect", "gates": "depth"}[kind]
    noise = Noise(**{name: 0.4})
    draws = [noise.draw(net, k, None, 30, None) for k in range(3000)]
    many = np.array([objective.sums(theta, draw) for draw in draws])
    sigma = many.std(axis=0) / np.sqrt(len(many))
    assert (np.abs(many.mean(axis=0) - found.mean) < 5 * sigma + 1e-12).all()
    one = objective.sums(theta, draws[0])
    if kind != "units":  # whose draw is another one for every example
        assert min(np.abs(one - sums).max() for sums in found.sums) < 1e-12


def test_two_inputs_of_the_post():
    """Four masks of a = w₁x + w₂y; without scaling their mean is half of it."""
    net = Network((2,), "identity")
    theta = np.array([1.0, 0, 0, 0, 1, 0, 3.0, 5.0, 0.0])  # the hidden neurons hand on x and y
    found = over_all(NetworkLoss(net, X, Y), theta, "units", 0.5)
    a = 3 * X[:, 0] + 5 * X[:, 1]
    unscaled = found.sums[:, 0] / 2
    np.testing.assert_allclose(unscaled.mean(axis=0), a / 2, rtol=1e-12)
    np.testing.assert_allclose(found.mean[0], a, rtol=1e-12)
    assert sorted(np.round(unscaled[:, 0] - a[0], 9)) == sorted(
        np.round([0, -a[0], -3 * X[0, 0], -5 * X[0, 1]], 9)
    )


def test_shaken_inputs_add_a_penalty_to_least_squares():
    net, y = Network(()), X[:, 0] - X[:, 1]
    objective, w = NetworkLoss(net, X, y, "squares"), np.array([0.7, -0.2, 0.1])
    jitter = Noise(jitter=0.5)
    many = [objective.value(w, jitter.draw(net, k, None, 30, None)) for k in range(4000)]
    wanted = objective.value(w) + 0.25 * (0.7**2 + 0.2**2)
    assert np.mean(many) == pytest.approx(wanted, abs=5 * np.std(many) / np.sqrt(4000))


def test_augmentation_is_the_mean_over_its_copies():
    flips = np.array([np.diag([a, b]) for a in (1.0, -1) for b in (1.0, -1)])
    net = Network((3,))
    objective, theta = NetworkLoss(net, X, Y), RNG.normal(size=net.dimension)
    each = [NetworkLoss(net, X @ flip, Y).value(theta) for flip in flips]
    assert augmented(objective, flips).value(theta) == pytest.approx(np.mean(each), rel=1e-12)


def test_fractional_pooling():
    assert len(cuts(6, 4)) == comb(4, 2)
    for borders in cuts(6, 4):
        assert borders[-1] == 6 and set(np.diff(borders)) == {1, 2}
    picture = RNG.normal(size=(6, 6))
    small = pooled(picture, np.array([0, 1, 3, 4, 6]), np.array([0, 2, 4, 5, 6]))
    assert small[1, 0] == picture[1:3, 0:2].max() and small[3, 3] == picture[4:6, 5].max()
    mean = pooled_mean(picture, 4)
    draws = np.array([pooled_at_random(picture, 4, seed)[0] for seed in range(2000)])
    sigma = draws.std(axis=0) / np.sqrt(len(draws))
    assert (np.abs(draws.mean(axis=0) - mean) <= 5 * sigma + 1e-12).all()
    np.testing.assert_array_equal(pooled_mean(picture, 6), picture)
    with pytest.raises(ValueError, match="6 cells need from 3 to 6 regions, got 2"):
        cuts(6, 2)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda o: over_all(o, np.zeros(105), "units", 0.5), "from 1 to 6 units .* got 16"),
        (lambda o: over_all(o, np.zeros(105), "gates", 0.5), "got 0"),
        (lambda o: over_all(o, np.zeros(105), "units", 1.0), r"missing must be in \[0, 1\)"),
        (lambda o: by_hand(o, np.zeros(105), 30), "place from 0 to 29, got 30"),
        (lambda o: signals("tanh", "xavier", depth=0), "at least 1, got 0"),
        (lambda o: zigzag(1, 2), "width from 2"),
        (lambda o: hinges(np.sin, 0, 1, 17), "from 1 to 16, got 17"),
        (lambda o: pooled_mean(np.zeros((9, 9)), 6), "at most 64 ways"),
    ],
)
def test_bad_input_gets_a_sentence(ask, said):
    with pytest.raises(ValueError, match=said):
        ask(NetworkLoss(Network(), X, Y))


# -- ensembles and transfer ------------------------------------------------------------------------


def moons(count: int, noise: float, seed: int, turned: float = 0.0):
    rng = np.random.default_rng(seed)
    t, y = np.pi * rng.random(count), np.arange(count) % 2
    x = np.stack([np.cos(t), np.sin(t)], axis=-1) * (1 - 2 * y)[:, None]
    x += y[:, None] * [1.0, 0.5] - [0.5, 0.25] + noise * rng.normal(size=(count, 2))
    a = np.deg2rad(turned)
    return x @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]), y


def test_together_nets_are_never_worse_than_on_average():
    net = Network((8, 8))
    objective = NetworkLoss(net, *moons(100, 0.35, 1), penalty=0.01)
    held_out = NetworkLoss(net, *moons(400, 0.35, 2))
    cyclic = schedule("cyclic")()
    training = train(
        objective, [ADAM(learning_rate=0.03)], initial(net, "xavier", 1), 300, schedule=cyclic
    )
    snapshots = training.points[100::100, 0]
    seeds = train(
        objective,
        [ADAM(learning_rate=0.03)],
        np.array([initial(net, "xavier", seed) for seed in range(5)]),
        150,
    ).ends[0]
    for thetas in (snapshots, seeds):
        found = ensemble(held_out, thetas)
        assert found.loss <= found.losses.mean()
        answers = held_out.answers(thetas)[:, 0].mean(axis=0)
        y = held_out.targets
        by_hand_loss = -np.mean(y * np.log(answers) + (1 - y) * np.log(1 - answers))
        assert found.loss == pytest.approx(by_hand_loss, rel=1e-12)
        assert found.accuracy == ((answers > 0.5) == y).mean()
    one = ensemble(held_out, seeds[:1])
    assert one.loss == pytest.approx(one.losses[0], rel=1e-10)
    assert found.loss < found.losses.min() + 0.02


def test_what_was_learned_helps_nearby_and_hurts_far_away():
    net = Network((8, 8))
    first = NetworkLoss(net, *moons(200, 0.15, 1))
    start, free = initial(net, "xavier", 3), net.layers_from(1)
    ends = {}
    for angle in (20, 180):
        second = NetworkLoss(net, *moons(20, 0.15, 4, angle))
        held_out = NetworkLoss(net, *moons(400, 0.15, 5, angle))
        made = transfer(first, second, ADAM(learning_rate=0.02), start, (200, 60), free)
        np.testing.assert_array_equal(made.tuned.points[0, 0], made.before.points[-1, 0])
        np.testing.assert_array_equal(made.scratch.points[0, 0], start)
        assert (made.frozen.points[..., ~free] == made.before.ends[0][~free]).all()
        losses = made.held_out(held_out)
        np.testing.assert_array_equal(losses["tuned"], held_out.value(made.tuned.points[:, 0]))
        ends[angle] = {name: series[-1] for name, series in losses.items()}
        worse = min(ends[angle]["tuned"], ends[angle]["frozen"]) > ends[angle]["scratch"]
        assert made.hurts(held_out) == worse
    assert ends[20]["tuned"] < ends[20]["scratch"] / 1.5
    assert ends[180]["tuned"] > ends[180]["scratch"]
    assert ends[180]["frozen"] > ends[180]["scratch"]

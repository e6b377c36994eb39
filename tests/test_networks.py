"""Small networks: what they answer, their gradients, and where they start.

Oracles: torch's autograd (tests/golden/make_networks.py), a complex step through a network that is
written down neuron by neuron, and hand computation.
"""

from __future__ import annotations

import cmath
import json
import threading
from pathlib import Path

import numpy as np
import pytest

from networks import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    Draw,
    Network,
    NetworkLoss,
    Noise,
    activation,
    initial,
    probabilities,
)
from networks.draws import without_padding
from tests.golden.networks import Case, cases

GOLDEN = json.loads(
    (Path(__file__).parent / "golden" / "networks.json").read_text(encoding="utf-8")
)
every_case = pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
RNG = np.random.default_rng(8)
X = RNG.normal(size=(40, 2))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)


def of(case: Case, penalty: float = 0.0) -> NetworkLoss:
    return NetworkLoss(case.network, case.inputs, case.targets, case.loss, penalty)


@every_case
def test_losses_and_gradients_are_those_of_torch(case):
    told = GOLDEN["gradients"][case.name]
    assert of(case).value(case.theta, case.draw) == pytest.approx(told["loss"], rel=1e-12)
    found = of(case).gradient(case.theta, case.draw)
    np.testing.assert_allclose(found, told["gradient"], rtol=0, atol=1e-12)
    assert np.abs(found).max() > 1e-3


H = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + cmath.exp(-z)),
    "tanh": cmath.tanh,
    "relu": lambda z: z if z.real > 0 else 0j,
}


def neuron_by_neuron(case: Case, theta: list[complex], penalty: float) -> complex:
    """The mean loss in plain complex numbers."""
    draw, total = case.draw, 0j
    rows = range(len(case.inputs)) if draw is None else draw.examples.tolist()
    for i, row in enumerate(rows):
        a = [complex(x) for x in case.inputs[row]]
        if draw is not None:
            a = [x + s for x, s in zip(a, draw.shift[:, i], strict=True)]
        at, sums = 0, []
        for layer, width in enumerate((4, 4, case.outputs)):
            sums = []
            for neuron in range(width):
                keep = [1.0] * (len(a) + 1)
                if draw is not None:
                    keep = draw.weights[at : at + len(a) + 1]
                parts = [k * w * x for k, w, x in zip(keep, theta[at:], [*a, 1], strict=False)]
                at += len(a) + 1
                z = sum(parts)
                if layer < 2:
                    made = H[case.activation](z)
                    if draw is not None:
                        made *= draw.units[layer][neuron, i]
                        made = a[neuron] + draw.gates[1] * made if layer == 1 else made
                    z = made
                sums.append(z)
            a = sums
        y = case.targets[row]
        if case.loss == "squares":
            total += (sums[0] - y) ** 2
            continue
        two = case.outputs == 1
        exps = [1, cmath.exp(sums[0])] if two else [cmath.exp(z) for z in sums]
        p = [e / sum(exps) for e in exps]
        if case.loss == "cross_entropy":
            total -= cmath.log(p[int(y)])
        elif two:
            total += (p[1] - y) ** 2
        else:
            total += sum((q - (k == y)) ** 2 for k, q in enumerate(p))
    weights = case.network.are_weights()
    decay = sum(t * t for t, is_weight in zip(theta, weights, strict=True) if is_weight)
    return total / len(rows) + penalty / 2 * decay


@every_case
def test_gradients_are_those_of_a_complex_step(case):
    penalty, h = 0.3, 1e-30
    found = of(case, penalty).gradient(case.theta, case.draw)
    for i in range(0, len(case.theta), 5):
        theta = [complex(t, h if i == j else 0) for j, t in enumerate(case.theta)]
        slope = neuron_by_neuron(case, theta, penalty).imag / h
        assert found[i] == pytest.approx(slope, abs=1e-13, rel=1e-12)
    plain = neuron_by_neuron(case, [complex(t) for t in case.theta], penalty).real
    assert of(case, penalty).value(case.theta, case.draw) == pytest.approx(plain, rel=1e-12)


@pytest.mark.parametrize("hidden", [(), (1,), (5,), (16, 16, 16), (3, 1, 8)], ids=str)
@pytest.mark.parametrize("outputs", [1, 4])
def test_a_networks_numbers_do_not_depend_on_who_else_is_asked_for(hidden, outputs):
    net = Network(hidden, "tanh", outputs=outputs, skips=True)
    objective = NetworkLoss(net, X, Y if outputs == 1 else np.arange(40) % 4)
    thetas = RNG.normal(size=(150, net.dimension))
    noise = Noise(0.3, 0.2, 0.3, 0.1).draw(net, 3, np.array([1, 5, 7, -1]), 40, None)
    for draw in (None, np.array([3, 3, 9]), noise):
        for ask in (objective.value, objective.gradient):
            together = ask(thetas, draw)
            alone = np.array([ask(theta, draw) for theta in thetas[::29]])
            np.testing.assert_array_equal(together[::29], alone)
            grouped = ask(thetas.reshape(3, 50, -1), draw)
            np.testing.assert_array_equal(grouped.reshape(together.shape), together)


def test_one_way_forwards_gives_both_to_the_bit():
    objective = NetworkLoss(Network((8, 8), skips=True), X, Y, penalty=0.2)
    thetas = RNG.normal(size=(3, 70, 105))
    values, gradients = objective.value_and_gradient(thetas)
    np.testing.assert_array_equal(values, objective.value(thetas))
    np.testing.assert_array_equal(gradients, objective.gradient(thetas))


def test_every_walker_may_see_a_draw_of_its_own():
    net = Network((4, 4), "relu", skips=True)
    objective = NetworkLoss(net, X, Y)
    thetas = RNG.normal(size=(6, 3, net.dimension))  # rules, seeds
    batches = np.array([[0, 1, 2, -1], [3, 4, 4, -1], [9, 8, 7, -1]])
    noise = Noise(0.3, 0.2, 0.5, 0.1, seed=4).draw(net, 2, batches, 40, 3)
    for draw in (batches, noise):
        found = objective.gradient(thetas, draw)
        for seed in range(3):
            mine = batches[seed]
            if draw is noise:
                units = tuple(u[seed] for u in noise.units)
                mine = Draw(
                    mine[:3], units, noise.weights[seed], noise.gates[seed], noise.shift[seed]
                )
            np.testing.assert_array_equal(found[:, seed], objective.gradient(thetas[:, seed], mine))


def test_a_batch_that_is_not_full_is_the_mean_of_what_is_there():
    objective, theta = NetworkLoss(Network((3,)), X, Y), RNG.normal(size=13)
    singles = [objective.value(theta, [i]) for i in (4, 9)]
    assert objective.value(theta, [4, 9, -1, -1]) == pytest.approx(np.mean(singles), rel=1e-14)
    for wrong in ([[1, -1], [1, 2]], [-1, 3], [-1, -1]):
        with pytest.raises(ValueError, match="equally full"):
            without_padding(np.array(wrong))


def test_threads_do_not_write_in_each_others_arrays():
    objective = NetworkLoss(Network((8, 8)), X, Y)
    thetas = RNG.normal(size=(4, 200, 105))
    wanted = [objective.gradient(part) for part in thetas]
    wrong = []

    def work(i: int) -> None:
        for _ in range(30):
            if not (objective.gradient(thetas[i]) == wanted[i]).all():
                wrong.append(i)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize("kind", ACTIVATIONS, ids=lambda kind: kind.name)
def test_activations_and_their_slopes(kind):
    z = np.array([-800.0, -3.0, -0.4, 0.3, 2.0, 800.0])
    h = H[kind.name]
    np.testing.assert_allclose(kind(z[1:-1]), [h(complex(x)).real for x in z[1:-1]], rtol=1e-14)
    steps = [h(complex(x, 1e-30)).imag / 1e-30 for x in z[1:-1]]
    np.testing.assert_allclose(kind.derivative(z[1:-1]), steps, rtol=1e-13)
    assert np.isfinite(kind(z)).all()
    if np.isfinite(kind.saturates):
        most = kind.derivative(0.0)
        assert kind.derivative(kind.saturates) / most == pytest.approx(0.01, rel=1e-10)


def test_saturated_answers_stay_numbers():
    z = np.array([[-1000.0, 1000.0]])
    one, two = LOSSES[0].of(z, np.ones((1, 2)))
    assert (one, two) == (1000.0, 0.0)
    assert LOSSES[0].of(np.array([[40.0]]), np.ones((1, 1)))[0] == pytest.approx(
        np.log1p(np.exp(-40)), rel=1e-14
    )
    np.testing.assert_array_equal(probabilities(np.array([[1000.0], [0.0]])), [[1.0], [0.0]])


def test_initializers_draw_what_they_say():
    net = Network((16, 16, 16))
    deviations = {"zeros": 0, "equal": 0, "small": 0.01, "large": 1, "xavier": 1 / 4, "he": 8**-0.5}
    assert [made.name for made in INITIALIZERS] == list(deviations)
    for name, deviation in deviations.items():
        many = np.array([net.layers(initial(net, name, seed))[1] for seed in range(40)])
        assert (many[..., -1] == 0).all()
        weights = many[..., :-1]
        assert weights.mean() == pytest.approx(0.5 * (name == "equal"), abs=0.03 * deviation)
        assert weights.std() == pytest.approx(deviation, rel=0.03)
    assert (initial(net, "he", 3) == initial(net, "he", 3)).all()


def test_noise_is_the_same_again_and_scaled_to_its_mean():
    net = Network((8, 8), skips=True)
    noise = Noise(0.3, 0.25, 0.4, 0.2, seed=9)
    batches = np.arange(60).reshape(20, 3)
    long, short = noise.draws(net, 60, 20, batches), noise.draws(net, 60, 5, batches)
    for a, b in zip(short, long[:5], strict=True):  # rewound, and asked for in any order
        assert all((x == y).all() for x, y in zip(a.units, b.units, strict=True))
        assert (a.weights == b.weights).all() and (a.gates == b.gates).all()
        assert (a.shift == b.shift).all() and (a.examples == b.examples).all()
    assert not (long[0].weights == long[1].weights).all()
    many = [noise.draw(net, k, None, 100, None) for k in range(300)]
    units = np.array([d.units[1] for d in many])
    assert set(np.unique(units)) == {0.0, 1 / 0.7}
    # Three standard errors of a mean of independent draws.
    assert units.mean() == pytest.approx(1, abs=3 * (0.3 / 0.7 / units.size) ** 0.5)
    gates = np.array([d.gates for d in many])
    assert gates.mean() == pytest.approx(1, abs=3 * (0.4 / 0.6 / gates.size) ** 0.5)
    weights = np.array([d.weights for d in many])[:, net.are_weights()]
    assert weights.mean() == pytest.approx(1, abs=3 * (0.25 / 0.75 / weights.size) ** 0.5)
    assert np.std([d.shift for d in many]) == pytest.approx(0.2, rel=0.02)
    assert Noise().draws(net, 60, 20) is None and not Noise()


def test_objectives_tell_themselves_by_content():
    one = NetworkLoss(Network(), X, Y)
    assert one == NetworkLoss(Network(), X.copy(), Y.copy())
    assert hash(one) == hash(NetworkLoss(Network(), X.copy(), Y.copy()))
    others = [
        NetworkLoss(Network(), X, 1 - Y),
        NetworkLoss(Network(), X, Y, "squares"),
        NetworkLoss(Network(), X, Y, penalty=0.1),
        NetworkLoss(Network(activation="relu"), X, Y),
    ]
    assert len({one, *others}) == 5


def test_what_a_network_says_of_examples():
    net = Network((2,), "relu", outputs=3)
    objective = NetworkLoss(net, X[:6], np.array([0, 1, 2, 0, 1, 2]))
    theta = np.zeros(net.dimension)
    theta[-1] = 5.0  # the bias of the last class
    assert objective.accuracy(theta) == pytest.approx(1 / 3)
    np.testing.assert_allclose(objective.answers(theta).sum(axis=-2), 1, rtol=1e-15)
    assert np.isnan(objective.accuracy(theta * np.nan))
    answers, slopes = objective.layers(RNG.normal(size=net.dimension))
    assert [a.shape for a in answers] == [(2, 6)]
    assert [s.shape for s in slopes] == [(2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Network((1, 1, 1, 1)), "hidden layers must be 3 at most, got 4"),
        (lambda: Network((0,)), "whole number from 1 to 16, got 0"),
        (lambda: Network((17,)), "whole number from 1 to 16, got 17"),
        (lambda: Network((2.5,)), "got 2.5"),
        (lambda: Network(outputs=5), "outputs must be a whole number from 1 to 4, got 5"),
        (lambda: Network(activation="gelu"), "one of identity, sigmoid, tanh, relu; got 'gelu'"),
        (lambda: NetworkLoss(Network(), X[:0], Y[:0]), r"N of at least 1, got \(0, 2\)"),
        (lambda: NetworkLoss(Network(), X, Y[:3]), r"shape \(40,\), got \(3,\)"),
        (lambda: NetworkLoss(Network(), X * np.nan, Y), "finite"),
        (lambda: NetworkLoss(Network(), X, Y + 1), "classes from 0 to 1"),
        (lambda: NetworkLoss(Network(), X, Y, "hinge"), "one of cross_entropy"),
        (lambda: NetworkLoss(Network(outputs=2), X, Y, "squares"), "wants 1 output, got 2"),
        (lambda: NetworkLoss(Network(), X, Y, penalty=-1), "penalty must be"),
        (lambda: Noise(dropout=1.0), r"dropout must be in \[0, 1\), got 1.0"),
        (lambda: Noise(jitter=float("nan")), "jitter must be"),
        (lambda: initial(Network(), "orthogonal", 1), "one of zeros"),
        (lambda: NetworkLoss(Network(), X, Y, "squares").accuracy(np.zeros(105)), "no classes"),
    ],
)
def test_bad_input_gets_a_sentence(make, said):
    with pytest.raises(ValueError, match=said):
        make()


def test_activation_by_name():
    assert activation("relu").title == "ReLU"

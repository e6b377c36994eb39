"""The notes of losses, each above the numbers that make it true."""

import numpy as np

import data
import surfaces
from surfaces.losses import DataLoss, kind, loss_on
from tests.notes import claims, eigenvalues, end


def loss(name: str) -> DataLoss:
    found = loss_on(surfaces.by_name(name))
    assert found is not None
    return found


@claims(
    "surface",
    "least_squares",
    "A bowl made of examples: far from their mean the inputs make it a narrow valley.",
)
def squares_of_a_line():
    made = data.by_name("anscombe1").make()  # its inputs are 9 on average
    raw = DataLoss(kind("least_squares"), made)
    points = made.points - made.points.mean(axis=0)
    centred = DataLoss(raw.kind, data.Dataset("own", made.task, points, made.targets, made.axes))
    assert np.linalg.cond(raw.hessian(np.zeros(2))) > 80 * np.linalg.cond(
        centred.hessian(np.zeros(2))
    )


@claims(
    "surface",
    "residual_norm",
    "Lowest where the squares are; but without noise its slope does not fade there.",
)
def norm_of_residuals():
    assert loss("residual_norm").minima == loss("least_squares").minima
    exact = DataLoss(kind("residual_norm"), data.by_name("line").make(n=20, noise=0.0))
    [place] = np.array(exact.minima)
    slopes = [np.hypot(*exact.gradient(place + np.array([r, r]))) for r in (1e-2, 0.1, 1)]
    np.testing.assert_allclose(slopes, slopes[0], rtol=1e-3)


@claims(
    "surface",
    "logistic",
    "Two clouds apart have no best weights: the longer they are, the lower the loss.",
)
def logistic_loss():
    apart = DataLoss(kind("logistic"), data.by_name("clouds").make(n=20))
    assert not apart.minima and apart.unbounded is not None
    longer = np.linspace(0, 9, 20)[:, None] * apart.unbounded
    assert (np.diff(apart.value(longer)) < 0).all()


@claims(
    "surface",
    "hinge",
    "Planes that meet in kinks: its slope does not fade, and its lowest place is a corner.",
)
def hinge_loss():
    hinge = loss("hinge")
    [place] = np.array(hinge.minima)
    margins = hinge.plain.rows.a * place[0] + hinge.plain.rows.b * place[1]
    assert (np.abs(margins - 1) < 1e-12).sum() >= 2  # kinks that cross there
    assert (hinge.hessian(place + 0.01) == 0).all()
    turn = 2 * np.pi * np.arange(32) / 32
    ring = place + 1e-9 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    assert np.hypot(*hinge.gradient(ring).T).min() > 1e-3


@claims(
    "surface",
    "softmax",
    "Only the difference of the two logits matters: the lowest places fill a line.",
)
def softmax_over_logits():
    made = loss("softmax")
    theta = np.array([[0.3, -1.0], [2.0, 0.5]])
    np.testing.assert_allclose(made.value(theta + 0.7), made.value(theta), rtol=1e-13)
    share = made.examples.targets.mean()
    lowest = np.array([[z, z + np.log(share / (1 - share))] for z in (-1.0, 0.0, 2.0)])
    np.testing.assert_allclose(made.value(lowest), made.minimum, rtol=1e-13)
    assert made.minima == ()


@claims(
    "surface",
    "sigmoid_squares",
    "Beside logistic loss: where the weights are wrong and long, it is flat.",
)
def squares_of_a_sigmoid():
    squares, cross = loss("sigmoid_squares"), loss("logistic")
    wrong = -20 * np.array(cross.minima[0])
    assert np.hypot(*squares.gradient(wrong)) < 0.02 * np.hypot(*cross.gradient(wrong))


@claims(
    "surface",
    "softmax_squares",
    "Beside cross-entropy: where the logits are wrong and far apart, it is flat.",
)
def squares_of_a_softmax():
    labels = np.ones(4)
    made = data.Dataset("own", data.Task.CLASS, np.ones((4, 2)), labels, ("a", "b", "class"))
    squares, cross = (DataLoss(kind(name), made) for name in ("softmax_squares", "softmax"))
    wrong = np.array([9.0, 0.0])
    assert np.hypot(*squares.gradient(wrong)) < 1e-3 * np.hypot(*cross.gradient(wrong))


@claims(
    "surface",
    "net_tanh",
    "With all weights 0 there is no slope, and yet it is a saddle: beside it descent leaves.",
)
def net_of_tanh():
    assert not loss("net_tanh").gradient(np.zeros(2)).any()
    low, high = eigenvalues("net_tanh", 0, 0)
    assert low < 0 < high
    ground = surfaces.by_name("net_tanh")
    there = end("net_tanh", "gradient_descent", start=(1e-3, 1e-3))
    assert ground.distance_to_minimum(*there) < 1e-3


@claims(
    "surface",
    "net_sigmoid",
    "Two weights that share the work; with w₂ = 0 the first one feels no slope.",
)
def net_of_sigmoid():
    slopes = loss("net_sigmoid").gradient(np.array([[w, 0.0] for w in (-2.0, 0.5, 3.0)]))
    ridge = loss("net_sigmoid").ridge * np.array([-2.0, 0.5, 3.0])
    np.testing.assert_allclose(slopes[:, 0] - ridge, 0, atol=1e-15)
    assert np.abs(slopes[:, 1]).min() > 1e-3


@claims(
    "surface",
    "net_relu",
    "Only the product of its weights matters: the lowest places fill a hyperbola.",
)
def net_of_relu():
    made = loss("net_relu")
    theta = np.array([[0.5, 1.0], [-1.5, 0.7]])
    np.testing.assert_allclose(made.value(theta * [2, 0.5]), made.value(theta), rtol=1e-13)
    products = np.linspace(-3, 3, 6001)
    depths = [made.value(np.stack([0 * products + s, s * products], -1)).min() for s in (1, -1)]
    assert made.minima == () and min(depths) >= made.minimum
    assert min(depths) < made.minimum + 1e-5

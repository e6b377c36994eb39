"""The laboratory of activations: lines, kinks and folds, counted apart."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from networks import ACTIVATIONS, activation
from tests.laboratories import listed, opened, read_out  # noqa: F401
from ui.network.below import bends, fits
from ui.network.below.settings import CURVES, FOLDS, NEURONS, LabSettings
from ui.numbers import read, short

NOW = LabSettings(opened="activations")


def text_of(now: LabSettings) -> str:
    return " ".join(bends.section(now, "light").sentences)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_saturation_is_said_where_the_slope_is_a_hundredth(name: str) -> None:
    text = text_of(replace(NOW, bend_activation=name))
    said = read(re.search(r"Beyond \|z\| = (\S+)", text)[1])  # type: ignore[index]
    h = activation(name)
    edge = float(h.derivative(said)) / float(h.derivative(0.0))
    assert edge == pytest.approx(0.01, rel=0.01)
    most = float(np.max((h(np.linspace(-9, 9, 4001) + 5e-4) - h(np.linspace(-9, 9, 4001))) / 5e-4))
    assert read(re.search(r"is (\S+) at most", text)[1]) == pytest.approx(most, rel=1e-3)  # type: ignore[index]


@pytest.mark.parametrize("seed", [0, 7])
def test_the_matrices_multiplied_out_are_the_net(seed: int) -> None:
    """Forwards by hand, at the three corners that determine a plane."""
    now = replace(NOW, bend_seed=seed)
    layers = bends.LINEAR.layers(bends.linear_net(seed))

    def answer(x: np.ndarray) -> float:
        for matrix in layers:
            x = matrix[:, :-1] @ x + matrix[:, -1]
        return float(x[0])

    c = answer(np.zeros(2))
    a, b = (answer(np.eye(2)[k]) - c for k in (0, 1))
    table = bends.section(now, "light").table
    assert table is not None and len(table) == 5
    assert [read(table[head].iloc[-1]) for head in ("x₁", "x₂", "Bias")] == pytest.approx(
        [a, b, c], rel=1e-3, abs=1e-3
    )
    assert table["Matrices"].iloc[-1] == "W₃ W₂ W₁"
    text = text_of(now)
    assert f"z = ({short(a)}) x₁ + ({short(b)}) x₂ + ({short(c)})." in text
    assert "differ by 0 but" in text


@pytest.mark.parametrize("curve", CURVES)
def test_errors_are_those_of_a_polygon_and_below_their_bound(curve: str) -> None:
    target = fits.TARGETS[curve]
    x = np.linspace(target.low, target.high, 20_001)
    bend = np.abs(np.gradient(np.gradient(target.f(x), x), x))[2:-2].max()
    assert target.bend == pytest.approx(bend, rel=1e-3)
    for n in NEURONS:
        knots = np.linspace(target.low, target.high, n + 1)
        error = np.abs(np.interp(x, knots, target.f(knots)) - target.f(x)).max()
        found = fits.fit_error(target, n)
        assert found == pytest.approx(error, rel=2e-3)
        assert found <= fits.bound(target, n) * (1 + 1e-9)
        assert f"off by {short(found)} at most" in text_of(
            replace(NOW, bend_curve=curve, bend_neurons=n)
        ).replace("it is off", "off")


@pytest.mark.parametrize("width", FOLDS)
def test_one_layer_is_off_by_a_half_where_it_has_too_few_pieces(width: int) -> None:
    pieces = width**2
    up_and_down = np.arange(pieces + 1) % 2
    at = np.arange(pieces + 1) / pieces
    knots = np.linspace(0, 1, 2 * width + 1)
    x = np.union1d(at, knots)
    polygon = np.interp(x, knots, np.interp(knots, at, up_and_down))
    error = np.abs(polygon - np.interp(x, at, up_and_down)).max()
    assert fits.fold_error(width) == pytest.approx(error, abs=1e-9)
    text = text_of(replace(NOW, bend_folds=width))
    assert f"in {pieces} straight pieces" in text
    if width == 2:
        assert error < 1e-9 and "which is enough here: it is off by 0." in text
    else:
        assert error >= 0.5 and f"fewer than {pieces - 1} neurons" in text


@pytest.mark.parametrize("name", [one.name for one in ACTIVATIONS])
def test_every_choice_says_something_whole(name: str) -> None:
    for curve, n, width in zip(CURVES, (1, 9, 16), (2, 3, 8), strict=True):
        now = replace(NOW, bend_activation=name, bend_curve=curve, bend_neurons=n, bend_folds=width)
        found = bends.section(now, "dark")
        assert len(found.pictures) == 4
        for sentence in found.sentences:
            assert sentence.endswith(".") and "nan" not in sentence and "{" not in sentence


@pytest.mark.usefixtures("listed")
def test_it_opens_by_its_link() -> None:
    app = opened({"lab": "activations", "bend_neurons": "9", "bend_activation": "relu"})
    assert not app.warning and "A sum of 9 ReLUs" in read_out(app)
    app.select_slider[0].set_value(3).run()
    assert app.query_params["bend_neurons"] == "3" and "A sum of 3" in read_out(app)

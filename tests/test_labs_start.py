"""The laboratory of starts: what it says of ten layers, of equal neurons, and of a dead one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from networks import ACTIVATIONS, INITIALIZERS, initializer
from networks.depth import DEPTH, WIDTH
from tests.laboratories import listed, opened, read_out  # noqa: F401
from ui.network.below import start, stuck
from ui.network.below.settings import WIDTHS, LabSettings
from ui.numbers import read, short

NOW = LabSettings(opened="start")


def text_of(now: LabSettings) -> str:
    return " ".join(start.section(now, "light").sentences)


@pytest.mark.parametrize(
    ("activation", "name", "answers", "gradient", "verdict"),
    # Measured apart, with other draws; a net of this width varies by some ten per cent per layer.
    [
        ("tanh", "small", 1e-11, 1e-11, "both vanish."),
        ("tanh", "xavier", 0.22, 0.28, "can begin in every layer."),
        ("tanh", "large", 0.945, 1.9e3, "it explodes."),
        ("relu", "xavier", 0.015, 0.023, "can begin in every layer."),
        ("relu", "he", 0.49, 0.73, "can begin in every layer."),
        ("relu", "large", 1.7e7, 2.4e7, "both explode."),
    ],
)
def test_ten_layers_end_as_they_do(
    activation: str, name: str, answers: float, gradient: float, verdict: str
) -> None:
    now = replace(NOW, deep_activation=activation, deep_start=name)
    found = start.section(now, "light")
    assert found.sentences[0].endswith(verdict)
    row = dict(found.table.iloc[list(start.BESIDE).index(name)])  # type: ignore[union-attr]
    said = read(row["Answers of the last layer"]), read(row["Gradient at the inputs"])
    assert np.log10(said) == pytest.approx(np.log10([answers, gradient]), abs=0.3)
    if (activation, name) == ("tanh", "large"):
        assert "72" not in row and int(row["Saturated or silent"][:2]) == pytest.approx(72, abs=6)


def test_the_table_is_what_a_loop_over_layers_gives() -> None:
    """Worked out once more, in another order: layer by layer, with sums written out."""
    rng = np.random.default_rng(0)
    a = rng.standard_normal((WIDTH, 256))
    rng.standard_normal((WIDTH, 256))
    for _layer in range(DEPTH):
        weights = initializer("he").weights(WIDTH, WIDTH, rng)
        a = np.maximum(np.einsum("ij,jn->in", weights, a), 0)
    now = replace(NOW, deep_activation="relu", deep_start="he")
    table = start.section(now, "light").table
    assert table is not None and short(float(a.std())) == table["Answers of the last layer"][3]


@pytest.mark.parametrize("activation", [one.name for one in ACTIVATIONS])
@pytest.mark.parametrize("name", [one.name for one in INITIALIZERS])
def test_the_verdict_is_that_of_the_numbers(activation: str, name: str) -> None:
    now = replace(NOW, deep_activation=activation, deep_start=name, deep_seed=3)
    mine = start.compared(now)[name]
    ends = float(mine.answers[-1]), float(mine.gradients[0])
    (said, *others) = start.section(now, "dark").sentences
    assert ("vanish" in said) == (ends[1] < 0.01)
    assert ("explode" in said) == (ends[1] > 100)
    assert ("learning can begin" in said) == (0.01 <= min(ends) and max(ends) <= 100)
    assert short(ends[0]) in said and short(ends[1]) in said
    for sentence in (said, *others):
        assert sentence.endswith(".") and "nan" not in sentence and "{" not in sentence


@pytest.mark.parametrize("width", WIDTHS)
def test_equal_neurons_are_one(width: int) -> None:
    equal = stuck.trained(width, "equal")
    assert stuck.apart(equal, width)[-1] < 1e-9  # on some processors sums are rounded otherwise
    assert stuck.apart(stuck.trained(width, "xavier"), width)[-1] > 1
    # One neuron whose answer counts so many times walks the same way.
    alone = stuck.trained(width, "equal").points[-1, 0]
    net = equal.objective.network  # type: ignore[attr-defined]
    first, last = net.layers(alone)
    hidden = np.tanh(equal.objective.inputs @ first[0, :2] + first[0, 2])  # type: ignore[attr-defined]
    z = width * last[0, 0] * hidden + last[0, -1]
    np.testing.assert_allclose(z, equal.objective.sums(alone)[0], rtol=1e-6, atol=1e-9)  # type: ignore[attr-defined]
    text = text_of(replace(NOW, equal_width=width))
    assert f"whose loss is {short(float(equal.losses[-1, 0]))};" in text
    assert equal.losses[-1, 0] > 0.3 > stuck.trained(width, "xavier").losses[-1, 0]


def test_from_zeros_no_weight_moves() -> None:
    training = stuck.trained(4, "zeros")
    gradient = training.objective.gradient(training.points[0, 0])
    assert np.flatnonzero(gradient).tolist() in ([], [len(gradient) - 1])
    assert not training.points[:, 0, :-1].any()
    assert f"the loss is {short(float(training.losses[-1, 0]))}." in text_of(NOW)
    moved = stuck.trained(4, "equal").points[-1, 0]
    assert (moved != stuck.trained(4, "equal").points[0, 0])[:-1].all()


def test_a_relu_dies_in_one_step() -> None:
    x = np.linspace(0.5, 2, 8)
    w1, w2 = stuck.DEAD_START
    off = w2 * w1 * x - x
    after = w1 - 0.05 * np.mean(2 * off * w2 * x), w2 - 0.05 * np.mean(2 * off * w1 * x)
    lost = stuck.two_weights(0.05)
    assert after[0] < 0 and lost.points[1, 0, [0, 2]] == pytest.approx(after, rel=1e-12)
    np.testing.assert_array_equal(lost.points[1:, 0], np.tile(lost.points[1, 0], (200, 1)))
    text = text_of(NOW)
    assert f"takes w₁ to {short(after[0])}." in text
    assert f"the loss stays {short(float(np.mean(x**2)))}." in text


@pytest.mark.usefixtures("listed")
def test_it_opens_by_its_link() -> None:
    app = opened({"lab": "start", "deep_activation": "relu", "deep_start": "zeros"})
    assert not app.warning and "both vanish" in read_out(app)
    app.selectbox[1].set_value("he").run()
    assert app.query_params["deep_start"] == "he" and "every layer" in read_out(app)

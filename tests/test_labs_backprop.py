"""The laboratory of back-propagation: what it says is what a derivative is."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from networks import ACTIVATIONS, INITIALIZERS, by_hand
from tests.laboratories import listed, opened, read_out  # noqa: F401
from ui.network.below import backprop, graph, stages
from ui.network.below.settings import NETS, LabSettings
from ui.network.below.visit import EXAMPLES
from ui.network.below.words import brief, parameter, places
from ui.numbers import read, short

NOW = LabSettings(opened="backprop")


def text_of(now: LabSettings) -> str:
    return " ".join(backprop.section(now, "light").sentences)


def differences(now: LabSettings, example: int | None) -> np.ndarray:
    """The derivatives of one example's loss, or of the mean, from values of it alone."""
    objective, theta = backprop.taken(now.chained, now.chain_start, now.chain_seed)
    draw = None if example is None else np.array([example])
    h, eye = 1e-5, np.eye(len(theta))
    up, down = (objective.value(theta + sign * h * eye, draw) for sign in (1, -1))
    return (up - down) / (2 * h)


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("activation", ["identity", "sigmoid", "tanh", "relu"])
def test_products_of_all_ways_are_the_derivative(net: str, activation: str) -> None:
    now = replace(NOW, chain_activation=activation, chain_example=7, chain_seed=3).on_net(net)
    expected, mean = differences(now, 6), differences(now, None)
    for at in (0, 2, now.chained.dimension - 1):
        one = replace(now, chain_weight=at)
        table = backprop.section(one, "light").table
        assert table is not None
        heads = [head for head in table.columns if head not in ("Way", "Product")]
        for _, row in table.iterrows():
            whole = np.prod([read(row[head]) for head in heads])
            assert read(row["Product"]) == pytest.approx(whole, rel=6e-3, abs=1e-9)
        assert sum(map(read, table["Product"])) == pytest.approx(expected[at], rel=5e-3, abs=2e-6)
        said = re.search(r"sum divided by \d+ is ([^:]*): a step", text_of(one))
        assert said is not None
        assert read(said[1]) == pytest.approx(mean[at], rel=6e-3, abs=1e-8)


def test_the_heads_of_ways_are_numbered_by_their_layers() -> None:
    table = backprop.section(NOW.on_net("2-2-2"), "light").table
    assert table is not None and len(table) == 4
    assert list(table.columns) == [
        *("Way", "∂z/∂w", "h′(z) 1", "w 2", "h′(z) 2", "w 3", "h′(z) 3", "w z", "∂ℓ/∂z"),
        "Product",
    ]
    assert table["Way"][1] == "1.1\u00a0→\u00a02.1\u00a0→\u00a03.2\u00a0→\u00a0z"


def test_what_fades_is_named() -> None:
    """Slopes of a sigmoid are 1/4 at most; of weights as large as these some are near 0."""
    deep = replace(NOW.on_net("2-2-2"), chain_activation="sigmoid")
    assert f"and to {short(1 / 64)} at most" in text_of(deep)
    found = named = 0
    for times, activation in product((1, 8), ("sigmoid", "tanh", "relu")):
        now = replace(NOW, chain_activation=activation, chain_start="large", chain_times=times)
        for example in range(EXAMPLES):
            record = by_hand(*backprop.taken(now.chained, "large", 0, times), example)
            flat = np.concatenate(record.slopes[:-1])
            text = " ".join(backprop.faded(now.chained, record))
            if activation == "relu":
                silent = int((flat == 0).sum())
                assert ("Silent for this example" in text) == (silent > 0)
                assert ("All neurons are active" in text) == (silent == 0)
                found += silent > 0
            else:
                assert ("Saturated" in text) == bool((flat < 0.01).any())
                named += bool((flat < 0.01).any())
                most = np.prod([slope.max() for slope in record.slopes[:-1]])
                assert f"multiply to {short(float(most))}," in text
    assert found > 5 and named > 5


def test_the_last_layer_is_not_what_the_note_says() -> None:
    objective, theta = backprop.taken(NOW.chained, "xavier", 0)
    record = by_hand(objective, theta, 0)
    p = 1 / (1 + np.exp(-record.sums[-1][0]))
    true = (p - record.target) * record.answers[-2]
    assert f"(p − y) a = ({short(true[0])},\u00a0{short(true[1])})" in text_of(NOW)
    slopes = differences(NOW, 0)
    assert true == pytest.approx(slopes[-3:-1], rel=1e-6)


@pytest.mark.parametrize("net", NETS)
def test_every_stage_adds_its_numbers_and_no_others(net: str) -> None:
    now = NOW.on_net(net)
    record = by_hand(*backprop.taken(now.chained, "xavier", 0), 0)
    count = len(now.chained.shapes)
    known = []
    for stage in range(1, now.stages + 1):
        reached = stages.reached(now.chained, stage)
        nodes, edges = graph.of_record(now.chained, record, reached, (0, 0, 0))
        known.append(
            sum(bool(node.ahead) for node in nodes)
            + sum(bool(node.back) for node in nodes)
            + sum(edge.back for edge in edges)
        )
        sentences = backprop.section(replace(now, chain_stage=stage), "light").sentences
        assert all(sentence.endswith(".") and "nan" not in sentence for sentence in sentences)
    assert all(np.diff(known) > 0) and len(known) == 2 + 2 * count
    whole = graph.of_record(now.chained, record, stages.reached(now.chained, 0), (0, 0, 0))
    assert whole == (nodes, edges)
    titles = [stages.title(now.chained, stage) for stage in range(now.stages + 1)]
    assert len({*titles}) == len(titles)


def test_a_stage_works_out_what_it_says() -> None:
    """Every equation in the sentences holds for the numbers as they are written."""
    for net in NETS:
        for stage in range(2, NOW.on_net(net).stages + 1):
            now = replace(NOW.on_net(net), chain_stage=stage, chain_seed=5)
            for left, right in re.findall(
                r"= ([(−\d][^=a-zℓ]*) = (−?[\d.]+(?:e−?\d+)?)", text_of(now)
            ):
                value = eval(left.replace("−", "-").replace("·", "*"))
                assert value == pytest.approx(read(right.rstrip(".")), rel=2e-3, abs=2e-4), left


@pytest.mark.parametrize("activation", [one.name for one in ACTIVATIONS])
@pytest.mark.parametrize("start", [one.name for one in INITIALIZERS])
def test_every_choice_says_something_whole(activation: str, start: str) -> None:
    for net in NETS:
        now = replace(NOW.on_net(net), chain_activation=activation, chain_start=start)
        found = backprop.section(now, "dark")
        for sentence in found.sentences:
            assert sentence.endswith(".") and "nan" not in sentence and "{" not in sentence
        assert [len(picture.figure.to_json(validate=False)) < 100_000 for picture in found.pictures]


def test_numbers_of_a_picture_are_brief() -> None:
    assert [brief(x) for x in (0.25399, -0.08333, 1.2345, 0.0, 2.31e-7)] == [
        *("0.254", "−0.083", "1.23", "0", "2.3e−7")
    ]


def test_weights_have_names_of_their_own() -> None:
    for net in NETS:
        shape = NOW.on_net(net).chained
        names = [parameter(shape, *at) for at in places(shape)]
        assert len({*names}) == shape.dimension
        assert names[0] == "x₁ → 1.1" and names[-1] == "bias of z"


@pytest.mark.usefixtures("listed")
def test_it_opens_by_its_link_and_steps_on() -> None:
    link = {"lab": "backprop", "chain_net": "2-2-2", "chain_weight": "4", "chain_stage": "2"}
    app = opened(link)
    assert not app.warning
    assert {word: app.query_params[word] for word in link} == link
    (slider,) = app.select_slider
    slider.set_value(3).run()
    assert app.query_params["chain_stage"] == "3" and "neuron 2.1" in read_out(app)
    app.selectbox[0].set_value("1-1-1").run()
    assert "chain_weight" not in app.query_params and "chain_stage" not in app.query_params
    pills = app.button_group[0]
    pills.set_value(None).run()
    assert not app.markdown and "lab" not in app.query_params


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "link",
    [
        *({"lab": "cellar"}, {"lab": "backprop", "chain_weight": "99"}),
        *({"lab": "backprop", "chain_net": "0"}, {"lab": "backprop", "chain_example": "0"}),
    ],
)
def test_what_a_link_may_not_say_is_noted(link: dict[str, str]) -> None:
    assert len(opened(link).warning) == 1

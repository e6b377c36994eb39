"""Who trains on the page "Network": all settings of every rule, and those that search a line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

import optimizers
from figures.weights import weights_of
from tests.test_data_hypers import HYPERS, furthest, shown
from tests.test_network_page import settings_of, trained
from tests.test_pages import healthy, opened, payload
from ui.learning import MOST_RULES
from ui.network.rates import SEARCHING, TRAINERS
from ui.network.settings import first_network_settings
from ui.network.words import besides
from ui.numbers import short
from ui.settings import FIRST_ORDER, default_choice, first_settings
from ui.symbols import letters
from ui.table import MAPS, NETWORK

SMALL = {"points": "30", "epochs": "20"}
DRAWN = (
    {"minibatch": "8"},
    {"dropout": "0.1"},
    {"dropconnect": "0.1"},
    {"bypass": "0.1", "layers": "4~4"},
    {"jitter": "0.1"},
)


def test_every_rule_but_those_of_second_derivatives_trains() -> None:
    assert {*TRAINERS} == {r.name for r in optimizers.OPTIMIZERS if r.needs != "hessian"}
    assert {*SEARCHING} == {r.name for r in optimizers.OPTIMIZERS if r.needs == "probe"}


# -- all settings ---------------------------------------------------------------------------------


def looked_at(page: str, word: str, names: list[str]) -> Any:
    app = opened(page, {word: names, "epochs": ["2"]})
    app.session_state["more"] = True
    return app.run()


@pytest.mark.parametrize("at", range(0, len(TRAINERS), MOST_RULES))
def test_every_setting_of_the_maps_is_here_with_the_same_words(at: int) -> None:
    names = list(TRAINERS[at : at + MOST_RULES])
    here, there = looked_at("network", "trainer", names), looked_at("explore", "walk", names)
    for name in names:
        mine, theirs = (
            shown(app.selectbox(key="more.of").set_value(f"{name}.0").run(), before)
            for app, before in ((here, "network."), (there, ""))
        )
        wanted = {f"{name}.{h.name}" for h in optimizers.by_name(name).hyperparameters()[1:]}
        assert mine == theirs
        assert {*mine} == (wanted if name in FIRST_ORDER else set())
    healthy(here)


def test_a_setting_is_turned_linked_trained_and_said() -> None:
    app = opened("network", {"trainer": ["momentum", "adam~learning_rate~0.05"], "epochs": ["9"]})
    app.session_state["more"] = True
    before = payload(app.run())[1]
    app.selectbox(key="more.of").set_value("adam.0").run()
    app.select_slider(key="network.adam.0.beta1").set_value(0.95).run()
    healthy(app)
    assert app.query_params["trainer"][1] == "adam~learning_rate~0.05~beta1~0.95"
    header, after = payload(app)
    np.testing.assert_array_equal(after["gap0"], before["gap0"])  # nobody else's training
    assert "Adam: β₁ = 0.95." in header["words"]["besides"]
    now = first_network_settings()
    now = replace(now, epochs=9).with_rules(["adam"])
    adam = optimizers.by_name("adam")(learning_rate=0.05, beta1=0.95)
    theta, state = now.begins(), adam.init(now.begins())
    losses = [now.loss_on(~now.is_held, 0.0).value(theta)]
    for _update in range(9):
        delta, state = adam.update(now.loss.gradient(theta), state, theta)
        theta = theta + delta
        losses.append(now.loss_on(~now.is_held, 0.0).value(theta))
    np.testing.assert_allclose(after["gap1"], losses, rtol=1e-6)
    app.button[[b.label for b in app.button].index("torch defaults")].click().run()
    assert app.query_params["trainer"][1] == "adam~learning_rate~0.001"
    app.button[[b.label for b in app.button].index("Teaching rates")].click().run()
    healthy(app)
    assert app.query_params["trainer"][1] == "adam~learning_rate~0.02"


@pytest.mark.parametrize(("name", "hyper"), HYPERS)
def test_every_setting_stands_in_the_link_and_in_the_words(name: str, hyper: Any) -> None:
    settings = first_network_settings().with_rules([name])
    value = bool(1 - hyper.default) if hyper.flag else furthest(hyper)
    other = settings.with_choice(0, settings.choices[0].with_value(hyper.name, value))
    query = NETWORK.write(other)
    assert NETWORK.read(query) == (other, [])
    assert f"{hyper.name}~" in query["trainer"][0]
    said = f"{optimizers.by_name(name).short}: {letters(hyper.symbol)} = {short(float(value))}."
    assert said in besides(other) and said not in besides(settings)


@pytest.mark.parametrize("name", TRAINERS)
def test_a_walk_of_the_maps_opens_here_alike(name: str) -> None:
    choice = default_choice(name).with_value("learning_rate", 0.2)
    for hyper in choice.optimizer_class.hyperparameters()[1:]:
        choice = choice.with_value(
            hyper.name, bool(1 - hyper.default) if hyper.flag else furthest(hyper)
        )
    there = MAPS.write(first_settings().with_choice(0, choice))["walk"][:1]
    settings, notes = NETWORK.read({"walk": there})
    assert settings.choices == (choice,) and not notes
    own, notes = NETWORK.read({"walk": there, "trainer": ["newton", "lion~learning_rate~0.1"]})
    assert [one.name for one in own.choices] == ["lion"] and len(notes) == 1
    assert "walk" not in NETWORK.write(settings)


# -- BFGS and L-BFGS ------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "theirs"), [("bfgs", "BFGS"), ("lbfgs", "L-BFGS-B")])
def test_they_end_at_a_minimum_as_good_as_scipys(name: str, theirs: str) -> None:
    """With weight decay the loss has minima; both stand at one, and at the same height."""
    settings = settings_of(
        points="40", layers="3", epochs="400", penalty="0.05", held="0", trainer=name
    )
    made, loss = trained(settings), settings.loss
    end = made.points[-1, 0]
    found = minimize(
        loss.value,
        settings.begins(),
        jac=loss.gradient,
        method=theirs,
        options={"gtol": 1e-8, "maxiter": 2000, **({"ftol": 1e-15} if name == "lbfgs" else {})},
    )
    assert np.abs(loss.gradient(found.x)).max() < 1e-5
    assert np.abs(loss.gradient(end)).max() < 1e-5
    assert loss.value(end) == pytest.approx(found.fun, abs=1e-9)
    assert loss.value(end) < loss.value(settings.begins()) - 0.05
    assert (np.diff(made.losses[:, 0]) <= 1e-12).all()  # a line search never goes up
    assert np.abs(weights_of(made.blob)[0][-1] - end).max() < 5e-4


@pytest.mark.parametrize("more", DRAWN, ids=lambda more: next(iter(more)))
@pytest.mark.parametrize("name", SEARCHING)
def test_who_cannot_train_on_draws_says_so(name: str, more: dict[str, str]) -> None:
    whole, drawn = (settings_of(**SMALL, **words, trainer=["adam", name]) for words in ({}, more))
    assert (whole.draws() is None, drawn.draws() is None) == (True, False)
    assert not whole.waiting and [one.name for one in drawn.waiting] == [name]
    assert [one.name for one in whole.to_train.choices] == ["adam", name]
    assert [one.name for one in drawn.to_train.choices] == ["adam"]
    assert NETWORK.read(NETWORK.write(drawn)) == (drawn, []), "the link keeps whoever waits"


def test_the_page_tells_who_waits_and_why() -> None:
    words = {word: [said] for word, said in SMALL.items()}
    for more, panels in (({}, 2), ({"minibatch": ["8"]}, 1)):
        app = opened("network", {**words, **more, "trainer": ["adam", "bfgs"]})
        healthy(app)
        assert len(payload(app)[0]["panels"]) == panels
        told = [one.value for one in app.caption if "not trained now" in one.value]
        assert bool(told) == bool(more)
        if told:
            assert told[0].startswith("BFGS: ")
    app = opened("network", {**words, "dropout": ["0.2"], "trainer": ["bfgs", "lbfgs"]})
    healthy(app)
    assert any("waits" in one.value for one in app.info)
    assert any("BFGS · L-BFGS: " in one.value for one in app.caption)

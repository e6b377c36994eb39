"""All settings of the optimizers on the page "Data": as on the maps, in link, walk and words."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import optimizers
from engine import run
from tests.test_pages import healthy, opened, payload
from ui.data import scene
from ui.data.settings import first_data_settings
from ui.data.words import data_besides
from ui.learning import MOST_RULES
from ui.numbers import short
from ui.settings import FIRST_ORDER, default_choice, first_settings
from ui.symbols import letters
from ui.table import DATA, MAPS

RULES = [optimizers.by_name(name) for name in FIRST_ORDER]
HYPERS = [
    pytest.param(rule.name, hyper, id=f"{rule.name}-{hyper.name}")
    for rule in RULES
    for hyper in rule.hyperparameters()[1:]
]


def furthest(hyper: Any) -> float:
    """The end of its slider that is farther from its default."""
    return float(max(hyper.slider, key=lambda end: abs(end - hyper.default)))


def shown(app: AppTest, before: str) -> dict[str, tuple[Any, ...]]:
    """Of every setting but a learning rate: its name, help and stops, under its key's last part."""
    found = {}
    for control in (*app.select_slider, *app.toggle):
        key = (control.key or "").removeprefix(before)
        name, _between, field = key.partition(".0.")
        if name in FIRST_ORDER and field and field != "learning_rate":
            stops = tuple(getattr(control, "options", ()))
            found[f"{name}.{field}"] = (control.label, control.help, stops, control.value)
    return found


def looked_at(page: str, word: str, names: list[str]) -> AppTest:
    app = opened(page, {word: names, "epochs": ["2"]})
    app.session_state["more"] = True
    return app.run()


@pytest.mark.parametrize("at", range(0, len(FIRST_ORDER), MOST_RULES))
def test_every_setting_of_the_maps_is_here_with_the_same_words(at: int) -> None:
    names = list(FIRST_ORDER[at : at + MOST_RULES])
    here, there = looked_at("data", "learner", names), looked_at("explore", "walk", names)
    for name in names:
        mine, theirs = (
            shown(app.selectbox(key="more.of").set_value(f"{name}.0").run(), before)
            for app, before in ((here, "data."), (there, ""))
        )
        wanted = {f"{name}.{h.name}" for h in optimizers.by_name(name).hyperparameters()[1:]}
        assert mine == theirs and {*mine} == wanted
    healthy(here)


def test_a_setting_is_turned_linked_walked_and_said() -> None:
    app = looked_at("data", "learner", ["momentum", "adam~learning_rate~0.2"])
    before = payload(app)[1]
    app.selectbox(key="more.of").set_value("adam.0").run()
    app.select_slider(key="data.adam.0.beta1").set_value(0.95).run()
    healthy(app)
    assert app.query_params["learner"][1] == "adam~learning_rate~0.2~beta1~0.95"
    header, after = payload(app)
    np.testing.assert_array_equal(after["x0"], before["x0"])  # nobody else's walk
    now = DATA.read(parse_qs(app.session_state["data.link"]))[0]
    adam = optimizers.by_name("adam")(learning_rate=0.2, beta1=0.95)
    drawn = now.batches.indices(now.count, now.updates)
    walk = run(now.loss, adam, now.start, now.updates, draws=drawn)
    np.testing.assert_allclose(after["x1"], walk.points[:, 0], rtol=1e-6)
    assert "Adam: β₁ = 0.95." in header["words"]["besides"]
    app.button[[b.label for b in app.button].index("torch defaults")].click().run()
    assert app.query_params["learner"][1] == "adam~learning_rate~0.001"
    app.button[[b.label for b in app.button].index("Teaching rates")].click().run()
    healthy(app)
    taught = DATA.read(parse_qs(app.session_state["data.link"]))[0]
    assert taught.choices == taught.taught().choices != now.choices


@pytest.mark.parametrize(("name", "hyper"), HYPERS)
def test_every_setting_stands_in_the_link_and_bends_nothing_but_its_walk(
    name: str, hyper: Any
) -> None:
    settings = first_data_settings().with_rules([name])
    value = bool(1 - hyper.default) if hyper.flag else furthest(hyper)
    other = settings.with_choice(0, settings.choices[0].with_value(hyper.name, value))
    query = DATA.write(other)
    assert DATA.read(query) == (other, [])
    assert f"{hyper.name}~" in query["learner"][0]
    said = f"{optimizers.by_name(name).short}: {letters(hyper.symbol)} = {short(float(value))}."
    assert said in data_besides(other) and said not in data_besides(settings)
    assert scene.blob_of(other) != scene.blob_of(settings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_walk_of_the_maps_opens_here_alike(rule: Any) -> None:
    choice = default_choice(rule.name).with_value("learning_rate", 0.2)
    for hyper in rule.hyperparameters()[1:]:
        choice = choice.with_value(
            hyper.name, bool(1 - hyper.default) if hyper.flag else furthest(hyper)
        )
    there = MAPS.write(first_settings().with_choice(0, choice))["walk"][:1]
    settings, notes = DATA.read({"walk": there})
    assert settings.choices == (choice,) and not notes
    # Its own word counts more, and nothing of the other is left over.
    own, notes = DATA.read({"walk": there, "learner": ["sgd", "momentum~learning_rate~0.1"]})
    assert [one.name for one in own.choices] == ["momentum"] and len(notes) == 1
    assert "walk" not in DATA.write(settings)


def test_a_walk_that_learns_from_no_batch_is_named_by_the_word_that_was_asked() -> None:
    settings, notes = DATA.read({"walk": ["newton~learning_rate~1", "adam~learning_rate~0.2"]})
    assert [choice.name for choice in settings.choices] == ["adam"]
    [note] = notes
    assert note.startswith("`walk` in the link names optimizers")
    app = opened("data", {"walk": ["adam~learning_rate~0.2~beta1~0.8"]})
    healthy(app)
    assert not app.warning and "walk" not in app.query_params
    assert app.query_params["learner"] == "adam~learning_rate~0.2~beta1~0.8"

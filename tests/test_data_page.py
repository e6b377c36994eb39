"""The page "Data": its link, hands on its examples, and what the player is sent."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest

import data
from data import Order, Task
from engine import run
from figures.blob import unpack
from figures.data import bits, plane
from surfaces.losses import KINDS
from tests.test_pages import healthy, opened, payload
from ui.data import scene
from ui.data.clicks import after
from ui.data.edits import FARTHEST, MOST_EDITS, UNTOUCHED, Edits, EditsKind
from ui.data.settings import DataSettings, first_data_settings, losses_of, sources_of
from ui.table import DATA


def settings_of(**words: str | list[str]) -> DataSettings:
    query = {word: [said] if isinstance(said, str) else said for word, said in words.items()}
    settings, notes = DATA.read(query)
    assert not notes
    return settings


def facts_of(settings: DataSettings) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    return unpack(scene.blob_of(settings))


# -- the link -------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", [one.name for one in KINDS])
def test_a_link_opens_exactly_what_it_was_written_from(loss: str) -> None:
    for source in sources_of(first_data_settings(loss).task):
        settings = first_data_settings(loss).on_source(source)
        assert DATA.read(parse_qs(DATA.as_text(settings))) == (settings, [])


@pytest.mark.parametrize(
    ("query", "things"),
    [
        ({"n": ["10000"]}, "n"),
        ({"n": ["1"]}, "n"),
        ({"n": ["nan"]}, "n"),
        ({"noise": ["nan"]}, "noise"),
        ({"noise": ["-1"]}, "noise"),
        ({"batch": ["41"]}, "batch"),
        ({"batch": ["0"]}, "batch"),
        ({"data": ["moons"]}, "data"),  # classes, and a line is fitted to numbers
        ({"loss": ["logistic"], "data": ["line"]}, "data"),
        ({"data": ["anscombe1"], "n": ["20"], "noise": ["1"]}, "n noise"),
        ({"data": ["anscombe1"], "batch": ["12"]}, "batch"),
        ({"point": ["0~nan~1"]}, "point"),
        ({"point": ["40~1~1"]}, "point"),
        ({"point": ["0~1e5~1"]}, "point"),
        ({"point": ["new~1~2~1"]}, "point"),  # a number has no label
        ({"loss": ["logistic"], "point": ["new~1~2~0.5"]}, "point"),
        ({"n": ["2"], "point": ["0~gone", "1~gone"]}, "point"),
        ({"point": ["new~0~0"] * (MOST_EDITS + 1)}, "point"),
        ({"order": ["sorted"]}, "order"),
        ({"seed": ["-1"]}, "seed"),
        ({"decay": ["11"]}, "decay"),
        ({"learner": ["newton"]}, "learner"),
        ({"learner": ["adam"], "slopes": ["momentum"]}, "slopes"),
        ({"over": ["time"]}, "over"),
    ],
)
def test_a_bad_link_gets_a_sentence_and_a_sane_picture(
    query: dict[str, list[str]], things: str
) -> None:
    settings, notes = DATA.read(query)
    assert [note.split("`")[1] for note in notes] == things.split()
    assert not any(text in note for note in notes for text in ("10000", "nan", "1e5", "sorted"))
    header, _arrays = facts_of(settings)
    assert header["data"]["n"] == settings.count
    assert DATA.read(DATA.write(settings)) == (settings, [])


@pytest.mark.parametrize(
    "words",
    [
        {"n": "2", "point": ["0~gone"]},  # N = 1
        {"n": "2", "point": ["0~1~1", "1~1~3"]},  # equal x: a valley of lines
        {"n": "2", "point": ["0~1~1", "1~1~1"]},  # the same twice
        {"n": "2", "point": ["0~0~0", "1~gone"]},
        {"n": "2", "point": ["0~10000~-10000", "1~-10000~10000"]},
        {"loss": "logistic", "n": "2", "point": ["1~gone"]},  # one class only
        {"loss": "logistic", "n": "2", "point": ["0~0~0", "1~0~0"]},
        {"loss": "logistic", "n": "3", "point": ["0~gone", "1~gone", "2~gone", "new~0~0~1"]},
        {"loss": "logistic", "data": "clouds"},  # apart: the weights grow for ever
        {"learner": "none"},
        {"learner": "gradient_descent~learning_rate~1000"},  # leaves the finite world
        {"n": "500", "batch": "1", "epochs": "5000"},  # more updates than are made
    ],
)
def test_what_is_odd_is_drawn_all_the_same(words: dict[str, str | list[str]]) -> None:
    settings = settings_of(**words)
    header, arrays = facts_of(settings)
    x0, x1, y0, y1 = header["data"]["window"]
    assert x0 < x1 and y0 < y1
    shown = arrays["examples"].reshape(-1, 3)
    assert ((shown[:, 0] >= x0) & (shown[:, 0] <= x1) & (shown[:, 1] >= y0)).all()
    ground, _levels = unpack(scene.ground_of(settings.loss))
    assert ground["id"] == header["ground"]
    assert np.isfinite(ground["window"]).all()
    app = opened("data", {word: [s] if isinstance(s, str) else s for word, s in words.items()})
    healthy(app)
    assert not app.warning


# -- hands on examples ----------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ["least_squares", "logistic"])
def test_hands_do_to_the_examples_what_they_say(loss: str) -> None:
    """Against a list of places on which the same is done."""
    choose = random.Random(loss)
    settings = first_data_settings(loss).changed(n=6, edits=UNTOUCHED)
    number = settings.task is Task.NUMBER
    wanted = [list(one) for one in plane(settings.loss)]
    for _turn in range(60):
        place, x, y = choose.randrange(len(wanted)), choose.uniform(-3, 3), choose.uniform(-3, 3)
        what, label = choose.choice(["move", "add", "remove"]), choose.randrange(2)
        if what == "move":
            wanted[place][:2] = [x, y]
            said = ["move", place, x, y]
        elif what == "add":
            label = 0 if number else label
            wanted.append([x, y, label])
            said = ["add", x, y, label]
        else:
            if len(wanted) == 1:
                assert after(settings, ["remove", 0]) is None
                continue
            del wanted[place]
            said = ["remove", place]
        edits = after(settings, said)
        assert edits is not None
        settings = settings.with_edits(edits)
        # What is left of the set comes before what was added.
        assert sorted(map(tuple, plane(settings.loss).tolist())) == sorted(map(tuple, wanted))
        wanted = plane(settings.loss).tolist()
        assert settings.batch <= settings.count == len(wanted)
        assert DATA.read(parse_qs(DATA.as_text(settings))) == (settings, [])


@pytest.mark.parametrize(
    "said",
    [
        None, "move", [], ["move"], ["move", 0], ["move", 40, 0, 0], ["move", -1, 0, 0],
        ["move", 0.5, 0, 0], ["move", 0, float("nan"), 0], ["move", 0, 2 * FARTHEST, 0],
        ["move", 0, "1", 0], ["move", True, 0, 0], ["add", 1, 1], ["add", 1, 1, 2],
        ["add", float("inf"), 1, 0], ["remove", 40], ["remove", 0, 0], ["explode", 0],
    ],
)  # fmt: skip
def test_what_no_hand_can_do_changes_nothing(said: Any) -> None:
    assert after(first_data_settings(), said) is None


def test_a_full_batch_stays_full_and_no_batch_is_larger_than_all() -> None:
    settings = settings_of(batch="40")
    assert settings.with_edits(settings.edits.add((0.0, 0.0), 0)).batch == 41
    assert settings.on_source("anscombe1").batch == 11
    assert settings_of(batch="20").on_source("anscombe1").batch == 11
    assert settings_of(batch="8").changed(n=100).batch == 8


def test_changes_are_written_as_they_are_read() -> None:
    kind = EditsKind(5, Task.CLASS)
    texts = ["1~0.5~-2", "3~gone", "new~1~2~1"]
    edits, clean = kind.read(texts)
    assert clean and kind.write(edits) == texts
    assert edits == Edits(((1, 0.5, -2.0),), (3,), ((1.0, 2.0, 1),))
    assert edits.left(5) == [0, 1, 2, 4] and edits.count(5) == 5


# -- what the player is sent ----------------------------------------------------------------------


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("loss", ["least_squares", "logistic"])
def test_the_rows_are_those_of_the_engine(loss: str, order: Order) -> None:
    settings = settings_of(
        loss=loss,
        order=str(order),
        batch="6",
        n="20",
        epochs="5",
        seed="3",
        decay="0.1",
        slopes="adam",
    )
    header, arrays = facts_of(settings)
    facts = header["data"]
    drawn = data.Batches(6, order, 3).indices(20, 20)
    assert facts["rows"] == [*range(21)] and facts["perEpoch"] == 4
    assert arrays["sizes"].tolist() == [int((row >= 0).sum()) for row in drawn]
    words = arrays["batches"].reshape(20, -1)
    for row, seen in zip(words, drawn, strict=True):
        held = {i for i in range(20) if row[i // 16] >> (i % 16) & 1}
        assert held == {*seen.tolist()} - {-1}
    for i, choice in enumerate(settings.choices):
        walk = run(settings.loss, choice.optimizer(), settings.start, 20, draws=list(drawn))
        assert np.allclose(arrays[f"x{i}"], walk.points[:, 0], rtol=1e-6, atol=1e-6)
        if choice.name == "adam":
            assert np.allclose(arrays["seen"].reshape(-1, 2), walk.seen, rtol=1e-5, atol=1e-6)
            whole = arrays["whole"].reshape(-1, 2)
            assert np.allclose(whole, walk.gradients, rtol=1e-5, atol=1e-6)
        of_batch = [settings.loss.value(p, d) for p, d in zip(walk.points, drawn, strict=False)]
        assert np.allclose(arrays[f"batch{i}"][:20], of_batch, rtol=1e-5)


def test_of_a_long_run_some_rows_are_sent_and_all_updates_made() -> None:
    settings = settings_of(batch="1", epochs="30")
    header, arrays = facts_of(settings)
    rows = header["data"]["rows"]
    assert rows[0] == 0 and rows[-1] == settings.updates == 1200
    assert len(rows) * len(settings.choices) <= 2 * scene.MOST_ROWS
    drawn = list(settings.batches.indices(40, 1200))
    walk = run(settings.loss, settings.choices[0].optimizer(), settings.start, 1200, draws=drawn)
    assert np.allclose(arrays["x0"], walk.points[rows, 0], rtol=1e-6, atol=1e-6)
    assert arrays["sizes"].size == len(rows) - 1


def test_bits_hold_every_example() -> None:
    seen = np.array([[0, 15, 16, 33], [1, 1, -1, -1]])
    words = bits(seen, 34).reshape(2, 3)
    assert words.tolist() == [[1 + (1 << 15), 1, 2], [2, 0, 0]]


def test_the_cloud_holds_the_gradients_of_single_examples() -> None:
    settings = settings_of(slopes="adam", epochs="4")
    header, arrays = facts_of(settings)
    facts = header["data"]
    assert facts["slopesOf"] == "adam.0" and facts["cloud"] == [*range(40)]
    sent = (arrays["cloud"].astype(float) - 32768) / 32767 * facts["cloudReach"]
    sent = sent.reshape(-1, 40, 2)
    assert len(sent) == 20
    places = np.stack([arrays["x2"], arrays["y2"]], axis=-1)
    for row in (0, 7, 19):
        exact = settings.loss.single_gradients(places[row].astype(float))
        assert np.abs(sent[row] - exact).max() <= facts["cloudReach"] * 1e-4
        # The arrow of all examples ends in the middle of their dots.
        assert np.allclose(sent[row].mean(axis=0), arrays["whole"].reshape(-1, 2)[row], atol=2e-3)
    none, _arrays = facts_of(settings_of())
    assert none["data"]["slopesOf"] == "" and none["data"]["cloud"] == []


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"n": "500", "batch": "1", "slopes": "adam"},
        {"n": "500", "batch": "16", "epochs": "60"},
    ],
)
def test_one_seed_is_at_most_100_kb(words: dict[str, str]) -> None:
    many = [f"{name}~learning_rate~0.01" for name in ("adam", "rmsprop", "lion", "adagrad")]
    for learners in ([], [*many, "momentum~learning_rate~0.001", "nadam~learning_rate~0.01"]):
        more = {"learner": learners} if learners else {}
        settings = settings_of(**{**words, **more})
        ground, walks = scene.ground_of(settings.loss), scene.blob_of(settings)
        assert len(walks) <= 100_000
        # A change of the examples sends the ground, too; a cloud is sent on request.
        assert "slopes" in words or len(ground) + len(walks) <= 100_000


def test_every_loss_has_data_and_every_set_a_loss() -> None:
    for task in Task:
        assert losses_of(task) and sources_of(task)
    known = {name for task in Task for name in sources_of(task)}
    assert known == {source.name for source in data.SOURCES}


# -- the page -------------------------------------------------------------------------------------


def test_controls_are_heard_and_the_link_says_it() -> None:
    app = opened("data")
    healthy(app)
    app.select_slider(key="data.batch").set_value(40).run()
    healthy(app)
    assert app.query_params["batch"] in (["40"], "40")
    header, _arrays = payload(app)
    assert header["data"]["batch"] == 40
    app.selectbox(key="data.loss").set_value("logistic").run()
    healthy(app)
    header, _arrays = payload(app)
    assert header["data"]["task"] == "class" and header["coordinates"] == ["w₁", "w₂"]
    app.selectbox(key="data.slopes").set_value("momentum").run()
    healthy(app)
    assert app.query_params["slopes"] in (["momentum"], "momentum")

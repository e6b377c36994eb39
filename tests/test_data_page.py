"""The page "Data": its link, hands on its examples, and what the player is sent."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest

import data
from data import Order, Task, UnreadableError
from engine import run
from figures.blob import unpack
from figures.data import plane
from surfaces.losses import KINDS
from tests.test_pages import healthy, opened, payload
from tests.visit import Server, Visit
from ui.data import fans, pasting, scene
from ui.data.clicks import after
from ui.data.edits import FARTHEST, MOST_EDITS, UNTOUCHED, Edits, EditsKind
from ui.data.settings import DataSettings, first_data_settings, losses_of, sources_of
from ui.numbers import short
from ui.settings import EPOCHS, default_schedule
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
        ({"seeds": ["101"]}, "seeds"),
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


@pytest.mark.parametrize(
    ("loss", "text", "wanted"),
    [
        ("least_squares", "x,y\n1,2\n3;4\n\n5\t6.5", [[1, 2, 0], [3, 4, 0], [5, 6.5, 0]]),
        ("logistic", "1 2 0\n3 4 1", [[1, 2, 0], [3, 4, 1]]),
        ("hinge", "5,5,1", [[5, 5, 1]]),
    ],
)
def test_pasted_examples_are_all_there_is_and_stand_in_the_link(
    loss: str, text: str, wanted: list[list[float]]
) -> None:
    settings = pasting.with_pasted(first_data_settings(loss), text)
    assert plane(settings.loss).tolist() == wanted
    assert settings.batch <= settings.count == len(wanted)
    assert DATA.read(parse_qs(DATA.as_text(settings))) == (settings, [])
    header, _arrays = facts_of(settings)
    assert header["panels"][0]["title"] == f"Examples of your own, N = {len(wanted)}"


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("", "There is no line of numbers in it.", []),
        ("hello", "There is no line of numbers in it.", []),
        ("1,2\n1,2,3", "Line 2 must hold 2 numbers; values found: 3.", ["1,2,3"]),
        ("1,nan", "In line 1, value 2 is not a number.", ["1,nan"]),
        ("1,2\r\n\r\n1,1e5", "In line 3, value 2 is too large: numbers go from −10,000", ["1,1e5"]),
        ("1,1e400", "In line 1, value 2 is too large", ["1,1e400"]),
        ("0,5;1,2", "and in a number stands a point", ["0,5;1,2"]),
        ("1,2\n=cmd(),2", "In line 2, value 1 is not a number.", ["=cmd(),2"]),
        ("<b>1</b>,2", "In line 1, value 1 is not a number.", ["<b>1</b>,2"]),
        ("1,**2**", "In line 1, value 2 is not a number.", ["1,**2**"]),
        ("1,$2$ :red[x]", "Line 1 must hold 2 numbers; values found: 3.", ["1,$2$ :red[x]"]),
        ("1,2\n" * 99, "Line 99 is one too many: at most 98 rows are read.", ["1,2"]),
        ("7" * 100_000, "Line 1 must hold 2 numbers; values found: 1.", ["7" * 48 + "…"]),
        ("__import__('os'),1", "In line 1, value 1 is not a number.", ["__import__('os'),1"]),
    ],
)
def test_rubbish_is_refused_with_a_sentence_and_its_line(
    text: str, said: str, line: list[str]
) -> None:
    with pytest.raises(UnreadableError):
        pasting.with_pasted(first_data_settings(), text)
    app = opened("data")
    app.session_state["pasting"] = True
    app.run()
    before = dict(app.query_params)
    app.text_area(key="data.paste").set_value(text).run()
    assert not app.warning  # nothing was asked yet
    app.button(key="data.take").click().run()
    healthy(app)
    [warning] = app.warning
    assert warning.value.startswith("Nothing was taken. ") and said in warning.value
    assert "A line holds x and y, from −10,000 to 10,000; from 1 to 98 lines" in warning.value
    # The line is shown as text; nothing of it is in what is read as Markdown.
    shown = app.get("code")
    assert [code.value for code in shown] == line and {code.language for code in shown} <= {
        "plaintext"
    }
    assert not line or line[0] not in warning.value
    assert dict(app.query_params) == before
    assert all(len(str(app.session_state[key])) < 100 for key in ("data.refused",))
    app.text_area(key="data.paste").set_value("1,2\n3,4").run()
    assert not app.warning and not app.get("code")  # it has been changed since
    app.button(key="data.take").click().run()
    assert not app.warning and dict(app.query_params) != before


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
    # The browser draws them itself: tests/test_batch_lines.py holds it to these.
    assert facts["draws"] == {"order": str(order), "key": [3, 1]} and "batches" not in arrays
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
        {"n": "500", "batch": "500", "order": "replaced", "epochs": "1000", "contours": "batch"},
        {"n": "500", "batch": "1", "order": "replaced", "contours": "batch", "slopes": "adam"},
    ],
)
def test_one_seed_is_at_most_100_kb(words: dict[str, str]) -> None:
    many = [f"{name}~learning_rate~0.01" for name in ("adam", "rmsprop", "lion", "adagrad")]
    more_still = [*many, "momentum~learning_rate~0.001", "nadam~learning_rate~0.01"]
    for learners in ([], ["adam~learning_rate~0.01"], more_still):
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


# -- seeds ----------------------------------------------------------------------------------------


def test_the_first_seed_of_a_fan_is_the_walk_itself_and_each_is_its_own() -> None:
    settings = settings_of(seeds="3", seed="999999", batch="4", epochs="3")
    header, arrays = facts_of(settings)
    fan = header["data"]["fan"]
    assert fan["seeds"] == 3 and fan["steps"] == [*range(31)]
    for r, choice in enumerate(settings.choices):
        ends = arrays[f"fan_ends{r}"].reshape(3, 2)
        heights = []
        for i, seed in enumerate((999_999, 1_000_000, 1_000_001)):
            drawn = list(data.Batches(4, Order.RESHUFFLED, seed).indices(40, 30))
            walk = run(settings.loss, choice.optimizer(), settings.start, 30, draws=drawn)
            assert np.allclose(ends[i], walk.points[-1], rtol=1e-5, atol=1e-6)
            heights.append(walk.heights)
        gaps = np.array(heights) - settings.loss.minimum
        assert np.allclose(arrays[f"fan_median{r}"], np.median(gaps, axis=0), rtol=1e-4, atol=1e-7)
        low, high = np.quantile(gaps, [0.1, 0.9], axis=0)
        assert np.allclose(arrays[f"fan_low{r}"], low, rtol=1e-4, atol=1e-7)
        assert np.allclose(arrays[f"fan_high{r}"], high, rtol=1e-4, atol=1e-7)
        walks = arrays[f"fan_walks{r}"].reshape(3, fan["rowsOfWalks"], 2)
        assert np.allclose(walks[:, 0], settings.start) and np.allclose(walks[:, -1], ends)


@pytest.mark.parametrize("words", [{}, {"n": "500", "batch": "1"}, {"n": "500", "batch": "16"}])
def test_a_fan_is_at_most_150_kb(words: dict[str, str]) -> None:
    rules = ("adam", "rmsprop", "lion", "adagrad", "momentum", "nadam")
    many = [f"{name}~learning_rate~0.01" for name in rules]
    settings = settings_of(seeds="100", learner=many, **words)
    walks, ground = scene.blob_of(settings), scene.ground_of(settings.loss)
    assert unpack(walks)[0]["data"]["fan"]
    assert len(walks) + len(ground) <= 150_000


def test_where_there_is_no_chance_one_walk_stands_for_all() -> None:
    for words in ({"batch": "40"}, {"order": "fixed"}):
        settings = settings_of(seeds="50", **words)
        assert fans.spread_of(settings) is None
        [said] = fans.told(settings, None)
        assert "no chance" in said
        assert facts_of(settings)[0]["data"]["fan"] is None
    # With replacement a batch of 40 is not all examples.
    assert fans.seeds_of(settings_of(seeds="50", batch="40", order="replaced")) == 50
    assert fans.told(settings_of(), None) == []


def test_what_is_said_of_seeds_is_true() -> None:
    settings = settings_of(seeds="20", learner=["adam~learning_rate~0.1"])
    spread = fans.spread_of(settings)
    assert spread is not None
    [said] = fans.told(settings, spread)
    ends = spread.fan.losses[-1, 0] - settings.loss.minimum
    assert f"{short(float(np.median(ends)))} in the median of 20 seeds" in said
    assert f"between {short(float(np.quantile(ends, 0.1)))} and" in said
    wild = settings_of(seeds="20", learner=["gradient_descent~learning_rate~100"])
    said_of_lost = fans.told(wild, fans.spread_of(wild))
    assert any("20 have left the finite world" in line for line in said_of_lost)
    assert "ends at ∞" in said_of_lost[0]
    # So many that not all of them can be drawn at once.
    long = settings_of(
        seeds="100", n="500", batch="250", order="replaced", epochs="2500", learner="adam"
    )
    assert fans.seeds_of(long) < 100
    assert (
        f"{fans.seeds_of(long)} seeds walk"
        in fans.told(long, fans.Spread(spread.fan, fans.seeds_of(long)))[0]
    )


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


# -- in the browser -------------------------------------------------------------------------------

PLAYER = "document.querySelector('.ov-player').player"
SPOT = f"""(i) => {{
  const {{grips}} = {PLAYER}.panels[0], {{xaxis, yaxis, box}} = grips.axes();
  const [x, y] = grips.placeOf(i);
  return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)];
}}"""


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Visit]:
    visit = Visit(browser, server)
    yield visit
    console = visit.console
    visit.close()
    assert not console


def pointed(visit: Visit) -> list[list[str]]:
    return parse_qs(visit.page.url.partition("?")[2]).get("point", [])


@pytest.mark.browser
def test_examples_are_dragged_added_and_taken_away(visit: Visit) -> None:
    page = visit.page
    visit.open_paused("/data?learner=adam~learning_rate~0.1&step=3")
    x, y = page.evaluate(SPOT, 4)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y - 20, steps=4)
    held = page.evaluate(f"{PLAYER}.panels[0].still.data[0].x[4]")
    page.mouse.up()
    page.wait_for_url("**point=4~*")
    [said] = pointed(visit)
    assert abs(float(said.split("~")[1]) - held) < 0.05, "it is where the hand has let it go"
    page.wait_for_function(f"() => {PLAYER}.facts.n === 40 && !{PLAYER}.panels[0].grips.let.size")
    box = page.locator(".ov-examples .ov-walks").bounding_box()
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.15 * box["height"])
    page.wait_for_function(f"() => {PLAYER}.facts.n === 41")
    x, y = page.evaluate(SPOT, 40)
    page.wait_for_timeout(500)  # not the third click of something
    page.mouse.dblclick(x, y)
    page.wait_for_function(f"() => {PLAYER}.facts.n === 40")
    x, y = page.evaluate(SPOT, 0)
    page.wait_for_timeout(500)
    page.mouse.click(x, y)
    page.keyboard.press("Delete")
    page.wait_for_function(f"() => {PLAYER}.facts.n === 39")
    page.wait_for_url("**point=0~gone*")
    assert page.evaluate(f"{PLAYER}.clock.position") == 3, "the step is kept"


@pytest.mark.browser
def test_the_batch_is_lit_and_every_model_is_drawn_where_it_is(visit: Visit) -> None:
    page = visit.page
    visit.open_paused("/data?batch=3&order=fixed&step=1&learner=adam~learning_rate~0.1")
    lit = page.evaluate(f"{PLAYER}.panels[0].movingTraces(1)[1].x")
    examples = plane(settings_of().loss)
    assert np.allclose(lit, examples[3:6, 0], rtol=1e-6), (
        "the second batch in the order of the data"
    )
    told = page.locator(".ov-state").inner_text()
    assert told.startswith("Update 2 of 280, epoch 1: its batch holds 3 of 40 examples.")
    page.evaluate(f"{PLAYER}.clock.jump(13)")
    page.wait_for_function(f"() => {PLAYER}.stepTold({PLAYER}.clock.position) === 13")
    page.wait_for_function(
        "() => document.querySelector('.ov-state').textContent.includes('Update 14')"
    )
    told = page.locator(".ov-state").inner_text()
    assert told.startswith("Update 14 of 280, epoch 1: its batch holds the last 1 of 40 examples.")
    assert len(page.evaluate(f"{PLAYER}.panels[0].movingTraces(13)[1].x")) == 1
    drawn = f"""([facts, theta]) => {{
      const panel = {PLAYER}.panels[0], before = panel.data.facts;
      panel.data.facts = {{...before, ...facts}};
      const line = panel.model(theta), view = panel.ranges();
      panel.data.facts = before;
      return [line.x, line.y, view.x, view.y];
    }}"""
    theta = [0.7, -0.4]
    for one in KINDS:
        loss = first_data_settings(one.name).loss
        facts = facts_of(first_data_settings(one.name))[0]["data"]
        asked = {
            name: facts[name] for name in ("form", "unit", "middle", "task", "window", "equal")
        }
        x, y, across, _up = page.evaluate(drawn, [asked, theta])
        if facts["form"] == "same":
            assert x == [None]
            continue
        if one.task is Task.NUMBER:
            assert np.allclose(y, loss.prediction(np.array(theta), np.array(x)), rtol=1e-12)
            assert (x[0], x[-1]) == pytest.approx(across)
        else:
            normal, offset = loss.boundary(np.array(theta))
            assert np.allclose(np.array([x, y]).T @ normal, offset, atol=1e-9)


@pytest.mark.browser
def test_arrows_of_gradients_point_downhill(visit: Visit) -> None:
    page = visit.page
    visit.open_paused("/data?slopes=adam&batch=4&step=2&learner=adam~learning_rate~0.1")
    found, scale = page.evaluate(f"[{PLAYER}.slopes.at(2), {PLAYER}.slopes.scale]")
    settings = settings_of(batch="4", learner="adam~learning_rate~0.1")
    drawn = list(settings.batches.indices(40, 3))
    walk = run(settings.loss, settings.rules()[0], settings.start, 3, draws=drawn)
    assert walk.seen is not None and scale > 0
    assert np.allclose(found["batch"], walk.seen[2], rtol=1e-5)
    assert np.allclose(found["all"], walk.gradients[2], rtol=1e-5)
    single = settings.loss.single_gradients(walk.points[2])
    assert np.allclose(found["single"], single, atol=1e-3 * np.abs(single).max())
    told = page.locator(".ov-slopes-told").inner_text()
    off = float(np.linalg.norm(walk.seen[2] - walk.gradients[2]))
    assert f"they are {off:.4g} apart" in told


def test_a_schedule_fits_the_updates_of_the_run() -> None:
    app = opened("data")
    updates = DATA.read({})[0].updates
    app.selectbox(key="data.schedule").set_value("step").run()
    healthy(app)
    usual = default_schedule("step").value("period")
    found = app.select_slider(key="data.schedule.step.period").value
    assert found == max(1, round(usual * updates / EPOCHS)) != usual

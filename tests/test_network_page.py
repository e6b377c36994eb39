"""The page "Network": its link, what is trained, what the browser is sent and makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest

from engine import CancelledError
from figures.blob import unpack
from figures.weights import weights_of
from networks import ACTIVATIONS, INITIALIZERS, LOSSES, NetworkLoss
from tests.test_pages import healthy, opened, payload
from tests.visit import Server, Visit
from ui.network import scene
from ui.network.ground import _cut, told
from ui.network.orders import TrainingOrder
from ui.network.settings import HELD_OUT, SOURCES, NetworkSettings, first_network_settings
from ui.settings import default_choice
from ui.table import NETWORK

WORDS = tuple((name, name) for name in ("along", "across", "loss", "start", "end"))
MOST_BYTES = 600_000  # of a change where everything but six optimizers is as the page opens
SIX = ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam")


class Flag:
    def __init__(self, on: bool) -> None:
        self.on = on

    def is_set(self) -> bool:
        return self.on


def settings_of(**words: str | list[str]) -> NetworkSettings:
    query = {word: [said] if isinstance(said, str) else said for word, said in words.items()}
    settings, notes = NETWORK.read(query)
    assert not notes
    return settings


def trained(settings: NetworkSettings) -> Any:
    return TrainingOrder(settings).make(lambda _done, _total: None, Flag(False))


# -- the link -------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES)
def test_a_link_opens_exactly_what_it_was_written_from(source: str) -> None:
    first = first_network_settings()
    assert NETWORK.read(parse_qs(NETWORK.as_text(first))) == (first, [])
    lion = default_choice("lion").with_value("learning_rate", 0.003)
    other = replace(
        first.on_source(source).with_rules(["lion", "adam"]).with_choice(1, lion),
        **{"hidden": (3, 16, 3), "activation": "relu", "start": "he", "start_seed": 5},
        **{"loss_name": "squares", "batch": 7, "seed": 3, "epochs": 12, "decay": 0.01},
        **{"dropout": 0.1, "dropconnect": 0.2, "depth": 0.3, "jitter": 0.4, "held": 40},
    )
    assert NETWORK.read(parse_qs(NETWORK.as_text(other))) == (other, [])


@pytest.mark.parametrize(
    ("word", "text"),
    [
        *(("layers", text) for text in ("0", "17", "8~8~8~8", "8~", "~", "-1", "8.5", "nan")),
        *(("points", text) for text in ("0", "1", "501", "1e9")),
        *(("held", text) for text in ("-1", "91", "x")),
        *(("dropout", text) for text in ("1", "-0.1", "nan", "inf")),
        *(("jitter", text) for text in ("-1", "1e400")),
        *(("init", "x"), ("examples", "line"), ("criterion", "none"), ("trainer", "newton")),
        *(("minibatch", "501"), ("epochs", "0"), ("penalty", "-1"), ("activation", "swish")),
    ],
)
def test_what_a_link_cannot_say_is_told_and_not_taken(word: str, text: str) -> None:
    settings, [note] = NETWORK.read({word: [text]})
    assert settings == first_network_settings()
    assert f"`{word}`" in note and note.endswith(".")


# -- what is trained ------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 3, 200])
@pytest.mark.parametrize("held", [0, 25, 50, 90])
def test_examples_are_held_out_and_some_are_left(count: int, held: int) -> None:
    settings = settings_of(points=str(count), held=str(held))
    assert settings.is_held.sum() == settings.held_count
    assert settings.count + settings.held_count == count and settings.count >= 1
    assert abs(settings.held_count - count * held / 100) <= 1
    assert settings.loss.inputs.shape == (settings.count, 2)


def test_the_same_examples_are_held_out_everywhere() -> None:
    """The quarter with the smallest words of a stream of Philox, whatever NumPy's release."""
    settings = settings_of(points="12", held="25", drawn="7")
    words = np.random.Philox(key=np.array([7, HELD_OUT], dtype=np.uint64)).random_raw(12)
    assert np.flatnonzero(settings.is_held).tolist() == sorted(np.argsort(words)[:3].tolist())
    assert np.flatnonzero(settings.is_held).tolist() == [0, 3, 4]
    more = settings_of(points="12", held="50", drawn="7")
    assert (more.is_held >= settings.is_held).all(), "who is held out stays so"


def test_what_is_held_out_changes_nothing_that_is_learned() -> None:
    """The weights of a training know nothing of the examples that are held out."""
    settings = settings_of(points="40", epochs="20", held="50", trainer="adam~learning_rate~0.05")
    first = weights_of(trained(settings).blob)[0]
    loss = NetworkLoss(settings.network, settings.loss.inputs, settings.loss.targets)
    assert loss == settings.loss
    theta, rule = settings.begins(), settings.choices[0].optimizer()
    state = rule.init(theta)
    for _update in range(settings.updates):
        delta, state = rule.update(loss.gradient(theta), state, theta)
        theta = theta + delta
    assert np.abs(first[-1] - theta).max() < 1e-4


def test_another_optimizer_changes_no_others_numbers() -> None:
    words = {"points": "40", "epochs": "30", "minibatch": "8", "dropout": "0.2"}
    alone = settings_of(**words, trainer="adam~learning_rate~0.05")
    both = settings_of(**words, trainer=["adam~learning_rate~0.05", "momentum~learning_rate~0.1"])
    names = [choice.name for choice in both.choices]
    mine, theirs = weights_of(trained(alone).blob)[0], weights_of(trained(both).blob)
    assert np.array_equal(mine, theirs[names.index("adam")])


def test_losses_and_hits_are_those_of_the_whole_net() -> None:
    """Dropout and weight decay are in what is minimized, and not in what is told of it."""
    settings = settings_of(points="60", epochs="15", dropout="0.3", penalty="0.1")
    made = trained(settings)
    header, arrays = unpack(scene.blob_of(made))
    for i, theta in enumerate(weights_of(made.blob)):
        for name, chosen in (("gap", ~settings.is_held), ("heldLoss", settings.is_held)):
            loss = settings.loss_on(chosen, 0.0)
            assert np.abs(loss.value(theta) - arrays[f"{name}{i}"]).max() < 2e-3
        right = settings.loss_on(~settings.is_held, 0.0).accuracy(theta)
        assert np.mean(np.abs(right - arrays[f"right{i}"]) > 1e-6) < 0.1
    assert header["steps"] == settings.updates


@pytest.mark.parametrize("loss", [one.name for one in LOSSES])
@pytest.mark.parametrize("activation", [one.name for one in ACTIVATIONS])
def test_every_loss_and_activation_trains(loss: str, activation: str) -> None:
    for start in (one.name for one in INITIALIZERS):
        settings = settings_of(
            criterion=loss, activation=activation, init=start, points="20", epochs="3"
        )
        assert len(trained(settings).blob)


def test_a_training_that_diverges_is_cut_where_it_is_lost() -> None:
    settings = settings_of(
        criterion="squares", activation="relu", trainer="gradient_descent~learning_rate~1000"
    )
    made = trained(settings)
    header, arrays = unpack(scene.blob_of(made))
    [walk] = header["walks"]
    assert walk["left"] == {"step": walk["last"] + 1} and walk["last"] < settings.updates
    assert len(arrays["gap0"]) == walk["last"] + 1


def test_a_training_can_be_called_off_and_says_how_far_it_is() -> None:
    with pytest.raises(CancelledError):
        TrainingOrder(settings_of()).make(lambda _done, _total: None, Flag(True))
    told: list[float] = []
    TrainingOrder(settings_of(epochs="100")).make(
        lambda done, total: told.append(done / total), Flag(False)
    )
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1 and len(told) > 4


# -- what is sent ---------------------------------------------------------------------------------


def test_a_change_sends_no_more_than_it_may() -> None:
    settings = first_network_settings().with_rules(SIX)
    assert (settings.network.dimension, settings.n, settings.updates) == (105, 200, 300)
    blob = scene.blob_of(trained(settings))
    header, arrays = unpack(blob)
    assert header["steps"] == 300 and all(
        arrays[f"weights{i}"].dtype == np.uint16 for i in range(6)
    )
    assert len(blob) <= MOST_BYTES


def test_a_long_training_is_sent_in_rows_that_are_bounded() -> None:
    settings = settings_of(points="500", layers="16~16~16", epochs="1000", minibatch="1")
    numbers = settings.updates // settings.every * settings.network.dimension * 3
    assert numbers <= 750_000


def test_the_page_opens_with_everything_and_says_what_is_of_one_class() -> None:
    app = opened("network", {"points": ["2"], "held": ["50"], "epochs": ["3"]})
    healthy(app)
    assert any("one class" in warning.value for warning in app.warning)
    app = opened("network", {"epochs": ["5"], "trainer": ["none"]})
    healthy(app)
    assert any("Pick an optimizer" in info.value for info in app.info)
    app = opened("network", {"epochs": ["5"]})
    healthy(app)
    assert not app.warning
    assert not any("epochs with" in caption.value for caption in app.caption)
    header, _arrays = payload(app)
    assert header["kind"] == "network" and len(header["panels"]) == 3


# -- the ground -----------------------------------------------------------------------------------


def test_every_walk_has_a_plane_of_its_own_that_says_how_far_it_is_off() -> None:
    settings = settings_of(points="40", epochs="40", penalty="0.01")
    made = trained(settings)
    said = []
    for place, choice in enumerate(settings.choices):
        cut, figure = _cut(made, place, "light", WORDS)
        ground, walk = figure.data
        # Start and end lie on the plane, so their drawn heights are their true ones.
        for row, at in ((0, 0), (-1, -1)):
            lies = cut.places(*cut.path[row])
            assert np.abs(lies - made.points[at, place]).max() < 1e-9
            assert abs(walk.customdata[row] - settings.loss.value(lies)) < 1e-9
        assert len(ground.z) == len(ground.x) == 61
        said.append(told(choice.name, cut))
    assert len({*said}) == len(said)
    assert all("lies beside this plane" in sentence for sentence in said)


@pytest.mark.parametrize(
    "words",
    [
        {"criterion": "squares", "activation": "relu", "trainer": "momentum~learning_rate~100"},
        {"init": "zeros", "activation": "relu", "layers": "4"},
        {"epochs": "1", "layers": "none"},
    ],
)
def test_a_walk_that_leaves_or_hardly_moves_has_a_ground_too(words: dict[str, str]) -> None:
    made = trained(settings_of(**{"points": "20", "epochs": "20", **words}))
    cut, figure = _cut(made, 0, "dark", WORDS)
    assert figure.data[0].zmin < figure.data[0].zmax < np.inf
    assert told("Adam", cut).endswith(".")


def test_the_ground_is_asked_for_by_a_switch() -> None:
    shut, opened_ = (
        opened("network", {"points": ["20"], "epochs": ["5"], **more})
        for more in ({}, {"cuts": ["on"]})
    )
    for app in (shut, opened_):
        healthy(app)
    sentences = [caption.value for caption in opened_.caption]
    assert sum("lies beside this plane" in sentence for sentence in sentences) == 3
    assert not any("lies beside" in caption.value for caption in shut.caption)


# -- in the browser -------------------------------------------------------------------------------

ANSWERS = """([which, row]) => {
  const {player} = document.querySelector('.ov-player'), walk = player.walks[which];
  return [[...player.answersOf(walk, row)], player.net.inputs.map((one) => [...one])];
}"""


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Visit]:
    made = Visit(browser, server)
    yield made
    made.context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    [
        "points=40&epochs=20",
        "points=40&epochs=20&layers=4~4~4&bypass=0.3&activation=sigmoid",
        "points=40&epochs=20&layers=none",
        "examples=penguins&epochs=20&activation=relu&criterion=squares",
    ],
)
def test_the_browser_answers_as_the_engine_does(visit: Visit, query: str) -> None:
    settings, notes = NETWORK.read(parse_qs(query))
    assert not notes
    page = visit.page
    page.goto(f"{visit.server.url}/network?{query}")
    page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    sent = weights_of(trained(settings).blob)
    for which, row in ((0, 0), (1, settings.updates // 2), (2, settings.updates)):
        answers, inputs = page.evaluate(ANSWERS, [which, row])
        places = np.array(inputs).T
        loss = NetworkLoss(settings.network, places, np.zeros(len(places)), settings.loss_name)
        told = loss.answers(sent[which][row])[0]
        # The same weights to the bit; exponentials of two libraries.
        assert np.abs(told - answers).max() <= 1e-12 * max(1.0, np.abs(told).max())


UNDECIDED = """([which, row]) => {
  const {player} = document.querySelector('.ov-player');
  player.clock.jump(row);
  player.panels[which].frame(row);
  const side = Math.sqrt(player.net.inputs[0].length);
  const places = player.panels[which].lines[0].getAttribute('d').split(/[ML]/).slice(1);
  const inputs = player.net.inputs.map((one) => [...one]);
  return [side, inputs, places.map((one) => one.split(' ').map(Number))];
}"""


@pytest.mark.browser
@pytest.mark.parametrize("criterion", ["cross_entropy", "squares"])
def test_the_line_is_where_the_engine_is_undecided(visit: Visit, criterion: str) -> None:
    query = f"points=40&epochs=200&criterion={criterion}&trainer=adam~learning_rate~0.05"
    settings, _notes = NETWORK.read(parse_qs(query))
    page = visit.page
    page.goto(f"{visit.server.url}/network?{query}")
    page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    theta = weights_of(trained(settings).blob)[0][150]
    side, inputs, line = page.evaluate(UNDECIDED, [0, 150])
    places = np.array(inputs).T
    loss = NetworkLoss(settings.network, places, np.zeros(len(places)), settings.loss_name)
    told = loss.answers(theta)[0].reshape(int(side), int(side))
    assert (told > 0.5).any() and (told < 0.5).any() and len(line) > 40
    for column, row in line:  # on an edge of the grid, straight between its ends, to two digits
        left, above = int(np.floor(column)), int(np.floor(row))
        ends = told[above, left], told[int(np.ceil(row)), int(np.ceil(column))]
        part = (column - left) + (row - above)
        assert column == left or row == above
        there = ends[0] + part * (ends[1] - ends[0])
        around = told[max(0, above - 1) : above + 3, max(0, left - 1) : left + 3]
        assert abs(there - 0.5) <= 0.006 * np.ptp(around)


LINES = """([which, row]) => {
  const {player} = document.querySelector('.ov-player'), {inside} = player;
  inside.choice.value = player.walks[which].key;
  inside.choice.dispatchEvent(new Event('change'));
  inside.frame(row);
  return inside.lines.map(({line, layer, into, out}) =>
    [layer, into, out, Number(line.getAttribute('stroke-width')),
      line.getAttribute('stroke-dasharray')]);
}"""


@pytest.mark.browser
def test_the_lines_of_a_net_are_its_weights(visit: Visit) -> None:
    query = "points=40&epochs=20&layers=5~3"
    settings, _notes = NETWORK.read(parse_qs(query))
    page = visit.page
    page.goto(f"{visit.server.url}/network?{query}")
    page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    theta = weights_of(trained(settings).blob)[2][7]
    layers = settings.network.layers(theta)
    most = max(np.abs(layer[:, :-1]).max() for layer in layers)
    lines = page.evaluate(LINES, [2, 7])
    assert len(lines) == int(settings.network.are_weights().sum())
    for layer, into, out, width, dash in lines:
        weight = layers[layer][out, into]
        assert abs(width - (0.3 + 4.7 * abs(weight) / most)) < 0.006
        assert (dash != "none") == (weight < 0)


@pytest.mark.browser
def test_who_stays_shares_the_room_of_who_is_hidden(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.server.url}/network?points=40&epochs=20")
    page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    size = "() => [...document.querySelectorAll('.ov-answers:not([hidden]) .ov-field')].map((e) => "
    size += "e.getBoundingClientRect().width)"
    first = page.evaluate(size)
    assert len(first) == 3 and len({*first}) == 1
    page.set_viewport_size({"width": 900, "height": 800})
    page.click(".ov-readout .ov-name >> nth=1")
    page.wait_for_function(f"() => ({size})().length === 2")
    page.wait_for_timeout(500)
    assert len({*page.evaluate(size)}) == 1


@pytest.mark.browser
def test_a_long_training_is_cancelled_and_taken_up_again(visit: Visit) -> None:
    page = visit.page
    page.goto(
        f"{visit.server.url}/network?points=500&layers=16~16~16&epochs=5000&minibatch=100&held=0"
        "&dropout=0.2&dropconnect=0.1&jitter=0.1"
    )
    cancel = page.get_by_role("button", name="Cancel")
    cancel.wait_for(timeout=30_000)
    assert not page.locator(".ov-player").count(), "nothing is drawn that has not been trained"
    cancel.click()
    again = page.get_by_role("button", name="Train")
    again.wait_for(timeout=30_000)
    assert not page.locator(".ov-player").count() and not cancel.count()
    again.click()
    cancel.wait_for(timeout=30_000)
    cancel.click()
    again.wait_for(timeout=30_000)


@pytest.mark.browser
def test_names_and_numbers_beside_the_loss_are_whole(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.server.url}/network?trainer=adabelief&trainer=nesterov&trainer=momentum")
    page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    for step in (0, 7, 300):
        page.evaluate("(k) => document.querySelector('.ov-player').player.clock.jump(k)", step)
        page.wait_for_function(
            f"() => document.querySelector('.ov-step').textContent.startsWith('{step} /')"
        )
        cut = page.evaluate("""() => [...document.querySelectorAll(
          '.ov-readout, .ov-readout .ov-name span')].filter(
          (part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth)
          .map((part) => part.className || part.textContent)""")
        assert not cut

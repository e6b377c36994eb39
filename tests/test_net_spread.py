"""Activations and gradients of a net as distributions: the browser's numbers are the engine's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest

from figures.weights import weights_of
from networks import ACTIVATIONS, LOSSES, Network, NetworkLoss, activation
from tests.test_network_page import trained
from tests.visit import Server, Visit
from ui.table import NETWORK

pytestmark = pytest.mark.browser

RNG = np.random.default_rng(11)
INPUTS = RNG.normal(size=(30, 2))
TARGETS = (INPUTS[:, 0] * INPUTS[:, 1] > 0).astype(float)
SHAPES = ((), (5,), (4, 4, 4), (3, 4, 4))

# Every net there is, on examples that are given to it.
PASS = """({facts, inputs, targets, thetas}) => {
  const Net = document.querySelector('.ov-player').player.inside.spread.net.constructor;
  return facts.map((one, k) => {
    const columns = inputs.map((column) => Float64Array.from(column));
    const net = new Net(one, columns, Float64Array.from(targets));
    net.pass(Float64Array.from(thetas[k]));
    return [net.layers.map((layer) => layer.map((neuron) => [...neuron])), [...net.gradient]];
  });
}"""

SHOWN = """([which, row]) => {
  const {player} = document.querySelector('.ov-player'), {inside} = player, {spread} = inside;
  inside.choice.value = player.walks[which].key;
  inside.choice.dispatchEvent(new Event('change'));
  player.clock.jump(row);
  inside.frame(row);
  const bars = (strip) => [strip.path.getAttribute('d'), strip.told.textContent];
  return {
    strips: spread.strips.map(({name, handed, back}) => [name, bars(handed), bars(back)]),
    label: spread.rows.getAttribute('aria-label'),
    told: document.getElementById(spread.rows.getAttribute('aria-describedby')).textContent,
    layers: spread.net.layers.map((layer) => layer.map((neuron) => [...neuron])),
    gradient: [...spread.net.gradient],
  };
}"""


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Visit]:
    made = Visit(browser, server)
    yield made
    made.context.close()


def opened(visit: Visit, query: str) -> Any:
    visit.page.goto(f"{visit.server.url}/network?{query}")
    visit.page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    return visit.page


def test_every_net_passes_as_in_the_engine(visit: Visit) -> None:
    page = opened(visit, "points=10&epochs=2&trainer=adam")
    cases = [
        (NetworkLoss(Network(shape, h.name, skips=skips), INPUTS, TARGETS, loss.name), skips)
        for shape, h, loss, skips in itertools.product(SHAPES, ACTIVATIONS, LOSSES, (False, True))
    ]
    thetas = [RNG.normal(size=loss.dimension) for loss, _ in cases]
    facts = [
        {
            "widths": [2, *loss.network.hidden, 1],
            "activation": loss.network.activation,
            "added": list(loss.network.added),
            "classifies": loss.kind.classifies,
            "loss": loss.loss,
        }
        for loss, _ in cases
    ]
    sent = {"facts": facts, "inputs": INPUTS.T.tolist(), "targets": TARGETS.tolist()}
    found = page.evaluate(PASS, {**sent, "thetas": [theta.tolist() for theta in thetas]})
    for (loss, _), theta, (layers, gradient) in zip(cases, thetas, found, strict=True):
        answers, slopes = loss.layers(theta)
        for mine, theirs in zip(layers, [*answers, loss.answers(theta)], strict=True):
            assert np.abs(np.array(mine) - theirs).max() <= 1e-12 * max(1, np.abs(theirs).max())
        wanted = np.concatenate([slope.ravel() for slope in slopes])
        assert np.abs(np.array(gradient) - wanted).max() <= 1e-9 * max(1, np.abs(wanted).max())
        assert np.abs(wanted).max() > 1e-6


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
def test_activations_are_exact_as_far_as_numbers_go(visit: Visit, name: str) -> None:
    """Where the browser looks exponentials up, and beyond."""
    h = activation(name)
    z = np.concatenate([np.linspace(-45, 45, 4001), [-800, -41, -1e-9, 0, 1e-9, 41, 800]])
    page = opened(visit, "points=10&epochs=2&trainer=adam")
    facts = {"widths": [2, 1, 1], "activation": name, "added": [False], "classifies": False}
    sent = {"facts": [{**facts, "loss": "squares"}], "inputs": [z.tolist(), [0.0] * len(z)]}
    theta = [1.0, 0.0, 0.0, 1.0, 0.0]  # the neuron is handed z itself
    found = page.evaluate(PASS, {**sent, "targets": [0.0] * len(z), "thetas": [theta]})
    [[made], _answer], _gradient = found[0]
    assert np.abs(np.array(made) - h(z)).max() <= 1e-15


def heights(path: str) -> dict[int, float]:
    """Of every bar its height in parts of the highest."""
    bars = {}
    for bar in path.split("M")[1:]:
        at, rest = bar.split(" 1V")
        bars[int(at)] = 1 - float(rest.split("H")[0])
    return bars


def is_drawn(path: str, counts: np.ndarray) -> None:
    found = heights(path)
    assert {*found} == {*np.flatnonzero(counts).tolist()}
    for at, high in found.items():
        assert abs(high - counts[at] / counts.max()) <= 6e-4


@pytest.mark.parametrize(
    "query",
    [
        "points=40&epochs=30&init=large&layers=6~5",
        "points=40&epochs=30&activation=relu&init=he&layers=6~5~4&penalty=0.1&criterion=squares",
        "points=40&epochs=30&activation=sigmoid&init=large&criterion=squares_of_p&minibatch=8",
    ],
)
def test_what_is_drawn_and_told_is_what_the_net_does(visit: Visit, query: str) -> None:
    settings, notes = NETWORK.read(parse_qs(query))
    assert not notes
    page = opened(visit, query)
    made = weights_of(trained(settings).blob)
    loss = settings.loss_on(~settings.is_held, 0.0)
    h, network = activation(settings.activation), settings.network
    for which, row in ((0, 0), (1, 17), (2, settings.updates)):
        shown, theta = page.evaluate(SHOWN, [which, row]), made[which][row]
        answers, slopes = loss.layers(theta)
        for mine, theirs in zip(shown["layers"], [*answers, loss.answers(theta)], strict=True):
            assert np.abs(np.array(mine) - theirs).max() <= 1e-9 * max(1, np.abs(theirs).max())
        wanted = np.concatenate([slope.ravel() for slope in slopes])
        assert np.abs(shown["gradient"] - wanted).max() <= 1e-9 * max(1, np.abs(wanted).max())
        gradients = network.layers(np.array(shown["gradient"]))
        assert len(shown["strips"]) == len(network.hidden) + 1
        bounded = {"tanh": (-1, 1), "sigmoid": (0, 1)}
        for at, (name, handed, back) in enumerate(shown["strips"]):
            layer = np.array(shown["layers"][at])
            last = at == len(network.hidden)
            assert name == ("Answer" if last else f"Layer {at + 1}")
            size = np.abs(gradients[at])
            with np.errstate(divide="ignore"):
                bins = np.floor((np.log10(size) + 8) * 3).clip(-1, 30).astype(int) + 1
            is_drawn(back[0], np.bincount(bins.ravel(), minlength=32))
            assert back[1].startswith("median size ")
            middle = float(back[1].split()[-1].replace("−", "-"))
            assert middle == pytest.approx(np.median(size), rel=6e-3)
            if last:
                assert handed[1] == ""
                continue
            flat = h.slope(layer, np.empty_like(layer))
            if h.name == "relu":
                share, dead = (flat == 0).mean(), int((flat == 0).all(axis=1).sum())
                assert handed[1].endswith(f", dead neurons: {dead} of {len(layer)}")
            else:
                share = (flat < h.derivative(np.zeros(1))[0] / 100).mean()
                is_drawn(handed[0], np.histogram(layer, 40, bounded[h.name])[0])
            told = handed[1].split(": ")[1].split(" %")[0]
            assert float(told) == pytest.approx(100 * share, rel=6e-3)
            assert handed[1] in shown["told"]
        assert shown["label"].endswith(settings.choices[which].optimizer_class.short)


@pytest.mark.parametrize("many", [1, 3])
def test_the_side_has_no_ground_of_its_own_to_scroll(visit: Visit, many: int) -> None:
    trainers = "&".join(f"trainer={name}" for name in ("adam", "momentum", "lion")[:many])
    page = opened(visit, f"points=20&epochs=3&{trainers}")
    hidden = """() => [...document.querySelectorAll('.ov-side, .ov-side *')].filter((part) =>
      part.scrollHeight > part.clientHeight + 1 && getComputedStyle(part).overflowY !== 'visible')
      .map((part) => part.className)"""
    assert page.evaluate(hidden) == []


def test_nothing_is_computed_for_who_has_scrolled_away(visit: Visit) -> None:
    page = opened(visit, "points=40&epochs=300&trainer=adam")
    page.evaluate("""() => {
      const {player} = document.querySelector('.ov-player'), {spread} = player.inside;
      const {pass} = spread.net.constructor.prototype;
      window.passes = 0;
      spread.net.constructor.prototype.pass = function (theta) {
        window.passes += 1;
        return pass.call(this, theta);
      };
      Object.assign(player.clock, {loop: true, speed: 0.25});
      document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
    }""")
    page.wait_for_function(
        "() => !document.querySelector('.ov-player').player.inside.spread.screen.seen"
    )
    playing = "document.querySelector('.ov-player').player.clock"
    page.evaluate(f"() => {{ {playing}.goTo(0); {playing}.play(); window.passes = 0; }}")
    page.wait_for_function(f"() => {playing}.position > 20", timeout=60_000)
    assert page.evaluate("() => window.passes") == 0
    page.evaluate("() => document.querySelector('.ov-spread').scrollIntoView()")
    page.wait_for_function("() => window.passes > 5", timeout=60_000)
    page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    page.wait_for_function(
        "() => !document.querySelector('.ov-player').player.inside.spread.screen.seen"
    )
    page.evaluate(f"() => {playing}.jump(150)")  # who cannot see is told of it all the same
    page.wait_for_function(
        "() => document.querySelector('.ov-player').player.inside.spread.row === 150"
    )


def test_a_picture_that_is_taken_while_it_plays_shows_what_has_scrolled_away(visit: Visit) -> None:
    page = opened(visit, "points=40&epochs=300&trainer=adam")
    page.evaluate("() => document.querySelector('.ov-spread').scrollIntoView()")
    screen = "document.querySelector('.ov-player').player.panels[0].screen"
    page.wait_for_function(f"() => !{screen}.seen")
    before, after = page.evaluate("""async () => {
      const {player} = document.querySelector('.ov-player'), {clock, panels: [panel]} = player;
      const path = () => panel.lines[0].getAttribute('d');
      clock.playing = true; // what comes now is not painted, since nobody sees it
      clock.position = 40;
      await player.frame(40);
      const before = [panel.shown, path()];
      await panel.whole();
      const after = [panel.shown, path()];
      clock.jump(300);
      return [before, after];
    }""")
    assert before[0] == 300 and after[0] == 40 and before[1] != after[1]

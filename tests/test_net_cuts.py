"""The walk on a cut through the loss of a net: it follows the clock of the player."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest

from figures.slices import MOST_DOTS
from tests.test_network_page import WORDS, trained
from tests.visit import Server, Visit
from ui.network.ground import _cut
from ui.table import NETWORK

pytestmark = pytest.mark.browser

# Of every cut: whether there is a mark, where it is in the units of the axes, how many dots are
# plain and faint, and which part of the line is drawn.
CUTS = """() => [...document.querySelectorAll('.ov-still')].map((graph) => {
  const {xaxis, yaxis} = graph._fullLayout, mark = graph.querySelector('.ov-here-on-path');
  const [x, y] = mark.getAttribute('transform').match(/-?[0-9.]+/g).map(Number);
  const dots = [...graph.querySelectorAll('.scatterlayer .points path')];
  const line = graph.querySelector('path.js-line');
  const [dash] = line ? line.style.strokeDasharray.split(/[ ,]+/) : [];
  const drawn = line && line.style.visibility !== 'hidden';
  return {
    shown: mark.style.display !== 'none', at: [xaxis.p2d(x), yaxis.p2d(y)],
    unit: [1, 1].map((px, i) => Math.abs([xaxis, yaxis][i].p2d(px) - [xaxis, yaxis][i].p2d(0))),
    plain: dots.filter((dot) => dot.style.opacity === '1').length, dots: dots.length,
    part: drawn ? parseFloat(dash) / line.getTotalLength() : 0,
    whole: graph.querySelectorAll('.scatterlayer .trace path:not(.js-line, .point)').length,
  };
})"""
PLAYER = "document.querySelector('.ov-player').player"


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Visit]:
    made = Visit(browser, server)
    yield made
    made.context.close()


@pytest.mark.parametrize("epochs", [60, 450])
def test_the_mark_stands_where_the_walk_is(visit: Visit, epochs: int) -> None:
    query = (
        f"points=30&epochs={epochs}&cuts=on&trainer=adam~learning_rate~0.03"
        "&trainer=momentum~learning_rate~0.1"
    )
    settings, notes = NETWORK.read(parse_qs(query))
    assert not notes
    page = visit.page
    page.goto(f"{visit.server.url}/network?{query}")
    page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    page.wait_for_function(
        "() => document.querySelectorAll('.ov-still[data-ready]').length === 2", timeout=60_000
    )
    made = trained(settings)
    cuts = [_cut(made, place, "light", WORDS)[0] for place in range(2)]
    for row in (epochs, 0, epochs // 3, epochs - 1):
        page.evaluate(f"(k) => {PLAYER}.clock.jump(k)", row)
        page.wait_for_timeout(100)
        for cut, found in zip(cuts, page.evaluate(CUTS), strict=True):
            shown = np.unique(np.linspace(0, epochs, MOST_DOTS).round().astype(int))
            assert found["shown"] and found["dots"] == len(shown)
            off = np.abs(np.array(found["at"]) - cut.path[row])
            assert (off <= 0.02 * np.array(found["unit"]) + 1e-6 * np.abs(cut.path[row])).all()
            assert found["plain"] == (shown <= row).sum()
            gone = np.append(0, np.cumsum(lengths(cut.path[shown], found["unit"])))
            part = np.interp(row, shown, gone) / gone[-1]
            assert found["part"] == pytest.approx(part, abs=0.004)
            assert found["whole"] == 1  # what is to come, faint, and nothing of an older one
    # It moves while the film plays, without a word from the server.
    asked = visit.sent
    page.evaluate(f"() => {{ {PLAYER}.clock.goTo(0); {PLAYER}.clock.play(); }}")
    page.wait_for_function(f"() => {PLAYER}.clock.position > 20", timeout=60_000)
    page.evaluate(f"() => {PLAYER}.clock.pause()")
    page.wait_for_timeout(300)
    row = page.evaluate(f"() => {PLAYER}.clock.position")
    assert [found["at"] for found in page.evaluate(CUTS)] == [
        pytest.approx(cut.path[row], abs=0.02 * max(found["unit"]))
        for cut, found in zip(cuts, page.evaluate(CUTS), strict=True)
    ]
    assert visit.sent == asked


def lengths(path: np.ndarray, unit: list[float]) -> np.ndarray:
    """How far it is from dot to dot, in px."""
    return np.hypot(*(np.diff(path, axis=0) / unit).T)


def test_who_has_left_stands_nowhere(visit: Visit) -> None:
    query = "points=20&epochs=40&cuts=on&criterion=squares&activation=relu"
    query += "&trainer=momentum~learning_rate~100&trainer=adam"
    page = visit.page
    page.goto(f"{visit.server.url}/network?{query}")
    page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    page.wait_for_function(
        "() => document.querySelectorAll('.ov-still[data-ready]').length === 2", timeout=60_000
    )
    page.evaluate(f"() => {PLAYER}.clock.jump(40)")
    page.wait_for_timeout(100)
    lost = page.evaluate(f"() => {PLAYER}.walks.map((walk) => walk.last < 40)")
    assert sorted(lost) == [False, True]
    assert [found["shown"] for found in page.evaluate(CUTS)] == [not gone for gone in lost]
    assert not visit.console

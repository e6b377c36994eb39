"""The player where fingers, paper and a system's own colours ask for something else than a screen."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.colour import contrast
from tests.visit import POSITION, READY, Server, Visit

pytestmark = pytest.mark.browser

VIEW = "() => document.querySelector('.ov-player').player.view"
SCALE = "() => visualViewport.scale"
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"
EYE = """() => { const {x, y, z} = document.querySelector('.ov-space')._fullLayout.scene._scene.getCamera().eye;
  return Math.hypot(x, y, z); }"""


def fingers(
    page: Any, *ways: tuple[tuple[float, float], tuple[float, float]], steps: int = 8
) -> None:
    """Put a finger down at the beginning of every way, move all to the ends, take them up."""
    touch = page.context.new_cdp_session(page)
    for k in range(steps + 1):
        places = [
            {"x": a + k * (c - a) / steps, "y": b + k * (d - b) / steps, "id": i}
            for i, ((a, b), (c, d)) in enumerate(ways)
        ]
        kind = "touchMove" if k else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(500)


def phone(browser: Any, server: Server) -> Visit:
    return Visit(
        browser,
        server,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )


@pytest.mark.parametrize("path", ["/", "/compare", "/line", "/rates", "/anatomy"])
def test_two_fingers_zoom_the_map_and_one_scrolls_the_page(
    browser: Any, server: Server, path: str
) -> None:
    visit = phone(browser, server)
    page = visit.open(path)
    page.wait_for_timeout(1000)
    link = page.url
    box = page.locator(".ov-walks").first.bounding_box()
    x, y = box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"]
    before = page.evaluate(VIEW)
    fingers(page, ((x - 25, y), (x - 75, y)), ((x + 25, y), (x + 75, y)))
    after = page.evaluate(VIEW)
    for axis in "xy":
        was, now = (high - low for low, high in (before[axis], after[axis]))
        assert now == pytest.approx(was / 3, rel=0.02), "thrice as far apart, thrice as large"
    # What was under the fingers is there still: the middle of the map, across.
    assert sum(after["x"]) / 2 == pytest.approx(
        sum(before["x"]) / 2, abs=0.05 * (before["x"][1] - before["x"][0])
    )
    assert page.evaluate(SCALE) == 1, "the page stays as large as it is"
    assert page.evaluate(SCROLLED) == 0
    fingers(page, ((x - 60, y), (x - 20, y)), ((x + 60, y), (x + 20, y)))
    wider = page.evaluate(VIEW)
    assert wider["x"][1] - wider["x"][0] > 2.5 * (after["x"][1] - after["x"][0])
    fingers(page, ((x, y + 60), (x, y - 60)))
    assert page.evaluate(SCROLLED) > 30, "one finger scrolls"
    assert page.evaluate(VIEW) == wider
    assert page.url == link, "and none of this is a click"
    console = visit.console
    visit.close()
    assert not console


def test_two_fingers_bring_the_eye_nearer(browser: Any, server: Server) -> None:
    visit = phone(browser, server)
    page = visit.open("/")
    page.locator(".ov-3d").tap()
    page.wait_for_selector(".ov-space canvas")
    page.wait_for_timeout(1500)
    page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    box = page.locator(".ov-space").bounding_box()
    x, y = box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"]
    far = page.evaluate(EYE)
    fingers(page, ((x - 30, y), (x - 60, y)), ((x + 30, y), (x + 60, y)))
    assert page.evaluate(EYE) == pytest.approx(far / 2, rel=0.1)
    assert page.evaluate(SCALE) == 1
    # And it stays there when the walks are drawn anew.
    page.evaluate("() => document.querySelector('.ov-player').player.redraw()")
    page.wait_for_timeout(500)
    assert page.evaluate(EYE) == pytest.approx(far / 2, rel=0.1)
    visit.close()


# -- colours of the system -------------------------------------------------------------------------


def hexadecimal(color: str) -> str:
    return "#" + "".join(f"{int(float(n)):02x}" for n in re.findall(r"[\d.]+", color)[:3])


WORN = """() => { const of = (selector, name) => { const part = document.querySelector(selector);
  return part && getComputedStyle(part)[name]; };
  return {page: of('body', 'backgroundColor'),
    words: ['.ov-loss .xtick text', '.ov-loss .g-ytitle text', '.ov-ground .xtick text', '.oa-graph .xtick text'].map((part) => of(part, 'fill'))
      .concat(['.ov-step', '.ov-readout td', '.ov-foot p', '.oa-legend li', '.oa-hint'].map((part) => of(part, 'color'))).filter(Boolean),
    lines: [...document.querySelectorAll('.ov-loss .scatterlayer .js-line')].map((line) => line.style.stroke)
      .concat([...document.querySelectorAll('.ov-sample')].map((part) => getComputedStyle(part).stroke)),
    dark: document.querySelector('.ov-player')?.player.dark}; }"""


@pytest.mark.parametrize("path", ["/", "/compare", "/rates", "/anatomy", "/line", "/basins"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_in_forced_colours(
    browser: Any, server: Server, path: str, scheme: str
) -> None:
    visit = Visit(
        browser, server, color_scheme=scheme, forced_colors="active", reduced_motion="reduce"
    )
    page = visit.page
    page.goto(server.url + path)
    page.wait_for_selector(f"{READY}, .oa-figure[data-ready]", timeout=60_000)
    page.wait_for_timeout(1500)
    worn = page.evaluate(WORN)
    behind = hexadecimal(worn["page"])
    assert behind == ("#000000" if scheme == "dark" else "#ffffff")
    assert len(worn["words"]) >= 3
    for color in worn["words"]:
        assert contrast(hexadecimal(color), behind) >= 4.5, "words: WCAG 2.2, 1.4.3"
    for color in worn["lines"]:
        assert contrast(hexadecimal(color), behind) >= 3, "lines: 1.4.11"
    if path != "/basins":
        assert worn["dark"] == (scheme == "dark")
    # And back: the visitor's system may change while the page is open.
    page.emulate_media(forced_colors="none")
    page.wait_for_timeout(1500)
    assert page.evaluate(WORN)["dark"] == worn["dark"]
    visit.close()


# -- paper -----------------------------------------------------------------------------------------

PAPER = 718  # px: A4 within margins of a centimetre
PRINTED = """() => { const root = document.querySelector('.ov-player'), {player} = root;
  const width = (part) => part.getBoundingClientRect().width;
  return {dark: player.dark, width: width(root), text: player.colors.text,
    graphs: [...document.querySelectorAll('.ov-map .ov-walks, .ov-loss > div')].filter((graph) => graph._fullLayout).map((graph) =>
      [graph._fullLayout.width, graph.parentElement.clientWidth])}; }"""
PLAY = """() => { const {clock} = document.querySelector('.ov-player').player;
  clock.loop = true; clock.goTo(0); clock.play(); }"""
CUT = """() => [...document.querySelectorAll('.st-key-ends th, .st-key-ends td')].map((cell) => cell.getBoundingClientRect())
  .filter(({left, right, width}) => width === 0 || left < 0 || right > innerWidth + 0.5).length"""


@pytest.mark.parametrize("path", ["/", "/compare", "/rates", "/anatomy", "/line"])
def test_it_is_drawn_for_paper_and_back(browser: Any, server: Server, path: str) -> None:
    visit = Visit(browser, server, color_scheme="dark", reduced_motion="reduce")
    page = visit.open(path)
    page.wait_for_timeout(1000)
    as_text = f"() => JSON.stringify(({PRINTED})())"
    screen = page.evaluate(as_text)
    assert json.loads(screen)["dark"]
    # What is there at the moment at which the browser lays the page out for paper.
    page.evaluate(
        f"() => addEventListener('beforeprint', () => {{ window.printed = ({PRINTED})(); }})"
    )
    for film in ("stands", "plays"):
        if film == "plays":
            page.evaluate(PLAY)
            page.wait_for_timeout(300)  # a frame of it is being drawn at any time
        page.pdf(format="A4")
        printed = page.evaluate("() => window.printed")
        assert not printed["dark"], f"the film {film}"
        assert contrast(printed["text"], "#ffffff") > 7
        assert printed["width"] <= PAPER
        for drawn, room in printed["graphs"]:
            assert drawn <= room + 1
            assert drawn <= PAPER
        # The screen has its own again.
        page.wait_for_function(f"(screen) => ({as_text})() === screen", arg=screen)
    playing = "(from) => document.querySelector('.ov-player').player.clock.position !== from"
    page.wait_for_function(playing, arg=page.evaluate(POSITION))
    console = visit.console
    visit.close()
    assert not console


def test_every_column_of_the_ends_is_on_paper(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, reduced_motion="reduce")
    page = visit.open("/?stop=gradient~0.01")
    page.wait_for_selector(".st-key-ends table")
    page.set_viewport_size({"width": PAPER, "height": 1047})
    page.emulate_media(media="print")
    page.wait_for_timeout(1000)
    assert page.locator(".st-key-ends th").count() >= 9
    assert page.evaluate(CUT) == 0
    assert page.evaluate(PRINTED)["width"] <= PAPER
    assert not page.locator(".ov-controls").is_visible()
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    page.emulate_media(media="screen")
    page.wait_for_timeout(500)
    assert page.locator(".ov-controls").is_visible()
    visit.close()

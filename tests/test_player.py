"""The player in a real browser: what a visitor sees, touches and waits for."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from engine import run
from figures.ground import ground_blob
from figures.palette import STYLES
from figures.walks import DrawnWalk, Panel, walks_blob
from tests.conftest import served
from tests.visit import POSITION, READY, Server, Visit, go_to
from ui.player.standalone import standalone_page
from ui.player.words import player_words

pytestmark = pytest.mark.browser

WORN = tuple(STYLES.values())
CONTOURS = "() => document.querySelectorAll('.ov-ground .contourlayer path').length"
# How long each trail is drawn, in pixels: what an eye sees of it.
TRAIL = """() => [...document.querySelectorAll('.ov-trails .scatterlayer .js-line')]
  .map((line) => line.getTotalLength())"""
LAST = """() => document.querySelector('.ov-player').player.panels.map(({trails: {moving}}) =>
  [moving.data[1].x.at(-1), moving.data[1].y.at(-1)])"""
RANGES = """() => ['ov-ground', 'ov-walks'].map((name) => {
  const layout = document.querySelector(`.${name}`)._fullLayout;
  return [...layout.xaxis.range, ...layout.yaxis.range]; })"""


def test_it_opens_with_a_run_that_plays_once(visit: Visit) -> None:
    page = visit.open()
    page.wait_for_selector(".ov-player[data-playing=true]")
    page.locator(".ov-speed").select_option("8")
    page.wait_for_selector(".ov-player[data-playing=false]", timeout=60_000)
    assert page.locator(".ov-step").text_content() == "300 / 300"


def test_contours_stay_while_the_walks_grow(visit: Visit) -> None:
    page = visit.open_paused()
    go_to(page, 0)
    before = page.evaluate(CONTOURS)
    assert before > 20
    lengths = [page.evaluate(TRAIL)]
    sent = visit.sent
    page.locator(".ov-play").click()
    for _ in range(3):
        page.wait_for_timeout(500)
        assert page.evaluate(CONTOURS) == before
        lengths.append(page.evaluate(TRAIL))
    for earlier, later in itertools.pairwise(lengths):
        assert all(a <= b for a, b in zip(earlier, later, strict=True))
        assert sum(earlier) < sum(later)
    page.locator(".ov-speed").select_option("8")
    page.wait_for_selector(".ov-player[data-playing=false]", timeout=60_000)
    assert page.evaluate(CONTOURS) == before
    assert min(page.evaluate(TRAIL)) > 100
    assert visit.sent == sent, "playing asks nothing of the server"


def test_what_is_drawn_is_what_the_engine_walked(visit: Visit) -> None:
    page = visit.open_paused("/?surface=bowl&walk=adam~learning_rate~0.3")
    go_to(page, 40)
    surface = surfaces.by_name("bowl")
    walk = run(surface, optimizers.by_name("adam")(learning_rate=0.3), surface.start, 300)
    head = """() => { const {panels: [panel]} = document.querySelector('.ov-player').player;
      const trace = panel.trails.moving.data[2]; return [trace.x[0], trace.y[0]]; }"""
    # The graph is drawn when a frame has time for it, which may be after the number of the step.
    near = (
        f"([x, y]) => {{ const at = ({head})(); return Math.hypot(at[0] - x, at[1] - y) < 1e-3; }}"
    )
    page.wait_for_function(near, arg=walk.points[40].tolist())
    assert page.evaluate(head) == pytest.approx(walk.points[40], rel=1e-6)
    row = page.locator(".ov-readout tbody tr").first
    shown = float(row.locator(".ov-f").text_content().replace("−", "-"))
    assert shown == pytest.approx(walk.heights[40], rel=1e-3)
    slope = float(row.locator(".ov-slope").text_content().replace("−", "-"))
    assert slope == pytest.approx(walk.gradient_norms[40], rel=1e-3)


def test_a_schedule_is_a_strip_under_the_losses(visit: Visit) -> None:
    strip = """() => { const graph = document.querySelector('.ov-loss .js-plotly-plot');
      const line = graph.data.find((trace) => trace.yaxis === "y2");
      return [graph._fullLayout.yaxis2?._length ?? 0, line ? line.y : []]; }"""
    walks = "walk=adam~learning_rate~0.3&walk=newton~learning_rate~1"
    page = visit.open_paused(f"/?surface=bowl&schedule=step~period~100~gamma~0.5&{walks}")
    height, factors = page.evaluate(strip)
    assert 15 < height < 80
    assert factors == [1] * 100 + [0.5] * 100 + [0.25] * 100
    for step, rate in ((99, 0.3), (100, 0.15), (300, 0.075)):
        go_to(page, step)
        shown = page.locator(".ov-readout .ov-rate").all_text_contents()
        assert [float(text) for text in shown] == [rate, 1.0]
    page.get_by_text("All settings").click()
    schedule = page.get_by_role("combobox", name="Schedule of the learning rates")
    schedule.click()
    visit.renewed(lambda: page.get_by_role("option", name="Constant").click())
    assert page.evaluate(strip) == [0, []]
    page.wait_for_function("() => !location.search.includes('schedule')")


def test_a_list_stays_open_while_the_sidebar_scrolls(visit: Visit) -> None:
    page = visit.open_paused("/?surface=bowl&schedule=cyclic&walk=adam~learning_rate~0.3")
    page.get_by_text("All settings").click()
    schedule = page.get_by_role("combobox", name="Schedule of the learning rates")
    schedule.click()
    option = page.get_by_role("option", name="Constant")
    option.wait_for()

    def places() -> list[float]:
        return [part.bounding_box()["y"] for part in (schedule, option)]

    page.wait_for_timeout(300)
    before = places()
    box = page.locator("[data-testid=stSidebar]").bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 300)
    page.mouse.wheel(0, 30)
    page.wait_for_function(
        "(y) => document.querySelector('[role=combobox][aria-expanded=true]')"
        ".getBoundingClientRect().y < y - 10",
        arg=before[0],
    )
    page.wait_for_timeout(300)
    moved = [after - earlier for after, earlier in zip(places(), before, strict=True)]
    assert moved[0] == pytest.approx(moved[1], abs=1), "the list goes with its field"
    visit.renewed(option.click)
    page.wait_for_function("() => !location.search.includes('schedule')")


def test_position_zoom_and_hidden_walks_survive_a_slider(visit: Visit) -> None:
    page = visit.open_paused()
    go_to(page, 120)
    box = page.locator(".ov-walks").bounding_box()
    page.mouse.move(box["x"] + 250, box["y"] + 200)
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(600)
    below, above = page.evaluate(RANGES)
    assert below == above, "both graphs show the same part of the plane"
    assert below[1] - below[0] < 12
    page.locator(".ov-name", has_text="Momentum").click()
    page.wait_for_selector("tr.ov-off")
    grounds = page.evaluate("() => document.querySelector('.ov-player').player.panels[0].groundKey")

    def turn() -> None:
        page.get_by_role("slider", name="Adam").focus()
        page.keyboard.press("ArrowRight")

    received = visit.received
    visit.renewed(turn)
    page.wait_for_timeout(500)
    size = visit.received - received
    print(f"\na change of the learning rate with 6 × 300: {size / 1000:.1f} kB on the wire")
    assert size <= 100_000
    assert page.evaluate(POSITION) == 120
    assert page.evaluate(RANGES) == [below, above]
    assert page.locator("tr.ov-off").count() == 1
    assert (
        page.evaluate("() => document.querySelector('.ov-player').player.panels[0].groundKey")
        == grounds
    )


def test_a_click_on_the_ground_moves_the_start_there(visit: Visit) -> None:
    page = visit.open_paused()
    box = page.locator(".ov-walks").bounding_box()
    x, y = box["x"] + 317, box["y"] + 263
    exact = page.evaluate(
        """([x, y]) => { const graph = document.querySelector('.ov-walks');
          const {xaxis, yaxis} = graph._fullLayout; const box = graph.getBoundingClientRect();
          return [xaxis.p2d(x - box.left - xaxis._offset), yaxis.p2d(y - box.top - yaxis._offset),
                  (xaxis.range[1] - xaxis.range[0]) / xaxis._length]; }""",
        [x, y],
    )
    visit.renewed(lambda: page.mouse.click(x, y))
    start = page.evaluate("() => document.querySelector('.ov-player').player.start")
    assert abs(start[0] - exact[0]) <= exact[2] / 2
    assert abs(start[1] - exact[1]) <= exact[2] / 2
    page.wait_for_function(f"() => location.search.includes('start={start[0]}~{start[1]}')")
    # A drag is no click: it moves the map, and only at the start the start.
    page.mouse.move(x - 120, y - 90)
    page.mouse.down()
    page.mouse.move(x - 60, y - 70, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    assert page.evaluate("() => document.querySelector('.ov-player').player.start") == start
    below, above = page.evaluate(RANGES)
    assert below == above
    assert below[0] < -6.6
    page.locator(".ov-whole").click()
    page.wait_for_timeout(300)
    assert page.evaluate(RANGES)[0] == [-6.5, 6.5, -6.5, 6.5]


def test_keyboard_and_scrubber(visit: Visit) -> None:
    page = visit.open_paused()
    player = page.locator(".ov-player")
    player.focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelector('.ov-step').textContent === '2 / 300'")
    page.keyboard.press(" ")
    page.wait_for_selector(".ov-player[data-playing=true]")
    page.keyboard.press(" ")
    page.wait_for_selector(".ov-player[data-playing=false]")
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('.ov-step').textContent === '300 / 300'")
    page.locator(".ov-scrub").fill("77")
    page.wait_for_function("() => document.querySelector('.ov-step').textContent === '77 / 300'")
    assert "Step 77 of 300" in page.locator(".ov-state").text_content()
    walk = page.evaluate(
        "() => { const {walks: [walk]} = document.querySelector('.ov-player').player;"
        " return [walk.x[77], walk.y[77]]; }"
    )
    assert page.evaluate(LAST) == [walk]


def test_a_click_on_the_loss_chart_goes_to_that_step(visit: Visit) -> None:
    page = visit.open_paused()
    place = page.evaluate("""() => { const graph = document.querySelector('.ov-loss > div');
      const {xaxis} = graph._fullLayout; const box = graph.getBoundingClientRect();
      return [box.left + xaxis._offset + xaxis.d2p(150), box.top + 80]; }""")
    page.mouse.click(*place)
    page.wait_for_function(
        "() => Math.abs(parseInt(document.querySelector('.ov-step').textContent) - 150) <= 1"
    )


def test_hover_tells_the_numbers_of_a_step(visit: Visit) -> None:
    page = visit.open_paused("/?surface=bowl&walk=gradient_descent~learning_rate~0.05")
    place = page.evaluate("""() => { const {panels: [panel]} = document.querySelector('.ov-player').player;
      const {xaxis, yaxis} = panel.above._fullLayout, box = panel.above.getBoundingClientRect();
      const walk = document.querySelector('.ov-player').player.walks[0];
      return [box.left + xaxis._offset + xaxis.d2p(walk.x[4]),
              box.top + yaxis._offset + yaxis.d2p(walk.y[4])]; }""")
    page.mouse.move(place[0] - 3, place[1])
    page.mouse.move(*place)
    page.wait_for_selector(".ov-walks .hoverlayer .hovertext")
    text = page.locator(".ov-walks .hoverlayer").text_content()
    for part in ("GD", "step 4", "x ", "y ", "f ", "|∇f| "):
        assert part in text


def test_three_dimensions_on_request(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    page = visit.open_paused("/?surface=rosenbrock")
    page.locator(".ov-3d").click()
    page.wait_for_selector(".ov-space canvas")
    box = page.locator(".ov-space").bounding_box()
    assert box["width"] > 400, "as large as the map"
    go_to(page, 50)
    drawn = page.evaluate("""() => { const {space} = document.querySelector('.ov-player').player;
      return space.root.data[space.firstTrail].x.length; }""")
    assert drawn == 51
    page.locator(".ov-3d").click()
    page.wait_for_selector(".ov-map", state="visible")
    # A software renderer complains about its own speed; nothing else may be said.
    said = [text for text in visit.console if "GL Driver" not in text and "Canvas2D" not in text]
    visit.close()
    assert not said


@pytest.mark.parametrize("path", ["/", "/rates", "/anatomy", "/line"])
def test_another_height_of_the_window_is_another_size_of_the_drawings(
    visit: Visit, path: str
) -> None:
    page = visit.open(path)
    ill = """() => [...document.querySelectorAll('.ov-map .ov-walks, .ov-loss > div')].some((graph) => {
      const {width, height} = graph._fullLayout ?? {}, place = graph.parentElement;
      return width && (Math.abs(width - place.clientWidth) > 1
        || (place.matches('.ov-loss') && Math.abs(height - place.clientHeight) > 1)); })"""
    for height in (1100, 620, 800):
        page.set_viewport_size({"width": 1280, "height": height})
        page.wait_for_function(f"() => !({ill})()", timeout=5_000)


@pytest.mark.parametrize(("surface", "epochs"), [("ackley", 300), ("rastrigin", 300), ("bowl", 1)])
def test_the_loss_chart_has_numbers_where_little_happens(
    visit: Visit, surface: str, epochs: int
) -> None:
    page = visit.open_paused(f"/?surface={surface}&epochs={epochs}")
    heights = page.locator(".ov-loss .yaxislayer-above .ytick text")
    assert heights.count() >= 3
    steps = page.locator(".ov-loss .xaxislayer-above .xtick text").all_text_contents()
    assert all(step.isdigit() for step in steps)
    assert steps[-1] == str(epochs)


def test_no_name_of_an_optimizer_is_cut_off_in_compare(visit: Visit) -> None:
    everybody = [rule for rule in optimizers.OPTIMIZERS if len(rule.title) > 12]
    page = visit.open("/compare?" + "&".join(f"walk={rule.name}" for rule in everybody))
    page.get_by_role("button", name="Remove this panel").nth(len(everybody) - 1).wait_for()
    page.wait_for_timeout(500)
    # scrollWidth is rounded, so the text is measured.
    cut = page.locator(".stSidebar .stSelectbox input").evaluate_all("""(all) => {
      const pen = document.createElement('canvas').getContext('2d');
      return all.filter((box) => {
        const {font, paddingLeft, paddingRight} = getComputedStyle(box);
        pen.font = font;
        const room = box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
        return pen.measureText(box.value).width > room; }).map((box) => box.value); }""")
    assert cut == []


def test_compare_plays_all_panels_on_one_clock(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("link", name="Compare").first.click()
    page.wait_for_function("() => document.querySelectorAll('.ov-map').length === 6")
    page.wait_for_selector(READY)
    if page.get_attribute(".ov-player", "data-playing") == "true":
        page.locator(".ov-play").click()
    go_to(page, 33)
    heads = page.evaluate("""() => document.querySelector('.ov-player').player.walks.map((walk) =>
      [walk.x[33], walk.y[33]])""")
    assert page.evaluate(LAST) == heads
    columns = page.evaluate("""() => new Set([...document.querySelectorAll('.ov-map')].map((map) =>
      Math.round(map.getBoundingClientRect().left))).size""")
    assert columns == 2
    visit.renewed(lambda: page.get_by_role("button", name="Remove this panel").first.click())
    page.wait_for_function("() => document.querySelectorAll('.ov-map').length === 5")
    # Small maps have no room for buttons upon them.
    assert page.locator(".ov-controls .ov-zoom").count() == 1
    # A zoom in one panel is a zoom in all.
    page.locator(".ov-closer").click()
    page.wait_for_timeout(600)
    ranges = page.evaluate("""() => [...document.querySelectorAll('.ov-ground, .ov-trails, .ov-walks')].map((graph) =>
      graph._fullLayout.xaxis.range.join())""")
    assert len(set(ranges)) == 1


TITLES = "() => [...document.querySelectorAll('.ov-caption')].map((title) => title.textContent)"
AXIS = "() => document.querySelector('.ov-loss > div')._fullLayout.xaxis.title.text"


def test_a_fair_comparison_is_one_switch_and_one_link(
    visit: Visit, browser: Any, server: Server
) -> None:
    page = visit.open("/")
    page.get_by_role("link", name="Compare").first.click()
    page.wait_for_function("() => document.querySelectorAll('.ov-map').length === 6")
    page.wait_for_selector(READY)
    if page.get_attribute(".ov-player", "data-playing") == "true":
        page.locator(".ov-play").click()
    own = page.evaluate(TITLES)
    visit.renewed(lambda: page.get_by_text("Each at its own best").first.click())
    page.wait_for_selector("th:has-text('Best η')")
    rows = page.locator("table:has(th:has-text('Best η')) tbody tr")
    ranked = dict(row.locator("td").all_text_contents()[1:3] for row in rows.all())
    assert len(ranked) == 6
    titles = page.evaluate(TITLES)
    assert sorted(titles) == sorted(f"{name} · best η = {rate}" for name, rate in ranked.items())
    # What walks is what the titles say.
    surface = surfaces.by_name("blog")
    adam = run(
        surface, optimizers.by_name("adam")(learning_rate=float(ranked["Adam"])), surface.start, 300
    )
    ends = page.evaluate(
        "() => document.querySelector('.ov-player').player.walks.at(-1).gap.at(-1)"
    )
    assert ends == pytest.approx(adam.heights[-1] - surface.minimum, rel=1e-12)
    assert page.evaluate(AXIS) == "step"
    visit.renewed(lambda: page.get_by_text("Loss chart over evaluations").first.click())
    assert page.evaluate(AXIS) == "gradient evaluations"
    page.wait_for_function("() => location.search.includes('&rates=best&axis=evaluations')")

    colleague = Visit(browser, server)
    there = colleague.open(page.evaluate("() => location.pathname + location.search"))
    there.wait_for_selector("th:has-text('Best η')")
    assert there.evaluate(TITLES) == titles
    assert there.evaluate(AXIS) == "gradient evaluations"
    colleague.close()

    visit.renewed(lambda: page.get_by_text("Each at its own best").first.click())
    assert page.evaluate(TITLES) == own
    page.wait_for_function("() => !location.search.includes('rates=best')")


def test_back_and_reload_open_the_run_that_was_there(visit: Visit) -> None:
    page = visit.open_paused("/?surface=bowl&epochs=200&walk=adam~learning_rate~0.3")
    page.wait_for_function("() => location.search.includes('start=-4~3')")

    def turn() -> None:
        page.get_by_role("slider", name="Epochs").focus()
        page.keyboard.press("ArrowRight")

    visit.renewed(turn)
    page.wait_for_function("() => location.search.includes('epochs=250')")
    visit.renewed(page.go_back)
    assert page.evaluate("() => document.querySelector('.ov-player').player.steps") == 200
    page.reload()
    page.wait_for_selector(READY)
    assert page.evaluate("() => document.querySelector('.ov-player').player.steps") == 200
    assert page.evaluate("() => document.querySelector('.ov-player').player.walks.length") == 1


def test_a_bad_link_says_so_in_one_line(visit: Visit) -> None:
    page = visit.open_paused("/?surface=everest&start=<script>&epochs=1e400&walk=sgd")
    alert = page.locator("[data-testid=stAlert]")
    assert alert.count() == 1
    assert "script" not in alert.text_content()


def test_a_fresh_server_opens_a_page_by_its_address(browser: Any, tmp_path: Path) -> None:
    """Streamlit would run the page's file alone, without the frame that app.py puts around it."""
    with served(tmp_path / "log.txt") as fresh:
        visit = Visit(browser, fresh)
        page = visit.open("/compare?surface=bowl&start=1~2")
        page.get_by_role("link", name="Explore").wait_for(timeout=20_000)
        assert "/compare?surface=bowl&start=1~2" in page.url
        visit.close()


def test_divergence_is_shown_and_named(visit: Visit) -> None:
    page = visit.open_paused("/?surface=rosenbrock&walk=gradient_descent~learning_rate~0.1")
    player = "document.querySelector('.ov-player').player"
    exits = page.evaluate(f"() => {player}.panels[0].above.data.at(-1).customdata")
    assert len(exits) == 1
    assert re.fullmatch(r"GD left the map at step \d+", exits[0])
    page.locator(".ov-player").focus()
    page.keyboard.press("End")
    page.wait_for_selector("tr.ov-gone")
    assert "diverged" in page.locator(".ov-readout tbody").text_content()


DARK = "document.querySelector('.ov-player').player.dark"


def _fits(page: Any, path: str, phone: bool) -> None:
    assert page.evaluate("""() => ['html', '[data-testid=stMain]'].every((name) => {
      const part = document.querySelector(name);
      return part.scrollWidth <= part.clientWidth; })"""), "the page itself never scrolls sideways"
    wide = page.evaluate("""() => { const frame = document.querySelector('.ov-player').getBoundingClientRect();
      return [...document.querySelectorAll('.ov-player *')].filter((part) => {
        const box = part.getBoundingClientRect();
        return box.width && !part.closest('svg') && (box.right > frame.right + 1 || box.left < frame.left - 1 || box.bottom > frame.bottom + 1);
      }).map((part) => part.className); }""")
    assert not wide
    small = (
        page.evaluate("""() => [...document.querySelectorAll('.ov-player button, .ov-player select, .ov-scrub')]
      .map((part) => [part.className, part.getBoundingClientRect()])
      .filter(([name, box]) => name !== 'ov-start' && box.height && box.height < 40)
      .map(([name]) => name)""")
    )  # the start's is for keys; a finger is met by the map, and farther out
    assert not small, "targets of at least 40 px"
    names = page.evaluate("""() => [...document.querySelectorAll('.ov-player button, .ov-player select, .ov-player input')]
      .filter((part) => !(part.getAttribute('aria-label') || part.textContent.trim())).length""")
    assert names == 0, "every control has a name"
    if path == "/" and not phone:
        foot = page.locator(".ov-foot").bounding_box()
        assert foot["y"] + foot["height"] <= 800, "the whole player is seen without scrolling"


# Either window is opened in one scheme and then turned into the other, as a visitor's system does it.
@pytest.mark.parametrize("path", ["/", "/compare", "/line"])
@pytest.mark.parametrize(
    ("width", "schemes"), [(390, ("dark", "light")), (1280, ("light", "dark"))]
)
def test_it_fits_the_screen(
    browser: Any, server: Server, path: str, width: int, schemes: tuple[str, ...]
) -> None:
    phone = width < 500
    size = {"width": width, "height": 844 if phone else 800}
    visit = Visit(
        browser, server, viewport=size, color_scheme=schemes[0], has_touch=phone, is_mobile=phone
    )
    page = visit.open(path)
    page.locator(".ov-play").click()
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"() => {DARK} === {str(scheme == 'dark').lower()}")
        page.wait_for_timeout(300)
        _fits(page, path, phone)
    visit.close()


def test_the_heading_stays_in_sight_beside_long_numbers(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    page = visit.open(
        "/compare?walk=momentum~learning_rate~0.0055&walk=nesterov~learning_rate~0.01234"
        "&walk=adam~learning_rate~0.2"
    )
    for step in (10, 150, 300):
        go_to(page, step)
        cut = page.evaluate("""() => { const part = document.querySelector('.ov-readout');
          return part.scrollWidth - part.clientWidth; }""")
        assert cut <= 0
    visit.close()


def test_numbers_beside_many_maps_stop_where_the_maps_do(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    page = visit.open_paused("/compare")
    page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollTo(0, main.scrollHeight)")
    page.wait_for_function(
        "() => document.querySelector('.ov-stage').getBoundingClientRect().top < 0"
    )
    ends = [page.locator(part).bounding_box() for part in (".ov-beside", ".ov-stage")]
    beside, stage = [box["y"] + box["height"] for box in ends]
    assert beside <= stage + 1
    visit.close()


def test_who_wants_no_motion_gets_the_finished_picture(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, reduced_motion="reduce")
    page = visit.open("/")
    page.wait_for_timeout(400)
    assert page.evaluate(POSITION) == 300
    assert page.get_attribute(".ov-player", "data-playing") != "true"
    visit.close()


# -- a page of its own, and how fast it plays ------------------------------------------------------


def many_walks(count: int, steps: int, groups: int) -> str:
    """A page with many walks: gradient descent from a ring of starts, in a few styles."""
    surface = surfaces.by_name("himmelblau")
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    rule = optimizers.by_name("adam")(learning_rate=0.02)
    walks = [
        DrawnWalk(
            str(i), f"{i}", WORN[i % groups], "0.02", run(surface, rule, start, steps), i < groups
        )
        for i, start in enumerate(4.5 * np.column_stack([np.cos(angle), np.sin(angle)]))
    ]
    blob = walks_blob(surface, walks, [Panel(tuple(range(count)))], surface.start, player_words())
    return standalone_page("Many walks", ground_blob(surface), blob)


FRAMES = """async () => { const {clock} = document.querySelector('.ov-player').player;
  clock.speed = 0.5; clock.goTo(0); clock.play();
  await new Promise((done) => setTimeout(done, 500));
  const from = clock.frames, since = performance.now();
  await new Promise((done) => setTimeout(done, 3000));
  const fps = (clock.frames - from) / ((performance.now() - since) / 1000);
  clock.pause(); return fps; }"""


def test_walks_that_measure_more_than_once_a_step_have_a_cursor_of_their_own(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    surface = surfaces.by_name("himmelblau")
    rule = optimizers.by_name("adam")(learning_rate=0.02)
    one = run(surface, rule, surface.start, 60)
    rest = np.minimum(np.arange(61) * 3, 90)  # three a step, until it comes to rest in step 30
    dear = replace(one, counts=rest, evaluations=90)
    walks = [
        DrawnWalk(str(i), str(i), style, "0.02", walk)
        for i, (style, walk) in enumerate(zip(WORN[:2], (one, dear), strict=True))
    ]
    panel, words = [Panel((0, 1))], player_words()
    blob = walks_blob(surface, walks, panel, surface.start, words, by_evaluations=True)
    file = tmp_path / "walks.html"
    file.write_text(standalone_page("Evaluations", ground_blob(surface), blob), encoding="utf-8")
    visit = Visit(browser, server)
    page = visit.page
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    assert page.evaluate(AXIS) == "evaluations of f, ∇f and ∇²f"
    cursors = """() => { const {loss} = document.querySelector('.ov-player').player;
      const axis = loss.graph._fullLayout.xaxis;
      return loss.cursors.map(({root}) => Math.round(axis.p2d(
        root.getBoundingClientRect().left - loss.graph.getBoundingClientRect().left - axis._offset))); }"""
    for step, places in ((20, [20, 60]), (50, [50, 90])):
        go_to(page, step)
        page.wait_for_timeout(100)
        assert page.evaluate(cursors) == places
    drawn = page.evaluate("""() => document.querySelector('.ov-loss > div').data.map(
      ({x, y}) => x ? [x.length, x[10]] : [y.length])""")
    assert drawn == [[61], [61, 30]]
    step_at = "(at) => document.querySelector('.ov-player').player.loss.stepAt(at)"
    assert [page.evaluate(step_at, at) for at in (-5, 0, 33, 60, 90, 95)] == [0, 0, 33, 60, 30, 60]
    console = visit.console
    visit.close()
    assert not console


@pytest.mark.alone
@pytest.mark.parametrize(
    ("count", "steps", "groups", "wanted", "at_least"),
    [(6, 1000, 6, 50, 20), (100, 300, 6, 40, 12)],
    ids=["6 walks x 1,000 steps", "100 walks x 300 steps"],
)
def test_it_plays_smoothly_as_a_page_of_its_own(
    browser: Any,
    server: Server,
    tmp_path: Path,
    count: int,
    steps: int,
    groups: int,
    wanted: float,
    at_least: float,
) -> None:
    file = tmp_path / "walks.html"
    file.write_text(many_walks(count, steps, groups), encoding="utf-8")
    visit = Visit(browser, server)
    page = visit.page
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    contours = page.evaluate(CONTOURS)
    assert contours > 20
    fps = page.evaluate(FRAMES)
    print(f"\n{count} walks × {steps} steps: {fps:.1f} frames a second (wanted {wanted})")
    assert page.evaluate(CONTOURS) == contours
    console, outside = visit.console, visit.outside
    visit.close()
    # Loosely: the machine may be busy with something else.
    assert fps >= at_least
    assert not console
    assert not outside

"""What is dragged bends the walks at once, and nobody is asked until the hand lets go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from engine import race
from figures.ground import ground_blob
from figures.palette import style_of
from figures.walks import DrawnWalk, Panel, walks_blob
from tests.visit import READY, Visit, go_to
from ui.player import player_words
from ui.player.live import live_of
from ui.player.standalone import standalone_page

pytestmark = pytest.mark.browser

PLAYER = "document.querySelector('.ov-player').player"
START = f"""() => {{ const {{panels: [map]}} = {PLAYER}, box = map.above.getBoundingClientRect();
  const [x, y] = map.startGrip.pixel(); return [box.left + x, box.top + y]; }}"""
STATE = f"""() => {{ const {{live, start, walks, header, root}} = {PLAYER};
  return {{frames: live.frames, held: live.held, start, ready: Number(root.dataset.ready),
    live: root.classList.contains("ov-live"), waits: walks.map((walk) => Boolean(walk.waits)),
    x: walks.map(({{x, last}}) => [...x.slice(0, last + 1)]),
    gap: walks.map(({{gap, last}}) => [...gap.slice(0, last + 1)])}};
}}"""
WATCH = """() => { window.redrawn = 0;
  const seen = new MutationObserver((changes) => (window.redrawn += changes.length));
  for (const layer of document.querySelectorAll('.ov-ground .contourlayer'))
    seen.observe(layer, {childList: true, subtree: true}); }"""
# Heights of the first line, in px, and what they stand for.
LINE = """() => { const {graph} = document.querySelector('.ov-player').player.loss;
  const said = graph.querySelector('.scatterlayer .js-line').getAttribute('d');
  const {yaxis} = graph._fullLayout;
  return [said.split(/[ML]/).slice(1).map((place) => Number(place.split(',')[1])),
    [yaxis.p2l(0), yaxis.p2l(1) - yaxis.p2l(0)]]; }"""
FOUR = (
    "/?surface=bowl&start=-3~2.5&epochs=120&walk=gradient_descent~learning_rate~0.2"
    "&walk=momentum~learning_rate~0.05&walk=adam~learning_rate~0.3&walk=newton~learning_rate~1"
)


def hold(visit: Visit, path: str = FOUR) -> tuple[Any, float, float]:
    """A page with the start of its walks in the hand, and where that is on the screen."""
    page = visit.open_paused(path)
    go_to(page, 60)
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.wait_for_function(f"() => {PLAYER}.live.follows(0)")
    page.mouse.down()
    return page, x, y


def wait_for_frame(page: Any, number: int) -> dict[str, Any]:
    page.wait_for_function(f"(n) => {PLAYER}.live.frames >= n", arg=number)
    page.wait_for_function(f"() => !{PLAYER}.live.running")
    return page.evaluate(STATE)


def test_the_start_is_dragged_without_a_word_to_the_server(visit: Visit) -> None:
    page, x, y = hold(visit)
    view = page.evaluate(f"() => {PLAYER}.view")
    before, sent = page.evaluate(STATE), visit.sent
    page.evaluate(WATCH)
    told = page.locator(".ov-readout tbody tr").first.locator(".ov-f")
    shown = {told.text_content()}
    for i in range(1, 7):
        page.mouse.move(x + 12 * i, y + 4 * i)
        state = wait_for_frame(page, before["frames"] + i)
        shown.add(told.text_content())
        head = page.evaluate(f"() => {PLAYER}.panels[0].trails.moving.data[1].x[0]")
        assert head == pytest.approx(state["start"][0]), "the trail begins where the hand is"
    assert len(shown) == 7, "the readout follows every one"
    # The ring stands on the start, and so does what has the focus.
    at = page.evaluate(START)
    for css in (".ov-ring", ".ov-start"):
        box = page.locator(css).bounding_box()
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert middle == pytest.approx(at, abs=0.6), css
    # The rest of the way is there, too.
    ways = page.locator(".ov-way path").evaluate_all(
        "(ways) => ways.map((p) => p.getTotalLength())"
    )
    trail = page.evaluate("() => document.querySelector('.ov-trails .js-line').getTotalLength()")
    assert len(ways) == 3 and ways[0] >= trail - 1 and page.locator(".ov-way").is_visible()
    assert state["held"] and state["live"] and visit.sent == sent
    assert page.evaluate("() => window.redrawn") == 0, "contours stay"
    # What is shown are the engine's walks from there, and its heights.
    bowl, rates = surfaces.by_name("bowl"), {"gradient_descent": 0.2, "momentum": 0.05, "adam": 0.3}
    rules = [optimizers.by_name(name)(learning_rate=rate) for name, rate in rates.items()]
    for i, walk in enumerate(race(bowl, rules, state["start"], 120)):
        np.testing.assert_allclose(state["x"][i], walk.points[:, 0], rtol=1e-11, atol=1e-13)
        np.testing.assert_allclose(state["gap"][i], walk.heights, rtol=1e-10, atol=1e-13)
    # The losses, read off the line, too.
    px, scale = page.evaluate(LINE)
    wanted = np.log10(state["gap"][0])
    assert len(px) == len(wanted)
    np.testing.assert_allclose(scale[0] + np.array(px) * scale[1], wanted, atol=0.02)
    # Newton's is not among them, and looks like it.
    assert state["waits"] == [False, False, False, True] and state["x"][3] == before["x"][3]
    assert page.locator("tr.ov-waits").count() == 1
    assert page.locator(".ov-trails .ov-waits").count() == 1
    page.mouse.up()
    page.wait_for_function(f"(n) => {PLAYER}.root.dataset.ready > n", arg=before["ready"])
    page.wait_for_function(f"() => !{PLAYER}.root.classList.contains('ov-live')")
    after = page.evaluate(STATE)
    assert after["start"] == state["start"] and not any(after["waits"])
    assert after["x"][3] != before["x"][3]
    np.testing.assert_allclose(after["x"][2], state["x"][2], rtol=1e-6, atol=1e-9)
    at = [f"{value:g}" for value in state["start"]]
    page.wait_for_function(f"() => location.search.includes('start={at[0]}~{at[1]}')")
    assert page.evaluate(f"() => {PLAYER}.view") == view, "the map has not moved along"
    assert page.locator(".ov-waits").count() == 0
    assert page.locator(".ov-start-said").text_content().startswith("Start (")


def test_a_record_comes_when_it_is_needed_and_once(visit: Visit) -> None:
    asked: list[str] = []
    page = visit.page
    page.on("response", lambda response: asked.append(response.url))
    visit.open_paused(FOUR)
    assert not [url for url in asked if "step-" in url], "nobody has touched the map"
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.wait_for_function(f"() => {PLAYER}.live.follows(2)")
    steps = [url for url in asked if "step-" in url]
    assert len(steps) == len(set(steps)) == 4  # three rules and the ground
    assert all(len(page.request.get(url).body()) < 2000 for url in steps)
    page.mouse.down()
    page.mouse.move(x + 40, y)
    visit.renewed(page.mouse.up)
    page.mouse.move(x, y)
    page.wait_for_timeout(300)
    assert [url for url in asked if "step-" in url] == steps


def test_keys_move_the_start_and_escape_brings_it_back(visit: Visit) -> None:
    page = visit.open_paused(FOUR)
    go_to(page, 60)
    before, sent = page.evaluate(STATE), visit.sent
    ring = page.locator(".ov-start")
    ring.focus()
    assert "(−3.000, 2.500)" in ring.get_attribute("aria-label")
    page.wait_for_function(f"() => {PLAYER}.live.follows(0)")
    # In one go: after half a second without a key the engine would be asked.
    state = ring.evaluate(f"""async (ring) => {{
      const press = (key) =>
        ring.dispatchEvent(new KeyboardEvent("keydown", {{key, bubbles: true}}));
      for (const key of ["ArrowRight", "ArrowUp", "ArrowRight", "ArrowUp"]) press(key);
      const {{start}} = {PLAYER}.live.wish;
      press("Escape");
      return {{start: [...start]}}; }}""")
    assert state["start"] == pytest.approx([-2.8, 2.7]), "no key is lost within a frame"
    page.wait_for_function(f"() => !{PLAYER}.root.classList.contains('ov-live')")
    again = page.evaluate(STATE)
    assert again["start"] == before["start"] and again["x"] == before["x"]
    assert visit.sent == sent and page.locator(".ov-step").text_content() == "60 / 120"
    visit.renewed(lambda: page.keyboard.press("ArrowRight"))
    assert page.evaluate(STATE)["start"] == pytest.approx([-2.9, 2.5])


def test_beside_the_start_the_map_is_moved_and_clicked_as_ever(visit: Visit) -> None:
    page = visit.open_paused(FOUR)
    x, y = page.evaluate(START)
    view = page.evaluate(f"() => {PLAYER}.view.x")
    page.mouse.move(x + 60, y + 60)
    page.mouse.down()
    page.mouse.move(x + 110, y + 60, steps=4)
    page.mouse.up()
    page.wait_for_function(f"(low) => {PLAYER}.view.x[0] < low - 0.1", arg=view[0])
    assert page.evaluate(STATE)["frames"] == 0
    # A click on the start is no drag, and sets it to the pixel that was meant.
    x, y = page.evaluate(START)
    visit.renewed(lambda: page.mouse.click(x + 3, y))
    state = page.evaluate(STATE)
    assert state["frames"] == 0 and state["start"][0] > -3


def test_a_walk_that_falls_out_of_the_world_is_shown_as_far_as_it_goes(visit: Visit) -> None:
    path = "/?surface=rosenbrock&start=-0.2~0.5&epochs=80&walk=gradient_descent~learning_rate~0.004"
    page, x, y = hold(visit, path)
    page.mouse.move(x - 130, y + 40)
    state = wait_for_frame(page, 1)
    assert len(state["x"][0]) < 60
    row = page.locator(".ov-readout tbody tr").first
    assert "diverged" in row.text_content()
    page.mouse.move(x, y + 2)
    wait_for_frame(page, 2)
    assert "diverged" not in row.text_content()
    page.mouse.up()


def test_a_schedule_bends_along(visit: Visit) -> None:
    page, x, y = hold(visit, f"{FOUR}&schedule=cosine~period~100")
    page.mouse.move(x + 40, y)
    state = wait_for_frame(page, 1)
    import schedules

    rule = optimizers.by_name("adam")(learning_rate=0.3)
    schedule = schedules.by_name("cosine")(period=100)
    [walk] = race(surfaces.by_name("bowl"), [rule], state["start"], 120, schedule=schedule)
    np.testing.assert_allclose(state["x"][2], walk.points[:, 0], rtol=1e-11, atol=1e-13)
    page.mouse.up()


def test_all_panels_follow_the_start_of_one(visit: Visit) -> None:
    page, x, y = hold(visit, FOUR.replace("/?", "/compare?"))
    page.mouse.move(x + 30, y + 10)
    state = wait_for_frame(page, 1)
    heads = page.evaluate(f"() => {PLAYER}.panels.map((map) => map.trails.moving.data[1].x[0])")
    assert heads[:3] == pytest.approx([state["start"][0]] * 3) and heads[3] == -3
    rings = page.evaluate(f"() => {PLAYER}.panels.map((map) => map.startGrip.pixel())")
    assert len({tuple(ring) for ring in rings}) == 1
    assert page.locator(".ov-start").count() == 1, "one stop of the Tab key for all of them"
    visit.renewed(page.mouse.up)
    assert page.evaluate(STATE)["start"] == state["start"]


def test_what_is_known_of_a_step_stands_back_while_its_walk_is_bent(visit: Visit) -> None:
    page = visit.open_paused("/anatomy?surface=bowl&start=-3~2.5&walk=adam~learning_rate~0.3")
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.wait_for_function(f"() => {PLAYER}.live.follows(0)")
    page.mouse.down()
    page.mouse.move(x + 40, y + 10)
    state = wait_for_frame(page, 1)
    assert state["start"][0] > -3 and state["x"][0][0] == state["start"][0]
    dim = "(css) => Number(getComputedStyle(document.querySelector(css)).opacity)"
    assert page.evaluate(dim, ".ov-lines") < 1
    visit.renewed(page.mouse.up)
    page.wait_for_function(f"() => !{PLAYER}.root.classList.contains('ov-live')")
    assert page.evaluate(dim, ".ov-lines") == 1
    assert page.evaluate(STATE)["start"] == state["start"]


def test_every_setting_of_the_rule_that_is_taken_apart_is_turned_where_it_stands(
    visit: Visit,
) -> None:
    settings = "surface=himmelblau&start=-3~-1&epochs=60&of=adam&walk=adam~learning_rate~0.05"
    page = visit.open_paused(f"/anatomy?{settings}")
    grips = page.locator(".ov-fields .ov-turn")
    assert [grip.text_content() for grip in grips.all()] == ["0.05", "0.9", "0.999", "1e−8", "0"]
    beta = grips.nth(1)
    assert beta.get_attribute("aria-label") == "Beta 1 β₁"
    beta.hover()
    page.wait_for_function(f"() => {PLAYER}.live.follows(0)")
    box, before, sent = beta.bounding_box(), page.evaluate(STATE), visit.sent
    assert box["height"] >= 24 and box["width"] >= 24
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    for i in range(1, 4):
        page.mouse.move(x - 20 * i, y)
        state = wait_for_frame(page, before["frames"] + i)
    value = float(beta.text_content())
    assert 0.5 < value < 0.9 and visit.sent == sent
    # In the lines of the rule it is the same number, and what is heard has not changed yet.
    assert page.locator('.ov-lines [data-field="beta1"]').first.text_content() == f"{value:g}"
    assert beta.get_attribute("aria-valuetext") == "0.9"
    ground, adam = surfaces.by_name("himmelblau"), optimizers.by_name("adam")
    [walk] = race(ground, [adam(learning_rate=0.05, beta1=value)], (-3.0, -1.0), 60)
    np.testing.assert_allclose(state["x"][0], walk.points[:, 0], rtol=1e-10, atol=1e-12)
    visit.renewed(page.mouse.up)
    assert beta.get_attribute("aria-valuetext") == f"{value:g}"
    page.wait_for_function(f"() => location.search.includes('beta1~{value:g}')")
    np.testing.assert_allclose(page.evaluate(STATE)["x"][0], walk.points[:, 0], rtol=1e-6)
    # What was 0 by keys; what is no such number is refused with a sentence.
    decay = grips.nth(4)
    decay.focus()
    visit.renewed(lambda: page.keyboard.press("PageUp"))
    assert decay.text_content() == "0.125" and decay.evaluate(
        "(it) => it === document.activeElement"
    )
    page.wait_for_function("() => location.search.includes('weight_decay~0.125')")
    beta.focus()
    page.keyboard.press("Enter")
    field = page.locator(".ov-typed")
    field.fill("1")
    page.keyboard.press("Enter")
    said = field.evaluate("(field) => field.validationMessage")
    assert said == "Beta 1 β₁ is a number from 0 to below 1, not “1”."
    field.fill("0")
    visit.renewed(lambda: page.keyboard.press("Enter"))
    page.wait_for_function("() => location.search.includes('beta1~0~')")
    # With a mouse where it stands in a line, too.
    number = page.locator('.ov-lines [data-field="beta2"]').first
    number.scroll_into_view_if_needed()
    box = number.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 66, box["y"] + box["height"] / 2, steps=3)
    visit.renewed(page.mouse.up)
    assert float(grips.nth(2).text_content()) < 0.999


def test_of_a_rule_that_needs_the_engine_the_settings_wait(visit: Visit) -> None:
    page = visit.open_paused("/anatomy?surface=himmelblau&start=-3~-1&epochs=20&of=newton")
    damping = page.locator(".ov-fields .ov-turn").nth(1)
    box, before = damping.bounding_box(), page.evaluate(STATE)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y)
    state = wait_for_frame(page, 1)
    assert state["waits"] == [True] and state["x"] == before["x"]
    assert page.locator(".ov-trails .ov-waits").count() == 1 and float(damping.text_content()) > 0
    visit.renewed(page.mouse.up)
    after = page.evaluate(STATE)
    assert after["waits"] == [False] and after["x"] != before["x"]


def test_a_saved_page_is_walked_from_elsewhere_without_a_server(
    browser: Any, tmp_path: Path
) -> None:
    surface, start = surfaces.by_name("bowl"), (-3.0, 2.5)
    rules = [optimizers.by_name(name)() for name in ("adam", "newton")]
    walks = [
        DrawnWalk(rule.name, rule.short, style_of(rule.name), "0.001", walk)
        for rule, walk in zip(rules, race(surface, rules, start, 90), strict=True)
    ]
    live = live_of(surface, [walk.trajectory for walk in walks])
    blob = walks_blob(surface, walks, [Panel((0, 1))], start, player_words("The bowl"), live=live)
    file = tmp_path / "saved.html"
    file.write_text(standalone_page("Bowl", ground_blob(surface), blob, surface), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y + 20)
    wait_for_frame(page, 1)
    page.mouse.up()
    page.wait_for_function(f"() => !{PLAYER}.root.classList.contains('ov-live')")
    state = page.evaluate(STATE)
    assert state["start"][0] > -3
    walk = race(surface, rules[:1], state["start"], 90)[0]
    np.testing.assert_allclose(state["x"][0], walk.points[:, 0], rtol=1e-11, atol=1e-13)
    drawn = page.evaluate(f"() => {PLAYER}.panels[0].above.data[0].x[0]")
    assert drawn == state["start"][0], "what can be hovered is drawn anew"
    # Newton's step needs the engine: its walk is that of the old start, and looks like it.
    assert state["waits"] == [False, True] and page.locator(".ov-trails .ov-waits").count() == 1
    assert not said
    context.close()


TURN = ".ov-readout .ov-turn"


def test_a_learning_rate_is_turned_where_it_stands(visit: Visit) -> None:
    page = visit.open_paused(FOUR)
    go_to(page, 60)
    before, sent = page.evaluate(STATE), visit.sent
    number = page.locator(TURN).nth(2)
    assert number.text_content() == "0.3"
    number.hover()
    page.wait_for_function(f"() => {PLAYER}.live.follows(2)")
    box = number.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    seen = {number.text_content()}
    for i in range(1, 5):
        page.mouse.move(x - 20 * i, y)
        state = wait_for_frame(page, before["frames"] + i)
        seen.add(number.text_content())
    assert len(seen) == 5 and visit.sent == sent
    rate = float(number.text_content())
    assert rate < 0.3
    adam = optimizers.by_name("adam")(learning_rate=rate)
    [walk] = race(surfaces.by_name("bowl"), [adam], (-3.0, 2.5), 120)
    np.testing.assert_allclose(state["x"][2], walk.points[:, 0], rtol=1e-11, atol=1e-13)
    # Nobody else is concerned, so nobody has to wait.
    assert not any(state["waits"]) and state["x"][0] == before["x"][0]
    visit.renewed(page.mouse.up)
    assert page.evaluate(STATE)["x"][2] == np.float32(walk.points[:, 0]).tolist()
    page.wait_for_function(f"() => location.search.includes('adam~learning_rate~{rate:g}')")


def test_a_learning_rate_is_stepped_and_typed(visit: Visit) -> None:
    page = visit.open_paused(FOUR)
    number = page.locator(TURN).first
    number.focus()
    assert number.get_attribute("aria-valuetext") == "0.2"
    assert number.get_attribute("aria-label") == "Learning rate of GD"
    page.wait_for_function(f"() => {PLAYER}.live.follows(0)")
    visit.renewed(lambda: page.keyboard.press("ArrowUp"))
    assert number.get_attribute("aria-valuetext") == "0.224"
    page.keyboard.press("Enter")
    field = page.locator(".ov-typed")
    for text in ("none", "0", "-2", "1e9"):
        field.fill(text)
        page.keyboard.press("Enter")
        said = field.evaluate("(field) => field.validationMessage")
        assert "a number above 0" in said and text in said
    page.keyboard.press("Escape")
    assert number.text_content() == "0.224"
    page.keyboard.press("Enter")
    field.fill("0.05")
    visit.renewed(lambda: page.keyboard.press("Enter"))
    assert number.text_content() == "0.05"
    page.wait_for_function("() => location.search.includes('gradient_descent~learning_rate~0.05')")
    # Newton's waits for the engine, and gets there.
    last = page.locator(TURN).nth(3)
    last.focus()
    visit.renewed(lambda: page.keyboard.press("ArrowDown"))
    assert last.text_content() == "0.891"


def test_where_rates_are_swept_the_walks_of_the_one_shown_follow_the_start(visit: Visit) -> None:
    page = visit.open_paused(FOUR.replace("/?", "/rates?") + "&eta=0.1")
    page.wait_for_function(f"() => {PLAYER}.clock.position > 0 || {PLAYER}.steps > 0")
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.wait_for_function(f"() => {PLAYER}.live.follows(0)")
    sent, kept = visit.sent, page.evaluate(f"() => {PLAYER}.header.rates.kept")
    page.mouse.down()
    page.mouse.move(x + 40, y + 10)
    state = wait_for_frame(page, 1)
    rate = page.evaluate(f"() => {PLAYER}.rateShown")
    adam = optimizers.by_name("adam")(learning_rate=rate)
    [walk] = race(surfaces.by_name("bowl"), [adam], state["start"], 120)
    np.testing.assert_allclose(state["x"][2], walk.points[kept, 0], rtol=1e-11, atol=1e-13)
    assert state["waits"] == [False, False, False, True] and visit.sent == sent
    # The rate can be another one meanwhile.
    page.evaluate(f"() => {PLAYER}.setPlace({PLAYER}.wanted + 5)")
    page.wait_for_function(f"() => !{PLAYER}.gliding")
    assert page.evaluate(STATE)["x"][2][0] == state["start"][0]
    visit.renewed(page.mouse.up)
    assert page.evaluate(STATE)["start"] == state["start"]
    page.wait_for_function(f"() => !{PLAYER}.root.classList.contains('ov-live')")


def test_on_data_of_which_every_step_sees_all_the_model_follows_along(visit: Visit) -> None:
    learners = "&learner=adam~learning_rate~0.1&learner=gradient_descent~learning_rate~0.1"
    page = visit.open_paused(f"/data?n=30&batch=30&epochs=80{learners}")
    go_to(page, 40)
    map_ = f"{PLAYER}.map"
    place = START.replace("panels: [map]", "map")
    x, y = page.evaluate(place)
    page.mouse.move(x, y)
    page.wait_for_function(f"() => {PLAYER}.live.follows(1)")
    before, sent = page.evaluate(STATE), visit.sent
    page.mouse.down()
    page.mouse.move(x + 25, y + 15)
    state = wait_for_frame(page, 1)
    assert state["start"] != before["start"] and visit.sent == sent
    assert page.evaluate(f"() => {map_}.trails.moving.data[1].x[0]") == state["start"][0]
    visit.renewed(page.mouse.up)
    after = page.evaluate(STATE)
    assert after["start"] == state["start"]
    for bent, walk in zip(state["x"], after["x"], strict=True):
        np.testing.assert_allclose(walk, bent, rtol=1e-5, atol=1e-7)  # sent in single precision


def test_on_batches_walks_follow_with_the_same_draws(visit: Visit) -> None:
    learners = "&learner=adam~learning_rate~0.1&learner=gradient_descent~learning_rate~0.1"
    page = visit.open_paused(f"/data?n=30&batch=8&epochs=20&order=shuffled{learners}")
    go_to(page, 40)
    place = START.replace("panels: [map]", "map")
    x, y = page.evaluate(place)
    page.mouse.move(x, y)
    page.wait_for_function(f"() => {PLAYER}.live.follows(1)")
    before, sent = page.evaluate(STATE), visit.sent
    page.mouse.down()
    page.mouse.move(x + 25, y + 15)
    state = wait_for_frame(page, 1)
    assert (
        state["start"] != before["start"] and visit.sent == sent and state["waits"] == [False] * 2
    )
    look = "(node) => getComputedStyle(node).visibility"
    assert page.locator(".ov-slopes-told").evaluate(look) == "hidden"
    shown = page.locator(".ov-map").evaluate_all("""(maps) => maps.map((map) =>
      getComputedStyle(map.querySelector(".ov-walks .scatterlayer")).visibility)""")
    assert shown == ["visible", "hidden"], "the examples stay, the walks that were do not"
    visit.renewed(page.mouse.up)
    for bent, walk in zip(state["x"], page.evaluate(STATE)["x"], strict=True):
        assert len(bent) == len(walk) == 81
        np.testing.assert_allclose(walk, bent, rtol=1e-5, atol=1e-6)  # sent in single precision
    # So does a rate where it stands in the table.
    number = page.locator(TURN).nth(1)
    number.focus()
    page.wait_for_function(f"() => {PLAYER}.live.follows(1)")
    number.evaluate("""(it) => it.dispatchEvent(
      new KeyboardEvent("keydown", {key: "PageDown", bubbles: true}))""")
    bent = wait_for_frame(page, state["frames"] + 1)["x"]
    assert bent[1] != state["x"][1] and bent[0] == page.evaluate(STATE)["x"][0]
    page.wait_for_function(
        "() => location.search.includes('gradient_descent~learning_rate~0.0316')"
    )
    page.wait_for_function(f"() => !{PLAYER}.root.classList.contains('ov-live')")
    np.testing.assert_allclose(page.evaluate(STATE)["x"][1], bent[1], rtol=1e-5, atol=1e-6)
    # More examples than can be drawn while a hand waits: all walks wait, and look like it.
    page = visit.open_paused(f"/data?n=200&batch=64&epochs=300{learners}")
    page.wait_for_function(f"() => {PLAYER}.map?.startGrip.pixel()")
    x, y = page.evaluate(place)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 25, y + 15)
    state = wait_for_frame(page, 1)
    assert state["waits"] == [True, True]
    assert page.locator(".ov-map .ov-trails .ov-waits").count() == 2
    visit.renewed(page.mouse.up)
    assert page.evaluate(STATE)["waits"] == [False, False]


def test_the_curvature_leaves_the_picture_where_it_is(visit: Visit) -> None:
    """Its mark on the whole player is no style of anything that moves with a hand."""
    page = visit.open_paused(FOUR)
    page.locator("button.ov-curvature").click()
    player = page.locator(".ov-player")
    assert player.evaluate("(player) => getComputedStyle(player).position") == "static"
    page.locator(".ov-name").first.click()
    assert page.locator(".ov-name").first.get_attribute("aria-pressed") == "false"


def test_nothing_is_left_of_a_line_of_losses_that_had_gaps(visit: Visit) -> None:
    """Where f − f* is 0 a logarithm has a gap: Plotly draws such a line in pieces."""
    page, x, y = hold(visit, "/?surface=blog&epochs=300&walk=nesterov~learning_rate~0.01")
    pieces = """() => [...document.querySelectorAll('.ov-loss .js-line')]
      .map((piece) => piece.getAttribute('d'))"""
    page.evaluate(f"""() => {{ const {{walks: [walk]}} = {PLAYER};
      walk.gap[150] = walk.gap[200] = 0; return {PLAYER}.redraw(); }}""")
    assert len(page.evaluate(pieces)) == 3
    # With axes that have room for all of it, so that the line alone is drawn anew.
    page.evaluate(f"""() => {{ const {{loss: {{bend}}}} = {PLAYER};
      bend.fits = () => true; }}""")
    page.mouse.move(x + 30, y - 30)
    wait_for_frame(page, 1)
    assert [len(piece) > 10 for piece in page.evaluate(pieces)] == [True, False, False]
    visit.renewed(page.mouse.up)

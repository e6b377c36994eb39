"""The page "One dimension": its link, its controls, what it says, and the player on it."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest

import optimizers
from engine import End, Stop, fate, run, stable_below
from figures.blob import unpack
from figures.line import curve_blob, curve_window, line_blob
from surfaces.curves import CURVES, by_name
from tests.test_link import STRANGE
from tests.test_pages import Marked, healthy, opened, payload
from tests.visit import Visit, go_to
from ui import words
from ui.line.settings import (
    MOST_RULES,
    MOST_STARTS,
    MOST_STEPS,
    first_line_settings,
    walks_of,
)
from ui.line.statement import statement
from ui.settings import FIRST_ORDER
from ui.symbols import letters
from ui.table import LINE

# -- the link -------------------------------------------------------------------------------------


def test_a_link_opens_exactly_what_it_was_written_from() -> None:
    for curve in CURVES:
        settings = first_line_settings(curve.name)
        assert LINE.read(LINE.write(settings)) == (settings, [])
        assert LINE.read(parse_qs(LINE.as_text(settings))) == (settings, [])
    query = {
        "curve": ["weighted_squares"],
        "weights": ["3~0~0.5"],
        "from": ["-1.25~1e-09"],
        "steps": ["7"],
        "ball": ["adam~0.3", "momentum~0.01"],
        "flat": ["1e-05"],
        "way": ["up"],
    }
    settings, notes = LINE.read(query)
    assert not notes and LINE.write(settings) == query
    assert settings.shape == (3.0, 0.0, 0.5) and settings.starts == (-1.25, 1e-9)
    assert settings.ascend and settings.epsilon == 1e-5
    assert settings.rules == (("adam", 0.3), ("momentum", 0.01))


@pytest.mark.parametrize(
    ("query", "things"),
    [
        ({"curve": ["hill"]}, "curve"),
        ({"curve": ["weighted_squares"], "weights": ["0~0~0"]}, "weights"),
        ({"curve": ["weighted_squares"], "weights": ["1~2"]}, "weights"),
        ({"weights": ["1"]}, "weights"),
        ({"from": ["1~x"]}, "from"),
        ({"from": ["1e7"]}, "from"),
        ({"from": ["1~2~3~4~5~6~7"]}, "from"),
        ({"steps": ["0"]}, "steps"),
        ({"steps": ["1001"]}, "steps"),
        ({"flat": ["0"]}, "flat"),
        ({"flat": ["inf"]}, "flat"),
        ({"until": ["never"]}, "until"),
        ({"until": ["x"], "flat": ["x"]}, "flat until"),
        ({"way": ["sideways"]}, "way"),
        ({"ball": ["newton's"]}, "ball"),
        ({"ball": ["adam~-1"]}, "ball"),
        ({"ball": ["adam"]}, "ball"),
        ({"ball": ["adam~1", "adam~2"]}, "ball"),
        ({"steps": ["many"], "way": ["left"]}, "steps way"),
    ],
)
def test_what_is_not_understood_is_named_once(query: dict[str, list[str]], things: str) -> None:
    settings, notes = LINE.read(query)
    assert [note.split("`")[1] for note in notes] == things.split()
    assert LINE.read(LINE.write(settings)) == (settings, [])


def strange_links() -> list[dict[str, list[str]]]:
    choose = random.Random(11)
    links = [{key: [value]} for key in LINE.words for value in STRANGE]
    for _ in range(100):
        chosen = choose.sample(LINE.words, choose.randint(1, 5))
        links.append({key: choose.choices(STRANGE, k=choose.randint(1, 40)) for key in chosen})
    return links


def test_hostile_links_are_read_without_a_stumble() -> None:
    for query in strange_links():
        settings, notes = LINE.read(query)
        assert LINE.read(LINE.write(settings)) == (settings, [])
        assert len(settings.starts) <= MOST_STARTS and 1 <= settings.steps <= MOST_STEPS
        assert len(settings.rules) <= MOST_RULES and len(notes) <= len(query)
        settings.optimizers  # noqa: B018  every rate is allowed


# -- the sentences --------------------------------------------------------------------------------


def said(**query: str) -> str:
    settings, notes = LINE.read({key.rstrip("_"): value.split(",") for key, value in query.items()})
    assert not notes
    return statement(settings, walks_of(settings))


def test_the_statement_says_what_the_posts_found() -> None:
    text = said(curve="cubic", from_="2.2~0~-0.01", ball="gradient_descent~0.1", steps="40")
    assert "from −0.01** (η = 0.1) leaves for −∞: it is more than a million away after 19" in text
    assert "from 0** (η = 0.1) stays: its slope is 0, though this is a maximum." in text
    assert "from 2.2** (η = 0.1) settles at the minimum 1.333" in text
    assert "Around 1.333 η below 0.5 is stable, since f″ = 4" in text
    assert "At 0 no η holds a ball, since f″ = −4" in text
    text = said(curve="cubic", from_="1.4", ball="gradient_descent~0.6", steps="40")
    assert "Around 1.333 only η below 0.5 is stable, since f″ = 4: η = 0.6 is not" in text
    assert "multiplies a small distance by −1.4" in text


def test_every_number_of_the_statement_is_the_engine_s() -> None:
    for curve in CURVES:
        settings = first_line_settings(curve.name)
        text = statement(settings, walks_of(settings))
        [(name, rate)] = settings.rules
        rule = optimizers.by_name(name)(learning_rate=rate)
        for start in settings.starts:
            what = fate(run(curve, rule, (start,), settings.steps))
            if what.end is End.LEFT:
                assert f"away after {what.step} steps" in text
        for place in curve.stationary:
            limit = stable_below(curve, place.x)
            if limit is not None:
                assert f"below {limit:.4g} is stable" in text


def test_ascent_and_other_rules_are_spoken_of_as_what_they_are() -> None:
    text = said(curve="cubic", from_="-0.5", way="up", ball="gradient_descent~0.1,momentum~0.01")
    assert "settles at the maximum 0" in text
    assert "Around 0 η below 0.5 is stable, since f″ = −4" in text
    assert "At 1.333 no η holds a ball" in text
    assert "Momentum has no cobweb: its next place depends on what it remembers" in text
    text = said(curve="absolute", from_="-1.3", ball="gradient_descent~0.5", flat="0.1")
    assert "hops back and forth between −0.3 and 0.2 for ever." in text
    assert "The stop rule does not fire in its 40 steps." in text
    text = said(curve="flat_inflection", from_="-0.9", ball="gradient_descent~0.2")
    assert "is still moving after 40 steps" in text and "At 0 f″ = 0" in text
    text = said(curve="parabola", from_="2.5", ball="gradient_descent~1.5", steps="40")
    assert "swings ever wider from side to side" in text


# -- the payload ----------------------------------------------------------------------------------


def test_the_payload_holds_the_engine_s_numbers() -> None:
    settings = first_line_settings("double_well")
    walks = walks_of(settings)
    curve = settings.curve
    blob = line_blob(curve, walks, settings.starts, 0.1, {})
    header, arrays = unpack(blob)
    for i, walk in enumerate(walks):
        np.testing.assert_allclose(arrays[f"x{i}"], walk.trajectory.points[:, 0], rtol=1e-6)
        np.testing.assert_allclose(arrays[f"gap{i}"], walk.trajectory.heights - curve.minimum)
        np.testing.assert_allclose(arrays[f"slope{i}"], curve.slope(walk.trajectory.points[:, 0]))
    [(_, rate)] = settings.rules
    ground, drawn = unpack(curve_blob(curve))
    x = np.linspace(*ground["x"], len(drawn["f"]))
    np.testing.assert_allclose(drawn["f"], curve.value(x), rtol=1e-6)
    np.testing.assert_allclose(arrays["map"], x - rate * curve.slope(x), rtol=1e-5, atol=1e-6)
    assert ground["id"] == header["ground"]
    assert [panel["kind"] for panel in header["panels"]] == ["curve", "cobweb"]
    assert len({(walk["hue"], walk["dash"]) for walk in header["walks"]}) == len(walks)
    assert len(blob) < 100_000


@pytest.mark.parametrize("curve", CURVES, ids=lambda c: c.name)
def test_the_window_holds_the_curve_and_its_places(curve: Any) -> None:
    x_min, x_max, y_min, y_max = curve_window(curve)
    for x in (*curve.starts, *(place.x for place in curve.stationary)):
        assert x_min <= x <= x_max
        assert y_min < curve.value(x) < y_max


def test_a_walk_that_leaves_is_marked_at_the_border() -> None:
    settings, _ = LINE.read({"from": ["-0.01"], "ball": ["gradient_descent~0.1"]})
    header, arrays = unpack(line_blob(settings.curve, walks_of(settings), (-0.01,), 0.1, {}))
    [walk] = header["walks"]
    assert walk["outcome"] == "diverged" and walk["last"] < 40 == header["steps"]
    x_min, x_max, y_min, _ = curve_window(settings.curve)
    left = walk["left"]
    assert left["x"] == pytest.approx(x_min) or left["y"] == pytest.approx(y_min)
    assert not x_min <= arrays["x0"][left["step"]] <= x_max or arrays["y0"][left["step"]] < y_min


# -- the page -------------------------------------------------------------------------------------


def test_the_page_opens() -> None:
    app = opened("line")
    healthy(app)
    assert not app.warning
    header, _ = payload(app)
    assert [walk["label"] for walk in header["walks"]] == [
        "GD from 2.2",
        "GD from 0.3",
        "GD from 0",
        "GD from −0.01",
    ]
    assert app.query_params["curve"] in ("cubic", ["cubic"])
    assert "surface" not in app.query_params


@pytest.mark.parametrize("curve", CURVES, ids=lambda c: c.name)
def test_every_curve_can_be_shown_with_several_rules_at_once(curve: Any) -> None:
    app = opened("line", {"curve": [curve.name], "ball": ["adam~0.1", "rmsprop~0.05"]})
    healthy(app)
    header, _ = payload(app)
    assert [panel["kind"] for panel in header["panels"]] == ["curve"]
    assert len(header["walks"]) == 2 * len(curve.starts)


def test_every_stop_rule_marks_its_own_step() -> None:
    query = {"from": ["2.2"], "ball": ["gradient_descent~0.01"], "flat": ["0.05"]}
    fired = {}
    for rule in Stop:
        app = opened("line", {**query, "until": [str(rule)], "steps": ["300"]})
        healthy(app)
        header, _ = payload(app)
        fired[rule] = header["walks"][0]["stopped"]
        assert bool(header["stretches"]) == (rule in (Stop.GRADIENT, Stop.BOTH))
    # By hand: the step is η|f′|, so it is under ε long before the slope is.
    x, steps, slopes = 2.2, [], []
    for _k in range(301):
        slopes.append(abs(3 * x * x - 4 * x))
        steps.append(0.01 * slopes[-1])
        x -= 0.01 * (3 * x * x - 4 * x)
    flat = next(k for k, slope in enumerate(slopes) if slope < 0.05)
    short = next(k for k, step in enumerate(steps) if step < 0.05) + 1
    wanted = {Stop.BUDGET: -1, Stop.GRADIENT: flat, Stop.STEP: short, Stop.BOTH: flat}
    assert fired == wanted and 0 < short < flat


def test_controls_change_the_run_and_the_link() -> None:
    app = opened("line")
    app.select_slider(key="line.rate.gradient_descent").set_value(0.5).run()
    assert app.query_params["ball"] in ("gradient_descent~0.5", ["gradient_descent~0.5"])
    app.select_slider(key="line.steps").set_value(100).run()
    assert payload(app)[0]["steps"] == 100
    app.select_slider(key="line.flat").set_value(0.5).run()
    assert payload(app)[0]["epsilon"] == 0.5
    app.button_group(key="line.rules").set_value(["momentum"]).run()
    healthy(app)
    header, _ = payload(app)
    assert {walk["label"].split()[0] for walk in header["walks"]} == {"Momentum"}
    app.selectbox(key="line.curve").set_value("weighted_squares").run()
    healthy(app)
    assert payload(app)[0]["ground"] == "curve/weighted_squares/1/2/1"
    app.select_slider(key="line.shape.w1").set_value(0.0).run()
    assert app.query_params["weights"] in ("0~2~1", ["0~2~1"])
    for key in ("line.shape.w2", "line.shape.w3"):
        app.select_slider(key=key).set_value(0.0).run()
        healthy(app)
    assert app.query_params["weights"] in ("0~0~1", ["0~0~1"]), "the last weight is not taken"


def test_starts_are_typed_and_checked() -> None:
    app = opened("line", {"from": ["1"]})
    app.multiselect(key="line.from").set_value(["1", "−2,5", "1.0"]).run()
    healthy(app)
    assert [walk["label"] for walk in payload(app)[0]["walks"]] == ["GD from 1", "GD from −2.5"]
    for nonsense in ("a hill", "1e9", "inf", ""):
        app.multiselect(key="line.from").set_value(["1", nonsense]).run()
        healthy(app)
        assert len(payload(app)[0]["walks"]) == 2, "what is no start changes nothing"
    app.multiselect(key="line.from").set_value([]).run()
    healthy(app)
    assert app.info and payload(app)[0]["walks"] == []
    assert app.query_params["from"] in ("none", ["none"])


def test_settings_outlive_a_change_of_page() -> None:
    app = opened("line", {"curve": ["parabola"], "steps": ["77"]})
    app.query_params.clear()
    app.switch_page("pages/explore.py").run()
    healthy(app)
    assert (
        app.query_params["surface"] in ("rotated_bowl", ["rotated_bowl"])
        and "curve" not in app.query_params
    )
    app.query_params.clear()
    app.switch_page("pages/line.py").run()
    header, _ = payload(app)
    assert (header["ground"], header["steps"]) == ("curve/parabola", 77)


def test_some_hostile_links_open_a_page() -> None:
    for query in random.Random(3).sample(strange_links(), 12):
        app = opened("line", query)
        healthy(app)
        assert len(app.warning) <= 1


def test_all_words_pass_the_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_fitting", lambda folder, asked: ("xx", Marked()))
    monkeypatch.setattr(words, "languages", lambda: ("xx",))
    weights = {letters(w.symbol) for w in by_name("weighted_squares").parameters}
    for curve in ("weighted_squares", "absolute", "flat_inflection"):
        app = opened("line", {"curve": [curve], "way": ["x"], "ball": ["gradient_descent~0.1"]})
        healthy(app)
        texts = [
            *(
                w.label
                for kind in (app.selectbox, app.select_slider, app.multiselect)
                for w in kind
            ),
            *(e.value for kind in (app.caption, app.title, app.header, app.warning) for e in kind),
            *(line for e in app.markdown for line in e.value.splitlines()),
            *payload(app)[0]["words"].values(),
        ]
        for text in texts:
            if text and text not in weights and not text.startswith("<style"):
                assert "⟦" in text, f"not translated: {text}"


def test_second_order_rules_are_not_on_the_menu() -> None:
    assert set(FIRST_ORDER) <= {rule.name for rule in optimizers.OPTIMIZERS}
    assert not set(FIRST_ORDER) & {"newton", "bfgs", "lbfgs"}
    assert "gradient_descent" in FIRST_ORDER


# -- the browser ----------------------------------------------------------------------------------

BALLS = """() => { const {panels: [panel]} = document.querySelector('.ov-player').player;
  const balls = panel.moving.data.findLast(({marker}) => marker?.size === 15);
  return [...balls.x].map((x, i) => [x, balls.y[i]]); }"""
WEB = """() => { const {panels: [, panel]} = document.querySelector('.ov-player').player;
  return [[...panel.moving.data[0].x], [...panel.moving.data[0].y]]; }"""


def paused(guest: Visit) -> Any:
    """The page as it is first seen, at rest."""
    page = guest.open("/")
    page.get_by_role("link", name="One dimension").first.click()
    page.wait_for_selector(".ov-line[data-ready]")
    if page.get_attribute(".ov-player", "data-playing") == "true":
        page.locator(".ov-play").click()
    page.wait_for_selector(".ov-player[data-playing=false]")
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")
    return page


@pytest.mark.browser
def test_balls_roll_where_the_engine_says(visit: Visit) -> None:
    page = paused(visit)
    curve = by_name("cubic")
    rule = optimizers.by_name("gradient_descent")(learning_rate=0.1)
    walks = [run(curve, rule, (start,), 40) for start in curve.starts]
    for step in (0, 3, 11, 18):
        go_to(page, step)
        page.wait_for_timeout(200)
        for (x, y), walk in zip(page.evaluate(BALLS), walks, strict=True):
            if abs(walk.heights[step]) > 1e6:  # no browser can place a ball so far away
                assert x is None
                continue
            assert x == pytest.approx(walk.points[step, 0], rel=1e-6)
            assert y == pytest.approx(walk.heights[step], rel=1e-6)
    xs, ys = page.evaluate(WEB)
    points = walks[0].points[:, 0]
    assert xs[-1] == ys[-1] == pytest.approx(points[18], rel=1e-6)
    assert ys[1:4] == pytest.approx([points[1], points[1], points[2]], rel=1e-6)
    shown = page.locator(".ov-readout tbody tr").nth(1).locator(".ov-slope").text_content()
    assert float(shown.replace("−", "-")) == pytest.approx(walks[1].gradients[18, 0], rel=1e-3)
    go_to(page, 0)
    before = page.evaluate(BALLS)
    page.locator(".ov-play").click()
    page.wait_for_timeout(700)
    moved = page.evaluate(BALLS)
    assert moved[0][0] < before[0][0] and moved[1][0] > before[1][0], "both roll to the valley"
    assert moved[2] == before[2], "on the hilltop it stays"
    page.wait_for_selector(".ov-player[data-playing=false]", timeout=30_000)
    assert page.locator(".ov-step").text_content() == "40 / 40"
    assert "diverged" in page.locator(".ov-readout tbody").text_content()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".ov-step").text_content() == "39 / 40"


@pytest.mark.browser
def test_a_ball_is_dragged_and_curve_losses_and_numbers_follow(visit: Visit) -> None:
    player = "document.querySelector('.ov-player').player"
    rules = "&ball=gradient_descent~0.1&ball=adam~0.05"
    page = visit.open_paused(f"/line?curve=cubic&from=2.2~0.3&steps=40{rules}")
    go_to(page, 2)
    grip = f"{player}.panels[0].held[0]"
    x, y = page.evaluate(f"""() => {{ const grip = {grip};
      const box = grip.graph.getBoundingClientRect(), [x, y] = grip.pixel();
      return [box.left + x, box.top + y]; }}""")
    page.mouse.move(x, y)
    page.wait_for_function(f"() => {player}.live.follows(2)")
    sent, names = visit.sent, page.locator(".ov-readout .ov-name > span")
    told = page.locator(".ov-readout tbody .ov-f").first
    page.mouse.down()
    seen = {told.text_content()}
    for i in range(1, 4):
        page.mouse.move(x - 15 * i, y + 7)
        page.wait_for_function(f"(n) => {player}.live.frames >= n", arg=i)
        page.wait_for_function(f"() => !{player}.live.running")
        seen.add(told.text_content())
    starts = page.evaluate(f"() => {player}.starts")
    assert len(seen) == 4 and visit.sent == sent and starts[0] < 2.2 and starts[1] == 0.3
    assert names.first.text_content() == f"GD from {starts[0]:g}"
    state = page.evaluate(f"""() => {player}.walks.map(({{x, y, slope, last}}) =>
      [x, y, slope].map((row) => [...row.slice(0, last + 1)]))""")
    cubic = by_name("cubic")
    for i, rule in ((0, "gradient_descent"), (2, "adam")):
        made = optimizers.by_name(rule)(learning_rate=0.1 if i == 0 else 0.05)
        walk = run(cubic, made, (starts[0],), 40)
        wanted = (walk.points[:, 0], walk.heights, walk.gradients[:, 0])
        for row, numbers in zip(state[i], wanted, strict=True):
            np.testing.assert_allclose(row, numbers, rtol=1e-9, atol=1e-11)
    # The curve stays, the places that were are gone, and the dots of those that are stand on it.
    look = "(node) => getComputedStyle(node).visibility"
    old = page.locator(".ov-walks .ov-of-walks")
    assert old.count() >= 5 and {node.evaluate(look) for node in old.all()} == {"hidden"}
    assert page.locator(".ov-walks .scatterlayer > .trace:not(.ov-of-walks)").first.is_visible()
    assert page.locator(".ov-way path").count() >= 4
    at = page.evaluate(f"() => {player}.panels[0].moving.data.find((t) => t.marker?.size === 15).x")
    assert at[0] == pytest.approx(state[0][0][2])
    visit.renewed(page.mouse.up)
    assert page.evaluate(f"() => {player}.starts") == starts
    page.wait_for_function(f"() => location.search.includes('from={starts[0]:g}~0.3')")
    # Keys, each of its own ball; and back.
    second = page.locator(".ov-start").nth(1)
    second.focus()
    assert second.get_attribute("aria-label") == "Ball from x = 0.3; the arrow keys move it"
    was = page.evaluate(f"""() => {{ const root = document.querySelectorAll(".ov-start")[1];
      const press = (key) =>
        root.dispatchEvent(new KeyboardEvent("keydown", {{key, bubbles: true}}));
      press("ArrowRight"); press("ArrowRight"); const {{starts}} = {player}.live.wish;
      press("Escape"); return starts; }}""")
    assert was[1] > 0.3 and was[0] == starts[0]
    page.wait_for_function(f"() => !{player}.root.classList.contains('ov-live')")
    assert page.evaluate(f"() => {player}.starts") == starts
    assert names.nth(1).text_content() == "GD from 0.3"
    visit.renewed(lambda: page.keyboard.press("ArrowRight"))
    assert page.evaluate(f"() => {player}.starts")[1] > 0.3


@pytest.mark.browser
def test_a_click_on_the_curve_starts_one_more_ball(visit: Visit) -> None:
    page = paused(visit)
    box = page.locator(".ov-walks").first.bounding_box()
    visit.renewed(lambda: page.mouse.click(box["x"] + 230, box["y"] + 60))
    page.wait_for_function("() => document.querySelectorAll('.ov-readout tbody tr').length === 5")
    page.wait_for_function("() => /from=2.2~0.3~0~-0.01~0.\\d+&/.test(location.search)")
    whole = page.evaluate("() => document.querySelector('.ov-player').player.view.x")
    page.locator(".ov-closer").click()
    page.wait_for_timeout(600)
    closer = page.evaluate("() => document.querySelector('.ov-player').player.view.x")
    assert closer[1] - closer[0] == pytest.approx(0.6 * (whole[1] - whole[0]))
    curve, cobweb = page.evaluate(
        """() => [...document.querySelectorAll('.ov-walks')].map((graph) => [
        graph._fullLayout.xaxis.range, graph._fullLayout.yaxis.range])"""
    )
    assert curve[0] == cobweb[0] == cobweb[1] == closer, "a cobweb has the curve's x on both axes"
    for _ in range(3):
        page.locator(".ov-closer").click()
        page.wait_for_timeout(300)
    view = page.evaluate("() => document.querySelector('.ov-player').player.view")
    height = float(by_name("cubic").value(sum(view["x"]) / 2))
    assert view["y"][0] < height < view["y"][1], "a zoom does not lose the curve"

    def turn() -> None:
        page.get_by_role("slider", name="GD").focus()
        page.keyboard.press("ArrowRight")

    visit.renewed(turn)
    page.wait_for_function("() => /ball=gradient_descent~0.12&/.test(location.search)")
    page.get_by_text("at η = 0.12").first.wait_for()


@pytest.mark.browser
@pytest.mark.parametrize("height", [620, 800, 1100])
def test_curve_and_cobweb_begin_and_end_at_one_height(visit: Visit, height: int) -> None:
    visit.page.set_viewport_size({"width": 1280, "height": height})
    page = visit.open("/line")
    tops, bottoms = page.locator(".ov-walks").evaluate_all("""(all) => ['top', 'bottom'].map(
      (edge) => all.map((graph) => Math.round(graph.getBoundingClientRect()[edge])))""")
    assert len(tops) == 2
    assert len(set(tops)) == len(set(bottoms)) == 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_sticks_out(browser: Any, server: Any, scheme: str) -> None:
    size = {"width": 390, "height": 844}
    phone = Visit(
        browser, server, viewport=size, has_touch=True, is_mobile=True, color_scheme=scheme
    )
    page = phone.open("/line")
    page.locator(".ov-play").click()
    page.wait_for_timeout(300)
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    boxes = page.locator(".ov-walks").evaluate_all("(all) => all.map((e) => e.clientWidth)")
    assert len(boxes) == 2 and max(boxes) <= 390 and min(boxes) > 250
    phone.close()


@pytest.mark.browser
def test_a_ball_beyond_what_a_browser_can_place_is_left_away(visit: Visit) -> None:
    # It climbs threefold a step. Pixels are single precision: a mark beyond fills the console.
    page = visit.open_paused(
        "/line?curve=weighted_squares&from=4.5&steps=100&ball=gradient_descent~1&way=up"
    )
    assert page.evaluate(
        "() => document.querySelector('.ov-player').player.walks[0].x.some((x) => x > 1e36)"
    )
    marks = "() => document.querySelectorAll('.ov-map:first-child .ov-trails .point').length"
    go_to(page, 2)
    page.wait_for_function(f"() => ({marks})() === 1")
    go_to(page, 70)
    page.wait_for_function(f"() => ({marks})() === 0")


@pytest.mark.browser
@pytest.mark.parametrize(
    "link",
    [
        "/line?curve=cubic&ball=gradient_descent~0.1&way=up&until=both",
        "/?surface=monkey_saddle&start=1~0.5&epochs=60&walk=gradient_descent~learning_rate~1",
        "/rates?surface=monkey_saddle&optimizer=gradient_descent&from=0.001&to=10",
    ],
)
def test_heights_beyond_all_numbers_are_drawn_as_far_as_there_are_some(
    visit: Visit, link: str
) -> None:
    """A line to 1e304 overflows where Plotly cuts it at the edge of the picture.

    What a browser cannot read in a path it says in the console, which is held to be empty.
    """
    page = visit.open_paused(link)
    losses = ".ov-loss .js-plotly-plot"
    page.wait_for_function(f"() => document.querySelector('{losses}')?._fullLayout?.yaxis")
    for step in (3, 11, 40):
        go_to(page, step)
    told = """(losses) => {
        const {player} = document.querySelector(".ov-player");
        const graph = document.querySelector(losses);
        const {range: [low, high]} = graph._fullLayout.yaxis;
        const heights = graph.data.flatMap(({y}) => Array.from(y ?? [])).filter((y) => y !== null);
        const each = (last, height) => Array.from({length: last + 1}, (_, k) => height(k));
        const walked = player.walks.flatMap((walk) => (
          walk.f ? each(walk.last, (k) => walk.f(k))
          : walk.facts.last.flatMap((last, i) => each(last, (k) => walk.gapAt(i, k)))));
        const paths = [...document.querySelectorAll(".ov-player path")];
        return [
          Math.max(...walked.map(Math.abs)) / (high - low),
          paths.filter((path) => /NaN|Infinity/.test(path.getAttribute("d") ?? "")).length,
          Math.max(...heights.map(Math.abs)) / (high - low),
        ];
        }"""
    # The axis stands a frame before what is drawn on it does.
    page.wait_for_function(f"(losses) => ({told})(losses)[2] < 2e6", arg=losses)
    highest, odd, far = page.evaluate(told, losses)
    assert highest > 1e9, "somebody climbs out of all proportion"
    assert odd == 0
    assert 1 < far < 2e6

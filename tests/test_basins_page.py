"""The page of maps, as Streamlit runs it and in a real browser."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import optimizers
import schedules
import surfaces
from engine import basins, run, steps_to, sweep_ends
from figures.basin_blob import open_blob
from figures.basin_figure import NEVER
from figures.ground import window
from figures.settings_grid import Scale
from tests.test_link import STRANGE
from tests.test_pages import opened as page_opened
from tests.visit import READY, Server, Visit
from ui import words
from ui.kinds import NOBODY
from ui.maps import job_status, picture
from ui.maps.job_queue import LONG, MOST_WORKERS
from ui.maps.orders import starts_orders
from ui.maps.turns import MOST_BEGUN, Job
from ui.report import ARRIVED_BELOW
from ui.settings import default_choice, first_settings

ROOT = Path(__file__).parent.parent
ADAM = {"surface": ["himmelblau"], "walk": ["adam~learning_rate~0.05"]}
DONE = '.oa-figure[data-waiting="0"]'


def opened(query: dict[str, list[str]] | None = None, done: bool = True) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/basins.py")
    for key, values in (query or {}).items():
        app.query_params[key] = values
    return finished(app.run()) if done else app.run()


def finished(app: AppTest) -> AppTest:
    """The page when its maps are there: looked at again as the browser does."""
    end = time.monotonic() + 60
    while app.get("button") and any(b.key == "maps.cancel" for b in app.button):
        assert time.monotonic() < end
        time.sleep(0.1)
        app.run()
    return app


def payload(app: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    [element] = app.get("bidi_component")
    return open_blob(element.proto.bytes)


def healthy(app: AppTest) -> None:
    assert not app.exception, app.exception
    assert not app.error


def linked(app: AppTest, key: str) -> str:
    """What the link says, which is a list only where a key comes twice."""
    value = app.query_params[key]
    return value if isinstance(value, str) else value[-1]


def table(app: AppTest) -> dict[str, list[str]]:
    [text] = [element.value for element in app.markdown if element.value.startswith("| ")]
    head, _, *rows = (
        [cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines()
    )
    return {name: [row[i] for row in rows] for i, name in enumerate(head)}


# -- without a browser -------------------------------------------------------------------------


def test_it_opens_with_the_first_four_optimizers() -> None:
    app = opened({"resolution": ["100"]})
    healthy(app)
    assert not app.warning
    header, arrays = payload(app)
    assert [sheet["key"] for sheet in header["sheets"]] == [
        *("gradient_descent.0", "momentum.0", "nesterov.0", "adagrad.0")
    ]
    assert len(arrays["which0"]) == 100 * 100
    assert any("Four maps at a time" in caption.value for caption in app.caption)


def test_maps_and_table_are_the_engine_s() -> None:
    app = opened({**ADAM, "epochs": ["400"], "resolution": ["100"]})
    healthy(app)
    surface = surfaces.by_name("himmelblau")
    rule = optimizers.by_name("adam")(learning_rate=0.05)
    made = basins(surface, rule, 100, 400, domain=window(surface))
    header, arrays = payload(app)
    steps = arrays["steps0"].reshape(100, 100).astype(int)
    np.testing.assert_array_equal(np.where(steps == NEVER, -1, steps), made.steps)
    shown = table(app)
    for letter, share in zip("ABCD", made.shares.attractors, strict=True):
        assert shown[f"★ {letter}"] == [f"{share:.1f}\u00a0%"]
    assert shown["Optimizer"] == ["Adam"]
    rested = made.steps[made.steps >= 0]
    assert shown["Steps to rest, median"] == [f"{np.median(rested):.4g}"]
    assert shown["At rest"] == [f"{100 * rested.size / made.steps.size:.1f}\u00a0%"]
    assert header["marks"][-1] == {"symbol": "circle-open", "x": 0.7, "y": 4.3, "letter": ""}
    assert sum(mark["symbol"] == "star" for mark in header["marks"]) == 4
    assert sum(mark["symbol"] == "x" for mark in header["marks"]) == 4


def test_the_map_of_settings_is_the_engine_s() -> None:
    app = opened({**ADAM, "show": ["settings"], "against": ["beta1"]})
    healthy(app)
    rates, betas = (Scale(h).values() for h in optimizers.by_name("adam").hyperparameters()[:2])
    surface = surfaces.by_name("himmelblau")
    there = sweep_ends(
        surface,
        optimizers.by_name("adam"),
        rates,
        surface.start,
        300,
        near=ARRIVED_BELOW,
        beta1=betas,
    )
    header, arrays = payload(app)
    np.testing.assert_array_equal(arrays["x"], rates)
    np.testing.assert_array_equal(arrays["y"], betas)
    steps = arrays["steps0"].reshape(len(betas), len(rates)).T.astype(int)
    np.testing.assert_array_equal(np.where(steps == NEVER, -1, steps), there.steps)
    assert header["kind"] == "settings"


def test_controls_change_view_and_link() -> None:
    app = opened({**ADAM, "resolution": ["100"]})
    app.button_group(key="maps.show").set_value("settings").run()
    finished(app)
    healthy(app)
    assert payload(app)[0]["kind"] == "settings"
    assert linked(app, "show") == "settings"
    offered = app.selectbox(key="maps.against").options
    assert offered[:2] == ["η against Beta 1", "η against Beta 2"]
    app.selectbox(key="maps.against").set_value("beta2").run()
    finished(app)
    assert linked(app, "against") == "beta2"
    assert payload(app)[0]["axes"][1]["title"].endswith("β₂")
    app.button_group(key="maps.show").set_value("starts").run()
    finished(app)
    app.selectbox(key="maps.resolution").set_value(200).run()
    finished(app)
    assert linked(app, "resolution") == "200"
    assert len(payload(app)[1]["x"]) == 200


def test_other_pages_drop_what_is_only_ours_and_we_remember_it() -> None:
    app = opened({**ADAM, "resolution": ["100"]})
    assert linked(app, "resolution") == "100"
    app.query_params.clear()
    app.switch_page("pages/compare.py").run()
    healthy(app)
    assert "resolution" not in app.query_params
    assert linked(app, "surface") == "himmelblau"
    app.query_params.clear()
    app.switch_page("pages/basins.py").run()
    assert linked(finished(app), "resolution") == "100"


@pytest.mark.parametrize("key", ["show", "resolution", "rule", "against"])
def test_a_bad_wish_falls_back_with_one_line(key: str) -> None:
    for value in ("nonsense", "-1", "1e400", "<script>alert(1)</script>"):
        app = opened({**ADAM, "resolution": ["100"], key: [value]}, done=False)
        healthy(app)
        assert len(app.warning) == 1
        assert value not in app.warning[0].value


@pytest.mark.slow
def test_hostile_wishes_open_a_page() -> None:
    for value in STRANGE:
        if value:
            app = opened({**ADAM, "show": [value], "rule": [value], "against": [value]}, done=False)
            healthy(app)
            assert len(app.warning) <= 1


def test_nobody_and_no_minimum_are_pages_too() -> None:
    for query in (
        {"walk": [NOBODY]},
        {"walk": [NOBODY], "show": ["settings"]},
        {"surface": ["saddle"], "show": ["settings"]},
    ):
        app = opened(query)
        healthy(app)
        assert app.info


def test_without_a_minimum_nobody_is_told_to_wait_for_one() -> None:
    captions = [c.value for c in opened({"surface": ["saddle"], "resolution": ["100"]}).caption]
    assert any(text.startswith("This surface has no minimum to get to") for text in captions)
    assert not any("belongs to a minimum" in text for text in captions)


def test_settings_open_with_the_first_that_has_a_momentum_or_a_beta() -> None:
    for walks, opened_with in (
        (["gradient_descent", "momentum"], "momentum.0/momentum"),
        (["adagrad", "adam"], "adam.0/beta1"),
        (["gradient_descent"], "gradient_descent.0/weight_decay"),
    ):
        app = opened({"surface": ["bowl"], "walk": walks, "show": ["settings"]})
        healthy(app)
        assert [sheet["key"] for sheet in payload(app)[0]["sheets"]] == [opened_with]


@pytest.mark.parametrize("rule", optimizers.OPTIMIZERS, ids=lambda rule: rule.name)
def test_settings_of_every_optimizer_have_a_page(rule: Any) -> None:
    """BFGS has nothing to turn but its learning rate: there is no map, and that is said."""
    query = {"surface": ["bowl"], "walk": [rule.name], "epochs": ["5"], "show": ["settings"]}
    app = opened(query)
    healthy(app)
    mapped = (
        [sheet["key"].split(".")[0] for sheet in payload(app)[0]["sheets"]] if not app.info else []
    )
    assert mapped == ([] if rule.name in ("bfgs", "lbfgs") else [rule.name])
    # Beside others it is not on offer.
    app = opened({**query, "walk": [rule.name, "adam"], "rule": [f"{rule.name}.0"]})
    healthy(app)
    [offered] = [box.options for box in app.selectbox if box.key == "maps.rule"]
    assert len(offered) == (2 if mapped else 1)
    assert len(app.warning) == (0 if mapped else 1)


@pytest.mark.parametrize("page", ["basins", "rates"])
def test_a_stop_rule_that_has_no_effect_is_said_to_have_none(page: str) -> None:
    bowl = {"surface": ["bowl"], "walk": ["adam"]}
    for stop, said in ((["both~0.01"], 1), ([], 0)):
        app = page_opened(page, {**bowl, "stop": stop} if stop else bowl)
        healthy(app)
        lines = [c.value for c in app.caption if c.value.startswith("The stop rule has no effect")]
        assert len(lines) == said


def test_searches_keep_no_quick_map_waiting() -> None:
    settings = first_settings("saddle")
    for name, long in (("adam", False), ("bfgs", True), ("lbfgs", True)):
        choices = (default_choice(name),)
        [order] = starts_orders(replace(settings, choices=choices), 200, 1)
        assert (order.work > LONG) is long


def test_a_map_that_was_called_off_is_not_being_made() -> None:
    settings = first_settings("bowl")
    answers = [None, ValueError("no"), Job(), None]
    header, _ = open_blob(picture.starts_blob(settings, picture.joined(answers), answers))
    assert [sheet["off"] for sheet in header["sheets"]] == [True, True, False, True]


def test_all_words_pass_the_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    class Marked:
        def gettext(self, message: str) -> str:
            return f"⟦{message}⟧"

    monkeypatch.setattr(words, "_fitting", lambda folder, asked: ("xx", Marked()))
    monkeypatch.setattr(words, "languages", lambda: ("xx",))
    for show in ("starts", "settings"):
        app = opened({**ADAM, "resolution": ["100"], "show": [show], "rule": ["nobody"]})
        healthy(app)
        texts = [
            *(e.label for kind in (app.selectbox, app.button_group, app.button) for e in kind),
            *(e.value for kind in (app.caption, app.title, app.header, app.warning) for e in kind),
            *payload(app)[0]["words"].values(),
        ]
        for text in texts:
            assert not text or "⟦" in text, f"not translated: {text}"


def test_visits_share_a_few_threads_and_leave_none() -> None:
    def threads() -> int:
        return sum(thread.name == "maps" for thread in threading.enumerate())

    seen = []
    for epochs in range(100, 110):
        opened({**ADAM, "resolution": ["100"], "epochs": [str(epochs)]}, done=False)
        seen.append(threads())
    workers = min(MOST_WORKERS, max(1, (os.cpu_count() or 1) // 2))
    # Long work that gives way waits in its thread: never more of it than a few, of either kind.
    assert max(seen) <= 2 * (workers + MOST_BEGUN)
    deadline = time.monotonic() + 60
    while threads():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_who_waits_is_told_the_place_in_the_queue() -> None:
    waiting = [Job(place=4), Job(place=2), ValueError("no")]
    assert "2 in the queue" in job_status.said_of_waiting(waiting)
    assert job_status.said_of_waiting([*waiting, Job(begun=True)]) == ""


# -- in a browser ------------------------------------------------------------------------------


def at(visit: Visit, query: str, wait: str = DONE) -> Any:
    page = visit.page
    page.goto(f"{visit.server.url}/basins?{query}")
    page.wait_for_selector(wait, timeout=90_000)
    return page


PLACE = """([sheet, x, y]) => {
  const {graph} = document.querySelector('.oa-figure').figure.sheets[sheet];
  const {xaxis, yaxis} = graph._fullLayout, box = graph.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)]; }"""


@pytest.mark.browser
def test_a_pressed_start_shows_its_walks_before_it_is_opened(visit: Visit) -> None:
    walks = "&walk=adam~learning_rate~0.05&walk=lion~learning_rate~0.05&walk=newton"
    page = at(visit, f"surface=himmelblau&resolution=50&epochs=120{walks}&schedule=step~period~50")
    figure = "document.querySelector('.oa-figure').figure"
    drawn = f"""() => {figure}.sheets.map(({{walk: {{walk}}}}) =>
      walk && {{x: [...walk.x], y: [...walk.y], waits: walk.waits}})"""
    place = page.evaluate(PLACE, [0, -1.234, 2.345])
    page.mouse.move(*place)
    page.wait_for_function(f"() => {figure}.cell")
    assert page.evaluate(drawn) == [None] * 3 and page.locator(".oa-walk:visible").count() == 0
    sent = visit.sent

    def walked() -> None:
        # The newest cell is drawn, with the frame that was due.
        page.wait_for_function(f"() => {figure}.pressed.frames > 0 && !{figure}.pressed.due")
        page.wait_for_function(
            f"() => {figure}.sheets.slice(0, 2).every(({{walk: {{walk}}}}) => walk?.x.length > 100)"
        )
        start = page.evaluate(f"""() => {{ const {{pressed: {{cell}}, arrays: {{x, y}}}} = {figure};
          return [x[cell.column], y[cell.row]]; }}""")
        made, schedule = page.evaluate(drawn), schedules.by_name("step")(period=50)
        for name, walk in zip(("adam", "lion"), made, strict=False):
            rule = optimizers.by_name(name)(learning_rate=0.05)
            engine = run(surfaces.by_name("himmelblau"), rule, start, 120, schedule=schedule)
            points = np.stack([walk["x"], walk["y"]], axis=-1)
            np.testing.assert_allclose(points, engine.points, rtol=1e-9, atol=1e-9)
        assert (made[2]["x"], made[2]["waits"]) == ([start[0]], True), "Newton's waits"

    page.mouse.down()
    walked()
    assert page.locator(".oa-walk:visible").count() == 3
    assert page.locator(".oa-walk.oa-waits").count() == 1
    assert page.locator(".oa-tip:visible").count() == 0, "nothing lies on them"
    line = page.locator(".oa-walk-line").first
    assert line.evaluate("(line) => line.getTotalLength()") > 20
    page.mouse.move(place[0] + 60, place[1] + 40, steps=3)
    walked()
    page.mouse.up()
    page.wait_for_function(f"() => !{figure}.pressed.cell")
    page.wait_for_timeout(300)
    assert visit.sent == sent and page.locator(".oa-figure").count() == 1, "a drag opens nothing"
    # By keys, too.
    page.locator(".oa-maps").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    walked()


@pytest.mark.browser
def test_a_click_on_a_map_opens_explore_at_that_start(visit: Visit) -> None:
    page = at(visit, "surface=himmelblau&walk=adam~learning_rate~0.05&walk=lion")
    wish = (-1.234, 2.345)
    place = page.evaluate(PLACE, [1, *wish])
    page.mouse.move(*place)
    page.wait_for_selector(".oa-tip", state="visible")
    said = page.locator(".oa-state").text_content().splitlines()
    assert len(said) == 3
    tip = page.locator(".oa-tip").nth(1).text_content().splitlines()
    assert tip[0] == said[0]
    assert "steps" in tip[1] or "moving" in tip[1] or "yet" in tip[1]
    page.mouse.click(*place)
    page.wait_for_selector(READY, timeout=60_000)
    start = page.evaluate("() => document.querySelector('.ov-player').player.start")
    half = 10 / 199 / 2
    assert abs(start[0] - wish[0]) <= half + 0.02
    assert abs(start[1] - wish[1]) <= half + 0.02
    # It is a start of the map to the last digit, and what the map said of it is true.
    grid = np.linspace(-5, 5, 200)
    assert start[0] in grid
    assert start[1] in grid
    adam = optimizers.by_name("adam")(learning_rate=0.05)
    end = run(surfaces.by_name("himmelblau"), adam, start, 300).points[-1]
    letter = "ABCD"[
        int(np.argmin([np.hypot(*(end - m)) for m in surfaces.by_name("himmelblau").minima]))
    ]
    assert f"global minimum {letter}" in said[1]
    page.wait_for_function("() => location.search.includes('start=')")
    assert "/basins" not in page.url
    assert "resolution" not in page.url


@pytest.mark.browser
def test_keys_point_and_choose(visit: Visit) -> None:
    page = at(visit, "surface=himmelblau&walk=adam~learning_rate~0.05&resolution=100")
    page.locator(".oa-maps").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    cell = page.evaluate("() => document.querySelector('.oa-figure').figure.cell")
    assert cell == {"row": 60, "column": 51}
    page.keyboard.press("Enter")
    page.wait_for_selector(READY, timeout=60_000)
    start = page.evaluate("() => document.querySelector('.ov-player').player.start")
    grid = np.linspace(-5, 5, 100)
    assert start == [grid[51], grid[60]]


@pytest.mark.browser
def test_a_click_on_a_setting_sets_it(visit: Visit) -> None:
    page = at(visit, "surface=bowl&walk=momentum~learning_rate~0.01&show=settings")
    values = page.evaluate("""() => { const {x, y} = document.querySelector('.oa-figure').figure.arrays;
      return [x[40], y[20]]; }""")
    place = page.evaluate(PLACE, [0, 40, 20])
    page.mouse.move(*place)
    said = page.locator(".oa-state").text_content().splitlines()[1]
    page.mouse.click(*place)
    page.wait_for_function(
        "([rate, momentum]) => location.search.includes(`~learning_rate~${rate}~momentum~${momentum}`)",
        arg=values,
        timeout=30_000,
    )
    page.wait_for_function(
        """() => { const [mark] = document.querySelector('.oa-figure').figure.header.marks;
          return Math.abs(mark.x - 40) < 0.01 && Math.abs(mark.y - 20) < 0.01; }""",
        timeout=30_000,
    )
    rule = optimizers.by_name("momentum")(learning_rate=values[0], momentum=values[1])
    surface = surfaces.by_name("bowl")
    steps = int(steps_to(run(surface, rule, surface.start, 300), ARRIVED_BELOW))
    assert said.endswith(f": {steps} steps")


@pytest.mark.browser
def test_large_maps_show_their_progress_and_can_be_stopped(visit: Visit) -> None:
    walks = "walk=adam~learning_rate~0.05&walk=momentum~learning_rate~1e-5"
    page = at(
        visit, f"surface=rosenbrock&epochs=1000&resolution=800&{walks}", ".oa-figure[data-ready]"
    )
    cancel = page.get_by_role("button", name="Cancel")
    cancel.wait_for(timeout=60_000)
    page.wait_for_selector("[data-testid=stProgress]")
    assert page.get_attribute(".oa-figure", "data-waiting") == "2"
    # The page answers while the work goes on: another view is there at once.
    page.get_by_role("radio", name="Every setting").click()
    page.wait_for_function(
        "() => document.querySelector('.oa-figure').figure.kind === 'settings'", timeout=30_000
    )
    page.get_by_role("radio", name="Every start").click()
    page.wait_for_function(
        "() => document.querySelector('.oa-figure').figure.kind === 'starts'", timeout=30_000
    )
    cancel.wait_for(timeout=60_000)
    cancel.click()
    again = page.get_by_role("button", name="Make the missing maps")
    again.wait_for(timeout=60_000)
    cancel.wait_for(state="detached", timeout=30_000)
    veil = "() => [...document.querySelectorAll('.oa-veil')].map((veil) => veil.textContent)"
    page.wait_for_function(f"() => ({veil})().join() === 'not made,not made'")
    again.click()
    cancel.wait_for(timeout=60_000)
    page.wait_for_function(f"() => ({veil})().join() === 'being made …,being made …'")
    cancel.click()
    again.wait_for(timeout=60_000)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen(browser: Any, server: Server, scheme: str, width: int) -> None:
    phone = width < 500
    size = {"width": width, "height": 844 if phone else 800}
    visit = Visit(
        browser, server, viewport=size, color_scheme=scheme, has_touch=phone, is_mobile=phone
    )
    page = at(visit, "surface=himmelblau&resolution=100")
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    frames = [frame.bounding_box() for frame in page.locator(".oa-frame").all()]
    assert len(frames) == 4
    assert len({round(box["x"]) for box in frames}) == (1 if phone else 2)
    if not phone:
        assert max(box["y"] + box["height"] for box in frames) <= 800, "seen without scrolling"
    assert page.evaluate("() => document.querySelector('.oa-figure').figure.dark") == (
        scheme == "dark"
    )
    # Every minimum has its letter on every map.
    letters = page.locator(".oa-graph .textpoint").all_text_contents()
    assert sorted(letters) == sorted("ABCD" * 4)
    # The image is there, in as many colours as there are ends.
    seen = page.evaluate("""async () => { const {image} = document.querySelector('.oa-figure').figure.sheets[0];
      const picture = new Image(); picture.src = image; await picture.decode();
      const canvas = document.createElement('canvas'); canvas.width = picture.width; canvas.height = picture.height;
      const context = canvas.getContext('2d'); context.drawImage(picture, 0, 0);
      const {data} = context.getImageData(0, 0, canvas.width, canvas.height); const seen = new Set();
      for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
      return seen.size; }""")
    assert seen >= 4
    visit.close()

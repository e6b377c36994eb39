"""Looking closely: what is drawn of walks and ground where a visitor has zoomed to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from engine import run
from engine.trace.browser_text import height_text
from figures.closer import closer_ground
from figures.ground import BANDS, ground, ground_blob
from figures.palette import STYLES
from figures.walks import DrawnWalk, Panel, walks_blob
from tests.test_player import many_walks
from tests.visit import READY, Server, Visit, go_to
from ui.delivery.bundle import closed
from ui.player import HERE
from ui.player.standalone import standalone_page
from ui.player.words import player_words

pytestmark = pytest.mark.browser

# Of every walk on the map: how far, in pixels, a point of it in view lies from the nearest that is
# drawn; how near to each other two neighbours are that are drawn; how many there are to be seen.
DRAWN = """() => { const {player} = document.querySelector('.ov-player');
  const {clock, view: {x, y}, panels: [panel]} = player;
  const across = panel.side / (x[1] - x[0]), up = panel.side / (y[1] - y[0]);
  const apart = (a, b) => Math.max(Math.abs(a[0] - b[0]) * across, Math.abs(a[1] - b[1]) * up);
  let farthest = 0, nearest = Infinity, seen = 0;
  panel.trails.groups.forEach((group, i) => {
    const drawn = [];
    for (const {data} of panel.trails.graphs) {
      const trace = data?.[i + 1];
      if (trace) Array.from(trace.x).forEach((at, k) => at !== null && drawn.push([at, trace.y[k]]));
    }
    if (group.members.length === 1) for (let k = 1; k < drawn.length - 1; k++) nearest = Math.min(nearest, apart(drawn[k], drawn[k - 1]));
    for (const walk of group.members) {
      for (let k = 0; k <= Math.min(walk.last, Math.floor(clock.position)); k++) {
        const at = [walk.x[k], walk.y[k]];
        if (at[0] < x[0] || at[0] > x[1] || at[1] < y[0] || at[1] > y[1]) continue;
        seen += 1;
        farthest = Math.max(farthest, Math.min(...drawn.map((other) => apart(at, other))));
      }
    }
  });
  return {farthest, nearest, seen}; }"""
FINEST = 0.6  # of a pixel, as in trails.js
# The ground that lies under a panel: its grid, and how many cells and levels of it are in view.
UNDER = """() => [...document.querySelectorAll('.ov-ground')].map((graph) => {
  const [{z, x0, dx, y0, dy, contours}] = graph.data, {xaxis, yaxis} = graph._fullLayout;
  const inView = (at, [low, high]) => at >= low && at <= high;
  const values = z.flatMap((row, j) => inView(y0 + j * dy, yaxis.range)
    ? [...row].filter((_, i) => inView(x0 + i * dx, xaxis.range)) : []);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return {part: [x0, x0 + dx * (z[0].length - 1), y0, y0 + dy * (z.length - 1)], range: [...xaxis.range, ...yaxis.range],
    cells: Math.min((xaxis.range[1] - xaxis.range[0]) / dx, (yaxis.range[1] - yaxis.range[0]) / dy),
    lines: (high - low) / contours.size, z: z.map((row) => [...row])}; })"""


def settle(page: Any) -> None:
    """Wait until nothing of the map is being drawn or waited for."""
    page.wait_for_timeout(300)
    page.wait_for_function(
        "() => { const {player} = document.querySelector('.ov-player'); return !player.looking && !player.clock.busy; }"
    )


def wheel(page: Any, by: int, x: float = 0.5, y: float = 0.5) -> None:
    box = page.locator(".ov-walks").first.bounding_box()
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.mouse.wheel(0, by)


def closer(page: Any, times: int) -> None:
    for _ in range(times):
        page.locator(".ov-closer").click()


def well_drawn(page: Any, *, at_least: int = 1) -> None:
    settle(page)
    drawn = page.evaluate(DRAWN)
    assert drawn["seen"] >= at_least
    assert drawn["farthest"] <= FINEST * 1.001, "no point in view is left out that could be seen"
    assert drawn["nearest"] >= FINEST * 0.999, "and none is drawn twice"


# Slow, long walks of three rules on surfaces that a generator has chosen.
RNG = np.random.default_rng(20)
CHOSEN = [
    f"surface={surface}&epochs={epochs}&start={x:.2f}~{y:.2f}&walk=momentum~learning_rate~{rate:.4f}~momentum~0.95"
    f"&walk=adam~learning_rate~{4 * rate:.4f}&walk=gradient_descent~learning_rate~{rate / 4:.4f}"
    for surface, epochs, x, y, rate in zip(
        RNG.choice(["bowl", "sphere", "matyas", "booth", "three_hump_camel"], 3, replace=False),
        RNG.integers(300, 900, 3),
        RNG.uniform(-3, 3, 3),
        RNG.uniform(1, 3, 3),
        RNG.uniform(0.002, 0.02, 3),
        strict=True,
    )
]


@pytest.mark.parametrize("query", CHOSEN)
def test_a_trail_is_thinned_for_what_is_in_view(visit: Visit, query: str) -> None:
    page = visit.open_paused(f"/?{query}")
    last = int(page.locator(".ov-step").text_content().split("/")[1])
    go_to(page, last)
    well_drawn(page, at_least=20)
    # Bring where the first walk ends to the middle, then look closer.
    page.evaluate("""() => { const {player} = document.querySelector('.ov-player'), [walk] = player.walks;
      const {x, y} = player.view, about = (at, [low, high]) => [at - (high - low) / 4, at + (high - low) / 4];
      player.look({x: about(walk.x[walk.last], x), y: about(walk.y[walk.last], y)}, null); }""")
    well_drawn(page)
    for act in (
        *(lambda: closer(page, 2), lambda: closer(page, 3), lambda: wheel(page, -300)),
        *(lambda: page.locator(".ov-farther").click(), lambda: wheel(page, 500, 0.4, 0.6)),
    ):
        act()
        well_drawn(page)
    page.set_viewport_size({"width": 1000, "height": 700})
    well_drawn(page)
    closer(page, 3)
    page.locator(".ov-play").click()
    page.wait_for_timeout(400)
    closer(page, 1)
    page.locator(".ov-play").click()
    well_drawn(page, at_least=0)
    page.locator(".ov-whole").click()
    well_drawn(page, at_least=0)


def test_trails_of_a_crowd_are_laid_down_anew_for_the_view(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "walks.html"
    file.write_text(many_walks(30, 200, 3))
    visit = Visit(browser, server)
    page = visit.page
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    go_to(page, 200)
    page.evaluate(
        "() => document.querySelector('.ov-player').player.look({x: [2.9, 3.1], y: [1.9, 2.1]}, null)"
    )
    well_drawn(page, at_least=100)
    console = visit.console
    visit.close()
    assert not console


@pytest.mark.parametrize(
    ("path", "panels"),
    [("/", 1), ("/compare", 6), ("/anatomy", 1), ("/rates", 1), ("/blog_post?repair=gradient", 1)],
)
def test_the_ground_is_made_anew_for_who_looks_closely(
    visit: Visit, path: str, panels: int
) -> None:
    page = visit.open_paused(path) if path in ("/", "/compare") else visit.open(path)
    page.evaluate("() => document.querySelector('.ov-player').player.clock.pause()")
    page.wait_for_timeout(1000)
    settle(page)
    whole = page.evaluate(UNDER)
    asked = visit.sent
    # Whether there ever is a moment without contours.
    page.evaluate("""() => { window.fewest = Infinity; const look = () => { requestAnimationFrame(look);
      for (const graph of document.querySelectorAll('.ov-ground')) window.fewest = Math.min(window.fewest, graph.querySelectorAll('.contourlayer path').length); };
      look(); }""")
    for _ in range(2):
        # Without a rest in between, however slow the machine.
        page.evaluate(
            "() => { for (let i = 0; i < 4; i++) document.querySelector('.ov-closer').click(); }"
        )
        page.wait_for_timeout(1500)
    under = page.evaluate(UNDER)
    assert len(under) == panels
    for one in under:
        assert one["cells"] >= 24
        if "blog" not in path:
            assert one["lines"] >= 6
        assert one["z"] == under[0]["z"], "the panels share it"
        low, high = one["part"][:2]
        assert low <= one["range"][0] < one["range"][1] <= high
    assert visit.sent - asked <= 2, "one message when the zoom rests"
    assert page.evaluate("() => window.fewest") > 0, "nothing flickers while it is waited for"
    if path in ("/", "/compare"):
        surface = surfaces.by_name("blog")
        made = closer_ground(surface, tuple(under[0]["part"]), ground(surface))
        assert np.abs(np.array(under[0]["z"]) - made.levels).max() < 1e-4, "it is the engine's"
        assert made.bands == BANDS
    page.locator(".ov-whole").click()
    settle(page)
    assert page.evaluate(UNDER) == whole
    page.wait_for_timeout(700)
    assert visit.sent - asked <= 2, "and the way back asks nothing"


def test_who_has_looked_closely_pays_no_more_for_a_slider(visit: Visit) -> None:
    page = visit.open_paused("/")

    def turned() -> int:
        def turn() -> None:
            page.get_by_role("slider", name="Adam").focus()
            page.keyboard.press("ArrowRight")

        before = visit.received
        visit.renewed(turn)
        page.wait_for_timeout(800)
        return visit.received - before

    first = turned()
    closer(page, 8)
    page.wait_for_timeout(1500)
    assert page.evaluate(UNDER)[0]["cells"] >= 24
    grounds = page.evaluate("() => document.querySelector('.ov-player').player.panels[0].groundKey")
    second = turned()
    print(f"\na change of the learning rate: {first / 1000:.1f} kB, zoomed {second / 1000:.1f} kB")
    assert second <= first + 4_000
    assert (
        page.evaluate("() => document.querySelector('.ov-player').player.panels[0].groundKey")
        == grounds
    )


# -- a saved page ----------------------------------------------------------------------------------


def saved(name: str, tmp_path: Path) -> Path:
    surface = surfaces.by_name(name)
    rule = optimizers.by_name("adam")(learning_rate=0.02)
    walk = DrawnWalk("a", "Adam", STYLES["adam"], "0.02", run(surface, rule, surface.start, 60))
    blob = walks_blob(surface, [walk], [Panel((0,))], surface.start, player_words())
    file = tmp_path / f"{name}.html"
    file.write_text(standalone_page(name, ground_blob(surface), blob, surface))
    return file


def test_a_saved_page_makes_the_ground_anew_by_itself(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    visit = Visit(browser, server)
    page = visit.page
    page.goto(saved("himmelblau", tmp_path).as_uri())
    page.wait_for_selector(READY)
    closer(page, 9)
    page.wait_for_timeout(800)
    [under] = page.evaluate(UNDER)
    assert under["cells"] >= 24
    assert under["lines"] >= 6
    surface = surfaces.by_name("himmelblau")
    made = closer_ground(surface, tuple(under["part"]), ground(surface))
    assert np.abs(np.array(under["z"]) - made.levels).max() < 1e-4
    console, outside = visit.console, visit.outside
    visit.close()
    assert not console
    assert not outside


def test_a_browser_reckons_every_surface_as_the_engine_does(browser: Any) -> None:
    page = browser.new_page()
    rng = np.random.default_rng(3)
    for surface in surfaces.SURFACES:
        (x_min, x_max), (y_min, y_max) = surface.domain.bounds
        x, y = rng.uniform(x_min, x_max, 200), rng.uniform(y_min, y_max, 200)
        heights = surface.value(x, y)
        script = f"(places) => {{ const f = {height_text(surface)}; return places.map(([x, y]) => f(x, y)); }}"
        reckoned = np.array(page.evaluate(script, np.column_stack([x, y]).tolist()))
        # Terms of a sum may be larger than the sum; none is larger than the largest height's by much.
        assert np.abs(reckoned - heights).max() <= 1e-12 * np.abs(heights).max(), surface.name
    page.close()


@pytest.mark.parametrize("name", ["bowl", "six_hump_camel", "easom", "rosenbrock"])
def test_a_browser_levels_the_ground_as_the_server_does(browser: Any, name: str) -> None:
    surface = surfaces.by_name(name)
    whole = ground(surface)
    (mx, my), (sx, sy) = surface.minima[0], surface.start
    parts = [
        *((sx, sx + 0.3, sy, sy + 0.2), (mx - 0.02, mx + 0.03, my - 0.02, my + 0.03)),
        (mx - 1e-8, mx + 1e-8, my - 1e-8, my + 1e-8),  # level to within rounding, unless f* is 0
    ]
    page = browser.new_page()
    script = closed(HERE / "closer.js")
    for part in parts:
        levels = page.evaluate(
            f"""([whole, part, facts]) => {{ const {{closerGround}} = {script};
            return [...closerGround(whole, part, {height_text(surface)}, facts).arrays.z]; }}""",
            [
                {
                    "header": {
                        "id": "x",
                        "scale": {
                            "floor": whole.floor,
                            "softness": whole.softness,
                            "top": whole.top,
                        },
                    }
                },
                part,
                {"minima": surface.minima, "minimum": surface.minimum},
            ],
        )
        made = closer_ground(surface, part, whole)
        assert np.abs(np.array(levels) - made.levels.ravel()).max() < 1e-3, part
    page.close()


def test_a_saved_page_invites_no_click_that_nobody_answers(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    visit = Visit(browser, server, accept_downloads=True)
    for path in ("/", "/compare", "/line", "/blog_post"):
        page = visit.open(path)
        assert "lick the" in page.locator(".ov-hint").text_content(), "here it is answered"
        with page.expect_download() as download:
            page.get_by_role("button", name="Animation as a web page").click()
        file = tmp_path / "saved.html"
        download.value.save_as(file)
        page.goto(file.as_uri())
        page.wait_for_selector(READY)
        words = page.evaluate("""() => [document.body.innerText,
          ...[...document.querySelectorAll('[title], [aria-label]')].flatMap((part) => [part.title, part.ariaLabel])].join(' ')""")
        assert "lick" not in words
        cursors = page.evaluate(
            "() => [...document.querySelectorAll('.ov-walks .nsewdrag')].map((part) => getComputedStyle(part).cursor)"
        )
        assert cursors and "crosshair" not in cursors
    visit.close()

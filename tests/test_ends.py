"""The names of walks at their ends: they lie on nothing, are read on any ground, and hold still."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from figures.palette import HUES, THEME
from tests.colour import contrast
from tests.test_scripts import ask, lab  # noqa: F401  # a fixture is asked for by its name
from tests.visit import Visit, go_to

pytestmark = pytest.mark.browser

SIDE = 480
ROOM = {"x": 3, "y": 3, "width": SIDE - 6, "height": SIDE - 6}
COLUMNS = "({columns}, [runs, map]) => runs.map((run) => columns(run.wishes, {...map, ...run}))"


def random_run(rng: np.random.Generator, count: int, spread: float) -> dict[str, Any]:
    """Heads about some places, of which some are stars, at the ends of crooked trails."""
    places = rng.uniform(30, SIDE - 30, (rng.integers(1, 5), 2))
    stars = places[: rng.integers(0, len(places) + 1)]
    heads = places[rng.integers(0, len(places), count)] + rng.normal(0, spread, (count, 2))
    heads = np.clip(heads, 1, SIDE - 1)
    start = rng.uniform(30, SIDE - 30, 2)
    return {
        "wishes": [
            {"x": x, "y": y, "radius": float(rng.uniform(5, 20)), "width": float(width)}
            for (x, y), width in zip(heads, rng.uniform(22, 90, count), strict=True)
        ],
        "taken": [
            {"x": x - 12, "y": y - 12, "width": 24, "height": 24} for x, y in [*stars, start]
        ],
        "paths": [[start.tolist(), head.tolist()] for head in heads],
    }


def shared(a: dict[str, float], b: dict[str, float]) -> float:
    wide = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
    high = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
    return min(wide, high)


def test_names_lie_on_no_name_star_or_head_and_stay_on_the_map(lab: Any) -> None:  # noqa: F811
    rng = np.random.default_rng(11)
    runs = [
        random_run(rng, int(rng.integers(2, 19)), float(rng.choice([0, 3, 30]))) for _ in "x" * 200
    ]
    made = ask(lab, "player/endplaces.js", COLUMNS, [runs, {"room": ROOM, "line": 16}])
    named = wanted = 0
    for run, columns in zip(runs, made, strict=True):
        boxes = [column["box"] for column in columns]
        heads = [
            {
                "x": one["x"] - one["radius"],
                "y": one["y"] - one["radius"],
                "width": 2 * one["radius"],
                "height": 2 * one["radius"],
            }
            for one in run["wishes"]
        ]
        assert all(shared(a, b) <= 0 for a, b in combinations(boxes, 2))
        assert all(shared(box, other) <= 0 for box in boxes for other in [*run["taken"], *heads])
        for column in columns:
            box, members = column["box"], column["members"]
            assert box["x"] >= 3 and box["x"] + box["width"] <= SIDE - 3
            assert box["y"] >= 3 and box["y"] + box["height"] <= SIDE - 3
            assert box["height"] == 16 * len(members)
            assert box["width"] >= max(run["wishes"][i]["width"] for i in members) - 1e-9
        members = [i for column in columns for i in column["members"]]
        assert len(set(members)) == len(members), "one name each"
        named, wanted = named + len(members), wanted + len(run["wishes"])
    assert named > 0.9 * wanted, "where there is room there are names"


def test_few_walks_are_all_named_and_a_crowd_on_one_star_is_a_column(lab: Any) -> None:  # noqa: F811
    rng = np.random.default_rng(12)
    few = [random_run(rng, 3, 0) for _ in range(60)]
    star = {"x": 228, "y": 228, "width": 24, "height": 24}
    wishes = [{"x": 240, "y": 240, "radius": 60, "width": 60} for _ in range(18)]
    crowd = {"wishes": wishes, "taken": [star], "paths": []}
    made = ask(lab, "player/endplaces.js", COLUMNS, [[*few, crowd], {"room": ROOM, "line": 16}])
    assert all(sum(len(c["members"]) for c in columns) == 3 for columns in made[:-1])
    assert [column["members"] for column in made[-1]] == [list(range(18))]


def test_a_name_is_nearer_to_its_head_than_to_others_or_a_line_leads_there(lab: Any) -> None:  # noqa: F811
    rng = np.random.default_rng(13)
    runs = [random_run(rng, 8, 40) for _ in range(80)]
    made = ask(lab, "player/endplaces.js", COLUMNS, [runs, {"room": ROOM, "line": 16}])
    astray = 0
    for run, columns in zip(runs, made, strict=True):
        for column in columns:
            box = column["box"]

            def away(i: int, box: dict[str, float] = box, run: dict[str, Any] = run) -> float:
                one = run["wishes"][i]
                x = np.clip(one["x"], box["x"], box["x"] + box["width"]) - one["x"]
                y = np.clip(one["y"], box["y"], box["y"] + box["height"]) - one["y"]
                return float(np.hypot(x, y)) - one["radius"]

            own = min(away(i) for i in column["members"])
            others = [away(i) for i in range(8) if i not in column["members"]]
            astray += column["lead"] is None and min(others, default=np.inf) < own - 1e-6
            assert own <= 70
    assert not astray


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_hue_is_read_as_text_on_its_card(mode: str) -> None:
    source = (Path(__file__).parent.parent / "ui/player/endnames.js").read_text(encoding="utf-8")
    found = re.search(r"CARD = ([\d.]+)", source)
    assert found is not None
    opacity, theme = float(found[1]), THEME[mode]

    def channels(color: object) -> np.ndarray:
        return np.array([int(str(color)[i : i + 2], 16) for i in (1, 3, 5)])

    for end in ("high", "deep"):
        mixed = opacity * channels(theme["card"]) + (1 - opacity) * channels(theme[end])
        card = "#" + "".join(f"{round(value):02x}" for value in mixed)
        for hue in HUES[mode].values():
            assert contrast(hue, card) >= 4.5, (mode, hue, end)


DRAWN = """() => {
  const {player} = document.querySelector(".ov-player"), {clock, walks, hidden} = player;
  const panel = player.panels[0], root = panel.names.root, {side} = panel;
  const box = ({left, top, width, height}) => [left, top, left + width, top + height];
  const origin = root.getBoundingClientRect(), px = panel.scale();
  const pixel = ([x, y]) => [origin.left + (x - player.view.x[0]) * px.x,
    origin.bottom - (y - player.view.y[0]) * px.y];
  const onMap = (walk) => {
    const k = Math.min(clock.position, walk.last), {left} = walk;
    const [x, y] = left && clock.position >= left.step
      ? [left.x, left.y] : [walk.x[k], walk.y[k]];
    const [[x0, x1], [y0, y1]] = [player.view.x, player.view.y];
    return x >= x0 && x <= x1 && y >= y0 && y <= y1;
  };
  return {
    map: box(origin), stars: player.minima.map(pixel),
    zoom: box(player.controls.zoom.getBoundingClientRect()),
    names: [...root.querySelectorAll("text")].map((text) => ({
      name: text.textContent, box: box(text.getBoundingClientRect()),
      fill: text.getAttribute("fill"),
      wanted: player.colors.hues[walks.find((walk) => walk.key === text.dataset.key).hue],
    })),
    onMap: walks.filter((walk) => !hidden.has(walk.key) && onMap(walk)).map((walk) => walk.label),
  };
}"""
PLACED = """() => { const {player} = document.querySelector(".ov-player"), {clock} = player;
  return !clock.holds && !clock.busy && player.panels[0].names.timer === undefined; }"""


def test_on_runs_that_nobody_chose(browser: Any, server: Any) -> None:
    rng = np.random.default_rng(14)
    for scheme in ("light", "dark"):
        visit = Visit(browser, server, color_scheme=scheme, reduced_motion="reduce")
        for _ in range(4):
            surface = rng.choice([surface.name for surface in surfaces.SURFACES])
            rules = rng.permutation([rule.name for rule in optimizers.OPTIMIZERS])
            some = rules[: rng.integers(2, 19)]
            epochs = int(rng.integers(5, 400))
            link = f"/?surface={surface}&epochs={epochs}&" + "&".join(f"walk={r}" for r in some)
            page = visit.open_paused(link)
            for step in (epochs, epochs // 2):
                go_to(page, step)
                page.wait_for_function(PLACED)
                seen = page.evaluate(DRAWN)
                names = [one["name"] for one in seen["names"]]
                assert len(set(names)) == len(names) and set(names) <= set(seen["onMap"]), link
                assert len(names) >= min(3, len(seen["onMap"])), link
                x0, y0, x1, y1 = seen["map"]
                for one in seen["names"]:
                    a, b, c, d = one["box"]
                    assert x0 <= a < c <= x1 and y0 <= b < d <= y1, (link, one)
                    assert one["fill"] == one["wanted"]
                    for x, y in seen["stars"]:
                        assert not (a - 7 < x < c + 7 and b - 7 < y < d + 7), (link, one)
                    u, v, _u, w = seen["zoom"]
                    assert c <= u or d <= v or b >= w, (link, one)
                for one, two in combinations(seen["names"], 2):
                    (a, b, c, d), (e, f, g, h) = one["box"], two["box"]
                    wide, high = min(c, g) - max(a, e), min(d, h) - max(b, f)
                    # Boxes of letters have air above and below.
                    assert wide <= 1 or high <= 5, (link, one, two)
        assert not visit.console
        visit.close()


def test_names_go_while_it_moves_and_are_in_a_picture(visit: Visit, tmp_path: Path) -> None:
    page = visit.open_paused("/?surface=blog&epochs=2000")
    go_to(page, 2000)
    names = "() => document.querySelectorAll('.ov-ends text').length"
    page.wait_for_function(f"() => ({names})() === 6")
    # No frame of the film touches them but the first, with which they go.
    page.evaluate("""() => {
      const {player} = document.querySelector(".ov-player");
      window.touched = 0;
      new MutationObserver(() => (window.touched += player.clock.playing)).observe(
        player.panels[0].names.root, {childList: true, subtree: true, attributes: true}); }""")
    page.locator(".ov-restart").click()
    page.locator(".ov-play").click()
    page.wait_for_function("() => document.querySelector('.ov-player').player.clock.position > 60")
    playing = "document.querySelector('.ov-player').player.clock.playing"
    seen = page.evaluate(f"() => [{playing}, ({names})(), window.touched <= 1]")
    assert seen == [True, 0, True]
    page.evaluate("() => document.querySelector('.ov-player').player.clock.pause()")
    page.wait_for_function(f"() => ({names})() > 0")
    go_to(page, 0)
    page.wait_for_function(f"() => ({names})() === 0")
    page.wait_for_function(PLACED)
    assert page.evaluate(names) == 0, "at the start all are one"
    go_to(page, 2000)
    page.wait_for_function(f"() => ({names})() === 6")
    page.locator(".ov-name", has_text="Adam").hover()
    faint = "() => [...document.querySelectorAll('.ov-ends text')].map((t) => t.style.opacity)"
    assert sorted(page.evaluate(faint)) == ["", *["0.25"] * 5]
    page.locator(".ov-share").click()
    with page.expect_download() as download:
        page.get_by_label("Picture of Map alone as SVG").click()
    download.value.save_as(tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert svg.count('data-key="') == 6


def test_where_it_left_stands_who_left(visit: Visit) -> None:
    page = visit.open_paused(
        "/?surface=bowl&start=2~2&epochs=50&walk=gradient_descent~learning_rate~0.6&walk=adam"
    )
    go_to(page, 50)
    page.wait_for_function("() => document.querySelectorAll('.ov-ends text').length === 2")
    seen = page.evaluate(DRAWN)
    gd = next(one for one in seen["names"] if one["name"] == "GD")
    at = page.evaluate("""() => { const {player} = document.querySelector(".ov-player");
      const panel = player.panels[0], {left} = player.walks.find((w) => w.label === "GD");
      const box = panel.names.root.getBoundingClientRect(), px = panel.scale();
      return [box.left + (left.x - player.view.x[0]) * px.x,
        box.bottom - (left.y - player.view.y[0]) * px.y]; }""")
    a, b, c, d = gd["box"]
    assert np.hypot(np.clip(at[0], a, c) - at[0], np.clip(at[1], b, d) - at[1]) < 40


def test_in_large_type_they_are_large_and_still_lie_on_no_star(visit: Visit) -> None:
    page = visit.open_paused("/?surface=himmelblau&epochs=300&walk=gradient_descent&walk=adam")
    go_to(page, 300)
    page.wait_for_function(PLACED)
    small = page.evaluate(DRAWN)["names"]
    page.locator(".ov-present").click()
    page.wait_for_selector(".ov-large")
    page.wait_for_function(
        "() => document.querySelector('.ov-ends text')?.getAttribute('font-size') === '18'"
    )
    page.wait_for_function(PLACED)
    large = page.evaluate(DRAWN)
    assert len(large["names"]) == len(small) == 2
    for one in large["names"]:
        a, b, c, d = one["box"]
        for x, y in large["stars"]:
            assert not (a - 12 < x < c + 12 and b - 12 < y < d + 12)
    told = "() => getComputedStyle(document.querySelector('.ov-fates p')).fontSize"
    assert page.evaluate(told) == "19px"

"""The contours of a batch on the page Data: in the browser, and against the engine's loss."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np
import pytest

import data
from data import Batches, Order
from data.batches import STREAM
from figures.batch_lines import batch_lines
from figures.ground import Ground, ground
from surfaces.losses import KINDS, DataLoss, LossKind
from tests.test_data_page import settings_of
from tests.visit import Visit, go_to
from ui.data import scene
from ui.data.settings import DataSettings
from ui.delivery.bundle import closed
from ui.player import HERE

pytestmark = pytest.mark.browser

PLAYER = "document.querySelector('.ov-player').player"
# The path's places in the units of the weights.
DRAWN = f"""() => {{
  const {{batchLines: {{root, path, every}}, panels: [, map], view: {{x, y}}}} = {PLAYER};
  const said = path.getAttribute("d") ?? "", {{l, t}} = map.ground.root._fullLayout.margin;
  const unit = [(x[1] - x[0]) / map.side, (y[1] - y[0]) / map.side];
  const lines = said.split("M").slice(1).map((line) => line.split("L").map((place) => {{
    const [px, py] = place.split(" ").map(Number);
    return [x[0] + (px - l) * unit[0], y[1] - (py - t) * unit[1]];
  }}));
  return {{lines, every, unit, x, y, stroke: path.getAttribute("stroke")}};
}}"""

# Drawn is drawn with the next frame, which may be late.
STANDS = f"(k) => {PLAYER}.batchLines.drawn.startsWith({PLAYER}.rowOf(k) + ',')"


@pytest.fixture(scope="module")
def blank(browser: Any) -> Any:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_browser_reckons_the_loss_of_a_batch_as_the_engine_does(
    blank: Any, kind: LossKind
) -> None:
    loss = DataLoss(kind, data.by_name(kind.usual).make(n=30, seed=2), ridge=0.3, lasso=0.2)
    batches = Batches(7, Order.REPLACED, seed=3)
    facts, arrays = batch_lines(loss)
    domain, side = loss.surface.domain, 9
    # Far out as well: nothing may overflow that the engine keeps.
    for (x0, x1), (y0, y1) in (domain.bounds, ((-900.0, 800.0), (-700.0, 900.0))):
        places = np.stack(np.meshgrid(np.linspace(x0, x1, side), np.linspace(y0, y1, side)), -1)
        for draw in (*batches.indices(len(loss), 3), np.arange(len(loss)), np.array([4, 4, 9])):
            found = blank.evaluate(
                f"""([facts, terms, view, side, batch]) => {{
                  const {{BatchLoss}} = {closed(HERE / "batchloss.js")};
                  return [...new BatchLoss(facts, Float64Array.from(terms), view, side).of(batch)];
                }}""",
                [
                    facts,
                    arrays["terms"].tolist(),
                    {"x": [x0, x1], "y": [y0, y1]},
                    side,
                    draw.tolist(),
                ],
            )
            wanted = loss.value(places, draw).ravel()
            # A residual is the difference of numbers as large as its example's terms.
            assert np.allclose(found, wanted, rtol=1e-11, atol=1e-12), kind.name


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize(
    ("n", "size", "seed"), [(40, 8, 0), (33, 5, 7), (500, 500, 999_999), (3, 1, 2), (1, 1, 0)]
)
def test_a_browser_draws_what_the_engine_draws(
    blank: Any, order: Order, n: int, size: int, seed: int
) -> None:
    batches = Batches(size, order, seed)
    drawn = batches.indices(n, 5 * batches.updates_per_epoch(n))
    asked = [*range(len(drawn)), len(drawn) - 1, 0]  # forth, and back to another epoch
    found = blank.evaluate(
        f"""([facts, n, size, asked]) => {{ const {{Draws}} = {closed(HERE / "draws.js")};
        const draws = new Draws(facts, n, size); return asked.map((k) => draws.of(k)); }}""",
        [{"order": str(order), "key": [seed, STREAM]}, n, size, asked],
    )
    assert found == [drawn[k][drawn[k] >= 0].tolist() for k in asked]


def test_lines_of_a_grid_cross_each_edge_once_and_end_at_the_border(blank: Any) -> None:
    rng = np.random.default_rng(4)
    script = f"""([given, wide, every]) => {{ const {{isolines}} = {closed(HERE / "isolines.js")};
        const heights = Float64Array.from(given), levels = heights.map((height) => height / 2);
        return isolines(heights, wide, {{levels, heightAt: (level) => 2 * level, every}}); }}"""
    for every in (1, 2):
        high, wide = 14, 11
        heights = rng.uniform(-8, 8, (high, wide))  # every kind of cell, those that alternate too
        lines = blank.evaluate(script, [heights.ravel().tolist(), wide, every])
        levels = 2 * np.arange(-4, 5)[np.arange(-4, 5) % every == 0]
        wanted: Counter[tuple[float, float]] = Counter()
        for level in levels:
            up = heights >= level
            for axis in (0, 1):
                for row, column in np.argwhere(np.diff(up, axis=axis)):
                    a = heights[row, column]
                    b = heights[row + (axis == 0), column + (axis == 1)]
                    part = (level - a) / (b - a)
                    place = (column + part * (axis == 1), row + part * (axis == 0))
                    wanted[round(place[0], 9), round(place[1], 9)] += 1
        found: Counter[tuple[float, float]] = Counter()
        for line in lines:
            goes_round = line[0] == line[-1] and len(line) > 2
            found.update((round(x, 9), round(y, 9)) for x, y in line[goes_round:])
            if not goes_round:
                for x, y in (line[0], line[-1]):
                    assert x in (0, wide - 1) or y in (0, high - 1)
            steps = np.abs(np.diff(np.array(line), axis=0))
            assert (steps <= 1).all(), "from one edge of a cell to another"
        assert found == wanted
    assert blank.evaluate(script, [[0.5, float("nan"), 3.5, 7.5], 2, 1]) == []
    # Two high corners are joined below the height of the middle, and apart above it.
    low, high = (
        blank.evaluate(script, [[*given, *given[::-1]], 2, 2]) for given in ((7, 1), (9, 3))
    )
    round_low_corners = {((3 / 6, 0), (1, 3 / 6)), ((0, 3 / 6), (3 / 6, 1))}
    assert {tuple(sorted(map(tuple, line))) for line in low} == round_low_corners
    round_high_corners = {((0, 1 / 6), (1 / 6, 0)), ((5 / 6, 1), (1, 5 / 6))}
    assert {tuple(sorted(map(tuple, line))) for line in high} >= round_high_corners


def settings_for(loss: str, **words: str) -> DataSettings:
    return settings_of(loss=loss, contours="batch", learner="adam~learning_rate~0.1", **words)


def pixels_off(
    found: dict[str, Any], under: Ground, loss: DataLoss, draw: np.ndarray | None = None
) -> np.ndarray:
    """How far every place of the lines lies from where the draw's loss is as high as a line."""
    places = np.concatenate([np.array(line) for line in found["lines"]])
    heights = loss.value(places, draw)
    per_band = np.log1p((under.top - under.floor) / under.softness) / under.bands
    above = heights - under.floor
    numbers = np.sign(above) * np.log1p(np.abs(above) / under.softness) / per_band - 0.5
    on = np.rint(numbers / found["every"]) * found["every"] + 0.5
    wanted = under.floor + np.sign(on) * under.softness * np.expm1(np.abs(on) * per_band)
    steep = np.linalg.norm(loss.gradient(places, draw) * found["unit"], axis=1)  # per pixel
    return np.abs(heights - wanted) / np.maximum(steep, 1e-12)


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        ("least_squares", {"batch": "3"}),
        ("residual_norm", {"batch": "4", "order": "replaced", "decay": "0.2", "n": "6"}),
        ("logistic", {"batch": "5", "decay": "0.1"}),
        ("net_tanh", {"batch": "6", "order": "fixed"}),
    ],
)
def test_every_line_lies_where_the_batch_is_as_high_as_a_line_of_the_ground(
    visit: Visit, loss: str, words: dict[str, str]
) -> None:
    settings = settings_for(loss, **words)
    query = "&".join(f"{name}={said}" for name, said in words.items())
    page = visit.page
    visit.open_paused(
        f"/data?loss={loss}&{query}&contours=batch&learner=adam~learning_rate~0.1&step=2"
    )
    under = ground(settings.loss.surface, scene.RESOLUTION)
    drawn = settings.batches.indices(settings.count, settings.updates)
    seen = []
    for step in (2, 3, 7):
        go_to(page, step)
        page.wait_for_function(STANDS, arg=step)
        found = page.evaluate(DRAWN)
        assert found["lines"], "there are some"
        off = pixels_off(found, under, settings.loss, drawn[step])
        # Places are rounded to a tenth of a pixel, and lines are straight within a cell.
        assert np.quantile(off, 0.95) < 0.5, (step, np.quantile(off, [0.5, 0.95, 1]))
        other = pixels_off(found, under, settings.loss, drawn[step + 1])
        assert np.median(other) > 1, "no other batch has these lines"
        seen.append(found["lines"])
    assert seen[0] != seen[1] != seen[2], "they change with the step"
    go_to(page, settings.updates)
    assert not page.evaluate(DRAWN)["lines"], "behind the last update there is no batch"


def test_lines_are_a_switch_in_the_link_with_a_key_and_follow_a_closer_look(visit: Visit) -> None:
    page = visit.page
    visit.open_paused("/data?batch=40&step=2&learner=adam~learning_rate~0.1")
    assert not page.evaluate(DRAWN)["lines"]
    assert page.locator("[data-term='contours of the batch']").count() == 0
    visit.renewed(lambda: page.get_by_text("Contours of the batch", exact=True).click())
    page.wait_for_url("**contours=batch*")
    assert page.locator("[data-term='contours of the batch']").is_visible()
    settings = settings_for("least_squares", batch="40")
    found = page.evaluate(DRAWN)
    assert found["stroke"] == page.evaluate(f"{PLAYER}.colors.text"), "the colour of what is lit"
    # The batch is all there is: its lines are lines of the ground.
    under = ground(settings.loss.surface, scene.RESOLUTION)
    assert np.quantile(pixels_off(found, under, settings.loss), 0.95) < 0.5
    # Closer, the ground has other lines, and so has the batch.
    whole = page.evaluate(f"{PLAYER}.ground.header.id")
    page.evaluate(f"{PLAYER}.look({{x: [0.7, 0.8], y: [0.5, 0.6]}}, null)")
    page.wait_for_function(
        f"() => {PLAYER}.ground.closer?.length && !{PLAYER}.batchLines.drawn.includes(',{whole},')"
    )
    found = page.evaluate(DRAWN)
    part = page.evaluate(f"{PLAYER}.ground.closer.at(-1).header")
    closer = Ground("", part["window"], np.zeros((2, 2)), **part["scale"], bands=part["bands"])
    places = np.concatenate([np.array(line) for line in found["lines"]])
    assert (places[:, 0] > 0.699).all() and (places[:, 0] < 0.801).all()
    assert np.quantile(pixels_off(found, closer, settings.loss), 0.95) < 0.5
    visit.renewed(lambda: page.get_by_text("Contours of the batch", exact=True).click())
    assert not page.evaluate(DRAWN)["lines"]
    assert not re.search("contours", page.url)

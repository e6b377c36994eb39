"""The height under the pointer: read off the ground that is there, and about right."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import surfaces
from figures.ground import RESOLUTION, ground, window
from tests.test_scripts import ask, lab  # noqa: F401  # a fixture is asked for by its name
from tests.visit import Visit

pytestmark = pytest.mark.browser

AT = """({heightAt}, [header, z, places]) => places.map(([x, y]) =>
  heightAt({header, arrays: {z: Float32Array.from(z)}}, x, y))"""


def heights_told(lab: Any, surface: surfaces.Surface, places: np.ndarray) -> np.ndarray:  # noqa: F811
    made = ground(surface)
    header = {
        "nx": RESOLUTION,
        "ny": RESOLUTION,
        "window": made.window,
        "scale": {"floor": made.floor, "softness": made.softness, "top": made.top},
    }
    sent = [None if np.isnan(level) else float(level) for level in made.levels.ravel()]
    told = ask(lab, "player/height.js", AT, [header, sent, places.tolist()])
    return np.array([np.nan if height is None else height for height in told])


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.name)
def test_it_lies_between_those_of_the_corners_around(
    lab: Any,  # noqa: F811
    surface: surfaces.Surface,
) -> None:
    x0, x1, y0, y1 = window(surface)
    rng = np.random.default_rng(5)
    places = rng.uniform([x0, y0], [x1, y1], (200, 2))
    told = heights_told(lab, surface, places)
    cell = np.array([x1 - x0, y1 - y0]) / (RESOLUTION - 1)
    low = np.floor((places - [x0, y0]) / cell) * cell + [x0, y0]
    corners = np.array([surface.value(*(low + cell * [i, j]).T) for i in (0, 1) for j in (0, 1)])
    room = 1e-5 * (np.abs(corners).max(axis=0) + np.ptp(corners))  # levels are sent as float32
    assert (told >= corners.min(axis=0) - room).all()
    assert (told <= corners.max(axis=0) + room).all()
    true = surface.value(*places.T)
    assert np.median(np.abs(told - true) / np.ptp(corners)) < 0.01


def test_beside_the_ground_nothing_is_told(lab: Any) -> None:  # noqa: F811
    bowl = surfaces.by_name("bowl")
    x0, x1, y0, y1 = window(bowl)
    places = np.array([[x0 - 0.1, 0.0], [x1 + 0.1, 0.0], [0.0, y0 - 1], [0.0, y1 + 1], [x1, y1]])
    told = heights_told(lab, bowl, places)
    assert np.isnan(told[:4]).all()
    assert told[4] == pytest.approx(float(bowl.value(x1, y1)), rel=1e-5), "the border is ground"


def test_it_follows_the_pointer_and_asks_nobody(visit: Visit) -> None:
    page = visit.open_paused("/?surface=bowl&start=-4~3")
    box = page.locator(".ov-walks").bounding_box()
    sent = visit.sent
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.7 * box["height"])
    page.wait_for_function("() => document.querySelector('.ov-here').textContent")
    text = page.locator(".ov-here").text_content().replace("−", "-")
    x, y, height = map(float, re.fullmatch(r"x (\S+), y (\S+): f ≈ (\S+)", text).groups())
    assert height == pytest.approx(x**2 + 2 * y**2, rel=0.03)
    page.mouse.move(5, 5)
    page.wait_for_function("() => !document.querySelector('.ov-here').textContent")
    assert visit.sent == sent


def test_a_map_of_basins_tells_the_height_of_the_cell_that_is_meant(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.server.url}/basins?surface=himmelblau&resolution=50&walk=adam")
    page.wait_for_selector(".oa-figure[data-waiting='0']", timeout=60_000)
    page.locator(".oa-maps").focus()
    surface = surfaces.by_name("himmelblau")
    for key in ("ArrowRight", "Shift+ArrowUp", "Shift+ArrowLeft"):
        page.keyboard.press(key)
        told = page.locator(".oa-state").text_content().split("\n")[0]
        found = re.fullmatch(r"x (\S+), y (\S+): f ≈ (\S+)", told)
        assert found, told
        x, y, height = (float(text.replace("−", "-")) for text in found.groups())
        assert height == pytest.approx(float(surface.value(x, y)), rel=0.03)
    page.get_by_role("radio", name="Every setting").click()
    page.wait_for_function("() => document.querySelector('.oa-figure').figure.kind === 'settings'")
    page.wait_for_selector(".oa-figure[data-waiting='0']", timeout=60_000)
    page.locator(".oa-maps").focus()
    page.keyboard.press("ArrowRight")
    assert "f ≈" not in page.locator(".oa-state").text_content(), "settings have no height"

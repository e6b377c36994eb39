"""What a visitor reads of the coordinates: on axes, at the pointer, in 3-D, in every step."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.visit import Visit

pytestmark = pytest.mark.browser

TITLES = """() => {
  const graphs = [...document.querySelectorAll('.ov-map .js-plotly-plot')];
  return graphs.map(({layout: {xaxis, yaxis}}) => [xaxis.title.text, yaxis.title.text]);
}"""
HOVERS = """() => [...document.querySelectorAll('.ov-walks')]
  .flatMap(({data}) => data.map((trace) => trace.hovertemplate ?? ''))
  .filter((text) => text.includes('%{x'))"""
HERE = "() => document.querySelector('.ov-here').textContent"
TOLD = "(said) => document.querySelector('.ov-map [id^=ov-told]')?.textContent.startsWith(said)"
SPACE = """() => {
  const {xaxis, yaxis} = document.querySelector('.ov-space').layout.scene;
  return [xaxis.title.text, yaxis.title.text];
}"""
GROUNDS = {
    "least_squares": ("slope", "intercept"),
    "logistic": ("w₁", "w₂"),
    "bowl": ("x", "y"),
}


@pytest.mark.parametrize("surface", GROUNDS)
def test_explore_calls_the_coordinates_by_their_names(visit: Visit, surface: str) -> None:
    first, second = GROUNDS[surface]
    page = visit.open_paused(f"/?surface={surface}")
    titles = page.evaluate(TITLES)
    assert [first, second] in titles and all(pair in ([first, second], ["", ""]) for pair in titles)
    hovers = page.evaluate(HOVERS)
    assert len(hovers) > 2, "walks, the minimum, the start"
    for text in hovers:
        assert f"<br>{first} %{{x" in text and f"<br>{second} %{{y" in text
    box = page.locator(".ov-walks").bounding_box()
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.7 * box["height"])
    page.wait_for_function(HERE)
    told = page.evaluate(HERE)
    assert told.startswith(f"{first} ") and f", {second} " in told and ": f ≈ " in told
    page.wait_for_function(TOLD, arg=f"Shown: {first} from ")  # what is heard comes when all rests
    text = page.locator(".ov-map [id^=ov-told]").first.text_content()
    assert f", {second} from " in text
    page.get_by_text("3D", exact=True).click()
    page.wait_for_function("() => document.querySelector('.ov-space')?.layout?.scene")
    assert page.evaluate(SPACE) == [first, second]
    # Without a graphics card Chromium says so.
    visit.console[:] = [text for text in visit.console if not re.search("GL Driver|Canvas2D", text)]


def rows_of(page: Any) -> set[str]:
    return set(page.locator(".ov-rule-numbers b").all_text_contents())


def test_anatomy_counts_by_slope_and_intercept(visit: Visit) -> None:
    page = visit.open_paused("/anatomy?surface=least_squares&of=adam")
    assert rows_of(page) == {"slope", "intercept"}
    assert page.locator(".ov-bar text").all_text_contents() == ["√v̂ slope", "√v̂ intercept"]
    assert page.locator(".ov-series").first.get_attribute("title") == (
        "solid: slope, dashed: intercept"
    )
    wide = page.locator(".ov-rule-numbers b").evaluate_all(
        "(names) => names.map((name) => name.scrollWidth <= name.clientWidth)"
    )
    assert all(wide), "no name is cut off"
    page.goto(f"{visit.server.url}/anatomy?surface=bowl&of=adam")
    page.wait_for_function(
        "() => document.querySelector('.ov-rule-numbers b')?.textContent === 'x'"
    )
    assert rows_of(page) == {"x", "y"}

"""Pictures of maps that are taken away: the maps, their legend, and what they are of."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.test_showing import DECODED
from tests.visit import Server, Visit
from ui.maps.words import picture_words
from ui.settings import default_choice, first_settings

STARTS = "/basins?surface=himmelblau&epochs=200&walk=gradient_descent&walk=adam~beta1~0.8"
SETTINGS = "/basins?surface=bowl&start=2~2&epochs=200&walk=momentum&show=settings"
PRESENT = "() => [...document.querySelectorAll('.oa-legend li')].map((li) => li.textContent)"


def opened(visit: Visit, link: str) -> Any:
    page = visit.page
    page.goto(visit.server.url + link)
    page.wait_for_selector('.oa-figure[data-waiting="0"]', timeout=60_000)
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")
    return page


def taken(page: Any, form: str, path: Path) -> bytes:
    if not page.locator(".ov-menu").is_visible():
        page.locator(".ov-share").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(f" as {form}$")).click()
    download.value.save_as(path)
    return path.read_bytes()


def words_of(svg: str) -> str:
    return " ".join(re.findall(r">([^<>\n]+)</text>", svg)).replace("&#39;", "'")


@pytest.mark.browser
@pytest.mark.parametrize("link", [STARTS, SETTINGS])
def test_a_picture_of_maps_has_their_legend_and_says_what_it_is_of(
    visit: Visit, link: str, tmp_path: Path
) -> None:
    page = opened(visit, link)
    svg = taken(page, "SVG", tmp_path / "a.svg").decode()
    told = words_of(svg)
    for line in page.evaluate(PRESENT):
        for word in line.replace("★", "").replace("○", "").replace("✕", "").split():
            assert word in told, line
    for title in page.locator(".oa-caption").all_text_contents():
        assert title in told
    assert page.url.split("?")[1][:30] in re.sub(r"\s|</?\w[^>]*>", "", svg).replace("&#38;", "&")
    if link == STARTS:
        assert "200 × 200 starts, at most 200 steps from each." in told
        assert "Adam: β₁ = 0.8." in told and "Himmelblau" in told
    else:
        assert "need from (2, 2); at most 200 are taken." in told
    # Every map is in it, as an image of its own, and no address leads out of the file.
    images = re.findall(r'<image[^>]*href="data:image/png;base64,', svg)
    assert len(images) >= page.locator(".oa-map").count()
    assert not re.findall(r'href="(?!data:|#)', svg)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pixels_have_the_colours_of_the_legend(
    browser: Any, server: Server, scheme: str, tmp_path: Path
) -> None:
    visit = Visit(browser, server, color_scheme=scheme)
    page = opened(visit, STARTS)
    stops = page.evaluate(
        """() => { const {header} = document.querySelector(".oa-figure").figure;
        return header.ends.filter((end) => end.known).map((end) => end.stops[0]); }"""
    )
    paper = page.evaluate("() => document.querySelector('.oa-figure').figure.colors.page")
    seen = {}
    for large in (False, True):
        page.locator(".ov-share").click()
        page.locator(".ov-menu input").set_checked(large)
        png = taken(page, "PNG", tmp_path / "a.png")
        page.get_by_text("The picture is saved.").wait_for()
        page.keyboard.press("Escape")
        seen[large] = page.evaluate(DECODED, [base64.b64encode(png).decode(), [paper, *stops]])
        _paper, *minima = seen[large]["counts"]
        assert len(minima) == 4 and min(minima) > 50, "a swatch of each at the least"
        assert _paper > 0.1 * seen[large]["width"] * seen[large]["height"]
    figure = page.locator(".oa-maps").bounding_box()
    assert seen[False]["width"] > 2 * figure["width"]
    assert seen[True]["width"] > seen[False]["width"], "large type needs more room"
    assert page.evaluate(
        """() => document.querySelector(".oa-graph .xtick text").style.fontSize"""
    ) == "11px", "and the page has its own again"  # fmt: skip
    assert not visit.console
    visit.close()


def test_a_swept_setting_is_not_said_to_be_what_it_stands_at() -> None:
    adam = default_choice("adam").with_value("beta1", 0.5).with_value("beta2", 0.9)
    settings = replace(first_settings("bowl"), choices=(adam,))
    said = picture_words(
        settings, "", [adam.with_value("beta1", default_choice("adam").value("beta1"))]
    )
    assert "β₁" not in said["besides"] and "β₂ = 0.9" in said["besides"]

"""On a phone: what is seen has a name, the menu is found, settings leave the picture in sight."""

from __future__ import annotations

from typing import Any

import pytest

from tests.visit import READY, SURFACES, Server, Visit

pytestmark = pytest.mark.browser


def test_the_menu_rises_below_the_picture_that_it_changes(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, viewport={"width": 390, "height": 844})
    page = visit.open_paused("/?surface=himmelblau")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Explore")
    where = page.locator(".st-key-where")
    assert where.inner_text() == "Himmelblau's four minima"
    name = page.get_by_test_id("stExpandSidebarButton")
    content = name.evaluate("(button) => getComputedStyle(button, '::after').content")
    assert "Menu" in content
    assert name.bounding_box()["width"] > 70, "a word beside the icon"
    seen = """() => [...document.querySelectorAll(".stSidebar *")]
      .filter((part) => getComputedStyle(part).visibility === "visible")
      .map((part) => part.outerHTML.slice(0, 100))"""
    assert page.evaluate(seen) == [], "nothing of a closed menu lies over the page"
    name.click()
    page.wait_for_function("""() => {
      const side = document.querySelector('.stSidebar').getBoundingClientRect();
      return side.left === 0 && side.right === innerWidth && side.bottom === innerHeight; }""")
    axes = "() => document.querySelector('.ov-walks .nsewdrag').getBoundingClientRect().bottom"
    side = page.locator(".stSidebar").bounding_box()
    assert page.evaluate(axes) <= side["y"], "all of the map is seen above"
    # Another surface, and the name and the picture are its own while the menu stays.
    page.locator(SURFACES).click()
    visit.renewed(lambda: page.get_by_role("radio", name="Branin").click())
    assert where.inner_text() == "Branin's three minima"
    page.wait_for_selector('[data-testid="stPopoverBody"]', state="detached")
    assert page.locator(".stSidebar").is_visible()
    page.get_by_test_id("stSidebarCollapseButton").locator("button").click()
    page.wait_for_selector(".stSidebar", state="hidden")
    page.wait_for_selector(READY)
    console = visit.console
    visit.close()
    assert not console


@pytest.mark.parametrize("path", ["/", "/compare", "/rates", "/anatomy", "/line"])
def test_what_shares_the_picture_begins_no_line_of_its_own(
    browser: Any, server: Server, path: str
) -> None:
    visit = Visit(browser, server, viewport={"width": 1024, "height": 768})
    page = visit.open_paused(path)
    before = ".ov-takes" if path == "/rates" else ".ov-state"  # there are more buttons
    middles = page.evaluate(
        """(before) => [before, ".ov-share", ".ov-present"].map((name) => {
          const box = document.querySelector(`.ov-foot ${name}`).getBoundingClientRect();
          return box.top + box.height / 2; })""",
        before,
    )
    visit.close()
    assert max(middles) - min(middles) < 2, middles

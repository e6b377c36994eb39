"""Lessons as hands meet them: a pin on the map, a line on a sheet, what the browser remembers."""

from __future__ import annotations

from typing import Any

import pytest

from lessons import by_name
from lessons.lesson import Lesson
from tests.test_lessons_page import NAMES
from tests.visit import READY, Server, Visit
from ui.lessons.said import said

pytestmark = pytest.mark.browser

KEPT = "() => localStorage['optimizer-visualizer.lessons'] ?? null"


def of_kind(kind: str) -> Lesson:
    return next(by_name(n) for n in NAMES if type(by_name(n).predicts).__name__ == kind)


def committed(page: Any) -> None:
    page.get_by_role("button", name="Commit, and see the run").click()
    page.get_by_text("What to try next").wait_for()
    page.wait_for_selector(READY)


MARKS = """() => document.querySelector('.ov-player .js-plotly-plot').data
  .filter((t) => t.mode === 'markers' && t.x.length)
  .map((t) => ({x: [...t.x], y: [...t.y]}))"""


def test_a_pin_a_line_and_what_is_remembered(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, viewport={"width": 390, "height": 844})
    page = visit.page
    # A place on the map, by a click and by keys; the address stays the lesson's.
    pinned = of_kind("PlaceEnd")
    page.goto(f"{server.url}/lessons?lesson={pinned.name}")
    page.wait_for_selector(READY)
    page.wait_for_selector(".ov-pin", state="attached")
    commit = page.get_by_role("button", name="Commit, and see the run")
    assert commit.is_disabled() and page.evaluate(KEPT) is None
    page.locator(".ov-walks").first.click(position={"x": 150, "y": 120})
    pin = page.locator(".ov-pin")
    page.wait_for_function("() => /[0-9]/.test(document.querySelector('.ov-pin').ariaLabel)")
    before = pin.get_attribute("aria-label")
    pin.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    after = pin.get_attribute("aria-label")
    assert after != before
    box = pin.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390, "it stands on the phone"
    page.wait_for_function(
        "() => [...document.querySelectorAll('button')]"
        ".some((b) => b.innerText.includes('Commit') && !b.disabled)"
    )
    page.wait_for_timeout(800)  # the keys have come to rest, and the server knows
    committed(page)
    x, y = page.evaluate("() => document.querySelector('.ov-player').player.header.lesson.pin")
    shown = f"{after}".split("(")[1].split(")")[0].replace("−", "-").split(",")
    assert [float(part) for part in shown] == pytest.approx([x, y], abs=2e-3)
    assert page.url.endswith(f"/lessons?lesson={pinned.name}")
    # A line, with the mouse and then with keys alone.
    drawn = of_kind("DrawLoss")
    page.goto(f"{server.url}/lessons?lesson={drawn.name}")
    page.wait_for_selector(".ov-sketch[data-ready]")
    sheet = page.locator(".ov-sheet")
    sheet.focus()
    for _knot in range(40):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    assert "—" not in sheet.get_attribute("aria-valuetext")
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + 70, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 160, steps=5)
    page.mouse.up()
    page.wait_for_timeout(800)
    committed(page)
    sketch = page.evaluate("() => document.querySelector('.ov-player').player.header.lesson.sketch")
    assert len(sketch["y"]) >= 3 and min(sketch["y"]) > 0
    names = page.evaluate(
        "() => document.querySelector('.ov-loss .js-plotly-plot').data.map((t) => t.name)"
    )
    assert "your prediction" in names
    # A curve: where it begins is seen, where it is flat is not told yet.
    page.goto(f"{server.url}/lessons?lesson=down-or-up")
    page.wait_for_selector(READY)
    marks = page.evaluate(MARKS)
    assert [[mark["x"], mark["y"]] for mark in marks] == [[[0], [3]]]
    # Both are remembered here, shown in the menu, and forgotten on demand.
    kept = page.evaluate(KEPT)
    assert pinned.name in kept and drawn.name in kept
    page.get_by_role("button", name="All lessons").first.click()
    page.get_by_text(f"2 of {len(NAMES)} lessons done").wait_for()
    mark = """(name) => getComputedStyle(document.querySelector(
      `.st-key-lesson-${name} a p`), '::after').content"""
    assert "done" in page.evaluate(mark, pinned.name)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Forget my answers").click()
    page.get_by_text(f"0 of {len(NAMES)} lessons done").wait_for()
    assert page.evaluate(KEPT) is None and page.evaluate(mark, pinned.name) == "none"
    # From the menu to a lesson: the address says which.
    page.get_by_role("link", name=said(pinned.title)).first.click()
    page.wait_for_url(f"**/lessons?lesson={pinned.name}")
    console = [*visit.console]
    visit.close()
    assert not console and "Traceback" not in server.log.read_text()

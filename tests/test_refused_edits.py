"""What the link cannot hold goes back where it was at once, and says why."""

from __future__ import annotations

from typing import Any

import pytest

from tests.test_data_page import PLAYER, SPOT, pointed
from tests.visit import Visit
from ui.data.edits import MOST_EDITS

pytestmark = pytest.mark.browser

N = MOST_EDITS + 20
# Full to the brim: all but the last twenty have been moved, to a corner out of the way.
FULL = "&".join(f"point={i}~3~{-3 - i / 100:g}" for i in range(MOST_EDITS))
DRAWN = f"""(i) => {{
  const [{{x, y, customdata}}] = {PLAYER}.panels[0].still.data, at = [...customdata].indexOf(i + 1);
  return [x[at], y[at]];
}}"""
BACK = f"""([i, x, y]) => {{
  const [px, py] = ({DRAWN})(i);
  return Math.abs(px - x) + Math.abs(py - y) < 1e-6;
}}"""
ALONE = f"""(from) => {{
  const {{grips, data: {{facts}}}} = {PLAYER}.panels[0], spot = {SPOT};
  const places = Array.from({{length: facts.n}}, (_, i) => spot(i));
  const away = (i) => Math.min(...places.map(([x, y], k) =>
    (k === i ? Infinity : Math.hypot(x - places[i][0], y - places[i][1]))));
  return places.map((_, i) => i).slice(from).sort((i, k) => away(k) - away(i))[0];
}}"""


def come(visit: Visit) -> tuple[Any, int, list[float]]:
    """The page, an untouched example that stands alone, and where it is drawn."""
    page = visit.page
    visit.open_paused(f"/data?n={N}&learner=adam~learning_rate~0.1&step=3&{FULL}")
    alone = page.evaluate(ALONE, MOST_EDITS)
    return page, alone, page.evaluate(DRAWN, alone)


def says_why(page: Any) -> None:
    told = page.get_by_text(f"At most {MOST_EDITS} changes by hand fit into a link").first
    told.wait_for(timeout=30_000)
    assert "taken back" in told.inner_text()


def test_what_is_dragged_beyond_the_limit_goes_back(
    visit: Visit,
) -> None:
    page, alone, (x0, y0) = come(visit)
    link = page.url
    x, y = page.evaluate(SPOT, alone)

    def drag() -> None:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 40, y - 30, steps=4)
        assert not page.evaluate(BACK, [alone, x0, y0]), "it goes with the hand"
        page.mouse.up()

    for _time in range(2):  # twice the same is refused twice
        drag()
        page.wait_for_function(BACK, arg=[alone, x0, y0], timeout=30_000)
        says_why(page)
    assert page.url == link and len(pointed(visit)) == MOST_EDITS
    assert page.evaluate(f"{PLAYER}.panels[0].grips.let.size") == 0
    box = page.locator(".ov-examples .ov-walks").bounding_box()
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.06 * box["height"])
    says_why(page)
    page.wait_for_timeout(500)
    assert page.evaluate(f"{PLAYER}.facts.n") == N, "one more is refused, too"


def test_what_keys_have_done_goes_back_as_soon_as_it_is_refused(visit: Visit) -> None:
    page, alone, (x0, y0) = come(visit)
    page.locator(".ov-player").focus()
    page.keyboard.press("Tab")
    page.evaluate(f"(i) => {PLAYER}.panels[0].grips.keys.take(i)", alone)
    for _press in range(4):
        page.keyboard.press("Shift+ArrowUp")
    page.wait_for_function(
        f"([i, x, y]) => !({BACK})([i, x, y])", arg=[alone, x0, y0]
    )  # it goes with the keys
    page.wait_for_function(f"() => {PLAYER}.panels[0].grips.pending.waiting")
    page.wait_for_function(BACK, arg=[alone, x0, y0], timeout=30_000)
    says_why(page)
    assert page.evaluate(f"{PLAYER}.facts.refused") == 1, "by an answer, not by losing patience"
    assert len(pointed(visit)) == MOST_EDITS

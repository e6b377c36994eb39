"""Tasks of who comes for the first time, done with counted clicks from the bare address.

The other three stand beside what they use: the largest rate in tests/test_rate_limit.py, a picture
and this view in tests/test_showing.py.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.visit import READY, Visit

pytestmark = pytest.mark.browser


class Clicks:
    """A hand that counts what it does."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def click(self, role: str, name: str, nth: int = 0) -> Any:
        self.count += 1
        found = self.page.get_by_role(role, name=name).nth(nth)
        found.click()
        return found


def first_visit(visit: Visit) -> Clicks:
    visit.page.goto(visit.server.url)
    visit.page.wait_for_selector(READY, timeout=60_000)
    return Clicks(visit.page)


def walks_are(page: Any, condition: str) -> None:
    page.wait_for_function(
        "() => { const {walks} = document.querySelector('.ov-player[data-ready]')?.player ?? {};"
        f" return walks && ({condition}); }}",
        timeout=30_000,
    )


def test_gradient_descent_diverges_and_says_why(visit: Visit) -> None:
    hand = first_visit(visit)
    page = visit.page
    hand.click("link", "a rate too small, right, too large")
    page.wait_for_url(re.compile("/compare.*surface=bowl"))
    told = page.locator(".ov-fates p")
    told.wait_for(timeout=30_000)  # when it has happened: it is not known before
    step, curving, below = re.search(
        r"left the map at step (\d+): its steps are too long .*= ([\d.]+) > 2\)\. "
        r"Try a learning rate below ([\d.]+)\.$",
        told.inner_text(),
    ).groups()
    # x² + 2y² bends by 4 along y: by hand, not by the engine.
    assert float(curving) == pytest.approx(4 * 0.55)
    assert float(below) == pytest.approx(2 / 4)
    y = 3.0
    steps = 0
    while abs(y) <= 5:
        y, steps = y * (1 - 4 * 0.55), steps + 1
    assert int(step) == steps
    assert hand.count <= 4
    assert visit.console == []


def test_adam_at_two_rates_side_by_side(visit: Visit) -> None:
    hand = first_visit(visit)
    page = visit.page
    hand.click("link", "Compare")
    page.wait_for_url(re.compile("/compare"))
    walks_are(page, "walks.length === 3")
    adam = page.evaluate(
        "() => document.querySelector('.ov-player').player.walks.findIndex("
        "({label}) => label === 'Adam')"
    )
    hand.click("button", "Duplicate this panel", adam)
    walks_are(page, "walks.length === 4")
    slider = "[role=slider], input[type=range]"
    hand.count += 1
    page.locator(f".st-key-card-{adam + 1}").locator(slider).focus()
    page.keyboard.press("ArrowRight")
    walks_are(page, f"walks[{adam}].x[1] !== walks[{adam + 1}].x[1]")
    # What stands over the panels says so.
    titles = page.locator(".ov-player").inner_text()
    rates = re.findall(r"Adam(?: 2)? · η = ([\d.]+)", titles)
    assert len(set(rates)) == 2
    assert hand.count <= 4
    assert visit.console == []

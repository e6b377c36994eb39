"""Visits of the tests know nothing of each other, although they share what was fetched."""

from __future__ import annotations

from typing import Any

import pytest

from tests.visit import Server, Visit

pytestmark = pytest.mark.browser

# Everything that a page can leave behind, at once and when it is left.
LEAVE = """async () => {
  const write = () => { localStorage.left = sessionStorage.left = 1; document.cookie = 'left=1'; };
  write();
  addEventListener('pagehide', write);
  await new Promise((made) => { indexedDB.open('left').onsuccess = made; });
  await caches.open('left');
  globalThis.left = 1; }"""
LEFT = """async () => [localStorage.left, sessionStorage.left, globalThis.left,
  document.cookie.includes('left'),
  (await indexedDB.databases()).length, (await caches.keys()).length, history.length,
  (await navigator.permissions.query({name: 'clipboard-read'})).state,
  innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches,
  matchMedia('(prefers-reduced-motion: reduce)').matches, devicePixelRatio]"""


def test_a_visit_knows_nothing_of_the_one_before(browser: Any, server: Server) -> None:
    quiet = f"{server.url}/_stcore/health"
    first = Visit(browser, server, first=True)
    first.page.goto(quiet)
    nothing = first.page.evaluate(LEFT)
    first.close()
    assert nothing[:6] == [None, None, None, False, 0, 0]
    seen = []
    for _visit in range(2):
        visit = Visit(browser, server)
        visit.page.goto(quiet)
        assert visit.page.evaluate(LEFT) == nothing
        visit.context.grant_permissions(["clipboard-read"])
        visit.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        visit.page.set_viewport_size({"width": 500, "height": 500})
        visit.page.evaluate(LEAVE)
        left = visit.page.evaluate(LEFT)
        assert [now != before for now, before in zip(left, nothing, strict=True)][:6] == [True] * 6
        with visit.page.expect_popup():
            visit.page.evaluate("() => { open(location.href); }")
        seen.append(visit.context)
        visit.close()
        assert len(visit.context.pages) == 1
    assert seen[0] == seen[1], "and is one in the same browser"


def test_visits_at_the_same_time_are_strangers(browser: Any, server: Server) -> None:
    visits = [Visit(browser, server) for _ in range(2)]
    assert visits[0].context != visits[1].context
    for visit in visits:
        visit.page.goto(f"{server.url}/_stcore/health")
    visits[0].page.evaluate("() => { localStorage.left = 1; }")
    assert visits[1].page.evaluate("() => localStorage.left ?? null") is None
    for visit in visits:
        visit.close()


def test_a_page_that_hangs_is_not_visited_again(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    visit.page.goto(f"{server.url}/_stcore/health")
    visit.page.evaluate("() => { setTimeout(() => { for (;;); }, 100); }")
    visit.page.wait_for_timeout(300)
    visit.close()
    again = Visit(browser, server)
    again.page.goto(f"{server.url}/_stcore/health")
    assert again.context != visit.context
    again.close()

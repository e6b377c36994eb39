"""A visit begins with an empty browser, although the files of the app are there already."""

from __future__ import annotations

from typing import Any

import pytest

from tests.visit import Server, Visit

pytestmark = pytest.mark.browser

PUT = """async () => { localStorage.setItem('a', '1'); sessionStorage.setItem('a', '1');
  document.cookie = 'a=1; max-age=1000'; await (await caches.open('a')).put('/a', new Response('a'));
  await new Promise((done) => { indexedDB.open('a').onsuccess = ({target}) => { target.result.close(); done(); }; }); }"""
FOUND = """async () => [localStorage.length, sessionStorage.length, document.cookie.includes('a=1') ? 1 : 0,
  (await caches.keys()).length, (await indexedDB.databases()).filter(({name}) => name === 'a').length]"""
FETCHED = """() => performance.getEntriesByType('resource').filter(({name}) => /plotly-/.test(name))
  .map(({transferSize}) => transferSize)"""


def test_nothing_is_left_of_the_visit_before(browser: Any, server: Server) -> None:
    before = Visit(browser, server)
    before.open()
    empty = before.page.evaluate(FOUND)
    before.page.evaluate(PUT)
    assert before.page.evaluate(FOUND) == [n + 1 for n in empty]
    before.context.new_page()
    context = before.context
    # Two at a time share nothing.
    beside = Visit(browser, server)
    assert beside.context is not context
    beside.close()
    for context_of_others in server.idle.pop(before.kind, []):
        context_of_others.close()
    before.close()
    after = Visit(browser, server)
    assert after.context is context
    assert after.context.pages == [after.page]
    after.open()
    assert after.page.evaluate(FOUND) == empty
    assert {*after.page.evaluate(FETCHED)} == {0}, "the file comes from the browser's own store"
    assert after.page.evaluate("() => history.length") <= 2
    after.close()
    dark = Visit(browser, server, color_scheme="dark")
    assert dark.context is not context
    dark.close()


def test_a_server_that_keeps_nothing_gets_a_new_browser(browser: Any, server: Server) -> None:
    own = Server(server.url, server.pid, server.log)
    first = Visit(browser, own)
    first.open()
    assert max(first.page.evaluate(FETCHED)) > 0
    first.close()
    assert not own.idle
    assert first.context not in browser.contexts

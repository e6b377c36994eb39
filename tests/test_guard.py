"""What a browser is told not to do with our pages, and that nothing of ours is in its way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse

from tests.conftest import served
from tests.test_delivery import BROWSER, SCRIPT, ask, asked_of, streamlits_page
from tests.visit import Server, Visit
from ui import address
from ui.delivery import server, shelf
from ui.delivery.guard import ANCESTORS, INLINE, OTHERS, POLICY, Guard, hashes, policy


def directives(text: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in text.split(";"))}


@pytest.fixture(scope="module")
def ours() -> Starlette:
    return Starlette(routes=list(server.routes()), middleware=server.middleware())


def test_every_answer_says_what_is_not_to_be_done(ours: Starlette) -> None:
    names = [f"/app/static/{shelf.plotly_name()}", "/app/static/none.js", "/nowhere"]
    for name in names:
        _status, headers, _body = ask(ours, name, **SCRIPT)
        assert {key: headers[key] for key in OTHERS} == OTHERS, name
    assert OTHERS["x-content-type-options"] == "nosniff"
    # What has a word of its own keeps it.
    app, _asked = asked_of(lambda _: PlainTextResponse("", headers={"Referrer-Policy": "x"}), Guard)
    assert ask(app, "/", **SCRIPT)[1]["referrer-policy"] == "x"


def test_a_page_names_its_scripts_and_those_that_its_runs_bring() -> None:
    middleware = server.middleware()

    def answer(request: Request) -> HTMLResponse:
        return HTMLResponse(streamlits_page(request).body)

    app, _asked = asked_of(answer)
    for one in reversed(middleware):
        app = one.cls(app, *one.args, **one.kwargs)
    _status, headers, body = ask(app, "/", **{**BROWSER, "accept-encoding": "identity"})
    found = directives(headers[POLICY])
    assert len(INLINE.findall(body)) == 2  # Streamlit's and ours
    for named in (*hashes(body).split(), *hashes(address.script("en").encode()).split()):
        assert named in found["script-src"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & {*found["script-src"]}
    assert found["default-src"] == ["'self'"] and found["object-src"] == ["'none'"]
    # Another script has another name.
    assert hashes(body.replace(b"prerenderReady", b"renderedReady")) != hashes(body)


def test_a_page_that_did_not_pass_our_head_has_a_policy_too() -> None:
    app, _asked = asked_of(streamlits_page, Guard)
    headers = ask(app, "/", accept="*/*")[1]
    assert directives(headers[POLICY])["script-src"] == ["'self'", "blob:"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", None),
        ("'self' https://course.example", ["'self'", "https://course.example"]),
        ("'none'; script-src *", ["'none'", "script-src", "*"]),  # one directive, whatever it says
    ],
)
def test_who_runs_it_names_who_may_frame_it(
    monkeypatch: pytest.MonkeyPatch, asked: str, said: list[str] | None
) -> None:
    monkeypatch.setenv(ANCESTORS, asked)
    found = directives(policy())
    assert found.get("frame-ancestors") == said
    assert found["script-src"] == ["'self'", "blob:"]


INJECTED = """() => new Promise((told) => {
  addEventListener('securitypolicyviolation', (event) => told(event.effectiveDirective));
  const script = document.createElement('script');
  script.textContent = 'globalThis.wasRun = true';
  document.head.append(script);
  setTimeout(() => told('nothing'), 2000);
})"""

# Later: while a debugger evaluates, a policy is not asked.
TRIED = """() => new Promise((told) => setTimeout(() => {
  try { told(String(eval('1'))); } catch (error) { told(error.name); }
}))"""


@pytest.mark.browser
def test_a_script_that_is_put_into_the_page_does_not_run(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    try:
        page = visit.open("/")
        assert not visit.console
        assert page.evaluate(INJECTED) == "script-src-elem"
        assert page.evaluate("() => globalThis.wasRun") is None
        assert page.evaluate(TRIED) == "EvalError"
    finally:
        visit.close()


@contextmanager
def course(framed: str) -> Iterator[int]:
    """The port of a course's own page, which shows the app in a frame."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<!doctype html><iframe src="{framed}"></iframe>'.encode())

        def log_message(self, *_said: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as standing:
        Thread(target=standing.serve_forever, daemon=True).start()
        yield standing.server_port
        standing.shutdown()


@pytest.mark.browser
def test_a_frame_is_shown_where_it_was_named_and_nowhere_else(
    browser: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ANCESTORS, "http://course.localhost:*")
    with served(tmp_path / "log.txt") as running, course(f"{running.url}/?embed=true") as port:
        page = browser.new_page()
        page.goto(f"http://course.localhost:{port}/")
        page.frame_locator("iframe").locator(".stApp").wait_for(timeout=30_000)
        page.goto(f"http://other.localhost:{port}/")
        assert page.frames[1].url.startswith("chrome-error:")
        page.close()

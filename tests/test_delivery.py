"""How our files are sent: headers, bytes and the head of the page, asked for without a browser."""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import file_util

from tests.pseudo import LANGUAGE, make_pseudo
from ui import maps, player
from ui.delivery import server, shelf
from ui.delivery.head import Head
from ui.delivery.packed import Packed
from ui.post import still

STREAMLITS = Path(file_util.get_static_dir()) / "index.html"
BROWSER = {
    "accept-encoding": "gzip, deflate, br",
    "accept": "text/html,*/*",
    "accept-language": "en",
}
SCRIPT = {**BROWSER, "accept": "*/*"}
ETERNAL = {"Cache-Control": "public, immutable, max-age=31536000"}

Answer = tuple[int, dict[str, str], bytes]


def ask(app: Any, path: str, method: str = "GET", **headers: str) -> Answer:
    """Status, headers and body of what the app answers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path.partition("?")[0],
        "query_string": path.partition("?")[2].encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
    }
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    asyncio.run(app(scope, receive, send))
    start, *rest = said
    found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    body = b"".join(message.get("body", b"") for message in rest)
    assert found.get("content-length", str(len(body))) == str(len(body))
    return start["status"], found, body


def asked_of(act: Callable[[Request], Response], *middleware: type) -> tuple[Any, list[Request]]:
    """An app that answers everything so, and what it was asked."""
    asked: list[Request] = []

    async def answer(request: Request) -> Response:
        asked.append(request)
        return act(request)

    wrapped = [Middleware(kind) for kind in middleware]
    return Starlette(routes=[Route("/{path:path}", answer)], middleware=wrapped), asked


@pytest.fixture(scope="module")
def ours() -> Starlette:
    return Starlette(routes=list(server.routes()), middleware=server.middleware())


FILES = [
    (component.__name__, kind)
    for component in (player, maps, still)
    for kind in ("SCRIPT", "STYLE", "PLOTLY")
    if component.assets()[kind]
]


@pytest.mark.parametrize(("component", "kind"), FILES)
def test_files_are_small_on_the_wire_and_kept_for_ever(
    ours: Starlette, component: str, kind: str
) -> None:
    module = {"ui.player": player, "ui.maps": maps, "ui.post.still": still}[component]
    name = module.assets()[kind]
    status, headers, body = ask(ours, f"/app/static/{name}", **SCRIPT)
    assert status == 200
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in headers["vary"]
    assert headers["content-type"].startswith("text/css" if kind == "STYLE" else "text/javascript")
    plain = ask(ours, f"/app/static/{name}")
    assert "content-encoding" not in plain[1]
    assert gzip.decompress(body) == plain[2] == shelf.find(name).content  # type: ignore[union-attr]
    # As far as gzip can; of a long file little is left, of a short one it depends on its words.
    assert len(body) <= len(gzip.compress(plain[2], 9))
    assert len(body) < 0.4 * len(plain[2]) or len(plain[2]) < 10_000


def test_a_name_is_one_content() -> None:
    first, second = shelf.keep("a", "js", b"one"), shelf.keep("a", "js", b"two")
    assert first != second
    assert shelf.keep("a", "js", b"one") == first
    assert shelf.find(first).content == b"one"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["nothing.js", "..%2fapp.py", "plotly-000000000000.js"])
def test_what_is_not_there_is_not_found_and_not_remembered(ours: Starlette, name: str) -> None:
    # Streamlit answers with its page, which a browser would take for a script.
    status, headers, _ = ask(ours, f"/app/static/{name}", **BROWSER)
    assert status == 404
    assert headers["cache-control"] == "no-store"


def streamlits_page(_request: Request) -> Response:
    return HTMLResponse(STREAMLITS.read_bytes(), headers={"ETag": '"theirs"', "Last-Modified": "x"})


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("path", ["/", "/compare"])
def test_plotly_begins_with_the_page(path: str, packed: bool) -> None:
    app, asked = asked_of(streamlits_page, Head)
    conditions = {"if-none-match": '"theirs"', "range": "bytes=0-5", "if-modified-since": "x"}
    headers = {**BROWSER, **conditions, "accept-encoding": "gzip" if packed else "identity"}
    status, found, body = ask(app, path, **headers)
    page = (gzip.decompress(body) if packed else body).decode()
    assert status == 200
    # Theirs would say "not modified" of a page of which only our part has changed.
    assert not {"etag", "last-modified"} & set(found)
    assert not {*conditions, "accept-encoding"} & set(asked[0].headers)
    begin = re.search(rf'arriving\("{shelf.plotly_name()}", (\d+), "low"\)', page)
    assert begin and int(begin[1]) == shelf.PLOTLY.stat().st_size
    assert page.count('arriving("') == 1
    # Behind the script that tells where the files lie; before the style sheet, which holds it up.
    assert page.index('<script type="module"') < begin.start() < page.index('rel="stylesheet"')
    ours = page[: page.index("</script>", begin.start())]
    assert ours.count("<script") == ours.count("</script>") + 1
    assert STREAMLITS.read_text() == re.sub(
        r"\n<style>\n#root:empty.*?</style>\n<script>.*?</script>\n", "", page, flags=re.DOTALL
    )


@pytest.mark.parametrize(
    ("link", "browser", "language"),
    [
        ("", f"{LANGUAGE}-XX,en;q=0.5", LANGUAGE),
        ("", "fr", "en"),
        (f"?surface=bowl&lang={LANGUAGE}", "en", LANGUAGE),
        (f"?amp;LANG={LANGUAGE.upper()}", "en", LANGUAGE),
        ("?lang=en", LANGUAGE, "en"),
        ("?lang=en&lang=xx", LANGUAGE, LANGUAGE),
        ("?lang=%ff%00<b>&x", LANGUAGE, LANGUAGE),
    ],
)
def test_the_page_begins_in_the_language_of_its_link(
    link: str, browser: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pseudo(tmp_path)
    monkeypatch.setattr("ui.words.LOCALES", tmp_path)
    app, _asked = asked_of(streamlits_page, Head)
    headers = {**BROWSER, "accept-encoding": "identity", "accept-language": browser}
    _status, found, body = ask(app, f"/compare{link}", **headers)
    page = body.decode()
    assert f'<html lang="{language}"' in page
    assert ("⟦Optimizer visualizer is on its way …⟧" in page) == (language == LANGUAGE)
    assert "Accept-Language" in found["vary"]


def test_what_is_no_page_passes_as_it_is() -> None:
    app, asked = asked_of(lambda _: PlainTextResponse("</head>", headers={"ETag": "e"}), Head)
    status, headers, body = ask(app, "/_stcore/health", **BROWSER)
    assert (status, headers["etag"], body) == (200, "e", b"</head>")
    app, asked = asked_of(streamlits_page, Head)
    assert ask(app, "/", accept="*/*")[2] == STREAMLITS.read_bytes()
    assert ask(app, "/", "HEAD", **BROWSER)[1]["etag"] == '"theirs"'
    app, asked = asked_of(lambda _: HTMLResponse("</head>", status_code=404), Head)
    assert ask(app, "/", **BROWSER)[2] == b"</head>"
    assert len(asked) == 1


def test_what_never_changes_is_compressed_once() -> None:
    text = "import {a} from './b.js';\n" * 1000
    app, asked = asked_of(
        lambda _: Response(text, media_type="text/javascript", headers={**ETERNAL, "ETag": "e"}),
        Packed,
    )
    for _ in range(3):
        status, headers, body = ask(app, "/lab/static/js/index.js", **BROWSER)
        assert status == 200 and gzip.decompress(body).decode() == text
        assert headers["cache-control"] == ETERNAL["Cache-Control"]
        assert headers["content-encoding"] == "gzip" and "etag" not in headers
        assert len(body) < 0.1 * len(text)
    assert len(asked) == 1
    for others in ({}, {**BROWSER, "range": "bytes=0-9"}):
        assert ask(app, "/lab/static/js/index.js", **others)[2].decode() == text
    assert len(asked) == 3


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: Response("x" * 9000, media_type="text/javascript"),
        lambda _: Response(b"\0" * 9000, media_type="font/woff2", headers=ETERNAL),
        lambda _: Response("x", media_type="text/css", headers=ETERNAL),
        lambda _: Response("x" * 9000, 404, media_type="text/css", headers=ETERNAL),
        lambda _: Response(
            "x" * 9000, media_type="text/css", headers={**ETERNAL, "Content-Encoding": "br"}
        ),
    ],
    ids=["may change", "font", "small", "missing", "packed already"],
)
def test_all_else_is_left_alone(answer: Callable[[Request], Response]) -> None:
    app, asked = asked_of(answer, Packed)
    bare, _ = asked_of(answer)
    for _ in range(2):
        assert ask(app, "/static/a", **BROWSER) == ask(bare, "/static/a", **BROWSER)
    assert len(asked) == 2


@pytest.mark.parametrize("said", [0, 1, 2], ids=["nothing", "its head", "a part"])
def test_what_is_said_to_a_browser_that_has_left_is_not_kept(said: int) -> None:
    headers = [(b"content-type", b"text/css"), (b"cache-control", b"immutable")]
    start: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": headers}
    part = {"type": "http.response.body", "body": b"x" * 9000, "more_body": True}
    rest = {"type": "http.response.body", "body": b"y" * 9000}
    cut = [start, part, rest][:said]

    async def leaves(_scope: Any, _receive: Any, send: Any) -> None:
        for message in cut:
            await send(message)

    packed, heard = Packed(leaves), []

    async def hear(message: Any) -> None:
        heard.append(message)

    scope = {"type": "http", "method": "GET", "path": "/static/a.css"}
    scope["headers"] = [(b"accept-encoding", b"gzip")]  # type: ignore[assignment]
    asyncio.run(packed(scope, None, hear))  # type: ignore[arg-type]
    assert heard == cut
    assert not packed.kept and not packed.bytes


def test_what_is_kept_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.delivery.packed.KEPT", 300)
    asked = 0

    async def answer(request: Request) -> Response:
        nonlocal asked
        asked += 1
        return Response(request.url.path * 500, media_type="text/css", headers=ETERNAL)

    kept: list[Packed] = []

    def remember(app: Any) -> Packed:
        kept.append(Packed(app))
        return kept[-1]

    app = Starlette(
        routes=[Route("/static/{path:path}", answer)],
        middleware=[Middleware(remember)],  # type: ignore[arg-type]
    )
    for i in range(40):
        body = ask(app, f"/static/{i}.css", **BROWSER)[2]
        assert gzip.decompress(body).decode() == f"/static/{i}.css" * 500
    sizes = [len(messages[1]["body"]) for messages in kept[0].kept.values()]
    assert kept[0].bytes == sum(sizes) <= 300 and sizes
    assert asked == 40


def test_a_plotly_that_cannot_be_read_is_told_once_and_comes_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there = shelf.PLOTLY
    whole = shelf.plotly_name()
    for cached in (shelf._plotly, shelf._complain):
        cached.cache_clear()
    monkeypatch.setattr(shelf, "PLOTLY", tmp_path / "plotly.min.js")
    with caplog.at_level(logging.ERROR, logger=shelf.LOG.name):
        names = {shelf.plotly_name() for _ in range(3)}
    [record] = caplog.records
    assert str(tmp_path) in record.getMessage() and "\n" not in record.getMessage()
    assert names == {"plotly-missing.js"}
    assert shelf.find(names.pop()) is None
    app, _ = asked_of(streamlits_page, Head)
    assert 'arriving("' not in gzip.decompress(ask(app, "/", **BROWSER)[2]).decode()
    (tmp_path / "plotly.min.js").write_bytes(there.read_bytes())
    assert shelf.plotly_name() == whole

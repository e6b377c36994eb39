"""The head of the page: what begins before Streamlit does.

Streamlit's page fetches its own script, starts it, opens a socket, and only then hears of our
files. On a slow line that is long; so Plotly, the largest of them, is on its way with the page.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import words
from ui.delivery import shelf
from ui.delivery.bundle import closed
from ui.delivery.guard import POLICY, policy
from ui.delivery.mount import HERE, arrive, loader, loader_name, size
from ui.query import meant
from ui.words import _

# What would make the answer a part, a "not modified" or a packed one.
CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}

# Behind Streamlit's own script, which tells where the files lie, and before its style sheet, for
# which all that follows it waits.
MODULE = re.compile(rb"<script type=\"module\"[^>]*></script>|(?=</head>)")

# The page of Streamlit is in English, and says so; what stands in it is in the visitor's language.
LANGUAGE = re.compile(rb'(<html[^>]*\blang=")[^"]*')

# Until Streamlit has something to show, the page is empty; on a slow line it says what it is.
FIRST_SIGHT = """<style>
#root:empty {{ display: grid; place-content: center; min-height: 100vh; }}
#root:empty::before {{ content: "{words}"; font: 15px system-ui, sans-serif; color: #6b7480;
  animation: ov-come 0.6s 1s backwards; }}
@keyframes ov-come {{ from {{ opacity: 0; }} }}
@media (prefers-color-scheme: dark) {{
  html:has(#root:empty) {{ background: #0f141b; }}
  #root:empty::before {{ color: #9aa5b3; }}
}}
</style>"""


@lru_cache(maxsize=1)
def _one_theme() -> str:
    return f"{closed(HERE / 'one_theme.js')}.shareTheme()"


def additions() -> str:
    """What is put into the head, in the language of this context."""
    coming = _("Optimizer visualizer is on its way …")
    for sign, instead in (("\\", "\\\\"), ('"', '\\"'), ("<", "\\3c ")):
        coming = coming.replace(sign, instead)
    name = shelf.plotly_name()
    begin = f'.arriving({json.dumps(name)}, {size(name)}, "low")' if shelf.find(name) else ""
    mounts = 'globalThis[Symbol.for("optimizer-visualizer.mounts")]'
    script = (
        f"<script>{_one_theme()};\n{arrive()}{begin};\n"
        f"{mounts} = {{{json.dumps(loader_name())}: {loader()}}};</script>"
    )
    return f"\n{FIRST_SIGHT.format(words=coming)}\n{script}\n"


@lru_cache(maxsize=16)
def _packed(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)


class Head:
    """Adds to the head of every page that Streamlit sends.

    Args:
        app: Who answers.
        later: The scripts that its runs will put into it, as a policy names them.
    """

    def __init__(self, app: ASGIApp, later: str = "") -> None:
        self.app = app
        self.later = later

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        headers = Headers(scope=scope) if scope["type"] == "http" else None
        if (
            headers is None
            or scope["method"] != "GET"
            or "text/html" not in headers.get("accept", "")
        ):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in CONDITIONS]
        page = _Page(send, _language_of(scope, headers), headers, self.later)
        await self.app({**scope, "headers": plain, "extensions": {}}, receive, page.send)


class _Page:
    """Holds an answer back until it is whole, if it is a page."""

    def __init__(self, send: Send, language: str, asked: Headers, later: str) -> None:
        self._send = send
        self._language = language
        self._asked = asked
        self._later = later
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(self._start, b"".join(self._parts))

    async def _finish(self, start: Message, body: bytes) -> None:
        with words.speaking(self._language):
            ours, spoken = additions().encode(), words.language().encode()
        body = MODULE.sub(lambda found: found[0] + ours, body, count=1)
        body = LANGUAGE.sub(lambda found: found[1] + spoken, body, count=1)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers[POLICY] = policy(body, self._later)
        # They tell Streamlit's page, which stays the same when ours changes.
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        if "gzip" in self._asked.get("accept-encoding", ""):
            body = _packed(body)
            headers["content-encoding"] = "gzip"
        headers.add_vary_header("Accept-Encoding, Accept-Language")
        headers["content-length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    headers: Iterable[tuple[bytes, bytes]] = start.get("headers", [])
    kinds = [value for name, value in headers if name.lower() == b"content-type"]
    return start["status"] == 200 and any(kind.startswith(b"text/html") for kind in kinds)


def _language_of(scope: Scope, headers: Headers) -> str:
    """What the link asks for, or else the browser."""
    said = [
        value
        for name, value in QueryParams(scope["query_string"]).multi_items()
        if meant(name) == words.IN_LINK
    ]
    if said and said[-1].lower() in (name.lower() for name in words.languages()):
        return said[-1]
    return headers.get("accept-language", "en").split(",")[0].split(";")[0].strip()

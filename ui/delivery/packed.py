"""Streamlit's own scripts and styles, compressed once and kept.

They are what a page needs before it can draw anything: 2.9 MB as Streamlit sends them, 0.9 MB so.
Streamlit leaves them as they are because it would have to compress them for every visitor anew.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from functools import partial

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT = 32 * 2**20  # bytes; all that Streamlit has takes a third of it
SMALL = 1000  # bytes; below that compression costs more than it saves
KINDS = ("text/", "application/javascript", "application/json", "image/svg")


class Packed:
    """Compresses answers that never change, and keeps them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: OrderedDict[str, list[Message]] = OrderedDict()
        self.bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if not self._may_be_packed(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path in self.kept:
            self.kept.move_to_end(path)
            for message in self.kept[path]:
                await send(message)
            return
        answer: list[Message] = []

        async def hold(message: Message) -> None:
            answer.append(message)

        await self.app({**scope, "extensions": {}}, receive, hold)
        for message in await self._packed(path, answer):
            await send(message)

    def _may_be_packed(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
            return False
        headers = Headers(scope=scope)
        return "gzip" in headers.get("accept-encoding", "") and "range" not in headers

    async def _packed(self, path: str, answer: list[Message]) -> list[Message]:
        if not _is_whole(answer):
            return answer
        start = next(m for m in answer if m["type"] == "http.response.start")
        headers = MutableHeaders(raw=list(start["headers"]))
        body = b"".join(m.get("body", b"") for m in answer if m["type"] == "http.response.body")
        if (
            start["status"] != 200
            or "immutable" not in headers.get("cache-control", "")
            or "content-encoding" in headers
            or not headers.get("content-type", "").startswith(KINDS)
            or len(body) < SMALL
        ):
            return answer
        small = await to_thread.run_sync(partial(gzip.compress, body, compresslevel=6, mtime=0))
        for name in ("etag", "accept-ranges"):  # they tell the bytes as they were
            del headers[name]
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(small))
        headers.add_vary_header("Accept-Encoding")
        made: list[Message] = [
            {**start, "headers": headers.raw},
            {"type": "http.response.body", "body": small},
        ]
        if path not in self.kept:
            self.kept[path] = made
            self.bytes += len(small)
            while self.bytes > KEPT:
                _, old = self.kept.popitem(last=False)
                self.bytes -= len(old[1]["body"])
        return made


def _is_whole(answer: list[Message]) -> bool:
    """Whether it was answered to the end; to a browser that has left, nothing or a part is."""
    if not answer or answer[0]["type"] != "http.response.start":
        return False
    return answer[-1]["type"] == "http.response.body" and not answer[-1].get("more_body", False)

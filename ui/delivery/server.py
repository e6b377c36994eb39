"""What our server does besides Streamlit's: it sends our files, and it packs Streamlit's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ui import address, beside, maps, player, words
from ui.delivery import forget, garbage, log, shelf
from ui.delivery.at_once import send_at_once
from ui.delivery.guard import Guard, hashes
from ui.delivery.head import Head
from ui.delivery.mount import loader_name
from ui.delivery.packed import Packed
from ui.delivery.wake import wake_once
from ui.post import still

FOR_EVER = "public, max-age=31536000, immutable"  # under another content there is another name


def fill_shelf() -> None:
    """Put all files in place before anybody asks.

    A page that was open while the server started anew asks for them before it runs a script here.
    """
    for files in (player.assets, maps.assets, still.assets):
        files()
    loader_name()
    beside.style_name()


async def send_file(request: Request) -> Response:
    """A file of ours, or a word that there is none."""
    file = shelf.find(request.path_params["name"])
    # A page inside a sandboxed frame has no origin of its own; its modules ask as strangers do.
    open_to_all = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    if file is None:
        headers = {**open_to_all, "Cache-Control": "no-store"}
        return PlainTextResponse("There is no such file.", status_code=404, headers=headers)
    headers = {**open_to_all, "Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(file.content, headers=headers, media_type=file.media_type)
    packed = await to_thread.run_sync(lambda: file.packed)
    headers["Content-Encoding"] = "gzip"
    return Response(packed, headers=headers, media_type=file.media_type)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """While the server runs: files are compressed beside its start, not for the first visitor."""
    log.install()
    loop = asyncio.get_running_loop()
    send_at_once(loop)
    wake_once(loop)
    garbage.seldom()
    Thread(target=lambda: [file.packed for file in shelf.everything()], daemon=True).start()
    forgetting = asyncio.create_task(forget.now_and_then())
    yield
    forgetting.cancel()


def routes() -> list[Route]:
    """The places of our files."""
    fill_shelf()
    base = st.get_option("server.baseUrlPath").strip("/")
    return [Route(f"{'/' if base else ''}{base}/app/static/{{name}}", send_file)]


def middleware() -> list[Middleware]:
    """What stands before Streamlit."""
    scripts = "".join(address.script(language) for language in words.languages())
    head = Middleware(Head, later=hashes(scripts.encode()))
    return [Middleware(Guard), head, Middleware(Packed)]

"""What is left of visitors who have gone: nothing, and the server says so itself."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bench.visitor import Visitor
from tests.conftest import served
from tests.visit import Server

STAY = 2  # seconds that a session waits for its visitor to come back
SESSIONS, RERUNS = 40, 60
PAGES = ("", "compare", "rates", "anatomy", "line", "data", "check", "blog_post")
GROWTH = 30.0  # MB


def held(server: Server) -> dict[str, Any]:
    """What the server holds after a collection, as it tells."""
    before = len(server.log.read_text().splitlines())
    os.kill(server.pid, signal.SIGUSR1)
    for _ in range(600):
        time.sleep(0.1)
        said = [t for t in server.log.read_text().splitlines()[before:] if t.startswith("{")]
        if said:
            return json.loads(said[-1])
    raise AssertionError(server.log.read_text())


def when_gone(server: Server, handles: float) -> dict[str, Any]:
    """The same when nobody is there any more and all is closed, or at last."""
    found = held(server)
    for _ in range(20):
        if found["AppSession"] <= 1 and found["handles"] <= handles:
            break
        time.sleep(1)
        found = held(server)
    return found


async def come_and_go(url: str, count: int) -> None:
    for i in range(0, count, 4):
        visitors = [Visitor(url, PAGES[k % len(PAGES)]) for k in range(i, i + 4)]
        await asyncio.gather(*(visitor.come() for visitor in visitors))
        await asyncio.gather(*(visitor.leave() for visitor in visitors))


async def stay(url: str, reruns: int) -> None:
    visitor, chance = Visitor(url), random.Random(1)
    await visitor.come()
    for _ in range(reruns):
        await visitor.move(chance)
    assert not visitor.exceptions
    await visitor.leave()


async def stays_where_it_is(url: str) -> None:
    """A visitor that moves a slider sees the same page again, with the same controls."""
    for page in ("compare", "data"):
        visitor, chance = Visitor(url, page), random.Random(1)
        await visitor.come()
        before = sorted(
            control.made.label for control in visitor.controls.values() if control.kind == "slider"
        )
        for _ in range(2):
            await visitor.move(chance)
        after = sorted(
            control.made.label for control in visitor.controls.values() if control.kind == "slider"
        )
        assert before == after and len(before) > 3
        await visitor.leave()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="handles are counted in /proc")
def test_nothing_is_left_of_those_who_have_gone(tmp_path: Path) -> None:
    """Nobody comes after them: Streamlit alone would keep all of them, three handles each."""
    command = ("bench.watched", "--server.disconnectedSessionTTL", str(STAY))
    with served(tmp_path / "log.txt", command=command) as server:
        asyncio.run(stays_where_it_is(server.url))
        asyncio.run(stay(server.url, RERUNS // 4))
        asyncio.run(come_and_go(server.url, 2 * len(PAGES)))
        first = when_gone(server, 16)
        asyncio.run(stay(server.url, RERUNS))
        asyncio.run(come_and_go(server.url, SESSIONS))
        assert held(server)["AppSession"] >= 4  # they may come back
        last = when_gone(server, first["handles"])
    assert last["handles"] <= first["handles"] + 1
    assert last["threads"] <= first["threads"] + 1
    for kind in ("AppSession", "SessionState", "ScriptRunner", "ScriptRunContext"):
        assert last[kind] <= 1, last  # the last one may stand in a frame that is still read
    assert last["megabytes"] - first["megabytes"] < GROWTH

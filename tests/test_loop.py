"""The event loop of the server: woken once for many words, and sending what it has."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from typing import Any

import pytest

from ui.delivery import garbage, server
from ui.delivery.at_once import send_at_once
from ui.delivery.wake import wake_once


def woken(calls: list[int], count: int) -> int:
    """How often a thread wakes a loop that is busy while it has so many words for it."""
    wakes = []

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        own = loop.call_soon_threadsafe

        def wake(*args: Any, **options: Any) -> asyncio.Handle:
            wakes.append(1)
            return own(*args, **options)

        loop.call_soon_threadsafe = wake  # type: ignore[method-assign, assignment]
        wake_once(loop)
        done = asyncio.Event()

        def speak() -> None:
            for k in range(count):
                loop.call_soon_threadsafe(calls.append, k)
            loop.call_soon_threadsafe(done.set)

        thread = threading.Thread(target=speak)
        thread.start()
        thread.join()  # the loop is busy with that
        await done.wait()

    asyncio.run(listen())
    return len(wakes)


def test_a_busy_loop_is_woken_once_and_calls_all_in_order() -> None:
    calls: list[int] = []
    assert woken(calls, 500) == 1
    assert calls == list(range(500))


def test_words_that_come_while_it_looks_are_not_lost() -> None:
    """Many threads at once, and a loop that is awake."""
    heard: list[tuple[int, int]] = []

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        wake_once(loop)

        def speak(who: int) -> None:
            for k in range(300):
                loop.call_soon_threadsafe(heard.append, (who, k))

        async with asyncio.timeout(60):
            await asyncio.gather(*(asyncio.to_thread(speak, who) for who in range(4)))
            while len(heard) < 1200:
                await asyncio.sleep(0)

    asyncio.run(listen())
    for who in range(4):
        assert [k for one, k in heard if one == who] == list(range(300))


def test_a_call_can_be_cancelled_and_a_closed_loop_says_so() -> None:
    heard: list[str] = []

    async def listen() -> asyncio.AbstractEventLoop:
        loop = asyncio.get_running_loop()
        wake_once(loop)
        loop.call_soon_threadsafe(heard.append, "kept")
        dropped = loop.call_soon_threadsafe(heard.append, "dropped")
        dropped.cancel()
        assert dropped.cancelled()
        await asyncio.sleep(0.01)
        return loop

    loop = asyncio.run(listen())
    assert heard == ["kept"]
    for _ in range(2):
        with pytest.raises(RuntimeError):
            loop.call_soon_threadsafe(heard.append, "late")


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_connection_sends_small_messages_at_once(family: socket.AddressFamily) -> None:
    async def serve() -> int:
        send_at_once(asyncio.get_running_loop())
        said: list[int] = []
        asked = asyncio.Event()

        def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            own = writer.get_extra_info("socket")
            said.append(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            asked.set()

        listening = socket.socket(family=family)  # as Streamlit makes its own
        try:
            listening.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        except OSError:
            pytest.skip("this machine has no such address")
        listening.listen()
        async with await asyncio.start_server(connected, sock=listening):
            where = listening.getsockname()
            _reader, writer = await asyncio.open_connection(where[0], where[1])
            await asyncio.wait_for(asked.wait(), 20)
            writer.close()
        return said[0]

    assert asyncio.run(serve()) != 0


def test_a_server_looks_for_garbage_seldom_and_sets_its_loop_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = gc.get_threshold()
    try:
        garbage.seldom()
        assert gc.get_threshold() == garbage.AFTER
        assert gc.get_freeze_count() > 10_000
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
    told: list[str] = []
    monkeypatch.setattr(garbage, "seldom", lambda: told.append("garbage"))
    monkeypatch.setattr(server.log, "install", lambda: told.append("log"))

    async def live() -> None:
        loop = asyncio.get_running_loop()
        plain = loop.create_server, loop.call_soon_threadsafe
        async with server.lifespan(None):
            assert loop.create_server != plain[0]
            assert loop.call_soon_threadsafe != plain[1]

    asyncio.run(live())
    assert sorted(told) == ["garbage", "log"]

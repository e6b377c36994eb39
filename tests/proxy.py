"""A plain reverse proxy: it strips a prefix, knows of no headers, and can be told to misbehave."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

LACKS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """Passes what is asked for below a prefix to a server, byte by byte, websockets included.

    Attributes:
        asked: Every path that was asked for, in this order, as the browser named it.
        sent: What came back, by path: head and body as they went over the wire.
        lacking: What matches is answered with 404.
        held: Of what matches only the first bytes are passed on, as many as `dribble` says.
    """

    def __init__(self, upstream: str, prefix: str = "", dribble: int = 200_000) -> None:
        self.upstream = int(upstream.rsplit(":", 1)[1])
        self.prefix = prefix
        self.dribble = dribble
        self.asked: list[str] = []
        self.sent: dict[str, bytearray] = {}
        self.lacking = self.held = r"(?!)"
        self.url = ""
        self._serving: set[object] = set()  # asyncio itself would let go of them

    def of(self, pattern: str) -> list[str]:
        """The paths that were asked for and match."""
        return [path for path in self.asked if re.search(pattern, path)]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._serving.add(task)
        try:
            await self._pass(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the browser has gone, or the test has ended
        finally:
            writer.close()
            self._serving.discard(task)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, path, rest = head.split(b" ", 2)
        asked = path.decode()
        self.asked.append(asked)
        if not asked.startswith(f"{self.prefix}/") or re.search(self.lacking, asked):
            writer.write(LACKS)
            await writer.drain()
            return
        if b"upgrade: websocket" not in rest.lower():
            # One request per connection, so that all that follows it belongs to it.
            rest = re.sub(rb"(?i)\r\nconnection:[^\r]*", b"\r\nConnection: close", rest)
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self.upstream)
        to_server.write(b" ".join((method, path[len(self.prefix) :], rest)))
        sent = self.sent[asked] = bytearray()

        async def down() -> None:
            while part := await from_server.read(65536):
                while re.search(self.held, asked) and len(sent) >= self.dribble:
                    await asyncio.sleep(0.02)
                sent.extend(part)
                writer.write(part)
                await writer.drain()
            writer.close()

        async def up() -> None:
            while part := await reader.read(65536):
                to_server.write(part)
                await to_server.drain()

        upward = asyncio.create_task(up())
        try:
            await down()
        finally:
            upward.cancel()
            await asyncio.gather(upward, return_exceptions=True)
            to_server.close()


@contextmanager
def standing(proxy: Proxy) -> Iterator[Proxy]:
    """The proxy, while it runs in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(make: Callable[[], object]) -> object:
        return asyncio.run_coroutine_threadsafe(make(), loop).result(10)  # type: ignore[arg-type]

    server = wait(lambda: asyncio.start_server(proxy._serve, "127.0.0.1", 0))
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]

    async def end() -> None:
        server.close()  # type: ignore[attr-defined]
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # for transports to be closed

    try:
        yield proxy
    finally:
        wait(end)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()

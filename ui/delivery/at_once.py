"""Small messages leave at once.

A run is answered by a short message, and by the others when they are there. TCP holds these back
until the browser has acknowledged the first, which it does 40 ms later, unless told not to (Nagle,
Congestion Control in IP/TCP Internetworks, 1984, https://www.rfc-editor.org/rfc/rfc896). asyncio
tells it so for sockets that name their protocol; Streamlit's does not name it.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any


def send_at_once(loop: asyncio.AbstractEventLoop) -> None:
    """Have all connections of servers that this loop is going to open send what they have.

    A connection takes this over from the socket that listens.
    """
    open_server = loop.create_server

    async def create_server(*args: Any, sock: socket.socket | None = None, **options: Any) -> Any:
        if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return await open_server(*args, sock=sock, **options)

    try:
        loop.create_server = create_server  # type: ignore[method-assign]
    except AttributeError:  # a loop that is compiled, as uvloop's, does it by itself
        return

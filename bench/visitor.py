"""A visitor without a browser: it speaks Streamlit's protocol over the real websocket.

It learns the controls of a page from what the server sends, as a browser does, moves one of them,
and counts what comes back. Needs nothing but what Streamlit brings along.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60.0  # seconds


@dataclass
class Control:
    """A control of the page: the message that made it, and the part of the page it is in."""

    kind: str
    made: Any
    fragment: str


@dataclass
class Visitor:
    """A page that is open.

    Attributes:
        url: The server, ``http://…``.
        page: The file of the page as its address names it; empty for the first one.
        query: The link, without its question mark.
        controls: By id, what the server has sent so far.
        states: What the controls say that have been moved.
        exceptions: What Streamlit showed instead of an element.
        received: Bytes.
    """

    url: str
    page: str = ""
    query: str = ""
    controls: dict[str, Control] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    exceptions: list[str] = field(default_factory=list)
    received: int = 0
    _socket: ClientConnection | None = None
    _hash: str = ""
    _part: str = ""  # of the page, that is asked for

    async def come(self) -> float:
        """Connect, and have the page run; seconds until it was whole."""
        start = time.perf_counter()
        address = self.url.replace("http", "ws", 1).rstrip("/") + "/_stcore/stream"
        self._socket = await connect(
            address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        await self.run()
        return time.perf_counter() - start

    async def run(self, fragment: str = "") -> float:
        """Have the page run, or a part of it; seconds until it was whole.

        Raises:
            TimeoutError: The server did not answer within a minute.
        """
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.fragment_id = self._part = fragment
        if self._hash:
            asked.rerun_script.page_script_hash = self._hash
        else:
            asked.rerun_script.page_name = self.page
        asked.rerun_script.widget_states.widgets.extend(self.states.values())
        start = time.perf_counter()
        assert self._socket is not None, "it has not come yet"
        await self._socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._hear(await self._socket.recv()):
                pass
        return time.perf_counter() - start

    def _hear(self, sent: str | bytes) -> bool:
        """Take in a message; whether the run has ended with it."""
        self.received += len(sent)
        said = ForwardMsg()
        said.ParseFromString(sent if isinstance(sent, bytes) else sent.encode())
        kind = said.WhichOneof("type")
        if kind == "new_session":
            self._hash = said.new_session.page_script_hash
            # What is not sent again is not there any more: in a part of the page, or, where the
            # part has had all of it run, on the page.
            part, self._part = self._part, ""
            self.controls = {
                name: one for name, one in self.controls.items() if part and one.fragment != part
            }
        elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
            self._learn(said.delta.new_element, said.delta.fragment_id)
        elif kind == "navigation":
            # What a session begins with is app.py; this is the page that it has shown.
            self._hash = said.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = said.page_info_changed.query_string
        elif kind == "script_finished":
            return said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _learn(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        made = getattr(element, kind)
        if kind == "exception":
            self.exceptions.append(f"{made.type}: {made.message}")
        if getattr(made, "id", "") and not getattr(made, "disabled", False):
            self.controls[made.id] = Control(kind, made, fragment)

    async def move(self, chance: random.Random) -> float:
        """Move one of the page's sliders to anywhere; seconds until what it shows is whole."""
        sliders = sorted(name for name, one in self.controls.items() if one.kind == "slider")
        name = chance.choice(sliders)
        control = self.controls[name]
        made, state = control.made, WidgetState(id=name)
        place = chance.randint(0, round((made.max - made.min) / made.step))
        if made.options:
            state.string_array_value.data.append(made.options[place])
        else:
            state.double_array_value.data.append(made.min + place * made.step)
        self.states[name] = state
        return await self.run(control.fragment)

    async def leave(self) -> None:
        """Close the page."""
        if self._socket is not None:
            await self._socket.close()

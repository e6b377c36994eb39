"""A visit to the running app, with everything that happened on it written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY = ".ov-player[data-ready]"
SURFACES = '[class*="st-key-surfaces-"] [data-testid=stPopoverButton]'  # opens their menu
POSITION = "() => document.querySelector('.ov-player').player.clock.position"


@dataclass
class Server:
    """A running app."""

    url: str
    pid: int
    log: Path


# Pages that open with another picture where nothing is asked for.
SIX = ("/", "/compare", "/rates", "/anatomy")


# What a page can write down in a browser; what was fetched is not part of it.
STORED = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage"
# What a page can be told when it is open; the rest has to be said of the whole browser.
TOLD = {"color_scheme": "light", "reduced_motion": None, "viewport": {"width": 1280, "height": 800}}
# Profiles of the browser that nobody uses now, each with the quiet page that keeps it awake.
RESTED: dict[tuple[Any, str], list[tuple[Any, Any]]] = {}
# Visits that nobody has closed yet.
OPEN: list[Visit] = []


class Visit:
    """A page with everything that happened on it written down.

    To fetch and compile all scripts takes longer than the rest of a visit. A page that is opened
    after another therefore lives in the same process of the browser (``--process-per-site``, see
    conftest), which a quiet page keeps awake in between, and knows nothing else of the other.

    Args:
        browser: Where the page opens.
        server: The app that is visited.
        first: Whether the browser has fetched and kept nothing, as where that is looked at.
        context: What the browser pretends to be: a size, a colour scheme, a finger.
    """

    def __init__(self, browser: Any, server: Server, first: bool = False, **context: Any) -> None:
        told = {key: context.pop(key, usual) for key, usual in TOLD.items()}
        viewport = told.pop("viewport")
        context = {key: value for key, value in context.items() if value}
        if first or context:  # a finger needs the size from the beginning
            context["viewport"] = viewport
        self.rested = RESTED.setdefault((browser, repr(sorted(context.items()))), [])
        if self.rested and not first:
            self.context, self.quiet = self.rested.pop()
        else:
            self.context = browser.new_context(**context)
            self.quiet = None if first else self.context.new_page()
            if self.quiet:
                self.quiet.goto(f"{server.url}/_stcore/health")
        self.page = self.context.new_page()
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(**{key: value for key, value in told.items() if value})
        self.server = server
        self.console: list[str] = []
        self.outside: list[str] = []
        self.sent = 0
        self.received = 0
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("websocket", self._socket)
        OPEN.append(self)

    def _said(self, message: Any) -> None:
        # Under a deep link Streamlit probes for its base, and is told twice that it is not there.
        if not re.search(r"/\w+/_stcore/(health|host-config)$", message.location["url"]):
            self.console.append(message.text)

    def _request(self, request: Any) -> None:
        if not re.match(r"(http|ws)://127\.0\.0\.1|data:|blob:|file:|about:", request.url):
            self.outside.append(request.url)

    def _socket(self, socket: Any) -> None:
        def received(frame: Any) -> None:
            self.received += len(frame)

        def sent(_frame: Any) -> None:
            self.sent += 1

        socket.on("framereceived", received)
        socket.on("framesent", sent)

    def open(self, path: str = "/") -> Any:
        """Open a page; a bare one with six walks on the blog's surface: much to look at."""
        if path in SIX:
            path += "?surface=blog"
        self.page.goto(self.server.url + path)
        self.page.wait_for_selector(READY, timeout=60_000)
        return self.page

    def open_paused(self, path: str = "/") -> Any:
        """Open a page and wait until nothing moves any more."""
        page = self.open(path)
        if page.get_attribute(".ov-player", "data-playing") == "true":
            page.locator(".ov-play").click()
        page.wait_for_selector(".ov-player[data-playing=false]")
        page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")
        # The end of the run has its word in the address, too.
        page.wait_for_selector(".stApp[data-test-script-state=notRunning]", state="attached")
        return page

    def renewed(self, act: Any) -> None:
        """Do something that brings new data from the server, and wait until it is drawn."""
        page = self.page
        before = int(page.get_attribute(".ov-player", "data-ready"))
        act()
        page.wait_for_function(
            "(n) => Number(document.querySelector('.ov-player').dataset.ready) > n",
            arg=before,
            timeout=30_000,
        )

    def close(self) -> None:
        """Leave; what pages have stored is forgotten, so that no visit knows of another."""
        if self in OPEN:
            OPEN.remove(self)
        if self.quiet is None:
            self.context.close()
            return
        from playwright.sync_api import Error

        for page in self.context.pages:
            if page != self.quiet:
                page.close()
        try:
            self.quiet.wait_for_function("() => true", timeout=5_000)
        except Error:  # a page that has gone or hangs takes its process with it
            self.context.close()
            return
        self.context.clear_cookies()
        self.context.clear_permissions()
        session = self.context.new_cdp_session(self.quiet)
        session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": STORED})
        session.detach()
        self.rested.append((self.context, self.quiet))


def go_to(page: Any, step: int) -> None:
    """Stop at a step: a film that plays on would be past it before anybody looks."""
    page.evaluate("(k) => document.querySelector('.ov-player').player.clock.jump(k)", step)
    page.wait_for_function(
        f"() => document.querySelector('.ov-step').textContent.startsWith('{step} /')"
    )

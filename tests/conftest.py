"""A running app and a browser, for the tests that drive it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.find_browser import find
from tests.visit import OPEN, Server, Visit

ROOT = Path(__file__).parent.parent
# Pages that are opened one after the other share what was compiled: see `Visit`. The last ones keep
# Chromium from calling hosts that a test machine may not reach.
FLAGS = (
    "--no-sandbox --disable-gpu --no-first-run --process-per-site "
    "--disable-background-networking --disable-component-update --disable-sync --disable-quic"
).split()


# Files that open pages, start processes or compare many walks: `make quick` leaves them out.
LONG = {
    *("test_zoom", "test_senses", "test_here", "test_phone", "test_visit"),
    *("test_anatomy", "test_basins_page", "test_blog_page", "test_history", "test_line_page"),
    *("test_compiled", "test_crew", "test_fair", "test_map_command", "test_pages", "test_reasons"),
    *("test_access", "test_delivery_page", "test_second_order", "test_lost_session", "test_words"),
    *("test_notes", "test_fate", "test_adding", "test_hostile_pages"),
    *("test_batch_lines", "test_example_keys", "test_data_saved", "test_second_order_ends"),
    *("test_replicas", "test_image", "test_guard"),
    *("test_listings", "test_as_code", "test_csv"),
    *("test_replay", "test_live", "test_saved_live"),
    *("test_network_page", "test_labs_ensembles", "test_labs_transfer", "test_coordinates_seen"),
    *("test_refused_edits", "test_lessons_seen"),
    *("test_net_spread", "test_net_cuts"),
    *("test_checking", "test_check_page", "test_languages"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in LONG:
            item.add_marker(pytest.mark.long)


@pytest.fixture(autouse=True)
def _own_main() -> Iterator[None]:
    """Whoever runs a page makes it the main module; a process that is begun later would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(autouse=True)
def _everybody_leaves() -> Iterator[None]:
    """A page that a failed test has left open would play on, and keep all that follow waiting."""
    yield
    for visit in [*OPEN]:
        visit.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, served as a visitor gets it."""
    with served(tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


@contextmanager
def served(
    log: Path,
    folder: Path = ROOT,
    base: str = "",
    port: int | None = None,
    command: Sequence[str] = ("streamlit", "run", "app.py"),
) -> Iterator[Server]:
    """A server of its own, which writes its log there, at the end of what is there.

    Args:
        log: Where its log goes.
        folder: Where the app lies.
        base: What all its addresses begin with, e.g. "/lab" (``server.baseUrlPath``).
        port: Where it listens; a free one unless one is given.
        command: The module that is run, with its arguments.
    """
    if port is None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--server.port", str(port)]
            + (["--server.baseUrlPath", base] if base else []),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(300):
                try:
                    with urllib.request.urlopen(f"{url}{base}/_stcore/health", timeout=1):
                        break
                except OSError:
                    if process.poll() is not None:
                        pytest.fail(f"the server stopped: {log.read_text()}")
                    time.sleep(0.1)
            else:
                pytest.fail("the server did not answer within 30 s")
            yield Server(url, process.pid, log)
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium; in CI a missing one is a failure."""
    path = find()
    if path is None:
        message = "no Chromium: run `make test`, or name one in the variable CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Visit]:
    """A visit that must leave console, log and network clean."""
    visit = Visit(browser, server)
    yield visit
    console, outside = visit.console, visit.outside
    visit.close()
    assert not console
    assert not outside
    assert "Traceback" not in server.log.read_text()

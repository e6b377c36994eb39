"""Two replicas behind nginx, by the configuration that is given to others: runs outlive one."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, served
from tests.find_nginx import find
from tests.test_lost_session import ACTS, CONNECTED, Forgotten, check
from tests.visit import Server
from ui.delivery import shelf

pytestmark = pytest.mark.browser
GIVEN = ROOT / "deploy" / "nginx.conf"


def asked(url: str, **headers: str) -> tuple[int, Any, bytes]:
    """Status, headers and body."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Replicas:
    """Two servers and what stands before them.

    Attributes:
        url: Where visitors come.
        base: What all addresses begin with, e.g. "/lab".
    """

    def __init__(self, folder: Path, base: str = "") -> None:
        self.base = base
        self.logs = [folder / "app-1.txt", folder / "app-2.txt"]
        self._folder = folder
        self._open: list[ExitStack] = []
        self.servers: list[Server] = []

    def start(self, which: int, port: int | None = None) -> None:
        """One of them, on its old port if it had one."""
        stack = ExitStack()
        server = stack.enter_context(served(self.logs[which], port=port))
        self._open[which:], self.servers[which:] = (
            [stack, *self._open[which + 1 :]],
            [server, *self.servers[which + 1 :]],
        )

    def stop(self, which: int) -> None:
        """End one; what was open there is lost."""
        self._open[which].close()

    def anew(self, which: int) -> None:
        """On the same port, as a rolling restart does it."""
        self.stop(which)
        self.start(which, urlsplit(self.servers[which].url).port)

    def configuration(self, port: int) -> str:
        """The given one, with the addresses of here."""
        text = GIVEN.read_text(encoding="utf-8").replace("/tmp/nginx", f"{self._folder}/nginx")
        text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
        for which, server in enumerate(self.servers, 1):
            text = text.replace(f"app-{which}:8501", urlsplit(server.url).netloc)
        if self.base:  # by the lines that say so in it
            text = text.replace("location / {", f"location {self.base}/ {{")
            text = re.sub(r"# below a path: (rewrite .*;)", r"\1", text)
            text = text.replace("^/lab", f"^{self.base}")
        return text

    @contextmanager
    def standing(self) -> Iterator[Self]:
        """All of it, while it runs."""
        nginx = find()
        if nginx is None:
            message = "no nginx: run `make test`, or name one in the variable NGINX"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
        for which in (0, 1):
            self.start(which)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        written = self._folder / "nginx.conf"
        written.write_text(self.configuration(port))
        errors = self._folder / "nginx.txt"
        command = [nginx, "-c", written, "-e", errors, "-g", "daemon off;", "-p", self._folder]
        process = subprocess.Popen(command)
        self.url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(100):
                assert process.poll() is None, errors.read_text()
                try:
                    asked(f"{self.url}{self.base}/_stcore/health")
                    break
                except OSError:
                    time.sleep(0.1)
            yield self
        finally:
            process.terminate()
            process.wait(10)
            for which in (0, 1):
                self.stop(which)


@pytest.fixture(scope="module", params=["", "/lab"], ids=["root", "lab"])
def replicas(
    request: pytest.FixtureRequest,
) -> Iterator[Replicas]:
    with TemporaryDirectory(prefix="replicas") as folder:
        # Begun by root, nginx works as somebody else, who must get there.
        Path(folder).chmod(0o755)
        with Replicas(Path(folder), request.param).standing() as both:
            yield both


def sessions(server: Server) -> int:
    """How many pages are open at a replica."""
    text = asked(f"{server.url}/_stcore/metrics")[2].decode()
    return int(re.search(r"^active_sessions (\d+)", text, re.MULTILINE)[1])  # type: ignore[index]


def test_a_run_outlives_the_replica_that_showed_it(browser: Any, replicas: Replicas) -> None:
    path, query, act, other = ACTS["explore, slider of a part"]
    visit = Forgotten(browser, Server(replicas.url, 0, replicas.logs[0]))
    page, before = visit.begin(f"{replicas.base}/{path}?{query}")
    counts = [sessions(server) for server in replicas.servers]
    assert sorted(counts) == [0, 1]
    held = counts.index(1)
    port = urlsplit(replicas.servers[held].url).port
    replicas.stop(held)
    page.wait_for_function(f"() => !({CONNECTED})()")
    page.wait_for_function(CONNECTED, timeout=60_000)
    assert sessions(replicas.servers[1 - held]) == 1, "the other one has taken it up"
    act(page)
    check(page, f"{replicas.base}/{path}", before, other)
    replicas.start(held, port)
    visit.close()


def test_a_rolling_restart_passes_by_an_open_page(browser: Any, replicas: Replicas) -> None:
    path, query, act, other = ACTS["rates, map"]
    visit = Forgotten(browser, Server(replicas.url, 0, replicas.logs[0]))
    page, before = visit.begin(f"{replicas.base}/{path}?{query}")
    for which in (0, 1):
        replicas.anew(which)
        page.wait_for_function(CONNECTED, timeout=60_000)
    act(page)
    check(page, f"{replicas.base}/{path}", before, other)
    visit.close()
    assert not any("Traceback" in log.read_text() for log in replicas.logs)


def test_visitors_are_shared_out_and_stay(replicas: Replicas) -> None:
    cookies = set()
    for _ in range(20):
        status, headers, body = asked(f"{replicas.url}{replicas.base}/", Accept="text/html")
        assert status == 200, body
        cookie = headers["Set-Cookie"].split(";")[0]
        assert re.fullmatch("replica=[0-9a-f]{32}", cookie)
        cookies.add(cookie)
        assert not asked(f"{replicas.url}{replicas.base}/", Cookie=cookie)[1]["Set-Cookie"]
    assert len(cookies) == 20


def test_files_are_kept_compressed_and_what_is_not_for_the_world_is_not_there(
    replicas: Replicas,
) -> None:
    url = f"{replicas.url}{replicas.base}"
    file = f"{url}/app/static/{shelf.plotly_name()}"
    plain = asked(file)[2]
    for kind, said in (("gzip", "gzip"), ("identity", None)):
        for hit in (False, True):
            status, headers, body = asked(file, **{"Accept-Encoding": kind})
            assert (status, headers["Content-Encoding"]) == (200, said)
            assert "immutable" in headers["Cache-Control"]
            assert headers["X-Cache"] == "HIT" if hit else headers["X-Cache"]
            assert (len(body) < len(plain) / 2) if said else body == plain
    assert asked(f"{url}/_stcore/health")[0] == 200
    assert asked(f"{url}/_stcore/metrics")[0] == 404
    page = asked(f"{url}/", Accept="text/html")
    assert "content-security-policy" in page[1]

"""Crowds: many visitors on one process, who move a slider, think, and move another.

    python -m bench load                                       a server of its own, two crowds
    python -m bench.load --url http://127.0.0.1:8501 --visitors 60 --think 2 --mixed

What is measured is from the click to the last message of the run; drawing it is the browser's. The
crowd takes processor time itself, about a seventh of the server's: on a machine of two cores the
server has one of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.visitor import Visitor

PAGES = ("", "compare", "rates", "basins", "anatomy", "line", "data", "network", "blog_post")
ARRIVAL = 10.0  # seconds in which a crowd comes
WANTED = 1.0  # seconds; the 95th of a hundred runs


@dataclass
class Crowd:
    """What a crowd has met.

    Attributes:
        visitors: How many there were.
        first: Seconds from coming to the whole page, of each.
        runs: Seconds of each run after that.
        errors: What was no answer, or an exception on the page.
        processor: Seconds of the server's, if its process is known.
        megabytes: That it held at most.
        handles: The same.
    """

    visitors: int
    first: list[float] = field(default_factory=list)
    runs: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    processor: float | None = None
    megabytes: float = 0.0
    handles: int = 0

    def percentile(self, part: float) -> float:
        """Seconds within which this part of the runs had ended."""
        runs = sorted(self.runs)
        return runs[min(len(runs) - 1, int(part * len(runs)))] if runs else float("nan")


async def _visit(
    crowd: Crowd, url: str, page: str, think: float, until: float, wait: float
) -> None:
    chance, visitor = random.Random(wait), Visitor(url, page)
    try:
        await asyncio.sleep(wait)
        crowd.first.append(await visitor.come())
        while time.perf_counter() < until:
            await asyncio.sleep(think * (0.5 + chance.random()))
            crowd.runs.append(await visitor.move(chance))
        crowd.errors += visitor.exceptions
        await visitor.leave()
    except Exception as problem:  # whatever a server under load does is what is measured
        crowd.errors.append(f"{type(problem).__name__}: {problem}"[:200])


async def _watch(crowd: Crowd, pid: int) -> None:
    process = Path(f"/proc/{pid}")
    while process.exists():
        pages = int((process / "statm").read_text().split()[1])
        crowd.megabytes = max(crowd.megabytes, pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
        crowd.handles = max(crowd.handles, len(os.listdir(process / "fd")))
        await asyncio.sleep(0.5)


def _processor(pid: int | None) -> float | None:
    """Seconds of processor time that a process has had."""
    place = Path(f"/proc/{pid}/stat")
    if pid is None or not place.exists():
        return None
    fields = place.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def hold(
    url: str,
    visitors: int,
    think: float,
    seconds: float,
    pages: Sequence[str] = ("",),
    pid: int | None = None,
) -> Crowd:
    """Have a crowd come, go on for so long, and leave.

    Args:
        url: The server.
        visitors: How many.
        think: Seconds between two moves, give or take a half.
        seconds: From when all are there.
        pages: Where they are, in turn.
        pid: The server's process, if it is on this machine.
    """
    crowd, before = Crowd(visitors), _processor(pid)
    until = time.perf_counter() + ARRIVAL + seconds
    watching = asyncio.create_task(_watch(crowd, pid)) if pid is not None else None
    waits = [ARRIVAL * i / visitors for i in range(visitors)]
    await asyncio.gather(
        *(
            _visit(crowd, url, pages[i % len(pages)], think, until, wait)
            for i, wait in enumerate(waits)
        )
    )
    if watching is not None:
        watching.cancel()
    after = _processor(pid)
    if before is not None and after is not None:
        crowd.processor = after - before
    return crowd


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """One process with the app, and where it is.

    Raises:
        RuntimeError: It did not answer.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError("the server did not answer within 30 s")
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(10)


def lines(crowd: Crowd) -> Iterator[tuple[str, str]]:
    """What a crowd has met, in words and numbers."""
    yield "runs, and those without an answer", f"{len(crowd.runs)}, {len(crowd.errors)}"
    yield "the whole page, when it came: half of them within", _ms(_median(crowd.first))
    yield "half of the runs within", _ms(crowd.percentile(0.5))
    yield "95 of 100 runs within", _ms(crowd.percentile(0.95))
    if crowd.processor is not None:
        count = len(crowd.runs) + len(crowd.first)
        yield "processor time of a run", _ms(crowd.processor / max(count, 1))
        yield (
            "memory and handles of the server, at most",
            (f"{crowd.megabytes:.0f} MB, {crowd.handles}"),
        )


def _median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--visitors", type=int, default=60)
    parser.add_argument("--think", type=float, default=2.0, help="seconds between two moves (2)")
    parser.add_argument("--seconds", type=float, default=20.0, help="for which all are there (20)")
    parser.add_argument("--mixed", action="store_true", help="over all pages instead of Explore")
    parser.add_argument("--pid", type=int, help="the server's process, if it is on this machine")
    options = parser.parse_args()
    if options.visitors < 1 or options.think < 0 or options.seconds < 0:
        parser.error("visitors must be at least 1, think and seconds at least 0")
    pages = PAGES if options.mixed else ("",)
    crowd = asyncio.run(
        hold(options.url, options.visitors, options.think, options.seconds, pages, options.pid)
    )
    for what, value in lines(crowd):
        print(f"{what:56} {value:>14}")
    for error in dict.fromkeys(crowd.errors):
        print(error)


if __name__ == "__main__":
    main()

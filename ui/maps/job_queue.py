"""Where maps are made: a few threads for all visitors, and a shelf of what they have made.

A map is work that may take minutes, so it is done beside the pages. Whoever wants maps says so
again and again; a job that nobody wants any more, because settings were changed, a visitor said
stop, or a window was closed, calls itself off at the next look of the engine. Two visitors who
want the same map share the job, and a third one finds it on the shelf.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from engine import CancelledError, RefusedError
from engine.drive.executor import Flag
from ui.delivery import log

PATIENCE = 8.0  # seconds after which a visitor who does not ask again is gone
SHELF = 48 * 2**20  # bytes of finished maps
LONG = 100e6  # steps; about ten seconds
MOST_WORKERS = 4  # of each kind


class Ordered(Protocol):
    """Something to be made; hashable, and the same whenever it is equal."""

    @property
    def work(self) -> float:
        """How many steps all its walks may take together."""

    def make(self, progress: Callable[[int, int], None], cancel: Flag) -> Any:
        """Make it: an array-like thing with ``nbytes``."""


@dataclass(eq=False)
class Job:
    """An order in the making.

    Attributes:
        done: Pieces that are finished.
        total: Pieces that there are; 0 while it waits for its turn.
        askers: Who wants it, and when they said so last.
    """

    done: int = 0
    total: int = 0
    askers: dict[str, float] = field(default_factory=dict)

    def is_set(self) -> bool:
        """Whether nobody wants it any more: the job is its own flag for the engine."""
        newest = max(list(self.askers.values()), default=-math.inf)
        return time.monotonic() - newest > PATIENCE

    def progress(self, done: int, total: int) -> None:
        """The engine's word on how far it is."""
        self.done, self.total = done, total


class JobQueue:
    """Threads, jobs, and a shelf bounded by the bytes on it.

    Orders of more than `LONG` steps have workers of their own, so that nobody's quick map has to
    wait for somebody's large one.

    Args:
        workers: How many orders of each kind are worked on at the same time.
        shelf: How many bytes of finished ones are kept; the one that was asked for longest ago
            goes first.
    """

    def __init__(self, workers: int, shelf: int = SHELF) -> None:
        self._quick = ThreadPoolExecutor(workers, thread_name_prefix="maps.quick")
        self._long = ThreadPoolExecutor(workers, thread_name_prefix="maps.long")
        self._room = shelf
        self._shelf: OrderedDict[Any, Any] = OrderedDict()
        self._jobs: dict[Any, Job] = {}
        self._change = threading.Condition()

    def want(self, visitor: str, orders: Sequence[Ordered]) -> list[Any]:
        """Say what a visitor wants now, instead of what it wanted before.

        Args:
            visitor: Tells visitors apart.
            orders: Everything it wants.

        Returns:
            For each order what was made, the exception that making it raised, or its `Job`.
        """
        with self._change:
            for order, job in self._jobs.items():
                if order not in orders:
                    job.askers.pop(visitor, None)
            return [self._state(visitor, order) for order in orders]

    def found(self, orders: Sequence[Ordered]) -> list[Any]:
        """What is on the shelf, None for what is not; nothing is begun."""
        with self._change:
            return [self._shelf.get(order) for order in orders]

    def wait(self, orders: Sequence[Ordered], seconds: float) -> None:
        """Wait until all orders are done, but no longer than this."""
        with self._change:
            self._change.wait_for(lambda: all(o not in self._jobs for o in orders), seconds)

    def _state(self, visitor: str, order: Ordered) -> Any:
        if order in self._shelf:
            self._shelf.move_to_end(order)
            return self._shelf[order]
        job = self._jobs.get(order)
        new = job is None
        if job is None:
            job = self._jobs[order] = Job()
        job.askers[visitor] = time.monotonic()
        if new:
            threads = self._long if order.work > LONG else self._quick
            threads.submit(self._work, order, job)
        return job

    def _work(self, order: Ordered, job: Job) -> None:
        made: Any = None
        try:
            if not job.is_set():
                made = order.make(job.progress, job)
        except CancelledError:
            pass
        except Exception as problem:  # the page that asked shows it; the thread goes on
            made = problem
            if not isinstance(problem, RefusedError):
                log.wrong(type(order).__name__, problem)
        with self._change:
            del self._jobs[order]
            if made is not None:
                self._shelf[order] = made
                while len(self._shelf) > 1 and sum(map(_bytes, self._shelf.values())) > self._room:
                    self._shelf.popitem(last=False)
            self._change.notify_all()


def _bytes(made: Any) -> int:
    return getattr(made, "nbytes", 0)


@lru_cache(maxsize=1)
def job_queue() -> JobQueue:
    """The one of this server."""
    return JobQueue(min(MOST_WORKERS, max(1, (os.cpu_count() or 1) // 2)))

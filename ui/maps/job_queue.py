"""Where maps are made: by a few threads for all visitors, in turns, and a shelf of what is made.

A map is work that may take minutes, so it is done beside the pages. Whoever wants maps says so
again and again; a job that nobody wants any more, because settings were changed, a visitor said
stop, or a window was closed, calls itself off at the next look of the engine. Two visitors who
want the same map share the job, and a third one finds it on the shelf.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import Thread
from typing import Any, Protocol

from engine import CancelledError, RefusedError
from engine.drive.executor import Flag
from ui.delivery import log
from ui.maps.turns import Job, Lane

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


class JobQueue:
    """Jobs, whose turns go round the visitors, and a shelf bounded by the bytes on it.

    Orders of more than `LONG` steps have turns of their own, so that nobody's quick map has to
    wait for somebody's large one.

    Args:
        workers: How many orders of each kind are worked on at the same time.
        shelf: How many bytes of finished ones are kept; the one that was asked for longest ago
            goes first.
    """

    def __init__(self, workers: int, shelf: int = SHELF) -> None:
        self._change = threading.Condition()
        self._quick, self._long = Lane(workers, self._change), Lane(workers, self._change)
        self._room = shelf
        self._shelf: OrderedDict[Any, Any] = OrderedDict()
        self._jobs: dict[Any, Job] = {}

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
            answers = [self._state(visitor, order) for order in orders]
            self._tell_places(answers)
            return answers

    def found(self, orders: Sequence[Ordered]) -> list[Any]:
        """What is on the shelf, None for what is not; nothing is begun."""
        with self._change:
            return [self._shelf.get(order) for order in orders]

    def wait(self, orders: Sequence[Ordered], seconds: float) -> None:
        """Wait until all orders are done, but no longer than this."""
        with self._change:
            self._change.wait_for(lambda: all(o not in self._jobs for o in orders), seconds)

    def is_moving(self, orders: Sequence[Ordered]) -> bool:
        """Whether one of these is worked on now: else they wait for others' turns to end."""
        with self._change:
            return any(self._jobs[order].at_work for order in orders if order in self._jobs)

    def _tell_places(self, answers: Sequence[Any]) -> None:
        jobs = [answer for answer in answers if isinstance(answer, Job)]
        for lane in {job.lane for job in jobs if job.lane is not None}:
            places = {job: place for place, job in enumerate(lane.order(), start=1)}
            for job in jobs:
                if job.lane is lane:
                    job.place = 0 if job.begun else places.get(job, 0)

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
            lane = self._long if order.work > LONG else self._quick
            lane.add(job, lambda: self._begin(order, job))
        return job

    def _begin(self, order: Ordered, job: Job) -> bool:
        if job.is_set():
            del self._jobs[order]
            self._change.notify_all()
            return False
        Thread(target=self._work, args=(order, job), name="maps", daemon=True).start()
        return True

    def _work(self, order: Ordered, job: Job) -> None:
        made: Any = None
        try:
            made = order.make(job.progress, job)
        except CancelledError:
            pass
        except Exception as problem:  # the page that asked shows it; the thread goes on
            made = problem
            if not isinstance(problem, RefusedError):
                log.wrong(type(order).__name__, problem)
        self._end(order, job, made)

    def _end(self, order: Ordered, job: Job, made: Any) -> None:
        with self._change:
            del self._jobs[order]
            if made is not None:
                self._shelf[order] = made
                while len(self._shelf) > 1 and sum(map(_bytes, self._shelf.values())) > self._room:
                    self._shelf.popitem(last=False)
            assert job.lane is not None, "it has been worked on"
            job.lane.leave(job)
            self._change.notify_all()


def _bytes(made: Any) -> int:
    return getattr(made, "nbytes", 0)


@lru_cache(maxsize=1)
def job_queue() -> JobQueue:
    """The one of this server."""
    return JobQueue(min(MOST_WORKERS, max(1, (os.cpu_count() or 1) // 2)))

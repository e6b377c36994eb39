"""Whose turn it is among those who want something made: the turns go round the visitors.

A visitor who orders six large maps has one turn and then waits for everybody else's. Work that
takes longer than a slice gives its turn back where it tells its progress, if somebody else waits,
and takes it up again when the turn comes round.
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from engine import CancelledError
from ui.delivery.turnstile import RUNS

PATIENCE = 8.0  # seconds after which a visitor who does not ask again is gone
SLICE = 2.0  # seconds of a turn, if others wait
MOST_BEGUN = 6  # what is half made at the same time, which takes memory
REMEMBERED = 1000  # visitors whose last turn is known
BESIDE = 0.1  # seconds for which a piece of work lets pages run first
LOOK = 1.0  # seconds between looks whether work that waits is still wanted


@dataclass(eq=False)
class Job:
    """An order in the making.

    Attributes:
        done: Pieces that are finished.
        total: Pieces that there are; 0 while it waits for its turn.
        askers: Who wants it, and when they said so last.
        place: In the queue, when it was asked for last: 1 is the next, 0 has begun.
        begun: Whether it has had a turn.
        at_work: Whether it has one now.
        since: When that began.
        lane: Where it waits.
        resumed: When it went on after it had let pages run first.
    """

    done: int = 0
    total: int = 0
    askers: dict[str, float] = field(default_factory=dict)
    place: int = 0
    begun: bool = False
    at_work: bool = False
    since: float = 0.0
    lane: Lane | None = None
    resumed: float = 0.0

    def is_set(self) -> bool:
        """Whether nobody wants it any more: the job is its own flag for the engine."""
        newest = max(list(self.askers.values()), default=-math.inf)
        return time.monotonic() - newest > PATIENCE

    def progress(self, done: int, total: int) -> None:
        """The engine's word on how far it is; a while may pass before the engine goes on.

        Raises:
            CancelledError: Nobody wanted it any more while it waited.
        """
        self.done, self.total = done, total
        # No longer than it has worked, so that it goes on where there is always somebody.
        RUNS.give_way(min(BESIDE, time.monotonic() - self.resumed))
        self.resumed = time.monotonic()
        if self.lane is not None and done < total:
            self.lane.give_way(self)


class Lane:
    """Work of one kind, of which some is done at the same time.

    Args:
        workers: How much.
        change: The lock that all of this is under, and the news of it; a caller of all methods
            but `give_way` holds it.
    """

    def __init__(self, workers: int, change: threading.Condition) -> None:
        self._free = workers
        self._change = change
        self._waiting: dict[Job, Callable[[], bool]] = {}  # in the order in which they came
        self._half_made = 0  # of those that wait
        self._served: OrderedDict[str, int] = OrderedDict()
        self._turns = 0

    def add(self, job: Job, work: Callable[[], bool]) -> None:
        """Call this when the job's turn has come.

        It begins a thread, whose end is `leave`, or says that there is nothing to do any more.
        """
        job.lane = self
        self._waiting[job] = work
        self._begin()

    def leave(self, job: Job) -> None:
        """The work is done, or was called off."""
        if job.at_work:
            job.at_work = False
            self._free += 1
        self._begin()

    def order(self) -> list[Job]:
        """What waits, in the order of its turns: the first of everybody, then the second.

        Who was served longest ago comes first; of one visitor's, what is half made.
        """
        ranks: Counter[str] = Counter()
        keys = {}
        waiting = sorted(self._waiting, key=lambda job: not job.begun)
        for job in waiting:
            keys[job] = min(
                ((ranks[who], self._served.get(who, -1)) for who in job.askers),
                default=(0, -1),
            )
            ranks.update(list(job.askers))
        return sorted(waiting, key=keys.__getitem__)

    def give_way(self, job: Job) -> None:
        """End a turn that has been long enough, and wait for the next; called by who has it.

        Raises:
            CancelledError: Nobody wanted it any more.
        """
        if time.monotonic() - job.since < SLICE:
            return
        with self._change:
            # Something else of the same visitor may wait: it is better to have one than two halves.
            if job.at_work and any(not job.askers.keys() & one.askers for one in self._waiting):
                self._pause(job)

    def _pause(self, job: Job) -> None:
        job.at_work = False
        self._free += 1
        self._waiting[job] = self._wake
        self._half_made += 1
        try:
            self._begin()
            while not job.at_work:
                if job.is_set():
                    raise CancelledError
                self._change.wait(LOOK)
        finally:
            self._half_made -= 1
            self._waiting.pop(job, None)

    def _wake(self) -> bool:
        self._change.notify_all()
        return True

    def _begin(self) -> None:
        """Give the free turns away."""
        while self._free:
            ready = (j for j in self.order() if j.begun or self._half_made < MOST_BEGUN)
            job = next(ready, None)
            if job is None:
                return
            if not self._waiting.pop(job)():
                continue
            job.begun = job.at_work = True
            job.since = time.monotonic()
            self._free -= 1
            self._turns += 1
            for who in job.askers:
                self._served[who] = self._turns
                self._served.move_to_end(who)
            while len(self._served) > REMEMBERED:
                self._served.popitem(last=False)

"""One page is run at a time; the others wait in the order in which they came.

All of them share one interpreter, which goes round all that run: a hundred that begin together are
all done when the last one is, and it takes longer, since each gives way to the others a hundred
times. One after the other half of them are done in half of the time. A run that is long is not
waited for: it goes on beside the others. Parts of a page are short, and do not stand in line.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 1  # how many runs at the same time
LONG = 0.1  # seconds after which a run is one that the others do not wait for
LOOK = 0.005  # seconds between looks of work that gives way


class Turnstile:
    """Lets runs through one after the other.

    Args:
        width: How many at the same time.
        long: Seconds after which one is not counted any more.
    """

    def __init__(self, width: int = WIDTH, long: float = LONG) -> None:
        self._width, self._long = width, long
        self._lock = threading.Lock()
        self._inside: dict[threading.Event, float] = {}  # since when, the oldest first
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def through(self) -> Iterator[None]:
        """Wait for one's turn, and give it on when the block ends."""
        turn = threading.Event()  # set when it has come
        self._enter(turn)
        try:
            yield
        finally:
            with self._lock:
                self._inside.pop(turn, None)
                self._let_in()

    def give_way(self, seconds: float) -> None:
        """Wait until nobody is inside, or for so long; for work that is not in a hurry."""
        until = time.monotonic() + seconds
        while self._is_busy() and time.monotonic() < until:
            time.sleep(LOOK)

    def _is_busy(self) -> bool:
        with self._lock:
            self._forget_long()
            return bool(self._inside)

    def _enter(self, turn: threading.Event) -> None:
        with self._lock:
            self._waiting.append(turn)
            self._let_in()
        # Nobody says so when a run has become a long one.
        while not turn.wait(self._long):
            with self._lock:
                self._let_in()

    def _let_in(self) -> None:
        self._forget_long()
        while self._waiting and len(self._inside) < self._width:
            turn = self._waiting.popleft()
            self._inside[turn] = time.monotonic()
            turn.set()

    def _forget_long(self) -> None:
        long_ago = time.monotonic() - self._long
        for turn in [turn for turn, since in self._inside.items() if since < long_ago]:
            del self._inside[turn]


RUNS = Turnstile()

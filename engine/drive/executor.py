"""Who carries the work: pieces of it go to any `concurrent.futures.Executor`, or are done here."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from multiprocessing import parent_process
from threading import Thread
from typing import Any, Protocol

PATIENCE = 0.1  # seconds between two looks at whether the work is still wanted
WAITING = 1000  # pieces handed out at a time: many for any cluster, few for the memory


class Flag(Protocol):
    """What says that the work is not wanted any more, such as a `threading.Event`."""

    def is_set(self) -> bool:
        """Whether to stop."""


class CancelledError(RuntimeError):
    """The work was called off before it was finished."""


def carried(
    work: Callable[..., Any],
    pieces: Iterable[tuple[Any, ...]],
    executor: Executor | None,
    cancel: Flag | None,
) -> Generator[tuple[int, Any], None, None]:
    """(place, ``work(*piece)``) for all pieces, in the order in which they get finished.

    Without an executor the pieces are done one after the other in this thread. What is still
    waiting is called off when ``cancel`` is set, when a piece fails, and when the caller stops
    asking.

    Raises:
        CancelledError: ``cancel`` was set.
    """
    if executor is None:
        for place, piece in enumerate(pieces):
            _go_on(cancel)
            yield place, work(*piece)
        return
    left = enumerate(pieces)
    running: dict[Future[Any], int] = {}
    try:
        while True:
            _go_on(cancel)
            while len(running) < WAITING and (entry := next(left, None)) is not None:
                running[executor.submit(work, *entry[1])] = entry[0]
            if not running:
                return
            done, _ = wait(running, timeout=PATIENCE, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
                _go_on(cancel)
    finally:
        for future in running:
            future.cancel()


def serve() -> None:
    """What a process of a pool does first: an interruption is its parent's business, not its own.

    Nor does it outlive its parent: the pool's queue would keep it waiting for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _go_on(cancel: Flag | None) -> None:
    if cancel is not None and cancel.is_set():
        raise CancelledError("the work was cancelled before it was finished")

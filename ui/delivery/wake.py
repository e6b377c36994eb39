"""Threads wake the event loop once for all that they have for it.

A run of a page has a word for the loop for every element, eighty and more, and for each asyncio
writes to a pipe. Every write lets go of the interpreter: the loop takes it, looks, and waits for
the next. What comes before the loop has woken is handed over with the first of it here.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any


class Call:
    """What is to be called, which may be cancelled until then, as an `asyncio.Handle`."""

    def __init__(
        self, callback: Callable[..., object], args: tuple[Any, ...], context: Context | None
    ) -> None:
        self.context = copy_context() if context is None else context
        self._callback, self._args = callback, args
        self._is_cancelled = False

    def cancel(self) -> None:
        """Do not call it."""
        self._is_cancelled = True

    def cancelled(self) -> bool:
        """Whether it is not called."""
        return self._is_cancelled

    def __call__(self) -> None:
        """Call it, unless it was cancelled."""
        if not self._is_cancelled:
            self._callback(*self._args)


class Waker:
    """Stands before a loop's `call_soon_threadsafe`.

    Calls of all threads are made in the order in which they came.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._call_soon = loop.call_soon
        self._wake = loop.call_soon_threadsafe
        self._waiting: deque[Call] = deque()
        self._is_woken = False

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> Call:
        """Have the loop call something.

        Raises:
            RuntimeError: The loop is closed.
        """
        call = Call(callback, args, context)
        self._waiting.append(call)
        if not self._is_woken:  # two threads may both wake it, which does no harm
            self._is_woken = True
            try:
                self._wake(self._hand_over)
            except RuntimeError:
                self._is_woken = False
                raise
        return call

    def _hand_over(self) -> None:
        # First, so that whoever comes while it looks wakes it again.
        self._is_woken = False
        while self._waiting:
            call = self._waiting.popleft()
            self._call_soon(call, context=call.context)


def wake_once(loop: asyncio.AbstractEventLoop) -> None:
    """Have a loop be woken so from now on; a compiled one stays as it is."""
    try:
        loop.call_soon_threadsafe = Waker(loop).call_soon_threadsafe  # type: ignore[method-assign, assignment]
    except AttributeError:
        return

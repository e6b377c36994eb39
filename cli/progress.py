"""A progress bar for a terminal; where there is none, a line for every tenth."""

from __future__ import annotations

import time
from typing import TextIO

WIDTH = 30


class Meter:
    """Shows how much is done, and how long the rest may take at the pace so far."""

    def __init__(self, file: TextIO, done: int, total: int, what: str) -> None:
        self._file, self._total, self._what = file, total, what
        self._live = file.isatty()
        self._begin, self._first, self._tenth = time.monotonic(), done, 0
        self.show(done)

    def show(self, done: int) -> None:
        """So many are done."""
        if self._live:
            filled = WIDTH * done // self._total
            bar = "#" * filled + "-" * (WIDTH - filled)
            self._say(f"\r[{bar}] {done}/{self._total} {self._what}{self._rest(done):15}")
        elif (tenth := 10 * done // self._total) > self._tenth:
            self._tenth = tenth
            self._say(f"{done}/{self._total} {self._what}{self._rest(done)}\n")

    def close(self) -> None:
        """Leave the line."""
        if self._live:
            self._say("\n")

    def _rest(self, done: int) -> str:
        if done == self._first or done == self._total:
            return ""
        pace = (time.monotonic() - self._begin) / (done - self._first)
        minutes, seconds = divmod(round(pace * (self._total - done)), 60)
        return f", {minutes}:{seconds:02} left"

    def _say(self, text: str) -> None:
        self._file.write(text)
        self._file.flush()

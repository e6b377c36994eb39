"""A progress bar by tqdm, where it is installed and there is a terminal; else a line per tenth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO, TypeVar

try:
    from tqdm import tqdm
except ImportError:  # an extra: the command works without it
    tqdm = None

Piece = TypeVar("Piece")


def shown(
    pieces: Iterable[Piece], done: int, total: int, what: str, file: TextIO
) -> Iterator[Piece]:
    """The pieces as they come, while ``file`` shows how many of ``total`` are done.

    Args:
        pieces: Those that are left.
        done: How many were done before.
        total: How many there are in all.
        what: What a piece is called, in the plural.
        file: Where it is shown.
    """
    if tqdm is not None and file.isatty():
        bar: Any = tqdm(pieces, initial=done, total=total, unit=f" {what}", file=file)
        yield from bar
        return
    tenth = 0
    for count, piece in enumerate(pieces, start=done + 1):
        yield piece
        if (now := 10 * count // total) > tenth:
            tenth = now
            print(f"{count}/{total} {what}", file=file, flush=True)

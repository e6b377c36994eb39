"""Our files, in memory: what is not on a disk needs no folder, and nobody can delete it."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from logging import getLogger
from pathlib import Path
from threading import Lock

import plotly

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"

LOG = getLogger(__name__)
KEPT_FOR_A_WHILE = 2**22  # bytes of files that visits have brought about
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}


@dataclass(frozen=True)
class File:
    """A file as it is sent.

    Attributes:
        name: Ends in a part of the content's hash, so that under one name there is one content.
        content: Its bytes.
    """

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What it is, for the browser."""
        ending = self.name.rsplit(".", 1)[-1]
        return TYPES.get(ending) or mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @cached_property
    def packed(self) -> bytes:
        """The content, compressed as far as gzip can: it is done once and sent many times."""
        return gzip.compress(self.content, compresslevel=9, mtime=0)


_files: dict[str, File] = {}
_turn = Lock()


class _Passing:
    """Files of which there may be any number: those asked for last, up to so many bytes."""

    def __init__(self) -> None:
        self.files: OrderedDict[str, File] = OrderedDict()
        self.size = 0

    def keep(self, file: File) -> None:
        if file.name not in self.files:
            self.files[file.name] = file
            self.size += len(file.content)
        self.files.move_to_end(file.name)
        while self.size > KEPT_FOR_A_WHILE:
            _, old = self.files.popitem(last=False)
            self.size -= len(old.content)


_passing = _Passing()


def keep(stem: str, ending: str, content: bytes) -> str:
    """Put a file on the shelf; returns the name under which the browser may ask for it."""
    name = _name(stem, ending, content)
    _files.setdefault(name, File(name, content))
    return name


def keep_for_a_while(stem: str, ending: str, content: bytes) -> str:
    """The same for a file of which there may be any number: those asked for last are kept."""
    name = _name(stem, ending, content)
    with _turn:
        _passing.keep(File(name, content))
    return name


def _name(stem: str, ending: str, content: bytes) -> str:
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def find(name: str) -> File | None:
    """The file of this name, or None."""
    return _files.get(name) or _passing.files.get(name)


def everything() -> list[File]:
    """All files on the shelf."""
    return list(_files.values())


@lru_cache(maxsize=1)
def _plotly() -> str:
    return keep("plotly", "js", PLOTLY.read_bytes())


def plotly_name() -> str:
    """The name of the Plotly that the plotly package ships.

    Where the package's file cannot be read, a name under which there is nothing: the page says so
    in the picture's place, the log says why, and the next visitor may be luckier.
    """
    try:
        return _plotly()
    except OSError as error:
        _complain(str(error))
        return "plotly-missing.js"


@lru_cache(maxsize=1)
def _complain(fault: str) -> None:
    # Once, when the server starts, and not again for every visitor.
    LOG.error(
        "No picture can be drawn: the plotly package's own file cannot be read (%s). "
        "Install the package again, or mend who may read it.",
        fault,
    )

"""What the server writes of what went wrong: a line each, with what it was and where.

Streamlit writes a traceback of forty lines for every run that fails, and a stale or broken client
makes every run of its session fail: what it has sent stays in the session. So a record with a
traceback becomes one line, and a line that was just written is counted instead of written again.
Whoever looks for a fault has the tracebacks with `--logger.level debug`.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.logger import get_logger

HOUSE = Path(__file__).parent.parent.parent
PLATFORM = ("streamlit", "uvicorn", "asyncio", "starlette", "websockets")
OURS = "optimizer_visualizer"
# Where the platform hears of runs that failed, and of messages that were none.
HEARS = (
    "streamlit.error_util",
    "streamlit.runtime.app_session",
    "streamlit.runtime.scriptrunner.script_runner",
    "streamlit.web.server.starlette.starlette_websocket",
    "uvicorn.error",
)
QUIET = 60.0  # seconds in which a line is not written again
MOST = 200  # lines that are remembered
LONGEST = 300  # characters of what an exception says


def line(problem: BaseException) -> str:
    """What went wrong and where, in one line.

    The places are those of the house, the innermost last; where there is none, what failed is the
    platform with what it was sent, and the innermost of its places is named.
    """
    frames = traceback.extract_tb(problem.__traceback__)
    # An environment may lie within the house.
    own = [f for f in frames if _inside(f.filename)]
    places = [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in own or frames[-1:]]
    said = " ".join(str(problem).split())
    said = said if len(said) <= LONGEST else f"{said[:LONGEST]} …"
    what = f"{type(problem).__name__}: {said}" if said else type(problem).__name__
    return f"{what} ({' > '.join(places) or 'nowhere'})"


def _inside(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(HOUSE) and "site-packages" not in path.parts


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(HOUSE)) if _inside(file) else "/".join(path.parts[-2:])


def came_from_outside(problem: BaseException) -> bool:
    """Whether the platform failed with what a client had sent, before anything of ours ran."""
    return not any(_inside(f.filename) for f in traceback.extract_tb(problem.__traceback__))


class Repeats(logging.Filter):
    """Lets a line pass once in a while, and says then how often it was held back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._last: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is to be written."""
        if record.levelno < logging.WARNING:
            return True
        said, now = record.getMessage(), self._clock()
        last, held = self._last.pop(said, (-QUIET, 0))
        quiet = now - last < QUIET
        self._last[said] = (last, held + 1) if quiet else (now, 0)
        while len(self._last) > MOST:
            del self._last[next(iter(self._last))]
        if not quiet and held:
            record.msg, record.args = f"{said} [and {held} times since]", ()
        return not quiet


def one_line(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    """A maker of records that turns the platform's tracebacks into lines."""

    def made(*args: Any, **more: Any) -> logging.LogRecord:
        record = make(*args, **more)
        platform = record.name.split(".")[0] in PLATFORM
        if not platform or logging.getLogger(record.name).isEnabledFor(logging.DEBUG):
            return record
        # What a client has sent may be in it, with line ends that would look like ours.
        said = " ".join(record.getMessage().split())
        problem = record.exc_info[1] if record.exc_info else None
        if problem is not None:
            outside = came_from_outside(problem)
            said += " with what a client had sent: " if outside else ": "
            said += line(problem)
        record.msg, record.args, record.exc_info = said, (), None
        return record

    made.__dict__["ours"] = True
    return made


def wrong(what: str, problem: BaseException) -> None:
    """Write that something of ours went wrong beside the pages, where Streamlit does not see it."""
    get_logger(OURS).error("%s: %s", what, line(problem))


def install() -> None:
    """Have all that goes wrong written so; a second call changes nothing."""
    make = logging.getLogRecordFactory()
    if not getattr(make, "ours", False):
        logging.setLogRecordFactory(one_line(make))
    for name in (*HEARS, OURS):
        logger = logging.getLogger(name)
        if not any(isinstance(one, Repeats) for one in logger.filters):
            logger.addFilter(Repeats())

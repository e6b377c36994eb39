"""What a visitor has chosen on the page of the blog post, and its link.

    ?repair=gradient~bias&updates=300&rate=0.1&start=1.5~0.5&chapter=field

``repair`` lists what is put right, or is ``none``. What is as in the post is not written, but for
the updates, so that the link is never empty. Reading never fails: what is unknown or out of range
is replaced by what the post has, and named in a note; refused text is never repeated.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from published import RATE, START, UPDATES, Repair
from ui.link import LONGEST, NUMBER, SEPARATOR, Query
from ui.settings import FARTHEST_START, MOST_EPOCHS
from ui.words import _

REPAIRS = ("gradient", "bias", "epsilon", "contours", "window")
CHAPTERS = ("picture", "walks", "field", "defects", "conclusions")
NOTHING = "none"
RATES = (1e-5, 10.0)
OURS = ("repair", "updates", "rate", "start", "chapter")


@dataclass(frozen=True)
class Choice:
    """One choice of everything on the page.

    Attributes:
        repaired: Which of `REPAIRS` are put right, in their order.
        updates: How many updates the walk takes.
        rate: Its learning rate.
        start: Where it starts.
        chapter: Which of `CHAPTERS` stands below the picture.
    """

    repaired: tuple[str, ...] = ()
    updates: int = UPDATES
    rate: float = RATE
    start: tuple[float, float] = START
    chapter: str = CHAPTERS[0]

    @property
    def repair(self) -> Repair:
        """What is put right in the code of the walk."""
        return Repair(*(name in self.repaired for name in ("gradient", "bias", "epsilon")))

    @property
    def of_f(self) -> bool:
        """Whether the contours are those of f, and not distances on a page."""
        return "contours" in self.repaired

    @property
    def whole(self) -> bool:
        """Whether the window has start and minimum in it."""
        return "window" in self.repaired


def in_order(names: set[str]) -> tuple[str, ...]:
    """Names of repairs in the order of `REPAIRS`."""
    return tuple(name for name in REPAIRS if name in names)


def write(choice: Choice) -> dict[str, list[str]]:
    """The query that opens exactly this choice."""
    query = {
        "repair": [SEPARATOR.join(choice.repaired) or NOTHING],
        "updates": [str(choice.updates)],
    }
    if choice.rate != RATE:
        query["rate"] = [_text(choice.rate)]
    if choice.start != START:
        query["start"] = [SEPARATOR.join(_text(number) for number in choice.start)]
    if choice.chapter != CHAPTERS[0]:
        query["chapter"] = [choice.chapter]
    return query


def as_text(choice: Choice) -> str:
    """The query as it stands in a URL, behind the question mark."""
    return urlencode(write(choice), doseq=True, safe=SEPARATOR)


def read(query: Query) -> tuple[Choice, list[str]]:
    """A choice from a query, and one sentence for everything in it that was not understood."""
    notes: list[str] = []
    choice = Choice(
        _read_repaired(query, notes),
        _read_updates(query, notes),
        _read_rate(query, notes),
        _read_start(query, notes),
        _read_chapter(query, notes),
    )
    return choice, notes


def _read_repaired(query: Query, notes: list[str]) -> tuple[str, ...]:
    text = _last(query, "repair")
    if text is None or text == NOTHING:
        return ()
    names = text.split(SEPARATOR)
    if not set(names) <= set(REPAIRS):
        notes.append(
            _(
                "The link's repairs must be among gradient, bias, epsilon, contours and window; "
                "others are left out."
            )
        )
    return in_order(set(names))


def _read_updates(query: Query, notes: list[str]) -> int:
    text = _last(query, "updates")
    if text is None:
        return UPDATES
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= MOST_EPOCHS:
        notes.append(
            _(
                "The link's updates must be a whole number from 1 to {most}; {usual} are taken."
            ).format(most=MOST_EPOCHS, usual=UPDATES)
        )
        return UPDATES
    return int(text)


def _read_rate(query: Query, notes: list[str]) -> float:
    text = _last(query, "rate")
    if text is None:
        return RATE
    numbers = _numbers(text)
    if numbers is None or len(numbers) != 1 or not RATES[0] <= numbers[0] <= RATES[1]:
        notes.append(
            _("The link's learning rate must lie between 0.00001 and 10; the post's is taken.")
        )
        return RATE
    return numbers[0]


def _read_start(query: Query, notes: list[str]) -> tuple[float, float]:
    text = _last(query, "start")
    if text is None:
        return START
    numbers = _numbers(text)
    if numbers is None or len(numbers) != 2 or max(map(abs, numbers)) > FARTHEST_START:
        notes.append(
            _("The link's start must be two numbers up to a million; the post's is taken.")
        )
        return START
    return numbers[0], numbers[1]


def _read_chapter(query: Query, notes: list[str]) -> str:
    text = _last(query, "chapter")
    if text is None:
        return CHAPTERS[0]
    if text not in CHAPTERS:
        notes.append(_("The link names a chapter that is not here; the first one is shown."))
        return CHAPTERS[0]
    return text


def _last(query: Query, key: str) -> str | None:
    values = query.get(key)
    return values[-1][:LONGEST] if values else None


def _numbers(text: str) -> tuple[float, ...] | None:
    parts = text.split(SEPARATOR)
    if not all(len(part) <= 40 and NUMBER.fullmatch(part) for part in parts):
        return None
    numbers = tuple(float(part) for part in parts)
    return numbers if all(map(math.isfinite, numbers)) else None


def _text(number: float) -> str:
    """The shortest text that reads back as exactly this number."""
    return repr(float(number)).removesuffix(".0")

"""The view in a link: what is looked at of a run, apart from what the run is.

    step=57&look=-1~1~-0.5~2&hide=adam.0~momentum.0&space=on

The browser reads and writes these words by itself (player/view.js), without a word to the server:
a step, a zoom or a hidden walk changes no number. The server knows what they can say, so that a
link with something else in it gets its sentence, and an address without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ui import scene
from ui.data.settings import DataSettings
from ui.kinds import REFUSED, SEPARATOR, OneOf, OneText, Several, Whole, number_as_text, number_from
from ui.line.settings import LineSettings
from ui.network.settings import NetworkSettings
from ui.post.choice import Choice
from ui.settings import Settings
from ui.visit import Row, Visit
from ui.words import _

FARTHEST = 1e9  # units of a border of the view from the origin


@dataclass(frozen=True)
class Seen:
    """What of a run is looked at; empty and None are what a page opens with."""

    step: int | None = None
    look: tuple[float, ...] = ()  # (4,): x from, x to, y from, y to
    hide: tuple[str, ...] = ()  # keys of walks
    space: bool = False


class PartKind(OneText):
    """A part of the plane: from and to in x, then in y."""

    def value(self, text: str) -> Any:
        """Its four borders, or REFUSED."""
        numbers = [number_from(part) for part in text.split(SEPARATOR)]
        if len(numbers) != 4 or any(n is None or abs(n) > FARTHEST for n in numbers):
            return REFUSED
        x0, x1, y0, y1 = (float(n) for n in numbers if n is not None)
        return (x0, x1, y0, y1) if x0 < x1 and y0 < y1 else REFUSED

    def write(self, value: Sequence[float]) -> list[str]:
        """Its text; none for the whole picture."""
        return [SEPARATOR.join(map(number_as_text, value))] if value else []

    def note(self, word: str, taken: str) -> str:
        """What is allowed."""
        return _(
            "`{word}` in the link must be four numbers, from and to in x and in y; the whole "
            "picture is shown."
        ).format(word=word)


class StepKind(Whole):
    """A step of a run; none where a page opens as it always does."""

    def write(self, value: int | None) -> list[str]:
        """Its text; none for no step."""
        return [] if value is None else [str(value)]

    def note(self, word: str, taken: str) -> str:
        """What is allowed."""
        if taken:
            return super().note(word, taken)
        return _(
            "`{word}` in the link must be a whole number from {low} to {high}; the page opens as "
            "without it."
        ).format(word=word, low=self.low, high=self.high)


def step_kind(_seen: Any, around: Any) -> StepKind:
    """The steps of a run."""
    if isinstance(around, Settings):
        return StepKind(0, around.epochs)
    if isinstance(around, DataSettings):
        return StepKind(0, around.updates)
    return StepKind(0, around.steps if isinstance(around, LineSettings) else around.updates)


def _walks_kind(_seen: Any, around: Any) -> Several:
    if isinstance(around, Settings | DataSettings | NetworkSettings):
        return Several(*scene.keys(around.choices))
    if isinstance(around, Choice):
        return Several("published", "walk")
    rules = [name for name, _rate in around.rules]
    return Several(*(f"{name}/{start:g}" for name in rules for start in around.starts))


LOOK, SPACE = PartKind(), OneOf({"on": True})
STEP_OF_VIEW = ("step", step_kind, "step")
LOOK_OF_VIEW = ("look", LOOK, "look")
HIDDEN = ("hide", _walks_kind, "hide")
IN_SPACE = ("space", SPACE, "space")


def seen(key: str, pages: tuple[str, ...], within: Visit[Any], *words: Any) -> Visit[Seen]:
    """The visit of a view; it ends with its page.

    Args:
        key: Where its text is in the session.
        pages: Their files, whose players are their controls.
        within: What is looked at.
        *words: Which of the words above its link knows.
    """
    players = tuple("post" if page == "blog_post" else page for page in pages)
    nothing = Seen()
    rows = tuple(
        Row(word, kind, field, players, unless=getattr(nothing, field))
        for word, kind, field in words
    )
    return Visit(key, pages, lambda _around: Seen(), rows, within=within, lasting=False)

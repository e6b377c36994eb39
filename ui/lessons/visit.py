"""What of the page of lessons stands in its link; no answer does.

?lesson=rate-too-large
?lesson=rate-too-large&answer=hidden
?ask=Where+does+it+end%3F&run=surface%3Dbowl%26walk%3Dadam~learning_rate~0.3
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from lessons import LESSONS
from ui.kinds import REFUSED, OneOf, OneText, Read, named
from ui.visit import Row, Visit
from ui.words import _

MOST_LETTERS = 300  # of a question
LONGEST_RUN = 2000  # characters of the query of a run
NAMES = tuple(lesson.name for lesson in LESSONS)


@dataclass(frozen=True)
class Asked:
    """What is asked of a visitor.

    Attributes:
        lesson: A lesson by its name; none if empty.
        hidden: Whether the answer waits until it is revealed; of a teacher's own it always does.
        question: A teacher's own question, plain text.
        run: The query of the run which it is about, as Explore writes it.
    """

    lesson: str = ""
    hidden: bool = False
    question: str = ""
    run: str = ""

    @property
    def own(self) -> bool:
        """Whether it is a question of a teacher's own."""
        return not self.lesson and bool(self.question and self.run)


class Question(OneText):
    """A text of some length; it is shown as it stands."""

    def read(self, texts: Sequence[str]) -> Read:
        """The question, as one line of signs that can be seen."""
        text = " ".join(texts[-1].split())
        allowed = 0 < len(text) <= MOST_LETTERS and text.isprintable()
        return (text, True) if allowed else (REFUSED, False)

    def write(self, value: str) -> list[str]:
        """The text as it is; nothing where there is none."""
        return [value] if value else []

    def note(self, word: str, taken: str) -> str:
        """What is allowed."""
        return _(
            "`{word}` in the link must be a question of at most {most} characters; it is left out."
        ).format(word=word, most=MOST_LETTERS)


class RunOfLink(OneText):
    """The query of a run on a map; what of it is not understood is said where it is read."""

    def read(self, texts: Sequence[str]) -> Read:
        """The query, if there is a run in it."""
        text = texts[-1].removeprefix("?")
        known = len(text) <= LONGEST_RUN and {"surface", "formula", "walk"} & {*parse_qs(text)}
        return (text, True) if known else (REFUSED, False)

    def write(self, value: str) -> list[str]:
        """The text as it is; nothing where there is none."""
        return [value] if value else []

    def note(self, word: str, taken: str) -> str:
        """What is allowed."""
        return _(
            "`{word}` in the link must be what Explore or Compare write in their links."
        ).format(word=word)


LESSON: Visit[Asked] = Visit(
    "lessons.link",
    ("lessons",),
    lambda _around: Asked(),
    (
        Row(
            "lesson",
            named(*(lesson.name for lesson in LESSONS)),
            "lesson",
            "lessons.menu",
            unless="",
        ),
        Row("answer", OneOf({"hidden": True}), "hidden", "lessons.hidden", unless=False),
        Row("ask", Question(), "question", "lessons.ask", unless=""),
        Row("run", RunOfLink(), "run", "lessons.run", unless=""),
    ),
)

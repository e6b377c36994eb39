"""What there is to understand: questions, predictions, runs, and what is found in them."""

from __future__ import annotations

from lessons.lesson import Chapter, Lesson
from lessons.slope import rate_too_large

# In the order in which they are taken.
LESSONS: tuple[Lesson, ...] = (rate_too_large.LESSON,)


def by_name(name: str) -> Lesson:
    """A lesson by its name in a link.

    Raises:
        KeyError: There is none of that name.
    """
    return {lesson.name: lesson for lesson in LESSONS}[name]


__all__ = ["LESSONS", "Chapter", "Lesson", "by_name"]

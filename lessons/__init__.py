"""What there is to understand: questions, predictions, runs, and what is found in them."""

from __future__ import annotations

from lessons.examples import (
    batch_error,
    cross_entropy_or_squares,
    escape_by_noise,
    hinge_from_zero,
    how_many_updates,
    last_layer_gradient,
    monte_carlo,
    noise_floor,
    pseudoinverse,
    sgd_by_hand,
    shrinking_rate,
    weight_decay,
    with_replacement,
)
from lessons.lesson import Chapter, Lesson
from lessons.slope import rate_too_large

# In the order in which they are taken.
LESSONS: tuple[Lesson, ...] = (
    rate_too_large.LESSON,
    sgd_by_hand.LESSON,
    pseudoinverse.LESSON,
    how_many_updates.LESSON,
    with_replacement.LESSON,
    batch_error.LESSON,
    monte_carlo.LESSON,
    noise_floor.LESSON,
    shrinking_rate.LESSON,
    escape_by_noise.LESSON,
    hinge_from_zero.LESSON,
    cross_entropy_or_squares.LESSON,
    last_layer_gradient.LESSON,
    weight_decay.LESSON,
)


def by_name(name: str) -> Lesson:
    """A lesson by its name in a link.

    Raises:
        KeyError: There is none of that name.
    """
    return {lesson.name: lesson for lesson in LESSONS}[name]


__all__ = ["LESSONS", "Chapter", "Lesson", "by_name"]

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
    norm_or_square,
    one_epoch,
    overflow,
    pseudoinverse,
    sgd_by_hand,
    shrinking_rate,
    weight_decay,
    with_replacement,
)
from lessons.lesson import Chapter, Lesson
from lessons.networks import (
    backprop_by_hand,
    dead_relu,
    deeper_not_easier,
    dropout_at_test,
    equal_start,
    exclusive_or,
    learned_by_heart,
    mirror_images,
    only_lines,
    size_of_the_start,
    snapshots,
    sum_of_relus,
    transfer_far,
    transfer_near,
)
from lessons.slope import (
    beside_the_saddle,
    convex_or_not,
    descent_by_hand,
    down_or_up,
    four_points,
    four_rates,
    inverse_root,
    kink,
    nearest_valley,
    rate_limit,
    rate_too_large,
    steepest,
    weighted_wishes,
    when_to_stop,
)
from lessons.steps import (
    adagrad_slows,
    adam_first_step,
    adam_or_descent,
    as_published,
    bfgs_learns,
    momentum_by_hand,
    momentum_passes,
    nesterov_slower,
    newton_elsewhere,
    newton_one_step,
    plane_or_parabola,
    rate_and_updates,
    rmsprop_keeps_going,
)

# In the order in which they are taken.
LESSONS: tuple[Lesson, ...] = (
    four_points.LESSON,
    descent_by_hand.LESSON,
    weighted_wishes.LESSON,
    down_or_up.LESSON,
    rate_limit.LESSON,
    four_rates.LESSON,
    rate_too_large.LESSON,
    when_to_stop.LESSON,
    kink.LESSON,
    steepest.LESSON,
    nearest_valley.LESSON,
    beside_the_saddle.LESSON,
    convex_or_not.LESSON,
    inverse_root.LESSON,
    momentum_by_hand.LESSON,
    momentum_passes.LESSON,
    nesterov_slower.LESSON,
    adagrad_slows.LESSON,
    rmsprop_keeps_going.LESSON,
    adam_first_step.LESSON,
    adam_or_descent.LESSON,
    rate_and_updates.LESSON,
    plane_or_parabola.LESSON,
    newton_one_step.LESSON,
    newton_elsewhere.LESSON,
    bfgs_learns.LESSON,
    as_published.LESSON,
    sgd_by_hand.LESSON,
    pseudoinverse.LESSON,
    norm_or_square.LESSON,
    how_many_updates.LESSON,
    one_epoch.LESSON,
    with_replacement.LESSON,
    batch_error.LESSON,
    monte_carlo.LESSON,
    noise_floor.LESSON,
    shrinking_rate.LESSON,
    escape_by_noise.LESSON,
    hinge_from_zero.LESSON,
    cross_entropy_or_squares.LESSON,
    overflow.LESSON,
    last_layer_gradient.LESSON,
    weight_decay.LESSON,
    only_lines.LESSON,
    exclusive_or.LESSON,
    sum_of_relus.LESSON,
    backprop_by_hand.LESSON,
    size_of_the_start.LESSON,
    equal_start.LESSON,
    dead_relu.LESSON,
    deeper_not_easier.LESSON,
    learned_by_heart.LESSON,
    dropout_at_test.LESSON,
    mirror_images.LESSON,
    snapshots.LESSON,
    transfer_near.LESSON,
    transfer_far.LESSON,
)


def by_name(name: str) -> Lesson:
    """A lesson by its name in a link.

    Raises:
        KeyError: There is none of that name.
    """
    return {lesson.name: lesson for lesson in LESSONS}[name]


__all__ = ["LESSONS", "Chapter", "Lesson", "by_name"]

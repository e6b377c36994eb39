"""Two steps of momentum in one coordinate, every number of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Claim, FillIn, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent, Momentum

START, RATE, KEPT, EARLY = (-4.0, 3.0), 0.02, 0.9, 10
RUN = PlaneRun(
    *("bowl", (Momentum(learning_rate=RATE, momentum=KEPT),)),
    steps=100,
    start=START,
)


def _angle(a: np.ndarray, b: np.ndarray) -> float:
    across = a[0] * b[1] - a[1] * b[0]
    return float(np.degrees(np.arctan2(abs(across), a @ b)))


def find(run: PlaneRun) -> Finding:
    """The steps worked out apart from the engine, and which way the second one points."""
    [walk] = run.walks
    x, y = run.begins
    once_x = x - RATE * 2 * x
    velocity_x = KEPT * 2 * x + 2 * once_x
    first = 4 * y
    once = y - RATE * first
    slope = 4 * once
    velocity = KEPT * first + slope
    twice = once - RATE * velocity
    moves, slopes = np.diff(walk.points, axis=0), walk.gradients[:-1]
    aside = [_angle(move, -slope) for move, slope in zip(moves[:EARLY], slopes, strict=False)]
    at = int(np.argmax(aside))
    kept = KEPT ** np.arange(at, -1, -1.0)
    from_velocity = _angle(moves[at], -(kept @ slopes[: at + 1]))
    other = int(np.argmax(walk.points[:, 1] < 0))
    return Finding(
        right=(once, slope, velocity, twice),
        because=(
            Sentence(
                "The second step is {ratio} times as long as the first, though the slope is "
                "smaller: most of the first velocity is still in it.",
                ratio=(once - twice) / (y - once),
            ),
            Sentence(
                "On a slope that stays the same the velocity would grow to {limit} times the "
                "slope: 1/(1 − μ).",
                limit=1 / (1 - KEPT),
            ),
            Sentence(
                "The velocity does not stop at the bottom: in step {step} y is {y}, on the other "
                "side.",
                step=other,
                y=walk.points[other, 1],
            ),
        ),
        example=(
            Sentence(
                "In x it goes like this. The slope of x² + 2y² along x is 2x. At x = {x} it is "
                "{slope}, and this is the first velocity; the step takes {rate} times it off, and "
                "x becomes {once}.",
                x=x,
                slope=2 * x,
                rate=RATE,
                once=once_x,
            ),
            Sentence(
                "There the slope is {slope}. The new velocity is {kept} times the old one plus the "
                "slope, {velocity}, and x becomes {twice}.",
                slope=2 * once_x,
                kept=KEPT,
                velocity=velocity_x,
                twice=once_x - RATE * velocity_x,
            ),
        ),
        worked=(
            Sentence(
                "The slope of x² + 2y² along y is 4y. At y = {y} it is {slope}, and this is the "
                "first velocity v.",
                y=y,
                slope=first,
            ),
            Sentence(
                "The step takes η · v off, with η = {rate}: the new y is {once}.",
                rate=RATE,
                once=once,
            ),
            Sentence("There the slope is {slope}.", slope=slope),
            Sentence(
                "The new velocity is μ times the old one plus the slope, with μ = {kept}: it is "
                "{velocity}.",
                kept=KEPT,
                velocity=velocity,
            ),
            Sentence("The next step leads to y = {twice}.", twice=twice),
        ),
        ruling=Ruling.HOLDS if from_velocity < 1e-3 < aside[at] else Ruling.FAILS,
        judged=Sentence(
            "On the map step {step} points {from_velocity} degrees away from the velocity, "
            "and {from_slope} degrees away from the steepest way down at its place.",
            step=at + 1,
            from_velocity=round(from_velocity, 6),
            from_slope=aside[at],
        ),
        seen_right=1 if walk.points[:, 0].max() > 0.1 else 0,
    )


LESSON = Lesson(
    name="momentum-by-hand",
    chapter=Chapter.STEPS,
    title=Sentence("Momentum by hand"),
    question=Sentence(
        "Momentum keeps a part μ = {kept} of its velocity in every step. It starts at y = {y} on "
        "x² + 2y², at rest, with a learning rate of η = {rate}. What is y after two steps?",
        kept=KEPT,
        y=START[1],
        rate=RATE,
    ),
    run=RUN,
    predicts=FillIn(
        (
            Sentence("y after one step"),
            Sentence("The slope there"),
            Sentence("The new velocity"),
            Sentence("y after two steps"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("What did the walk do at the lowest place?"),
        (Sentence("It stopped there at once"), Sentence("It ran past it, and came back")),
    ),
    tries=(
        Next(
            Sentence("The same rate without momentum"),
            replace(RUN, rules=(GradientDescent(learning_rate=RATE),)),
        ),
    ),
    claim=Claim(2, Sentence("Momentum moves in the direction of its velocity.")),
)

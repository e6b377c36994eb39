"""x² + 2y² bends by 4 across: gradient descent contracts if η < 2/4 and diverges beyond."""

from __future__ import annotations

import numpy as np

from lessons.lesson import Chapter, Choose, Finding, Lesson, Next, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent

START = (-4.0, 3.0)
RATE, LESS = 0.51, 0.1


def find(run: PlaneRun) -> Finding:
    """The factor of every step in each direction, by the curvature of the ground."""
    [walk] = run.walks
    xx, xy, yy = run.surface.hessian(*run.begins)
    bends = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
    across, along = 1 - RATE * bends[1], 1 - RATE * bends[0]
    limit = 2 / bends[1]
    return Finding(
        right=2,
        because=(
            Sentence(
                "In y the ground bends by {bend}, so every step multiplies y by "
                "1 − {rate} · {bend} = {factor}: it changes its side and grows.",
                bend=bends[1],
                rate=RATE,
                factor=across,
            ),
            Sentence(
                "In x it bends by {bend}, and every step multiplies x by {factor}: that coordinate "
                "would be home at once.",
                bend=bends[0],
                factor=along,
            ),
            Sentence(
                "After {steps} steps y is {y}. The limit is 2 over the largest bend, {limit}.",
                steps=walk.steps,
                y=walk.points[-1, 1],
                limit=limit,
            ),
        ),
        reasons=(
            Sentence("It would, below {limit}; {rate} is above.", limit=limit, rate=RATE),
            Sentence("That is so at exactly {limit}, where the factor is −1.", limit=limit),
            Sentence("The factor is {factor}, which is beyond −1.", factor=across),
        ),
        seen_right=1,
    )


LESSON = Lesson(
    name="rate-too-large",
    chapter=Chapter.SLOPE,
    title=Sentence("A rate that is a little too large"),
    question=Sentence("On x² + 2y² a rate of 0.5 is the limit. What does 0.51 do?"),
    run=PlaneRun("bowl", (GradientDescent(learning_rate=RATE),), steps=60, start=START),
    predicts=Choose(
        (
            Sentence("It arrives, with more swinging."),
            Sentence("It swings for ever, as wide as at first."),
            Sentence("It swings wider and wider."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In which direction did it leave?"),
        (Sentence("Along x, the flat direction"), Sentence("Along y, the steep direction")),
    ),
    tries=(
        Next(
            Sentence("The same start with a rate of {rate}", rate=LESS),
            PlaneRun("bowl", (GradientDescent(learning_rate=LESS),), steps=60, start=START),
        ),
    ),
)

"""A norm and its square are lowest at one place, and descent does not treat them alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import (
    Chapter,
    Claim,
    Diagram,
    DrawLoss,
    Finding,
    Lesson,
    Next,
    Ruling,
    Saw,
    Sentence,
    Series,
)
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

RATE, LATE = 0.05, 20
SAME = 1e-6
RUN = ExamplesRun(
    *("residual_norm", "line", (GradientDescent(learning_rate=RATE),)),
    epochs=150,
    start=(-1.0, 1.5),
    noise=0.0,
)
SQUARE = replace(RUN, loss_name="least_squares")


def find(run: ExamplesRun) -> Finding:
    """Where both are lowest, and how steep they are on the last part of their walks."""
    [walk], [square] = run.walks, SQUARE.walks
    [lowest], [other] = run.loss.minima, SQUARE.loss.minima
    apart = float(np.hypot(*np.subtract(lowest, other)))
    late, late_square = (one.heights[-LATE:] for one in (walk, square))
    swings = float(late.max() - late.min())
    steps = np.arange(run.updates + 1.0)
    return Finding(
        right=walk.heights,
        because=(
            Sentence(
                "The examples lie on a line, so the lowest place has almost no error. The norm "
                "falls to it like a cone, as steep near the tip as far away: in the last {count} "
                "steps its slope was {least} at least.",
                count=LATE,
                least=walk.gradient_norms[-LATE:].min(),
            ),
            Sentence(
                "A step of {rate} times such a slope always goes on beyond the tip. The walk "
                "swings about it, and the norm goes up and down between {low} and {high}.",
                rate=RATE,
                low=late.min(),
                high=late.max(),
            ),
            Sentence(
                "The square is a bowl: its slope fades on the way, from {first} to {last}, and "
                "with it the steps. The same rate brings the square down to {end}.",
                first=square.gradient_norms[0],
                last=square.gradient_norms[-1],
                end=late_square[-1],
            ),
        ),
        ruling=Ruling.HOLDS if apart < SAME else Ruling.FAILS,
        judged=Sentence(
            "Both are lowest at slope {slope}, intercept {intercept}. But descent ends {norm} from "
            "there on the norm, and {square} on its square: they have one answer, and not one "
            "walk.",
            slope=lowest[0],
            intercept=lowest[1],
            norm=float(np.linalg.norm(walk.points[-1] - lowest)),
            square=float(np.linalg.norm(square.points[-1] - other)),
        ),
        diagram=Diagram(
            Sentence("steps"),
            Sentence("root of the mean squared error"),
            (
                Series(Sentence("descent on the norm"), steps, walk.heights),
                Series(Sentence("descent on its square"), steps, np.sqrt(square.heights)),
            ),
            y_log=True,
        ),
        seen_right=1 if swings > late.mean() / 10 else 0,
    )


LESSON = Lesson(
    name="norm-or-square",
    chapter=Chapter.EXAMPLES,
    title=Sentence("The norm or its square"),
    question=Sentence(
        "A line is fitted to examples that lie on a line. The loss is the norm of the errors: the "
        "root of their mean square, not the mean square itself. Descent takes {steps} steps with "
        "a rate of {rate}. What does the loss do?",
        steps=RUN.updates,
        rate=RATE,
    ),
    run=RUN,
    predicts=DrawLoss(),
    find=find,
    saw=Saw(
        Sentence("What did the loss do in the last {count} steps?", count=LATE),
        (Sentence("It lay still"), Sentence("It went up and down")),
    ),
    tries=(
        Next(Sentence("The same with the square"), SQUARE),
        Next(Sentence("The norm on examples with noise"), replace(RUN, noise=0.4)),
    ),
    claim=Claim(
        4,
        Sentence(
            "The coefficients that minimize the norm of the errors and those that minimize its "
            "square are the same."
        ),
    ),
)

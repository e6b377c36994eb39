"""Weight decay beside Adam's step is no penalty: it ends at another place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.decay import boxed_end, ridge_end
from engine.analysis.quadratic_noise import squares
from lessons.examples.rows import seen
from lessons.lesson import (
    Chapter,
    Choose,
    Diagram,
    Finding,
    Lesson,
    Next,
    Saw,
    Sentence,
    Series,
)
from lessons.runs import ExamplesRun
from optimizers import Adam, AdamW

RATE, DECAY, STEPS = 0.05, 0.5, 1000
ROUNDING = 1e-12  # nothing nearer is told apart
RUN = ExamplesRun(
    *("least_squares", "line", (AdamW(learning_rate=RATE, weight_decay=DECAY),)),
    epochs=STEPS,
    start=(-1.0, 1.5),
    noise=0.4,
    below="decay",
)
PENALTY = replace(RUN, rules=(Adam(learning_rate=RATE),), decay=DECAY)


def find(run: ExamplesRun) -> Finding:
    """Both walks, and the two places where theory says that they end."""
    [decoupled], [penalized] = run.walks, PENALTY.walks
    examples = squares(*seen(run))
    pull = examples.pulls.mean(axis=0)
    ridge = ridge_end(examples.hessian, pull, DECAY)
    whole = boxed_end(examples.hessian, pull, DECAY)
    places = (ridge, examples.minimum, np.zeros(2))
    end = decoupled.points[-1]
    away = [float(np.linalg.norm(end - place)) for place in places]
    to_whole = np.linalg.norm(decoupled.points - whole, axis=-1)
    to_ridge = np.linalg.norm(penalized.points - ridge, axis=-1)
    settled = np.maximum(to_ridge, ROUNDING)
    steps = np.arange(run.updates + 1.0)
    middle = run.updates // 2
    return Finding(
        right=int(np.argmin(away)),
        because=(
            Sentence(
                "With the penalty ω/2 |w|² in the loss, Adam rests where the two slopes cancel: at "
                "the minimum of loss and penalty together, slope {slope}, intercept {intercept}.",
                slope=ridge[0],
                intercept=ridge[1],
            ),
            Sentence(
                "AdamW does not see the decay in its gradient. Adam's step divides the "
                "gradient by its own size, so that a small gradient is enough to hold against the "
                "decay."
            ),
            Sentence(
                "So it goes on to the minimum of the loss without any penalty, slope {slope}, "
                "intercept {intercept}, only slowly: {half} away after {middle} updates, {end} "
                "after {steps}.",
                slope=whole[0],
                intercept=whole[1],
                half=to_whole[middle],
                middle=middle,
                end=to_whole[-1],
                steps=run.updates,
            ),
            Sentence(
                "Only a minimum beyond 1/ω = {bound} in one of the weights would be out of reach.",
                bound=1 / DECAY,
            ),
        ),
        reasons=(
            Sentence(
                "That is where Adam ends with the penalty in the loss. AdamW ended {away} from "
                "there, and {nearer} from the minimum without a penalty.",
                away=away[0],
                nearer=away[1],
            ),
            Sentence(
                "It ended {away} from there, and {other} from the minimum with the penalty.",
                away=away[1],
                other=away[0],
            ),
            Sentence(
                "The decay alone would bring it to 0. The gradient does not let it: it ended "
                "{away} from 0.",
                away=away[2],
            ),
        ),
        diagram=Diagram(
            Sentence("updates"),
            Sentence("distance"),
            (
                Series(Sentence("AdamW, to the minimum of the loss alone"), steps, to_whole),
                Series(Sentence("Adam with the penalty, to the minimum of both"), steps, settled),
            ),
            y_log=True,
        ),
        seen_right=1 if np.linalg.norm(decoupled.points[middle] - end) < to_whole[0] / 2 else 0,
    )


LESSON = Lesson(
    name="weight-decay",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Two ways to decay weights"),
    question=Sentence(
        "Weight decay keeps weights short; here its strength is ω = {decay}. Adam can have it as a "
        "penalty ω/2 |w|² in the loss. AdamW leaves the loss as it is, and takes η·ω·w off the "
        "weights w beside each step of length η. Where does AdamW go?",
        decay=DECAY,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("To where Adam goes with the penalty in the loss."),
            Sentence("To the minimum of the loss without any penalty."),
            Sentence("To weights of 0."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In which half of the updates did it go most of its way?"),
        (Sentence("In the second half"), Sentence("In the first half")),
    ),
    tries=(
        Next(Sentence("Adam with the penalty ω = {decay} in the loss", decay=DECAY), PENALTY),
        Next(
            Sentence("AdamW with a decay of {decay}, whose bound is nearer", decay=2.0),
            replace(RUN, rules=(AdamW(learning_rate=RATE, weight_decay=2.0),)),
        ),
    ),
)

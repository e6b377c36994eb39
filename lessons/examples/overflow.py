"""e⁷¹⁰ is more than a number holds: why a softmax takes the largest score off first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.saturation import softmax
from lessons.lesson import (
    Chapter,
    Claim,
    DragNumber,
    Finding,
    Lesson,
    Next,
    Ruling,
    Saw,
    Sentence,
)
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

HIGH, APART = 1000.0, 2.0
RUN = ExamplesRun(
    *("softmax", "overlapping", (GradientDescent(learning_rate=0.5),)),
    epochs=40,
    start=(3.0, -1.0),
    noise=1.0,
)


def as_written(scores: np.ndarray) -> np.ndarray:
    """e^zₖ / Σ e^zⱼ, as the formula stands."""
    with np.errstate(all="ignore"):
        powers = np.exp(scores)
        return np.asarray(powers / powers.sum())


def find(run: ExamplesRun) -> Finding:
    """The largest exponent, the same probabilities from shifted scores, and what the run keeps."""
    limit = float(np.log(np.finfo(float).max))
    low, high = np.array([APART, 0.0]), np.array([HIGH, HIGH - APART])
    plain, shifted = as_written(low), softmax(high)
    fails = bool(np.isnan(as_written(high)).all())
    off = float(np.abs(plain - shifted).max())
    [walk] = run.walks
    sums = walk.points.sum(axis=1)
    kept = float(np.abs(sums - sums[0]).max())
    return Finding(
        right=limit,
        because=(
            Sentence(
                "A number in double precision holds up to {most}, and e to the power of {limit} is "
                "as much. Beyond it the power is infinite, and infinite over infinite is no "
                "number.",
                most=float(np.finfo(float).max),
                limit=limit,
            ),
            Sentence(
                "Only differences of scores count. Scores {a} and {b} have the probabilities {p} "
                "and {q}, and so have {c} and 0: a factor of e^{shift} is in each power "
                "and in their sum.",
                a=high[0],
                b=high[1],
                p=shifted[0],
                q=shifted[1],
                c=APART,
                shift=high[1],
            ),
            Sentence(
                "So the largest score is taken off all of them first. Then no power is above 1.",
            ),
            Sentence(
                "The run shows the same: its loss sees only z₁ − z₀, and never moves their sum, "
                "which stayed at {sum}.",
                sum=sums[-1],
            ),
        ),
        ruling=Ruling.HOLDS if fails and off < 1e-12 else Ruling.FAILS,
        judged=Sentence(
            "For the scores {a} and {b} the formula as it stands gives no number. With the largest "
            "taken off it gives {p} and {q}, as the scores {c} and 0 do without it.",
            a=high[0],
            b=high[1],
            p=shifted[0],
            q=shifted[1],
            c=APART,
        ),
        seen_right=0 if kept < 1e-9 else 1,
    )


LESSON = Lesson(
    name="overflow",
    chapter=Chapter.EXAMPLES,
    title=Sentence("A power that is too large"),
    question=Sentence(
        "A softmax makes probabilities of scores z: e to the power of each, divided by the sum of "
        "all. A computer cannot write every power of e. Up to which score can it write that "
        "power, in double precision?"
    ),
    run=RUN,
    predicts=DragNumber(Sentence("The largest score"), 10.0, 100_000.0, logarithmic=True),
    find=find,
    saw=Saw(
        Sentence("On the map the axes are two scores. How did the walk go?"),
        (
            Sentence("As much to the left as up: their sum stayed"),
            Sentence("Their sum changed"),
        ),
    ),
    tries=(Next(Sentence("From equal scores"), replace(RUN, start=(2.0, 2.0))),),
    claim=Claim(
        4,
        Sentence("To subtract the largest score before a softmax prevents an overflow."),
    ),
)

"""When to stop: a threshold for the norm of the gradient, and how long it takes to get there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine import Stop, stops_at
from lessons.lesson import Chapter, Claim, DragNumber, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent

START, RATE, TENTH, EXACT, THRESHOLD = (-4.0, 3.0), 0.1, 0.01, 0.5, 1e-5
MILLION = 1e-6
RUN = PlaneRun("bowl", (GradientDescent(learning_rate=TENTH),), steps=700, start=START)
FASTER = replace(RUN, rules=(GradientDescent(learning_rate=RATE),), steps=100)
# On x² + y² a rate of a half is Newton's step.
HIT = PlaneRun("sphere", (GradientDescent(learning_rate=EXACT),), steps=2, start=START)


def _stop(run: PlaneRun, threshold: float = THRESHOLD) -> int:
    return int(stops_at(run.walks[0], Stop.GRADIENT, threshold))


SOONER = _stop(FASTER)


def find(run: PlaneRun) -> Finding:
    """Where the loop would have ended, and whether a gradient of exactly 0 was met."""
    [walk] = run.walks
    needed, norms = _stop(run), walk.gradient_norms
    zeros = int((norms == 0).sum())
    hit = int(np.argmax(HIT.walks[0].gradient_norms == 0))
    met = bool(HIT.walks[0].gradient_norms[hit] == 0)
    factor = norms[needed] / norms[needed - 1]
    only = zeros == 0 and met
    later = _stop(replace(run, steps=1000), MILLION)
    return Finding(
        right=float(needed),
        because=(
            Sentence(
                "At the start the gradient is {first} long. Near the end every step leaves "
                "{factor} of it, so it takes {needed} steps to be below {threshold}.",
                first=norms[0],
                factor=factor,
                needed=needed,
                threshold=THRESHOLD,
            ),
            Sentence(
                "With a rate of {rate} it was {sooner} steps. Ten times the steps would be "
                "{tenfold}; it is a little more, for a small rate wins even less than its share.",
                rate=RATE,
                sooner=SOONER,
                tenfold=10 * SOONER,
            ),
            Sentence(
                "A threshold ten times as small costs {more} steps more: from one digit to the "
                "next it takes as long as before.",
                more=later - needed,
            ),
        ),
        ruling=Ruling.ONLY_IF if only else Ruling.HOLDS if zeros == 0 else Ruling.FAILS,
        judged=Sentence(
            "Of the {count} places of this walk {zeros} have a gradient of exactly 0; at the last "
            "it is {last} long. A step can hit, though: on x² + y² a rate of {rate} makes the "
            "gradient exactly 0 at step {hit}. So a program asks whether it is small.",
            count=walk.steps + 1,
            zeros=zeros,
            last=norms[-1],
            rate=EXACT,
            hit=hit,
        ),
        seen_right=1 if zeros == 0 else 0,
    )


LESSON = Lesson(
    name="when-to-stop",
    chapter=Chapter.SLOPE,
    title=Sentence("When to stop"),
    question=Sentence(
        "A program stops when the gradient is shorter than {threshold}. On x² + 2y² with a "
        "learning rate of {rate} that happens after {sooner} steps. After how many does it with a "
        "rate of {tenth}?",
        threshold=THRESHOLD,
        rate=RATE,
        sooner=SOONER,
        tenth=TENTH,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Steps until it stops"), 10.0, 5000.0, logarithmic=True),
    find=find,
    saw=Saw(
        Sentence("Was the gradient ever exactly 0?"),
        (Sentence("Yes"), Sentence("No, it only became smaller")),
    ),
    tries=(
        Next(Sentence("The same with a rate of {rate}", rate=RATE), FASTER),
        Next(Sentence("A rate that hits the lowest place of x² + y² in one step"), HIT),
    ),
    claim=Claim(
        4,
        Sentence(
            "On a computer the derivative never becomes exactly 0, so one stops when its norm is "
            "small enough."
        ),
    ),
)

"""Squares behind a sigmoid have no slope where the answer is most wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis import saturation
from lessons.examples.rows import seen
from lessons.lesson import (
    Chapter,
    Claim,
    Diagram,
    DragNumber,
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

RATE, LOGIT, GOAL, SURE = 1.0, -8.0, 0.9, 8.0
KINDS: tuple[saturation.Kind, ...] = ("cross_entropy", "squares")
TENTH = 0.1
FADED = 0.01  # of the slope that there is at most
RUN = ExamplesRun(
    *("logistic", "clouds", (GradientDescent(learning_rate=RATE),)),
    epochs=100,
    start=(-4.0, -3.0),
    noise=0.5,
    below="saturation",
)


def find(run: ExamplesRun) -> Finding:
    """How long both losses take for one example that is told wrong, and on those of the run."""
    first, second = (saturation.logits(kind, LOGIT, RATE, GOAL) for kind in KINDS)
    updates = len(first) - 1, len(second) - 1
    slopes = [abs(float(saturation.slopes(kind, LOGIT))) for kind in KINDS]
    late = [abs(float(saturation.slopes(kind, SURE))) for kind in KINDS]
    signed, _targets = seen(run)
    means = [saturation.right_by_step(kind, signed, run.start, RATE, run.updates) for kind in KINDS]
    stops, fades = slopes[1] < FADED and slopes[0] > 1 - FADED, late[0] < FADED
    heights = run.walks[0].heights
    early = heights[run.updates // 4] / heights[0]
    return Finding(
        right=float(updates[1]),
        because=(
            Sentence(
                "Let p be the probability that is given to the right class; here it begins at "
                "{p}. The slope of cross-entropy is 1 − p = {slope}; it can never be more than 1.",
                p=float(saturation.sigmoid(LOGIT)),
                slope=slopes[0],
            ),
            Sentence(
                "The slope of the squares (1 − p)² is 2 (1 − p)² p = {slope}: the small p is a "
                "factor of it. So the first step is {ratio} times shorter, and {squares} updates "
                "are needed where cross-entropy needs {entropy}.",
                slope=slopes[1],
                ratio=slopes[0] / slopes[1],
                squares=updates[1],
                entropy=updates[0],
            ),
            Sentence(
                "On the examples of this run, which all begin wrong, {updates} updates bring the "
                "mean p from {begin} to {entropy} with cross-entropy and to {squares} with "
                "squares.",
                updates=run.updates,
                begin=means[0][0],
                entropy=means[0][-1],
                squares=means[1][-1],
            ),
        ),
        ruling=Ruling.ONLY_IF if stops and fades else Ruling.HOLDS if stops else Ruling.FAILS,
        judged=Sentence(
            "Squares all but stop where the answer is confidently wrong, with a slope of {stuck} "
            "at z = {low}, and cross-entropy does not. Where the answer is right cross-entropy "
            "fades as well, to {late} at z = {high}: it does not go on for ever.",
            stuck=slopes[1],
            low=LOGIT,
            late=late[0],
            high=SURE,
        ),
        diagram=Diagram(
            Sentence("updates"),
            Sentence("probability of the right class"),
            tuple(
                Series(title, np.arange(1.0, len(path) + 1), saturation.sigmoid(path))
                for title, path in (
                    (Sentence("cross-entropy"), first),
                    (Sentence("squares"), second),
                )
            ),
            x_log=True,
        ),
        seen_right=0 if early < TENTH else 1,
    )


LESSON = Lesson(
    name="cross-entropy-or-squares",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Confidently wrong"),
    question=Sentence(
        "A model gives the right class of an example the score z = {logit}, a probability of "
        "1/(1 + e⁻ᶻ) = {p}. Descent on z with a rate of {rate} needs {entropy} updates until it is "
        "above {goal}, if the loss is cross-entropy. How many does it need with the squared error "
        "of the probability?",
        logit=LOGIT,
        p=float(saturation.sigmoid(LOGIT)),
        rate=RATE,
        entropy=len(saturation.logits("cross_entropy", LOGIT, RATE, GOAL)) - 1,
        goal=GOAL,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Updates with squares"), 1.0, 10_000.0, logarithmic=True),
    find=find,
    saw=Saw(
        Sentence(
            "On the examples of the run, with cross-entropy: how far had the loss fallen after a "
            "quarter of the updates?"
        ),
        (Sentence("To less than a tenth"), Sentence("Not so far")),
    ),
    tries=(
        Next(
            Sentence("The same examples and start with squares"),
            replace(RUN, loss_name="sigmoid_squares"),
        ),
        Next(Sentence("Cross-entropy from weights of 0"), replace(RUN, start=(0.0, 0.0))),
    ),
    claim=Claim(
        1,
        Sentence(
            "With squares updates stop where the gradient becomes 0; with cross-entropy they go on."
        ),
    ),
)

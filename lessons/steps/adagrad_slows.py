"""AdaGrad's sum of squares only grows, and so its steps only shrink."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.arrivals import distances
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
from lessons.runs import PlaneRun
from optimizers import Adagrad, GradientDescent

START, RATE, LARGE, STEPS = (-4.0, 3.0), 0.1, 1.0, 200
RUN = PlaneRun("bowl", (Adagrad(learning_rate=RATE),), steps=STEPS, start=START)
PLAIN = replace(RUN, rules=(GradientDescent(learning_rate=RATE),))


def find(run: PlaneRun) -> Finding:
    """The rate in force in x and y: η over the root of the sum of squares so far."""
    [walk], [plain] = run.walks, PLAIN.walks
    rates = RATE / np.sqrt(np.cumsum(walk.gradients[:-1] ** 2, axis=0))
    falls = bool((np.diff(rates, axis=0) <= 0).all() and (rates[-1] < rates[0] / 2).all())
    half = STEPS // 2
    steps = np.arange(1.0, STEPS + 1)
    left = float(distances(walk)[-1])
    return Finding(
        right=walk.heights,
        because=(
            Sentence(
                "AdaGrad adds up the squares of all slopes it has met, and divides by the root of "
                "the sum. In x that makes a rate of {first} in the first step and {last} in the "
                "last.",
                first=rates[0, 0],
                last=rates[-1, 0],
            ),
            Sentence(
                "So the loss falls by {early} in the first {half} steps and by {late} in the next "
                "{half}. At the end the walk is still {left} away.",
                early=walk.heights[0] - walk.heights[half],
                half=half,
                late=walk.heights[half] - walk.heights[-1],
                left=left,
            ),
            Sentence(
                "Gradient descent with the number {rate} for its rate is {plain} away after as "
                "many steps. The rates of the two are not on one scale: AdaGrad wants a larger "
                "one.",
                rate=RATE,
                plain=distances(plain)[-1],
            ),
        ),
        ruling=Ruling.HOLDS if falls else Ruling.FAILS,
        judged=Sentence(
            "The sum of squares never gets smaller, so the rate in force never gets larger: in y "
            "it goes from {first} to {last} in {steps} steps.",
            first=rates[0, 1],
            last=rates[-1, 1],
            steps=STEPS,
        ),
        diagram=Diagram(
            Sentence("steps"),
            Sentence("rate in force"),
            (
                Series(Sentence("in x"), steps, rates[:, 0]),
                Series(Sentence("in y"), steps, rates[:, 1]),
            ),
            y_log=True,
        ),
        seen_right=1 if walk.step_lengths[-1] < walk.step_lengths[1] / 2 else 0,
    )


LESSON = Lesson(
    name="adagrad-slows",
    chapter=Chapter.STEPS,
    title=Sentence("AdaGrad slows down"),
    question=Sentence(
        "AdaGrad goes down x² + 2y² from ({x}, {y}) with a learning rate of {rate}. What does the "
        "loss do over {steps} steps?",
        x=START[0],
        y=START[1],
        rate=RATE,
        steps=STEPS,
    ),
    run=RUN,
    predicts=DrawLoss(),
    find=find,
    saw=Saw(
        Sentence("What did the length of the steps do?"),
        (Sentence("It stayed nearly as it was"), Sentence("It became much smaller")),
    ),
    tries=(
        Next(
            Sentence("AdaGrad with a rate of {rate}", rate=LARGE),
            replace(RUN, rules=(Adagrad(learning_rate=LARGE),)),
        ),
    ),
    claim=Claim(2, Sentence("AdaGrad keeps adding up squared gradients, and so it slows down.")),
)

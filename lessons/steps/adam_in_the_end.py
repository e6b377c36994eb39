"""What is left of Adam when its corrections have come to an end.

Diederik Kingma, Jimmy Ba, Adam: a method for stochastic optimization, 2015.
https://arxiv.org/abs/1412.6980
"""

from __future__ import annotations

import numpy as np

import published
from engine.analysis.ledger import ledger
from lessons.lesson import (
    Chapter,
    Choose,
    Claim,
    Diagram,
    Finding,
    Lesson,
    Next,
    Ruling,
    Saw,
    Sentence,
    Series,
)
from lessons.runs import PlaneRun
from optimizers import Adam, GradientDescent

STEPS, EARLY = 3000, 10
RULE = Adam(learning_rate=published.RATE)
RUN = PlaneRun("blog", (RULE,), steps=STEPS, start=published.START)
ALIKE = 1.05  # two rates that differ by less would be called the same


def corrections() -> tuple[np.ndarray, np.ndarray]:
    """(steps,) each; what the means of slopes and of squares are divided by."""
    t = np.arange(1.0, STEPS + 1)
    return 1 - RULE.beta1**t, 1 - RULE.beta2**t


def rates(run: PlaneRun) -> np.ndarray:
    """(steps, 2); what the corrected mean of slopes is multiplied with in x and in y."""
    kept = ledger(run.surface, RULE, run.start, STEPS)
    return RULE.learning_rate / (np.sqrt(kept.values["v_hat"]) + RULE.epsilon)


def find(run: PlaneRun) -> Finding:
    """The corrections, and the rate that each coordinate has, update by update."""
    first, second = corrections()
    found = rates(run)
    by = found.max(axis=1) / found.min(axis=1)
    swing = found[-1] / found[EARLY]
    steps = np.arange(1.0, STEPS + 1)
    is_descent = by[-1] < ALIKE and swing.max() < ALIKE
    return Finding(
        right=0 if is_descent else 1 if by[-1] < ALIKE else 2,
        because=(
            Sentence(
                "The mean of slopes is divided by 1 − β₁ᵗ and the mean of squares by 1 − β₂ᵗ. At "
                "update {early} these are {first} and {second}. At update {steps} they are "
                "{first_end} and {second_end}: the corrections do come to an end.",
                early=EARLY,
                first=first[EARLY - 1],
                second=second[EARLY - 1],
                steps=STEPS,
                first_end=first[-1],
                second_end=second[-1],
            ),
            Sentence(
                "But the mean of slopes is still divided by the root of the mean of squares. So x "
                "and y have rates of their own: at update {steps} they are {x} and {y}, the one "
                "{times} times the other. Gradient descent has {rate} for both.",
                steps=STEPS,
                x=found[-1, 0],
                y=found[-1, 1],
                times=by[-1],
                rate=RULE.learning_rate,
            ),
            Sentence(
                "Nor do they come to rest. The smaller the slopes become, the larger the rates: "
                "from update {early} to {steps} that of x became {x_times} times as large, that of "
                "y {y_times} times.",
                early=EARLY + 1,
                steps=STEPS,
                x_times=swing[0],
                y_times=swing[1],
            ),
        ),
        ruling=Ruling.HOLDS if is_descent else Ruling.FAILS,
        judged=Sentence(
            "What ends is the correction: the corrected mean of squares is {off} times the bare "
            "one at update {steps}. What is left is momentum divided by the size of the slopes, "
            "with rates of {x} and {y} instead of {rate}.",
            off=1 / second[-1],
            steps=STEPS,
            x=found[-1, 0],
            y=found[-1, 1],
            rate=RULE.learning_rate,
        ),
        reasons=(
            Sentence(
                "It would have a rate of {rate} for x and for y. It has {x} and {y}.",
                rate=RULE.learning_rate,
                x=found[-1, 0],
                y=found[-1, 1],
            ),
            Sentence(
                "Momentum has one rate for both coordinates. Here that of one is {times} times "
                "that of the other.",
                times=by[-1],
            ),
            Sentence(
                "At update {steps} the rate of x is {x} and that of y {y}.",
                steps=STEPS,
                x=found[-1, 0],
                y=found[-1, 1],
            ),
        ),
        diagram=Diagram(
            Sentence("update"),
            Sentence("rate of a coordinate"),
            (
                Series(Sentence("Adam, x"), steps, found[:, 0]),
                Series(Sentence("Adam, y"), steps, found[:, 1]),
                Series(Sentence("gradient descent"), steps, np.full(STEPS, RULE.learning_rate)),
            ),
            y_log=True,
        ),
        seen_right=0 if (found[-1] > found[0]).all() else 1,
    )


LESSON = Lesson(
    name="adam-in-the-end",
    chapter=Chapter.STEPS,
    title=Sentence("What Adam becomes"),
    question=Sentence(
        "Adam corrects its two means because they start at 0. The longer it walks, the less there "
        "is to correct. After {steps} updates with a learning rate of {rate}, what are its steps "
        "like?",
        steps=STEPS,
        rate=RULE.learning_rate,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("Like those of gradient descent."),
            Sentence("Like those of momentum: a mean of slopes, with one rate for x and y."),
            Sentence("As before: a mean of slopes, with a rate of its own for x and for y."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In the diagram, where do the rates of Adam end?"),
        (Sentence("Higher than they began"), Sentence("Not higher than they began")),
    ),
    tries=(
        Next(
            Sentence("Adam beside gradient descent"),
            PlaneRun(
                "blog",
                (RULE, GradientDescent(learning_rate=published.RATE)),
                steps=STEPS,
                start=published.START,
                apart=True,
            ),
        ),
        Next(
            Sentence("On a bowl, where it has less far to go"),
            PlaneRun("bowl", (RULE,), steps=STEPS),
        ),
    ),
    claim=Claim(
        3,
        Sentence(
            "The longer it learns, the nearer Adam's corrected means come to the bare ones, and so "
            "in the end it looks like stochastic descent."
        ),
    ),
)

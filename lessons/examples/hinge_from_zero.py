"""max(0, 1 − w·φy) from w = 0: the first loss is 1, whatever the example is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.examples.rows import seen
from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

RATE = 0.5
RUN = ExamplesRun(
    *("hinge", "overlapping", (GradientDescent(learning_rate=RATE),)),
    epochs=1,
    batch=1,
    noise=1.0,
    below="hinge",
)


def hinge(w: np.ndarray, signed: np.ndarray) -> float:
    """The loss of one example φy."""
    return max(0.0, 1.0 - float(w @ signed))


def find(run: ExamplesRun) -> Finding:
    """The first two updates, and what an example at a right angle to the first would cost."""
    [walk] = run.walks
    signed, targets = seen(run)
    order = run.drawn()[:, 0]
    first, second = signed[order[0]], signed[order[1]]
    begin, after = walk.points[0], walk.points[1]
    everyone = run.loss.single_values(begin)
    turned = np.array([-first[1], first[0]])
    angle = hinge(after, turned)
    moved = np.abs(np.diff(walk.points, axis=0)).max(axis=1) > 0
    half = len(moved) // 2
    one = bool((everyone == 1).all() and angle == 1)
    is_first = bool(np.allclose(after, first * (2 * targets[order[0]] - 1)))
    return Finding(
        right=1 if (everyone == 1).all() else 0 if (everyone == 0).all() else 2,
        because=(
            Sentence(
                "With w = 0 the product w·φ is 0 for every example, and the loss max(0, 1 − w·φy) "
                "is 1 − 0. All {n} examples have a loss of {loss} there.",
                n=len(signed),
                loss=everyone[0],
            ),
            Sentence(
                "Here φ is an example and y its class, 1 or −1. The first one drawn has "
                "φy = ({a}, {b}). The update adds η = {rate} times it, so w becomes "
                "({w_a}, {w_b}).",
                a=first[0],
                b=first[1],
                rate=RATE,
                w_a=after[0],
                w_b=after[1],
            ),
            Sentence(
                "An example at a right angle to it, such as φy = ({a}, {b}), has a loss of {angle} "
                "again: what was learned says nothing about it. The second that was drawn has "
                "{second}.",
                a=turned[0],
                b=turned[1],
                angle=angle,
                second=hinge(after, second),
            ),
            Sentence(
                "An example whose loss is 0 does not move w: {moved} of the {updates} updates "
                "moved it.",
                moved=int(moved.sum()),
                updates=run.updates,
            ),
        ),
        ruling=Ruling.FAILS if not one else Ruling.HOLDS if is_first else Ruling.ONLY_IF,
        judged=Sentence(
            "The loss is {loss} for each example from w = 0, and {angle} at a right angle. But w "
            "becomes η·y·φ, with η = {rate} and y = {sign} here; it is the example itself only if "
            "η·y is 1.",
            loss=everyone[0],
            angle=angle,
            rate=RATE,
            sign=int(2 * targets[order[0]] - 1),
        ),
        reasons=(
            Sentence(
                "The loss is 0 only where w·φy is 1 or more: it asks for a margin, and w = 0 has "
                "none. It was {loss}.",
                loss=everyone[0],
            ),
            Sentence(
                "w·φ is 0 for each of the {n} examples: the smallest of their losses is {least}, "
                "and the largest {most}.",
                n=len(signed),
                least=everyone.min(),
                most=everyone.max(),
            ),
            Sentence(
                "It depends on w·φy, which is 0 for all of them as long as w is 0: the smallest "
                "loss was {least}, the largest {most}.",
                least=everyone.min(),
                most=everyone.max(),
            ),
        ),
        seen_right=0 if moved[half:].all() else 1,
    )


LESSON = Lesson(
    name="hinge-from-zero",
    chapter=Chapter.EXAMPLES,
    title=Sentence("The first loss"),
    question=Sentence(
        "A line between two classes is learned with the hinge loss max(0, 1 − w·φy): φ is an "
        "example, y its class, 1 or −1, and w the weights. All weights are 0. What is the loss of "
        "the first example?"
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("0: nothing has gone wrong yet."),
            Sentence("1, whatever the example is."),
            Sentence("It depends on the example."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In the second half of the epoch, which updates moved the weights?"),
        (Sentence("Every one"), Sentence("Only some")),
    ),
    tries=(
        Next(
            Sentence("With η = 1 and clouds that lie apart"),
            replace(
                RUN,
                source_name="clouds",
                noise=0.5,
                rules=(GradientDescent(learning_rate=1.0),),
            ),
        ),
        Next(Sentence("All examples in every update"), replace(RUN, batch=0, epochs=40)),
    ),
    claim=Claim(
        0,
        Sentence(
            "From w = 0 the first loss is always 1, w takes the values of the first example, and "
            "an orthogonal second one has a loss of 1 again."
        ),
    ),
)

"""Whether the gradient of a batch points where that of all examples points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Batches
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

BATCH, MEASURED, CLOSE = 4, 1000, 45
SIMILAR = 75  # of 100 batches
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=0.05),)),
    epochs=8,
    batch=BATCH,
    start=(-1.0, 1.5),
    below="error",
)


def shares(run: ExamplesRun) -> tuple[np.ndarray, np.ndarray]:
    """Of every place of the walk, (updates + 1,) each.

    Returns:
        The share of batches whose gradient is within `CLOSE` degrees of that of all examples, and
        of those within 90 degrees, which go down on the loss of all examples.
    """
    n = len(run.examples)
    draws = Batches(run.b, run.order, run.seed).indices(n, MEASURED)
    near, down = [], []
    for place in run.walks[0].points:
        each = run.loss.single_gradients(place)
        whole, part = each.mean(axis=0), each[draws].mean(axis=1)
        lengths = np.linalg.norm(part, axis=1) * np.linalg.norm(whole)
        cosines = part @ whole / np.where(lengths > 0, lengths, 1.0)
        near.append(np.mean(cosines > np.cos(np.radians(CLOSE))))
        down.append(np.mean(cosines > 0))
    return np.array(near), np.array(down)


def find(run: ExamplesRun) -> Finding:
    """Directions at the start, and over the second half of the walk."""
    near, down = shares(run)
    late = slice(run.updates // 2, None)
    begun, settled = 100 * float(near[0]), 100 * float(near[late].mean())
    lengths = np.linalg.norm(run.walks[0].gradients, axis=-1)
    spread = [
        float(np.linalg.norm(each - each.mean(axis=0), axis=1).mean())
        for each in map(run.loss.single_gradients, run.walks[0].points[[0, -1]])
    ]
    chance = 100 * 2 * CLOSE / 360
    updates = np.arange(run.updates + 1.0)
    return Finding(
        right=settled,
        because=(
            Sentence(
                "At the start the gradient of all examples is {first} long. The gradients of "
                "single examples are {spread} away from it on average, and most of that cancels "
                "out in a batch.",
                first=lengths[0],
                spread=spread[0],
            ),
            Sentence(
                "Near the minimum the gradient of all examples is short: {last} on average in the "
                "second half. Single ones are still {spread} away from it, so that a "
                "batch may point almost anywhere.",
                last=lengths[late].mean(),
                spread=spread[1],
            ),
            Sentence(
                "Of 100 directions that are drawn blindly, {chance} would be within {close} "
                "degrees. In the second half {down} of 100 batches still go down on the loss of "
                "all examples.",
                chance=chance,
                close=CLOSE,
                down=100 * down[late].mean(),
            ),
        ),
        ruling=(
            Ruling.FAILS
            if begun < SIMILAR
            else Ruling.ONLY_IF
            if settled < SIMILAR
            else Ruling.HOLDS
        ),
        judged=Sentence(
            "Only far from the minimum: {begun} of 100 batches point within {close} degrees of the "
            "gradient of all examples at the start, and {settled} in the second half of the walk.",
            begun=begun,
            close=CLOSE,
            settled=settled,
        ),
        diagram=Diagram(
            Sentence("updates"),
            Sentence("of 100 batches"),
            (
                Series(Sentence("within {close} degrees", close=CLOSE), updates, 100 * near),
                Series(Sentence("that go down"), updates, 100 * down),
                Series(
                    Sentence("within {close} degrees, drawn blindly", close=CLOSE),
                    updates,
                    np.full(len(updates), chance),
                ),
            ),
        ),
        seen_right=0 if near[late].max() < near[0] else 1,
    )


BEGUN = 100 * float(shares(replace(RUN, epochs=1))[0][0])
LESSON = Lesson(
    name="same-direction",
    chapter=Chapter.EXAMPLES,
    title=Sentence("The direction of a batch"),
    question=Sentence(
        "Descent with batches of {batch} examples begins far from the minimum. There {begun} of "
        "100 batches have a gradient within {close} degrees of that of all examples. How many of "
        "100 have one in the second half of the walk?",
        batch=BATCH,
        begun=BEGUN,
        close=CLOSE,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Of 100 batches"), 0.0, 100.0),
    find=find,
    saw=Saw(
        Sentence("In the diagram, do batches ever again point as well as at the start?"),
        (Sentence("Not in the second half"), Sentence("Yes, now and then in the second half")),
    ),
    tries=(
        Next(Sentence("Batches of {size}", size=20), replace(RUN, batch=20)),
        Next(Sentence("One example per update"), replace(RUN, batch=1)),
    ),
    claim=Claim(
        4,
        Sentence(
            "The gradient of a mini-batch has another value, but its direction is similar to that "
            "of all examples."
        ),
    ),
)

"""⌈N/b⌉ updates per epoch: what a batch size means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

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

N, BATCH, RATE = 100, 20, 0.1
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=RATE),)),
    epochs=1,
    batch=BATCH,
    start=(-1.0, 1.5),
    n=N,
    noise=0.4,
)
ONE, ALL = replace(RUN, batch=1), replace(RUN, batch=0)


def find(run: ExamplesRun) -> Finding:
    """What one epoch does with batches of this size, of one example, and of all."""
    [walk] = run.walks
    n, b = len(run.examples), run.b
    ends = {name: one.walks[0].heights[-1] for name, one in (("one", ONE), ("all", ALL))}
    drawn = run.drawn()
    once = bool((np.bincount(drawn[drawn >= 0], minlength=n) == 1).all())
    return Finding(
        right=float(run.updates),
        because=(
            Sentence(
                "An epoch sees every example once. {n} examples in batches of {b} make {updates} "
                "batches, and every batch makes one update.",
                n=n,
                b=b,
                updates=run.updates,
            ),
            Sentence(
                "With batches of one there are {many} updates, with one batch of all {n} there is "
                "{single}: for the same {n} gradients of single examples.",
                many=ONE.updates,
                single=ALL.updates,
                n=n,
            ),
            Sentence(
                "After one epoch at a rate of {rate} the loss is {middle} with batches of {b}, "
                "{one} with batches of one, and {all} with one batch of all.",
                rate=RATE,
                middle=walk.heights[-1],
                b=b,
                **ends,
            ),
        ),
        ruling=Ruling.HOLDS if run.updates == n / b and once else Ruling.FAILS,
        judged=Sentence(
            "{n} divided by {b} is {ratio}, and the run made {updates} updates, in which every "
            "example was drawn once. Where it does not divide, the last batch is a smaller one.",
            n=n,
            b=b,
            ratio=n / b,
            updates=run.updates,
        ),
        seen_right=0 if (np.diff(walk.heights) < 0).all() else 1,
    )


LESSON = Lesson(
    name="how-many-updates",
    chapter=Chapter.EXAMPLES,
    title=Sentence("How many updates are in an epoch?"),
    question=Sentence(
        "There are {n} examples, and every update looks at a batch of {b} of them. An epoch is "
        "over when all examples were seen. How often do the weights change in one epoch?",
        n=N,
        b=BATCH,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Updates in one epoch"), 1.0, 100.0),
    find=find,
    saw=Saw(
        Sentence("What did the loss of all examples do in this epoch?"),
        (Sentence("It fell with every update"), Sentence("It also rose at times")),
    ),
    tries=(
        Next(Sentence("One example per update"), ONE),
        Next(Sentence("Batches of {b}, the last one smaller", b=30), replace(RUN, batch=30)),
    ),
    claim=Claim(
        0,
        Sentence("{n} examples in batches of {b} make 5 updates per epoch.", n=N, b=BATCH),
    ),
)

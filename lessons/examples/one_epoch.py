"""One epoch of single examples against many epochs of all: who is farther for the same work.

Léon Bottou, Olivier Bousquet, The tradeoffs of large scale learning, 2007.
https://papers.nips.cc/paper/3323-the-tradeoffs-of-large-scale-learning
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.examples.rows import above_minimum
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

N, RATE, EPOCHS = 200, 0.05, 60
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=RATE),)),
    epochs=1,
    batch=1,
    start=(-1.0, 1.5),
    n=N,
    noise=0.4,
)
WHOLE = replace(RUN, batch=0, epochs=EPOCHS)
LONGER = replace(RUN, epochs=EPOCHS)


def epochs_to(run: ExamplesRun, gap: float) -> int:
    """After how many updates of all examples the loss is as low; -1 if it never is."""
    low = above_minimum(run) <= gap
    return int(np.argmax(low)) if low.any() else -1


def find(run: ExamplesRun) -> Finding:
    """The loss after one epoch of single examples, and how long all examples take to it."""
    gaps, whole, longer = (above_minimum(one) for one in (run, WHOLE, LONGER))
    needed = epochs_to(WHOLE, float(gaps[-1]))
    assert run.loss.minima
    bends = np.linalg.eigvalsh(run.loss.hessian(np.array(run.loss.minima[0])))
    best = 2 / float(bends.sum())
    tuned = replace(WHOLE, rules=(GradientDescent(learning_rate=best),))
    sooner = epochs_to(tuned, float(gaps[-1]))
    hovers = float(longer[-N:].mean())
    looks = np.unique(np.geomspace(1, len(longer) - 1, 300).astype(int))
    return Finding(
        right=float(needed),
        because=(
            Sentence(
                "One epoch of single examples is {updates} updates, and leaves the loss {gap} "
                "above the lowest; it began {first} above it. All examples at once make one update "
                "per epoch, and at the same rate need {needed} epochs for that.",
                updates=run.updates,
                gap=gaps[-1],
                first=gaps[0],
                needed=needed,
            ),
            Sentence(
                "Both look at {n} examples in an epoch. Single examples use what they see at once; "
                "their slopes differ, but far from the minimum they point in about the same way.",
                n=N,
            ),
            Sentence(
                "Near the minimum it is the other way round. After {epochs} epochs all examples at "
                "once leave {whole}, and single examples hover {hovers} above the lowest loss.",
                epochs=EPOCHS,
                whole=whole[-1],
                hovers=hovers,
            ),
            Sentence(
                "A larger rate suits all examples better than single ones: with η = {best}, the "
                "best for this bowl, they need {sooner} epochs.",
                best=best,
                sooner=sooner,
            ),
        ),
        ruling=Ruling.ONLY_IF if needed > 1 and hovers > whole[-1] else Ruling.HOLDS,
        judged=Sentence(
            "Only if a rough answer is enough: after one epoch it is as far as all examples after "
            "{needed} at the same rate, or after {sooner} at their best one. After {epochs} epochs "
            "it is {hovers} above the lowest loss, and all examples at once are {whole} above it.",
            needed=needed,
            sooner=sooner,
            epochs=EPOCHS,
            hovers=hovers,
            whole=whole[-1],
        ),
        diagram=Diagram(
            Sentence("examples looked at"),
            Sentence("loss above the lowest"),
            (
                Series(Sentence("one example per update"), looks.astype(float), longer[looks]),
                Series(
                    Sentence("all examples per update"),
                    np.arange(1.0, EPOCHS + 1) * N,
                    whole[1:],
                ),
            ),
            x_log=True,
            y_log=True,
        ),
        seen_right=0 if gaps[len(gaps) // 4] < gaps[0] / 10 else 1,
    )


LESSON = Lesson(
    name="one-epoch",
    chapter=Chapter.EXAMPLES,
    title=Sentence("The same work"),
    question=Sentence(
        "One walk takes a step after each of {n} examples, the other one step with the mean of all "
        "{n}; both at a rate of {rate}. The first has made one epoch. How many epochs does the "
        "second need to come as low?",
        n=N,
        rate=RATE,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Epochs with all examples"), 1.0, 100.0, logarithmic=True),
    find=find,
    saw=Saw(
        Sentence("How much of its way had the first walk made after a quarter of the epoch?"),
        (
            Sentence("More than nine tenths of the fall in loss"),
            Sentence("Less than nine tenths"),
        ),
    ),
    tries=(
        Next(Sentence("All examples in every update"), WHOLE),
        Next(Sentence("Batches of {size}, one epoch", size=20), replace(RUN, batch=20)),
    ),
    claim=Claim(
        0,
        Sentence(
            "Stochastic descent reads the data only once and really converges in far less time."
        ),
    ),
)

"""(1 − 1/N)ᴺ: what an epoch passes over whose draws are put back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Order
from engine.analysis.visits import chance_of_none, visits
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

N, EPOCHS = 40, 20
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=0.05),)),
    epochs=EPOCHS,
    batch=1,
    start=(-1.0, 1.5),
    n=N,
    noise=0.4,
    order=Order.REPLACED,
    below="visits",
)
WITHOUT = replace(RUN, order=Order.RESHUFFLED)


def find(run: ExamplesRun) -> Finding:
    """What the draws of the run passed over, beside what theory expects."""
    n = len(run.examples)
    back, kept = visits(run.drawn(), n), visits(WITHOUT.drawn(), n)
    missed = (back.epochs == 0).sum(axis=-1)
    expected = n * chance_of_none(n)
    epochs = np.arange(1, len(missed) + 1)
    some = bool((back.never > 0).all() and (back.twice > 0).all())
    none = bool((kept.epochs == 1).all())
    return Finding(
        right=float(expected),
        because=(
            Sentence(
                "A single draw passes over an example with the chance 1 − 1/{n} = {one}. All {n} "
                "draws of an epoch do with {one} to the power of {n}, which is {chance}.",
                n=n,
                one=1 - 1 / n,
                chance=chance_of_none(n),
            ),
            Sentence(
                "That is {expected} of {n} examples on average. In the {epochs} epochs of this run "
                "it was {mean} on average, between {least} and {most}.",
                expected=expected,
                n=n,
                epochs=len(missed),
                mean=missed.mean(),
                least=int(missed.min()),
                most=int(missed.max()),
            ),
            Sentence(
                "For all but a few examples the share is near to 1/e = {limit}, however many there "
                "are. Over all {epochs} epochs every example was drawn {few} times at least and "
                "{many} times at most.",
                limit=np.exp(-1),
                epochs=len(missed),
                few=int(back.counts.min()),
                many=int(back.counts.max()),
            ),
        ),
        ruling=Ruling.HOLDS if some and none else Ruling.FAILS,
        judged=Sentence(
            "In every epoch with replacement some were drawn twice and some never, {mean} of them "
            "on average; without replacement each of the {n} was drawn exactly once in each of "
            "{epochs} epochs.",
            mean=missed.mean(),
            n=n,
            epochs=len(kept.epochs),
        ),
        diagram=Diagram(
            Sentence("epoch"),
            Sentence("examples that were never drawn"),
            (
                Series(Sentence("in this run"), epochs.astype(float), missed.astype(float), True),
                Series(
                    Sentence("on average, N(1 − 1/N)ᴺ"),
                    epochs[[0, -1]].astype(float),
                    np.full(2, expected),
                ),
            ),
        ),
        seen_right=1 if (missed > n / 4).all() else 0,
    )


LESSON = Lesson(
    name="with-replacement",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Drawn and put back"),
    question=Sentence(
        "An epoch draws {n} times from {n} examples, and puts each one back before the next draw. "
        "How many of the examples does it never see, on average?",
        n=N,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Examples that are never drawn in an epoch"), 0.0, float(N)),
    find=find,
    saw=Saw(
        Sentence("Was there an epoch that saw three quarters of the examples or more?"),
        (Sentence("Yes"), Sentence("No, all of them saw fewer")),
    ),
    tries=(Next(Sentence("Without putting back: each one once per epoch"), WITHOUT),),
    claim=Claim(
        0,
        Sentence(
            "With replacement some examples are read several times and some never; without it "
            "each is read once per epoch."
        ),
    ),
)

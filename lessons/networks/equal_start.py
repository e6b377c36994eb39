"""Neurons that start equal get equal gradients, and never part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import NetRun
from optimizers import GradientDescent

ROUNDING = 1e-9
WIDTH = 4  # sums of 4 equal numbers are exact, so that rounding does not part them
RUN = NetRun(
    "xor",
    (GradientDescent(learning_rate=0.5),),
    epochs=400,
    hidden=(WIDTH,),
    n=40,
    noise=0.25,
    initializer="equal",
    below="start",
)
RANDOM, ZEROS = replace(RUN, initializer="xavier"), replace(RUN, initializer="zeros")


def apart(run: NetRun) -> np.ndarray:
    """(updates + 1,); how far the neurons' weights are apart at most."""
    first = run.network.layers(run.training.points[:, 0])[0]
    return np.asarray((first.max(axis=1) - first.min(axis=1)).max(axis=1))


def find(run: NetRun) -> Finding:
    """How far the neurons part from an equal start and from a random one, and what they learn."""
    gaps = apart(run)
    ends = [one.training.losses[-1, 0] for one in (run, RANDOM, ZEROS)]
    told = [round(float(o.loss.accuracy(o.training.ends[0])) * o.n) for o in (run, RANDOM)]
    weights = ZEROS.training.points[:, 0][:, ZEROS.network.are_weights()]
    moved = float(np.abs(run.training.points[-1, 0] - run.training.points[0, 0]).max())
    stays = bool(gaps.max() < ROUNDING)
    return Finding(
        right=1 if stays and moved > 0 else 0 if gaps[-1] > 0 else 2,
        because=(
            Sentence(
                "Equal neurons answer alike, so they get the same gradient and take the same step: "
                "after {updates} updates their weights differ by {gap}. The weights do move, by up "
                "to {moved}; they move together.",
                updates=run.epochs,
                gap=gaps.max(),
                moved=moved,
            ),
            Sentence(
                "So the {width} neurons can do no more than one: the loss is {equal}, and {told} "
                "of {n} examples are told right.",
                width=WIDTH,
                equal=ends[0],
                told=told[0],
                n=run.n,
            ),
            Sentence(
                "From a random start the neurons part and share the work: the loss is {loss}, and "
                "{told} of {n} are told right.",
                loss=ends[1],
                told=told[1],
                n=run.n,
            ),
            Sentence(
                "From weights of 0 the largest weight after {updates} updates is {largest}: the "
                "loss stays at {loss}.",
                updates=ZEROS.epochs,
                largest=np.abs(weights).max(),
                loss=ends[2],
            ),
        ),
        ruling=Ruling.HOLDS if stays and ends[1] < ends[0] / 2 else Ruling.FAILS,
        judged=Sentence(
            "Chance is needed to part the neurons: the loss ends at {random} from a random start, "
            "at {equal} from equal weights, and at {zeros} from zeros.",
            random=ends[1],
            equal=ends[0],
            zeros=ends[2],
        ),
        reasons=(
            Sentence(
                "All examples go through all neurons, and equal neurons make the same of each. "
                "Their weights differed by {gap}.",
                gap=gaps.max(),
            ),
            Sentence(
                "Their weights differed by {gap} after {updates} updates.",
                gap=gaps.max(),
                updates=run.epochs,
            ),
            Sentence("They moved by up to {moved}.", moved=moved),
        ),
        seen_right=0 if ends[0] > 0.1 else 1,
    )


LESSON = Lesson(
    name="equal-start",
    chapter=Chapter.NETWORKS,
    title=Sentence("An equal start"),
    question=Sentence(
        "A net with {width} hidden neurons learns exclusive or. All of its weights begin at 0.5. "
        "What becomes of the {width} neurons in {updates} updates?",
        width=WIDTH,
        updates=RUN.epochs,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("They part: each learns something else."),
            Sentence("They stay equal, and change together."),
            Sentence("They do not change at all."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("Did the net learn to tell the corners?"),
        (Sentence("No, the loss stayed high"), Sentence("Yes, the loss came near to 0")),
    ),
    tries=(
        Next(Sentence("The same net from a random start"), RANDOM),
        Next(Sentence("From weights of 0"), ZEROS),
    ),
    claim=Claim(1, Sentence("Training begins with parameters that are set at random.")),
)

"""How large the first weights are decides whether a deep net can learn at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

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
from lessons.runs import NetRun
from networks import initializer, signals
from networks.depth import DEPTH, WIDTH
from optimizers import GradientDescent

STARTS = ("small", "xavier", "large")
HEALTHY = 100.0  # times larger or smaller that a gradient may come back
RUN = NetRun(
    "moons",
    (GradientDescent(learning_rate=0.5),),
    epochs=200,
    hidden=(8, 8, 8),
    n=100,
    initializer="small",
    below="start",
)


def find(run: NetRun) -> Finding:
    """What passes through ten layers from three starts, and what the run's net learns from two."""
    small, xavier, large = found = [signals("tanh", start) for start in STARTS]
    halved, he = (signals("relu", start) for start in ("xavier", "he"))
    backs = np.array([float(one.gradients[0]) for one in found])
    deviations = [initializer(start).deviation(WIDTH, WIDTH) for start in STARTS]
    healthy = [1 / HEALTHY < back < HEALTHY for back in backs]
    losses = run.training.losses[:, 0]
    other = replace(run, initializer="xavier").training.losses[-1, 0]
    layers = np.arange(DEPTH + 1.0)
    names = (Sentence("σ = 0.01"), Sentence("Xavier, σ = 1/8"), Sentence("σ = 1"))
    return Finding(
        right=int(np.argmin(np.abs(np.log10(backs)))),
        because=(
            Sentence(
                "With σ = {sigma} every layer makes the signal smaller. Inputs of size 1 leave the "
                "last layer as {answers}, and a gradient of size 1 comes back to the first as "
                "{back}: it vanishes.",
                sigma=deviations[0],
                answers=small.answers[-1],
                back=backs[0],
            ),
            Sentence(
                "With σ = {sigma} every layer makes it larger. {saturated} of 100 answers of the "
                "last layer are so near to −1 or 1 that they hardly move, and a gradient comes "
                "back {back} times as large: it explodes.",
                sigma=deviations[2],
                saturated=100 * large.saturated[-1],
                back=backs[2],
            ),
            Sentence(
                "Xavier's σ = √(2/({width} + {width})) = {sigma} keeps the size: {answers} leaves "
                "the last layer, and {back} comes back.",
                width=WIDTH,
                sigma=deviations[1],
                answers=xavier.answers[-1],
                back=backs[1],
            ),
            Sentence(
                "In the run three layers of 8 begin with σ = 0.01: after {updates} updates the "
                "loss is {slow}; from Xavier's start it would be {fast}.",
                updates=run.epochs,
                slow=losses[-1],
                fast=other,
            ),
        ),
        ruling=Ruling.ONLY_IF if healthy == [False, True, False] else Ruling.HOLDS,
        judged=Sentence(
            "All three starts are Gaussian. Only the size helps: gradients come back as {small}, "
            "{xavier} and {large}. And it must suit the activation: with ReLU Xavier's leaves "
            "{relu} in layer {depth}, and He's, √2 times as large, {he}.",
            small=backs[0],
            xavier=backs[1],
            large=backs[2],
            relu=halved.answers[-1],
            depth=DEPTH,
            he=he.answers[-1],
        ),
        reasons=(
            Sentence(
                "Small weights make small sums in every layer: after {depth} of them a gradient of "
                "1 came back as {back}.",
                depth=DEPTH,
                back=backs[0],
            ),
            Sentence(
                "Each neuron adds up {width} numbers, and σ = 1/√{width} makes up for that: a "
                "gradient of 1 came back as {back}.",
                width=WIDTH,
                back=backs[1],
            ),
            Sentence(
                "It is carried too well: a gradient of 1 came back as {back}.",
                back=backs[2],
            ),
        ),
        diagram=Diagram(
            Sentence("layer, 0 for the inputs"),
            Sentence("size of the gradient that comes back"),
            tuple(
                Series(name, layers, one.gradients) for name, one in zip(names, found, strict=True)
            ),
            y_log=True,
        ),
        seen_right=0 if losses[0] - losses[-1] < 0.01 else 1,
    )


LESSON = Lesson(
    name="size-of-the-start",
    chapter=Chapter.NETWORKS,
    title=Sentence("Too small, right, too large"),
    question=Sentence(
        "A net of {depth} layers of {width} tanh neurons begins with random weights, drawn from a "
        "Gaussian of width σ. With which σ does a gradient that enters at the end come back to the "
        "first layer about as large as it was?",
        depth=DEPTH,
        width=WIDTH,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("σ = 0.01: small weights are safe."),
            Sentence("σ = 1/8: one over the root of 64 (Xavier)."),
            Sentence("σ = 1: large weights carry the signal."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("From σ = 0.01, what did the loss of the three layers in the run do?"),
        (Sentence("It hardly moved"), Sentence("It fell clearly")),
    ),
    tries=(
        Next(Sentence("Xavier's start"), replace(RUN, initializer="xavier")),
        Next(Sentence("A start with σ = 1"), replace(RUN, initializer="large")),
    ),
    claim=Claim(
        1,
        Sentence(
            "A random Gaussian start such as Xavier's solves vanishing and exploding gradients."
        ),
    ),
)

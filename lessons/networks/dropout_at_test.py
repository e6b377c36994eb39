"""The mean over all masks, and the one net that stands for it at test.

Nitish Srivastava et al., Dropout, 2014. https://jmlr.org/papers/v15/srivastava14a.html
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.masks import masks, mean_answer
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
from lessons.runs import NetRun
from networks import activation, over_all
from optimizers import Adam

PARTS, KEEP = (1.0, -1.2), 0.5
ROUNDING = 1e-12
RUN = NetRun(
    "moons",
    (Adam(learning_rate=0.02),),
    epochs=200,
    hidden=(3, 3),
    n=100,
    below="noise",
)


def find(run: NetRun) -> Finding:
    """All masks of one neuron by three activations, and all masks of the trained net."""
    ones = np.ones(len(PARTS))
    pairs = {
        name: mean_answer(activation(name), PARTS, ones, KEEP)
        for name in ("identity", "tanh", "relu")
    }
    every = masks(len(PARTS), KEEP)
    sums = every.factors @ np.array(PARTS)
    handed = activation("relu")(sums)
    off = {name: abs(mean - whole) for name, (mean, whole) in pairs.items()}
    mean, whole = pairs["relu"]
    end = run.training.ends[0]
    net = over_all(run.loss, end, "units", 1 - KEEP)
    scaled, exact = net.scaled[0], net.mean[0]
    exact_if_linear = off["identity"] < ROUNDING
    return Finding(
        right=float(mean),
        because=(
            Sentence(
                "What stays is divided by {keep}, so that the sums are right on average. The sums "
                "of the four draws are {both}, {first}, {second} and {none}, and their mean is "
                "{sum}: that of nothing left out.",
                keep=KEEP,
                both=sums[0],
                first=sums[1],
                second=sums[2],
                none=sums[3],
                sum=float(every.chances @ sums),
            ),
            Sentence(
                "ReLU makes of these sums {both}, {first}, {second} and {none}, whose mean is "
                "{mean}. With nothing left out it answers {whole}.",
                both=handed[0],
                first=handed[1],
                second=handed[2],
                none=handed[3],
                mean=mean,
                whole=whole,
            ),
            Sentence(
                "With tanh the mean is {mean}, and {whole} with nothing left out. Without an "
                "activation it is {linear} and {linear_whole}.",
                mean=pairs["tanh"][0],
                whole=pairs["tanh"][1],
                linear=pairs["identity"][0],
                linear_whole=pairs["identity"][1],
            ),
            Sentence(
                "Of the net in the run, which was trained without dropout, all {count} draws can "
                "be asked. Its last sum at test differs from their mean by up to {gap}.",
                count=len(net.chances),
                gap=net.gap,
            ),
        ),
        ruling=(
            Ruling.FAILS
            if not exact_if_linear
            else Ruling.ONLY_IF
            if off["relu"] > ROUNDING
            else Ruling.HOLDS
        ),
        judged=Sentence(
            "For all weights it is so only if the neuron is linear: {linear} and {linear_whole}. "
            "With ReLU the mean is {relu} and the answer at test {relu_whole}. In the net of the "
            "run the two differ by up to {gap}.",
            gap=net.gap,
            linear=pairs["identity"][0],
            linear_whole=pairs["identity"][1],
            relu=mean,
            relu_whole=whole,
        ),
        diagram=Diagram(
            Sentence("mean over all draws"),
            Sentence("answer at test, nothing left out"),
            (
                Series(Sentence("examples, last sum of the net"), exact, scaled, True),
                Series(
                    Sentence("if they were equal"),
                    np.array([exact.min(), exact.max()]),
                    np.array([exact.min(), exact.max()]),
                ),
            ),
        ),
        seen_right=0 if np.abs(scaled).mean() > np.abs(exact).mean() else 1,
    )


LESSON = Lesson(
    name="dropout-at-test",
    chapter=Chapter.NETWORKS,
    title=Sentence("Dropout at test"),
    question=Sentence(
        "A neuron answers max(0, s), where s is the sum of two inputs times their weights, {first} "
        "and {second}. In training each of the two stays with a probability of {keep} and is then "
        "divided by {keep}. At test nothing is left out, and the answer is {whole}. What is the "
        "mean over the four ways to leave inputs out?",
        first=PARTS[0],
        second=PARTS[1],
        keep=KEEP,
        whole=max(0.0, sum(PARTS)),
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Mean answer in training"), -1.0, 2.0),
    find=find,
    saw=Saw(
        Sentence("In the diagram, which answers of the net are larger in size on average?"),
        (Sentence("Those at test"), Sentence("The means over all draws")),
    ),
    tries=(
        Next(Sentence("A net without an activation"), replace(RUN, activation="identity")),
        Next(Sentence("The same net with ReLU"), replace(RUN, activation="relu")),
    ),
    claim=Claim(
        2,
        Sentence("With dropout the output at test is the expected output of training."),
    ),
)

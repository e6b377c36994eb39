"""Weights that are missing by chance, the mean over all draws, and all weights at test.

Li Wan et al., Regularization of neural networks using DropConnect, 2013.
https://proceedings.mlr.press/v28/wan13.html
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

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
from networks import Draw, over_all
from optimizers import Adam

MISSING = 0.5
ROUNDING = 1e-9  # in parts of the largest sum
RUN = NetRun(
    "moons",
    (Adam(learning_rate=0.02),),
    epochs=300,
    hidden=(2,),
    n=100,
    dropconnect=MISSING,
    below="noise",
    turned=(("left_kind", "dropconnect"),),
)
WEIGHTS = int(RUN.network.are_weights().sum())


def of_last_matrix(run: NetRun, theta: np.ndarray) -> np.ndarray:
    """(M, K, N); the sums where only weights of the last matrix are missing, in all draws."""
    places = np.flatnonzero(run.network.are_weights() & run.network.layers_from(len(run.hidden)))
    stays = np.array(list(product([True, False], repeat=len(places))))
    factors = np.ones((len(stays), run.network.dimension))
    factors[:, places] = stays / (1 - MISSING)
    return run.loss.sums(np.broadcast_to(theta, factors.shape), Draw(weights=factors))


def find(run: NetRun) -> Finding:
    """All draws of the trained net, of the same weights without tanh, and those of dropout."""
    end = run.training.ends[0]
    every = over_all(run.loss, end, "weights", MISSING)
    silent = over_all(run.loss, end, "units", MISSING)
    straight = over_all(replace(run, activation="identity").loss, end, "weights", MISSING)
    last = of_last_matrix(run, end)
    size, straight_size = (float(np.abs(one.mean).max()) for one in (every, straight))
    apart = float(np.abs(last - silent.sums).max())
    bends = every.gap > ROUNDING * size
    exact_if_straight = straight.gap < ROUNDING * straight_size
    like_dropout = apart < ROUNDING * size
    handed, neurons = run.network.inputs, run.hidden[0]
    entries, columns = 2 ** (handed * neurons), 2**handed
    exact, whole = every.mean[0], every.scaled[0]
    ends = np.array([exact.min(), exact.max()])
    return Finding(
        right=0 if not bends else 1 if exact_if_straight else 2,
        because=(
            Sentence(
                "Over all {draws} draws the mean of the last sum and the sum with all weights "
                "differ by up to {gap}. The mean itself is {size} at most.",
                draws=len(every.sums),
                gap=every.gap,
                size=size,
            ),
            Sentence(
                "Without tanh the same weights answer with a sum of {ways} products, each of two "
                "weights. Each weight is right on average and is missing by itself, so each "
                "product is right on average as well: mean and answer at test are the same but "
                "for rounding.",
                ways=handed * neurons,
            ),
            Sentence(
                "Tanh bends large sums more than small ones, so that the mean of tanh is not tanh "
                "of the mean. After the last matrix no tanh comes: if only its {last} weights can "
                "be missing, the mean over {draws} draws is the answer at test.",
                last=neurons,
                draws=len(last),
            ),
        ),
        ruling=(
            Ruling.FAILS
            if not like_dropout
            else Ruling.ONLY_IF
            if entries > columns
            else Ruling.HOLDS
        ),
        judged=Sentence(
            "It is the same where each activation goes to one neuron: the {draws} draws of the "
            "last matrix answer as those of dropout of the {neurons} neurons do. In the first "
            "matrix each input goes to {neurons} neurons: DropConnect has {entries} draws there, "
            "dropout of the inputs only {columns}. With dropout of the neurons the mean is the "
            "answer at test but for rounding, with DropConnect it is off by up to {gap}.",
            draws=len(last),
            neurons=neurons,
            entries=entries,
            columns=columns,
            gap=every.gap,
        ),
        reasons=(
            Sentence(
                "Each weight is right on average, but not tanh of a sum of them: here it makes a "
                "difference of up to {gap}.",
                gap=every.gap,
            ),
            Sentence(
                "With tanh they differ by up to {gap}. Without it they are the same but for "
                "rounding.",
                gap=every.gap,
            ),
            Sentence(
                "Two factors that are missing independently are right together: the mean of a "
                "product is the product of the means. Without tanh the two are the same but for "
                "rounding, for sums of up to {size}.",
                size=straight_size,
            ),
        ),
        diagram=Diagram(
            Sentence("mean over all draws"),
            Sentence("answer at test, nothing left out"),
            (
                Series(Sentence("examples, last sum of the net"), exact, whole, True),
                Series(Sentence("if they were equal"), ends, ends),
            ),
        ),
        seen_right=0 if np.abs(whole).mean() > np.abs(exact).mean() else 1,
    )


LESSON = Lesson(
    name="dropconnect-at-test",
    chapter=Chapter.NETWORKS,
    title=Sentence("Weights left out"),
    question=Sentence(
        "DropConnect sets entries of the weight matrices to 0. A net with {neurons} tanh neurons "
        "has {weights} weights; in every update each of them is missing with a probability of "
        "{missing}, and what stays is divided by {stay}. At test no weight is missing. Is the "
        "net's last sum then the mean over all draws?",
        neurons=RUN.hidden[0],
        weights=WEIGHTS,
        missing=MISSING,
        stay=1 - MISSING,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("Yes: each weight is right on average."),
            Sentence("No, but it would be without tanh."),
            Sentence("No, not even without tanh: two matrices are multiplied."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In the diagram, which answers of the net are larger in size on average?"),
        (Sentence("Those at test"), Sentence("The means over all draws")),
    ),
    tries=(
        Next(
            Sentence("The same net, trained with all of its weights"), replace(RUN, dropconnect=0.0)
        ),
        Next(Sentence("A net without an activation"), replace(RUN, activation="identity")),
    ),
    claim=Claim(
        2,
        Sentence(
            "DropConnect is like dropout, except that entries of the weight matrix are set to 0 "
            "instead of activations."
        ),
    ),
)

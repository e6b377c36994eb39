"""Fewer neurons can do more in depth, and are harder to train.

Matus Telgarsky, Benefits of depth in neural networks, 2016. https://arxiv.org/abs/1602.04485
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np

from engine import train
from engine.protocols import VectorObjective
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
from networks import dead, initial
from optimizers import Adam

NETS, FOLDS = 20, 4
LEARNED_NOTHING = 0.01  # below ln 2
RUN = NetRun(
    "spirals",
    (Adam(learning_rate=0.02),),
    epochs=300,
    hidden=(4, 4, 4),
    activation="relu",
    n=100,
    noise=0.05,
)
WIDE = replace(RUN, hidden=(16,))


def ends(run: NetRun) -> tuple[np.ndarray, np.ndarray]:
    """(NETS,) the losses at which nets end that differ only in the seed of their start, sorted.

    And (NETS,) whether a net has a layer by then whose neurons are silent for every example.
    """
    starts = np.array([initial(run.network, run.initializer, seed) for seed in range(NETS)])
    objective = cast(VectorObjective, run.loss)
    made = train(objective, run.rules, starts, run.epochs, every=run.epochs)
    found = made.losses[-1, 0]
    shut = [any(layer.all() for layer in dead(run.loss, theta)) for theta in made.points[-1, 0]]
    order = np.argsort(found)
    return found[order], np.array(shut)[order]


def find(run: NetRun) -> Finding:
    """Deep nets against wide ones with more neurons and more weights."""
    (deep, shut), (wide, _shut) = ends(run), ends(WIDE)
    worse = int((deep > wide.max()).sum())
    idle = deep > np.log(2) - LEARNED_NOTHING
    better, harder = deep.min() < wide.min(), worse > 0
    place = np.arange(1.0, NETS + 1)
    return Finding(
        right=float(worse),
        because=(
            Sentence(
                "The three layers have {deep_neurons} neurons and {deep_weights} weights, the one "
                "wide layer has {wide_neurons} and {wide_weights}. The best deep net ends at a "
                "loss of {best}, the best wide one at {other}: the deep one can do more.",
                deep_neurons=sum(run.hidden),
                deep_weights=run.network.dimension,
                wide_neurons=sum(WIDE.hidden),
                wide_weights=WIDE.network.dimension,
                best=deep.min(),
                other=wide.min(),
            ),
            Sentence(
                "But {worse} of {nets} deep nets end higher than the worst wide one, at {worst}. "
                "The middle one of the deep nets ends at {middle}, of the wide ones at {other}.",
                worse=worse,
                nets=NETS,
                worst=wide.max(),
                middle=np.median(deep),
                other=np.median(wide),
            ),
            Sentence(
                "{nothing} of the deep nets learned nothing and stand at ln 2 = {known}. In "
                "{shut} of these all neurons of a narrow layer are silent for every example, and "
                "nothing passes it any more.",
                nothing=int(idle.sum()),
                known=np.log(2),
                shut=int((idle & shut).sum()),
            ),
        ),
        ruling=Ruling.HOLDS if better and harder else Ruling.FAILS,
        judged=Sentence(
            "With {deep_neurons} neurons instead of {wide_neurons} the best deep net comes to "
            "{best}, against {other}. And {worse} of {nets} deep nets end higher than any wide "
            "one.",
            deep_neurons=sum(run.hidden),
            wide_neurons=sum(WIDE.hidden),
            best=deep.min(),
            other=wide.min(),
            worse=worse,
            nets=NETS,
        ),
        diagram=Diagram(
            Sentence("nets, the best one first"),
            Sentence("loss at the end"),
            (
                Series(Sentence("three layers of 4"), place, deep, True),
                Series(Sentence("one layer of 16"), place, wide, True),
            ),
            y_log=True,
        ),
        seen_right=0 if deep.max() - deep.min() > wide.max() - wide.min() else 1,
    )


LESSON = Lesson(
    name="deeper-not-easier",
    chapter=Chapter.NETWORKS,
    title=Sentence("Deeper is not easier"),
    question=Sentence(
        "Two spirals are learned by {nets} nets with one hidden layer of {wide} ReLU neurons, and "
        "by {nets} with three layers of {deep}. The nets of a kind differ only in their random "
        "start. How many of the deep ones end with a higher loss than the worst wide one?",
        nets=NETS,
        wide=WIDE.hidden[0],
        deep=RUN.hidden[0],
    ),
    run=RUN,
    predicts=DragNumber(
        Sentence("Deep nets of {nets} that end above all wide ones", nets=NETS), 0.0, float(NETS)
    ),
    find=find,
    saw=Saw(
        Sentence("In the diagram, whose ends were farther apart?"),
        (Sentence("Those of the deep nets"), Sentence("Those of the wide nets")),
    ),
    tries=(
        Next(Sentence("The wide net"), WIDE),
        Next(Sentence("The deep net from another start"), replace(RUN, start_seed=2)),
    ),
    claim=Claim(
        4,
        Sentence(
            "Deeper nets need fewer neurons for the same function, but being deep does not make "
            "them easier to optimize."
        ),
    ),
)

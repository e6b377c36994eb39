"""A net that learns its examples by heart, and a penalty that keeps it from that.

Anders Krogh, John Hertz, A simple weight decay can improve generalization, 1992.
https://papers.nips.cc/paper/563-a-simple-weight-decay-can-improve-generalization
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np

import data
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
from networks import NetworkLoss, initial
from optimizers import Adam

TESTED, TEST = 500, 1000
PENALTIES = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
RUN = NetRun(
    "overlapping",
    (Adam(learning_rate=0.02),),
    epochs=300,
    n=40,
    noise=1.0,
)


def on_others(run: NetRun, penalty: float) -> np.ndarray:
    """(updates + 1,); the loss on other examples while the net is trained with a penalty."""
    others = data.by_name(run.source_name).make(TESTED, run.noise, run.sample + TEST)
    held_out = NetworkLoss(run.network, others.points, others.targets)
    begins = initial(run.network, run.initializer, run.start_seed)
    objective = cast(VectorObjective, replace(run.loss, penalty=penalty))
    made = train(objective, run.rules, begins, run.epochs)
    return np.asarray(made.measured(held_out.value)[:, 0])


def find(run: NetRun) -> Finding:
    """Both losses along the training, and the end of the test loss by the size of a penalty."""
    seen = run.training.losses[:, 0]
    every = [on_others(run, penalty) for penalty in PENALTIES]
    ends = np.array([one[-1] for one in every])
    bare = every[0]
    turn, best = int(np.argmin(bare)), int(np.argmin(ends))
    updates = np.arange(run.epochs + 1.0)
    n, told = run.n, float(run.loss.accuracy(run.training.ends[0]))
    helps = bool(0 < best < len(ends) - 1 and ends[best] < ends[0] / 2)
    return Finding(
        right=float(turn),
        because=(
            Sentence(
                "Up to update {turn} the net learns what is true of all examples: the loss on "
                "{tested} others falls to {least}. From there on it rises, to {last}.",
                turn=turn,
                tested=TESTED,
                least=bare[turn],
                last=bare[-1],
            ),
            Sentence(
                "The loss on its own {n} examples goes on falling, from {then} at that update to "
                "{end}. With {weights} weights it can learn them by heart, with their noise: at "
                "the end it tells {told} of {n} right.",
                n=n,
                then=seen[turn],
                end=seen[-1],
                weights=run.network.dimension,
                told=round(told * n),
            ),
            Sentence(
                "A penalty ω/2 |w|² makes long weights cost. With ω = {best} the test loss ends at "
                "{good}; with ω = {small} at {little}, and with ω = {large} at {much}.",
                best=PENALTIES[best],
                good=ends[best],
                small=PENALTIES[1],
                little=ends[1],
                large=PENALTIES[-1],
                much=ends[-1],
            ),
        ),
        ruling=Ruling.ONLY_IF if helps else Ruling.FAILS,
        judged=Sentence(
            "Without a penalty the test loss ends at {bare}. A penalty helps if its size is right: "
            "{good} with ω = {best}, but {little} with {small}, and {much} with {large}.",
            bare=ends[0],
            best=PENALTIES[best],
            good=ends[best],
            small=PENALTIES[1],
            little=ends[1],
            large=PENALTIES[-1],
            much=ends[-1],
        ),
        diagram=Diagram(
            Sentence("updates"),
            Sentence("loss"),
            (
                Series(Sentence("on the examples that are learned"), updates, seen),
                Series(Sentence("on others"), updates, bare),
                Series(
                    Sentence("on others, with ω = {penalty}", penalty=PENALTIES[best]),
                    updates,
                    every[best],
                ),
            ),
            y_log=True,
        ),
        seen_right=1 if seen[-1] < seen[turn] < seen[0] else 0,
    )


LESSON = Lesson(
    name="learned-by-heart",
    chapter=Chapter.NETWORKS,
    title=Sentence("Learned by heart"),
    question=Sentence(
        "A net of {weights} weights learns two clouds that overlap from {n} examples, in {updates} "
        "updates. Its loss on other examples falls at first, and then rises. After which update "
        "is it lowest?",
        weights=RUN.network.dimension,
        n=RUN.n,
        updates=RUN.epochs,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("The best update"), 1.0, float(RUN.epochs), logarithmic=True),
    find=find,
    saw=Saw(
        Sentence("What did the loss on the net's own examples do after that update?"),
        (Sentence("It rose as well"), Sentence("It went on falling")),
    ),
    tries=(
        Next(Sentence("Ten times as many examples"), replace(RUN, n=400)),
        Next(Sentence("A net with one hidden layer of 2"), replace(RUN, hidden=(2,))),
    ),
    claim=Claim(
        2,
        Sentence(
            "A model that has learned its training data wholly overfits; regularization prevents "
            "that."
        ),
    ),
)

"""Several moments of one training answer together.

Gao Huang et al., Snapshot ensembles: train 1, get M for free, 2017.
https://arxiv.org/abs/1704.00109
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
from networks import NetworkLoss, ensemble, initial
from optimizers import Adam
from schedules import Cyclic

HALF, CYCLES, LAST, NETS, TESTED, TEST = 25, 6, 3, 20, 500, 1000
RUN = NetRun(
    "moons",
    (Adam(learning_rate=0.03),),
    epochs=2 * HALF * CYCLES,
    noise=0.35,
    sample=0,
    start_seed=0,
    below="ensembles",
)


def find(run: NetRun) -> Finding:
    """Nets along a cyclic rate: the last snapshot against the mean answer of the last three."""
    tested = data.by_name(run.source_name).make(TESTED, run.noise, run.sample + TEST)
    held_out = NetworkLoss(run.network, tested.points, tested.targets)
    starts = np.array([initial(run.network, run.initializer, seed) for seed in range(NETS)])
    objective = cast(VectorObjective, run.loss)
    cycle = Cyclic(period=HALF, low=0.05)
    made = train(objective, run.rules, starts, run.epochs, schedule=cycle, every=2 * HALF)
    several = [ensemble(held_out, made.points[-LAST:, 0, net]) for net in range(NETS)]
    alone = np.array([one.losses[-1] for one in several])
    together = np.array([one.loss for one in several])
    told = np.array([[one.accuracies[-1], one.accuracy] for one in several]).mean(axis=0)
    answers = held_out.answers(made.points[-LAST:, 0])[:, :, 0]
    chances = [np.where(tested.targets == 1, p, 1 - p) for p in (answers[-1], answers.mean(axis=0))]
    wrong = chances[0] < 0.5
    on_wrong = [float(-np.log(one[wrong]).mean()) for one in chances]
    on_right = [float(-np.log(one[~wrong]).mean()) for one in chances]
    means = np.array([one.losses.mean() for one in several])
    lower = int((together < alone).sum())
    ends = np.array([together.min(), alone.max()])
    return Finding(
        right=0 if lower > 3 * NETS // 4 else 2 if lower < NETS // 4 else 1,
        because=(
            Sentence(
                "{nets} nets are trained with a rate that goes up and down. At the end of each "
                "cycle the weights are kept: a snapshot. The mean answer of the last {last} has "
                "the lower test loss in {lower} of {nets} nets: {together} on average, against "
                "{alone} of the last snapshot alone.",
                nets=NETS,
                last=LAST,
                lower=lower,
                together=together.mean(),
                alone=alone.mean(),
            ),
            Sentence(
                "Snapshots err in different places, and where one is too sure the mean is less so. "
                "The loss of a mean is never above the mean of the losses: {together} is not above "
                "{mean}.",
                together=together.mean(),
                mean=means.mean(),
            ),
            Sentence(
                "Where the last snapshot tells the wrong class the loss falls from {wrong} to "
                "{mended}, elsewhere it goes from {right} to {dulled}. The share that is told "
                "right hardly changes: {mine} of 100 with three, {one} with one.",
                wrong=on_wrong[0],
                mended=on_wrong[1],
                right=on_right[0],
                dulled=on_right[1],
                mine=100 * told[1],
                one=100 * told[0],
            ),
        ),
        ruling=Ruling.HOLDS if lower > NETS / 2 else Ruling.FAILS,
        judged=Sentence(
            "The test loss falls in {lower} of {nets} nets, from {alone} to {together} on average. "
            "Of 100 examples it tells {mine} right instead of {one}: less sure where it is "
            "wrong, and not much more often right.",
            lower=lower,
            nets=NETS,
            alone=alone.mean(),
            together=together.mean(),
            mine=100 * told[1],
            one=100 * told[0],
        ),
        reasons=(
            Sentence(
                "It was lower in {lower} of {nets} nets, {together} against {alone} on average.",
                lower=lower,
                nets=NETS,
                together=together.mean(),
                alone=alone.mean(),
            ),
            Sentence(
                "They are the same net at other moments, but not the same weights: in {lower} of "
                "{nets} nets the loss was lower together.",
                lower=lower,
                nets=NETS,
            ),
            Sentence(
                "The older snapshots are not much worse alone: the mean loss of the {last} is "
                "{mean}, and that of the last {alone}. Together they have {together}.",
                last=LAST,
                mean=means.mean(),
                alone=alone.mean(),
                together=together.mean(),
            ),
        ),
        diagram=Diagram(
            Sentence("test loss of the last snapshot"),
            Sentence("test loss of the mean answer"),
            (
                Series(Sentence("nets"), alone, together, True),
                Series(Sentence("if they were equal"), ends, ends),
            ),
        ),
        seen_right=0 if (together < alone).all() else 1,
    )


LESSON = Lesson(
    name="snapshots",
    chapter=Chapter.NETWORKS,
    title=Sentence("Snapshots that answer together"),
    question=Sentence(
        "A net is trained with a rate that goes up and down, and its weights are kept at the end "
        "of each cycle. At test the last {last} of these snapshots answer together: the mean of "
        "their probabilities is taken. Against the last one alone, what becomes of the test loss?",
        last=LAST,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("It is lower, for most nets."),
            Sentence("It is the same: it is one net after all."),
            Sentence("It is higher: older snapshots have learned less."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In the diagram, on which side of the line are the nets?"),
        (Sentence("All of them below"), Sentence("Some above")),
    ),
    tries=(Next(Sentence("The same net on less noisy moons"), replace(RUN, noise=0.2)),),
    claim=Claim(
        2,
        Sentence(
            "Snapshots of one training, averaged in their answers, make an ensemble that is worth "
            "having."
        ),
    ),
)

"""A second task that is near to the first: what was learned is most of the way.

Jason Yosinski et al., How transferable are features in deep neural networks?, 2014.
https://arxiv.org/abs/1411.1792
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.networks.turned import NETS, TESTED, UPDATES, case, diagram
from lessons.runs import NetRun
from optimizers import Adam

ANGLE, FEW, MANY = 20, 20, 200
RUN = NetRun(
    "moons",
    (Adam(learning_rate=0.02),),
    epochs=200,
    noise=0.15,
    sample=0,
    start_seed=0,
    below="transfer",
)


def find(run: NetRun) -> Finding:
    """Four ways to learn the second task, with few examples and with many."""
    few, many = case(run, ANGLE, FEW), case(run, ANGLE, MANY)
    scratch, tuned, frozen, top = few.ends
    best = int(np.argmin((scratch, tuned, top)))
    return Finding(
        right=best,
        because=(
            Sentence(
                "The new moons are the old ones turned by {angle} degrees. With {few} examples and "
                "{updates} updates the test loss on {tested} others, mean of {nets} nets, is "
                "{scratch} from scratch, {tuned} fine-tuned and {top} if only the last layer "
                "learns.",
                angle=ANGLE,
                few=FEW,
                updates=UPDATES,
                tested=TESTED,
                nets=NETS,
                scratch=scratch,
                tuned=tuned,
                top=top,
            ),
            Sentence(
                "{few} examples say little about {weights} weights, and the first task has said "
                "most of it. Fine-tuned, {helped} of {nets} nets end lower than from scratch.",
                few=FEW,
                weights=run.network.dimension,
                helped=few.helped,
                nets=NETS,
            ),
            Sentence(
                "With only the first layer frozen it is {frozen}. With {many} examples of the "
                "second task the start counts for less: {scratch} from scratch, {tuned} "
                "fine-tuned.",
                frozen=frozen,
                many=MANY,
                scratch=many.ends[0],
                tuned=many.ends[1],
            ),
        ),
        ruling=(
            Ruling.FAILS
            if top > scratch
            else Ruling.HOLDS
            if top < min(tuned, frozen)
            else Ruling.ONLY_IF
        ),
        judged=Sentence(
            "The last layer alone gives {top}, which is better than {scratch} from scratch. To "
            "move the layers below as well gives {tuned}, and all but the first {frozen}. So it "
            "is the best way only if the new task is so near that the layers below need not move.",
            top=top,
            scratch=scratch,
            tuned=tuned,
            frozen=frozen,
        ),
        reasons=(
            Sentence(
                "From scratch {few} examples have to say everything: the test loss is {scratch}, "
                "and {tuned} with what was learned before.",
                few=FEW,
                scratch=scratch,
                tuned=tuned,
            ),
            Sentence(
                "It ended at {tuned}; from scratch at {scratch}, and with the last layer alone at "
                "{top}.",
                tuned=tuned,
                scratch=scratch,
                top=top,
            ),
            Sentence(
                "It ended at {top}. The layers below it were made for moons that are not turned; "
                "moving them as well gives {tuned}.",
                top=top,
                tuned=tuned,
            ),
        ),
        diagram=diagram(few),
        seen_right=0 if few.tuned[0].mean() < few.scratch[0].mean() else 1,
    )


LESSON = Lesson(
    name="transfer-near",
    chapter=Chapter.NETWORKS,
    title=Sentence("A task that is nearly the same"),
    question=Sentence(
        "A net has learned two moons. The next task has the same moons turned by {angle} degrees, "
        "and only {few} examples of them. After {updates} updates, which way has the lowest test "
        "loss?",
        angle=ANGLE,
        few=FEW,
        updates=UPDATES,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("To begin from scratch."),
            Sentence("To go on from what was learned, with all weights (fine-tuning)."),
            Sentence("To go on, but with the last layer alone."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In the diagram: which net was better on the new task before its first update?"),
        (Sentence("The one that had learned the old task"), Sentence("The untrained one")),
    ),
    tries=(Next(Sentence("A first task with fewer examples"), replace(RUN, n=40)),),
    claim=Claim(
        2,
        Sentence("With few and similar new data, train a linear classifier on the last layer."),
    ),
)

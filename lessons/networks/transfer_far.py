"""A second task that is far from the first: what was learned is in the way.

Sinno Jialin Pan, Qiang Yang, A survey on transfer learning, 2010.
https://doi.org/10.1109/TKDE.2009.191
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.networks.transfer_near import RUN
from lessons.networks.turned import NETS, TESTED, UPDATES, case, diagram
from lessons.runs import NetRun

ANGLE, MANY, FEW = 90, 200, 20


def find(run: NetRun) -> Finding:
    """Four ways to learn the second task, with many examples and with few."""
    many, few = case(run, ANGLE, MANY), case(run, ANGLE, FEW)
    scratch, tuned, frozen, top = many.ends
    best = int(np.argmin((scratch, tuned, top)))
    hurts = bool(tuned > scratch and few.ends[1] > few.ends[0])
    return Finding(
        right=best,
        because=(
            Sentence(
                "Turned by {angle} degrees one moon lies where there was a part of the other. With "
                "{many} examples and {updates} updates the test loss on {tested} others, mean of "
                "{nets} nets, is {scratch} from scratch, {tuned} fine-tuned and {top} with the "
                "last layer alone.",
                angle=ANGLE,
                many=MANY,
                updates=UPDATES,
                tested=TESTED,
                nets=NETS,
                scratch=scratch,
                tuned=tuned,
                top=top,
            ),
            Sentence(
                "What was learned is confidently wrong here: before its first update such a net "
                "has a test loss of {taught}, an untrained one of {fresh}. That has to be undone "
                "first, which is called negative transfer. {helped} of {nets} nets end lower "
                "fine-tuned than from scratch.",
                taught=many.tuned[0].mean(),
                fresh=many.scratch[0].mean(),
                helped=many.helped,
                nets=NETS,
            ),
            Sentence(
                "With only {few} examples it is {scratch} from scratch and {tuned} fine-tuned. "
                "There {helped} of {nets} nets end lower fine-tuned: one net alone proves little.",
                few=FEW,
                scratch=few.ends[0],
                tuned=few.ends[1],
                helped=few.helped,
                nets=NETS,
            ),
        ),
        ruling=Ruling.FAILS if hurts else Ruling.HOLDS,
        judged=Sentence(
            "Fine-tuned more is better than fine-tuned less ({tuned} with all layers, {frozen} "
            "with the first frozen, {top} with the last alone), but to begin from scratch is best "
            "here, {scratch}: the advice leaves that out.",
            tuned=tuned,
            frozen=frozen,
            top=top,
            scratch=scratch,
        ),
        reasons=(
            Sentence(
                "Nothing has to be undone: it ended at {scratch}, and fine-tuned at {tuned}.",
                scratch=scratch,
                tuned=tuned,
            ),
            Sentence(
                "It ended at {tuned}, and from scratch at {scratch}: the old weights were in the "
                "way.",
                tuned=tuned,
                scratch=scratch,
            ),
            Sentence(
                "It ended at {top}: the last layer alone cannot turn what the layers below have "
                "learned. From scratch it was {scratch}.",
                top=top,
                scratch=scratch,
            ),
        ),
        diagram=diagram(many),
        seen_right=1 if many.tuned[0].mean() > many.scratch[0].mean() else 0,
    )


LESSON = Lesson(
    name="transfer-far",
    chapter=Chapter.NETWORKS,
    title=Sentence("A task that is another one"),
    question=Sentence(
        "A net has learned two moons. The next task has the moons turned by {angle} degrees, and "
        "{many} examples of them. After {updates} updates, which way has the lowest test loss?",
        angle=ANGLE,
        many=MANY,
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
    tries=(Next(Sentence("A first task that is trained less long"), replace(RUN, epochs=20)),),
    claim=Claim(
        2,
        Sentence("With many and different new data, fine-tune more layers of what was learned."),
    ),
)

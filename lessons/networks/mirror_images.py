"""Learning from mirror images: they help if a mirrored example keeps its class."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, cast

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
from networks import NetworkLoss, augmented, initial
from optimizers import Adam

NETS, TESTED, TEST = 8, 500, 1000
FLIPS = np.array([np.diag([a, b]) for a in (1.0, -1.0) for b in (1.0, -1.0)])
RUN = NetRun(
    "moons",
    (Adam(learning_rate=0.02),),
    epochs=200,
    n=20,
    noise=0.2,
    sample=3,
    start_seed=0,
    below="noise",
)
DISC = replace(RUN, source_name="circle")


class Mirrored(NamedTuple):
    """Test losses (updates + 1, nets), without mirror images and with them."""

    plain: np.ndarray
    copied: np.ndarray

    @property
    def ends(self) -> tuple[float, float]:
        """Means over the nets."""
        return float(self.plain[-1].mean()), float(self.copied[-1].mean())


def learned(run: NetRun) -> Mirrored:
    """Nets that differ in their starts, trained both ways."""
    others = data.by_name(run.source_name).make(TESTED, run.noise, run.sample + TEST)
    held_out = NetworkLoss(run.network, others.points, others.targets)
    starts = np.array([initial(run.network, run.initializer, seed) for seed in range(NETS)])
    losses = []
    for objective in (run.loss, augmented(run.loss, FLIPS)):
        made = train(cast(VectorObjective, objective), run.rules, starts, run.epochs)
        losses.append(made.measured(held_out.value)[:, 0])
    return Mirrored(*losses)


def find(run: NetRun) -> Finding:
    """Moons and a disc in a ring, with mirror images and without."""
    moons, disc = learned(run), learned(DISC)
    (plain, copied), (disc_plain, disc_copied) = moons.ends, disc.ends
    helps = copied < plain, disc_copied < disc_plain
    updates = np.arange(run.epochs + 1.0)
    return Finding(
        right={(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}[helps],
        because=(
            Sentence(
                "Every example is learned in four ways: as it is, mirrored left to right, top to "
                "bottom, and both. So {few} examples become {all}.",
                few=run.n,
                all=len(FLIPS) * run.n,
            ),
            Sentence(
                "A disc in a ring keeps its classes in a mirror. The test loss, mean of {nets} "
                "nets after {updates} updates, falls from {plain} to {copied}.",
                nets=NETS,
                updates=run.epochs,
                plain=disc_plain,
                copied=disc_copied,
            ),
            Sentence(
                "A mirror puts one moon where the other was, so that many copies have the wrong "
                "class. The test loss rises from {plain} to {copied}; to know nothing is ln 2 = "
                "{known}.",
                plain=plain,
                copied=copied,
                known=np.log(2),
            ),
        ),
        ruling=Ruling.ONLY_IF if helps == (False, True) else Ruling.HOLDS,
        judged=Sentence(
            "Copies help only if they keep their class: the test loss goes from {disc_plain} to "
            "{disc_copied} on the disc, and from {plain} to {copied} on the moons.",
            disc_plain=disc_plain,
            disc_copied=disc_copied,
            plain=plain,
            copied=copied,
        ),
        reasons=(
            Sentence(
                "On the moons the test loss rose from {plain} to {copied}.",
                plain=plain,
                copied=copied,
            ),
            Sentence(
                "{disc_plain} to {disc_copied} on the disc, {plain} to {copied} on the moons.",
                disc_plain=disc_plain,
                disc_copied=disc_copied,
                plain=plain,
                copied=copied,
            ),
            Sentence(
                "It is the other way round: on the disc the loss fell from {plain} to {copied}.",
                plain=disc_plain,
                copied=disc_copied,
            ),
            Sentence(
                "They say something new where the class survives: on the disc the loss fell from "
                "{plain} to {copied}.",
                plain=disc_plain,
                copied=disc_copied,
            ),
        ),
        diagram=Diagram(
            Sentence("updates"),
            Sentence("test loss, mean of {nets} nets", nets=NETS),
            (
                Series(Sentence("moons"), updates, moons.plain.mean(axis=1)),
                Series(Sentence("moons, mirrored"), updates, moons.copied.mean(axis=1)),
                Series(Sentence("disc"), updates, disc.plain.mean(axis=1)),
                Series(Sentence("disc, mirrored"), updates, disc.copied.mean(axis=1)),
            ),
            y_log=True,
        ),
        seen_right=0 if copied > disc_plain else 1,
    )


LESSON = Lesson(
    name="mirror-images",
    chapter=Chapter.NETWORKS,
    title=Sentence("Learning from mirror images"),
    question=Sentence(
        "There are only {few} examples to learn from. To have more, each of them is learned in its "
        "mirror images as well, with the same class. On which data does that lower the test loss: "
        "on two moons, or on a disc in a ring?",
        few=RUN.n,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("On both: more examples are better."),
            Sentence("Only on the disc in a ring."),
            Sentence("Only on the two moons."),
            Sentence("On neither: copies say nothing new."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In the diagram, which of the four ended highest?"),
        (Sentence("The moons with mirror images"), Sentence("Another one")),
    ),
    tries=(
        Next(Sentence("A disc in a ring, without copies"), DISC),
        Next(Sentence("Moons, with ten times as many examples"), replace(RUN, n=200)),
    ),
    claim=Claim(2, Sentence("Augmented data, such as mirrored images, are good to train with.")),
)

"""A sum of ReLUs meets a curve at as many places as one likes."""

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
from networks import Network, NetworkLoss, hinges
from optimizers import Adam

NEURONS, FACTOR = 8, 2
LOW, HIGH = 0.0, 2 * np.pi
ANSWERS = (1 / FACTOR, 1 / FACTOR**2, 1.0)
RUN = NetRun(
    "circle",
    (Adam(learning_rate=0.05),),
    epochs=200,
    hidden=(NEURONS,),
    activation="relu",
    noise=0.1,
    below="activations",
)


def along(network: Network, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """(n,); what a net of one input answers over a line."""
    loss = NetworkLoss(network, x[:, None], np.zeros(len(x)), "squares")
    return np.asarray(loss.answers(theta)[0])


def find(run: NetRun) -> Finding:
    """How far sums of more and more ReLUs are from a sine, and how far they can be at most."""
    x = np.linspace(LOW, HIGH, 2001)
    counts = [count for count in range(1, 17) if NEURONS % count == 0 or count % NEURONS == 0]
    off = [np.abs(along(*hinges(np.sin, LOW, HIGH, n), x) - np.sin(x)).max() for n in counts]
    few, many = (off[counts.index(n)] for n in (NEURONS, FACTOR * NEURONS))
    ratio = many / few
    bounds = [(HIGH - LOW) ** 2 / (8 * count**2) for count in counts]
    pieces = along(*hinges(np.sin, LOW, HIGH, NEURONS), x)
    losses = run.training.losses[:, 0]
    told = float(run.loss.accuracy(run.training.ends[0]))
    return Finding(
        right=int(np.argmin(np.abs(np.array(ANSWERS) - ratio))),
        because=(
            Sentence(
                "Each ReLU adds a bend at a place of its own. {few} of them make {few} straight "
                "pieces that meet a sine at their ends, and are off by {off} at most between.",
                few=NEURONS,
                off=few,
            ),
            Sentence(
                "Pieces half as long bow away a quarter as far: with {many} it is {off}, {ratio} "
                "times as much. Theory allows {bound}.",
                many=FACTOR * NEURONS,
                off=many,
                ratio=ratio,
                bound=bounds[counts.index(FACTOR * NEURONS)],
            ),
            Sentence(
                "These weights were worked out, not learned. That they exist does not mean that "
                "descent finds them: the net of the run, with {few} neurons on other data, tells "
                "{told} of {n} right after {updates} updates.",
                few=NEURONS,
                told=round(told * run.n),
                n=run.n,
                updates=run.epochs,
            ),
        ),
        ruling=Ruling.HOLDS if (np.array(off) <= np.array(bounds) + 1e-12).all() else Ruling.FAILS,
        judged=Sentence(
            "With enough neurons the error is as small as one likes: {first} with n = {few}, "
            "{last} with n = {many}, and never above (b − a)²/(8n²) times the largest bend of the "
            "curve between a and b.",
            first=off[0],
            few=counts[0],
            last=off[-1],
            many=counts[-1],
        ),
        reasons=(
            Sentence(
                "The pieces are half as long, but their distance from the curve falls with the "
                "square of that: it is {ratio} times as large.",
                ratio=ratio,
            ),
            Sentence(
                "{few} neurons are off by {off}, {many} by {other}: {ratio} times as much.",
                few=NEURONS,
                off=few,
                many=FACTOR * NEURONS,
                other=many,
                ratio=ratio,
            ),
            Sentence(
                "More pieces follow the curve more closely: the error goes from {off} to {other}.",
                off=few,
                other=many,
            ),
        ),
        diagram=Diagram(
            Sentence("x"),
            Sentence("y"),
            (
                Series(Sentence("the sine"), x[::10], np.sin(x[::10])),
                Series(Sentence("{n} ReLUs", n=NEURONS), x[::10], pieces[::10]),
            ),
        ),
        seen_right=0 if losses[-1] < losses[0] / 2 else 1,
    )


LESSON = Lesson(
    name="sum-of-relus",
    chapter=Chapter.NETWORKS,
    title=Sentence("One layer is enough, in theory"),
    question=Sentence(
        "One hidden layer of {few} ReLU neurons can follow a sine with {few} straight pieces, and "
        "is off by some distance at most. What becomes of that distance with {many} neurons?",
        few=NEURONS,
        many=FACTOR * NEURONS,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("It is half of it."),
            Sentence("It is a quarter of it."),
            Sentence("It stays: pieces stay straight."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("What did the loss of the net in the run do?"),
        (Sentence("It fell to less than half"), Sentence("It stayed above half")),
    ),
    tries=(
        Next(Sentence("One layer of {many}", many=16), replace(RUN, hidden=(16,))),
        Next(Sentence("Two layers of {few}", few=NEURONS), replace(RUN, hidden=(NEURONS, NEURONS))),
    ),
    claim=Claim(
        4,
        Sentence("In theory a two-layer network can approximate any continuous function."),
    ),
)

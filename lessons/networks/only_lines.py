"""Without an activation a net of any depth is one matrix, and its border a straight line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import NetRun
from networks import multiplied_out
from optimizers import Adam

RUN = NetRun(
    "moons",
    (Adam(learning_rate=0.05),),
    epochs=200,
    activation="identity",
    below="activations",
)
LINE, BENT = replace(RUN, hidden=()), replace(RUN, activation="tanh")
ROUNDING = 1e-9


def told(run: NetRun) -> float:
    """The share of the examples that are told right at the end."""
    return float(run.loss.accuracy(run.training.ends[0]))


def find(run: NetRun) -> Finding:
    """The one matrix that the trained net is, and what a line and a bent net come to."""
    end = run.training.ends[0]
    [matrix] = multiplied_out(run.network, end)
    inputs = run.loss.inputs
    straight = inputs @ matrix[:-1] + matrix[-1]
    off = float(np.abs(run.loss.sums(end)[0] - straight).max() / np.abs(straight).max())
    mine, line, bent = (told(one) for one in (run, LINE, BENT))
    same = off < ROUNDING
    n = len(inputs)
    return Finding(
        right=0 if same else 1,
        because=(
            Sentence(
                "A layer without an activation multiplies by a matrix and adds. Two of them in a "
                "row multiply by one other matrix and add: the {weights} numbers of this net do "
                "what 3 numbers can do.",
                weights=run.network.dimension,
            ),
            Sentence(
                "Multiplied out the trained net is {a}·x₁ + ({b})·x₂ + ({c}), and its border is "
                "the straight line where that is 0. It tells {right} of {n} examples right.",
                a=matrix[0],
                b=matrix[1],
                c=matrix[2],
                right=round(mine * n),
                n=n,
            ),
            Sentence(
                "A model without hidden layers, trained alike, tells {line} right. With tanh "
                "between the same layers it is {bent}.",
                line=round(line * n),
                bent=round(bent * n),
            ),
        ),
        ruling=Ruling.HOLDS if same else Ruling.FAILS,
        judged=Sentence(
            "The trained net and the 3 numbers of its product give all {n} examples the same "
            "answers, but for rounding.",
            n=n,
        ),
        reasons=(
            Sentence(
                "The answers are {a}·x₁ + ({b})·x₂ + ({c}), and where that is 0 is a line.",
                a=matrix[0],
                b=matrix[1],
                c=matrix[2],
            ),
            Sentence(
                "Neurons bend a border only by their activation. Without one all {weights} "
                "numbers multiply out to 3.",
                weights=run.network.dimension,
            ),
            Sentence(
                "It learns: its loss went from {first} to {last}.",
                first=run.training.losses[0, 0],
                last=run.training.losses[-1, 0],
            ),
        ),
        seen_right=0 if round(mine * n) < n else 1,
    )


LESSON = Lesson(
    name="only-lines",
    chapter=Chapter.NETWORKS,
    title=Sentence("Layers without an activation"),
    question=Sentence(
        "A net with two hidden layers of 8 neurons learns to tell two moons apart, but its neurons "
        "hand on their sums as they are: there is no activation. What border does it draw?"
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("A straight line."),
            Sentence("A bent line: 16 neurons can bend it."),
            Sentence("None: without an activation it cannot learn."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("Did the border tell all examples apart?"),
        (Sentence("No, some lie on the wrong side"), Sentence("Yes")),
    ),
    tries=(
        Next(Sentence("The same net with tanh"), BENT),
        Next(Sentence("No hidden layer at all"), LINE),
    ),
    claim=Claim(4, Sentence("A network without activations is no different from a linear model.")),
)

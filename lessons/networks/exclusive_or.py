"""Exclusive or: no line tells its four corners, and a few neurons do.

Marvin Minsky, Seymour Papert, Perceptrons, 1969.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Finding, Lesson, Next, Saw, Sentence
from lessons.runs import NetRun
from optimizers import GradientDescent

CORNERS = np.array([[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]])
CLASSES = np.array([False, True, True, False])
RUN = NetRun(
    "xor",
    (GradientDescent(learning_rate=0.5),),
    epochs=300,
    hidden=(),
    n=40,
    noise=0.25,
)
HIDDEN = replace(RUN, hidden=(4,))


def most_told() -> int:
    """How many of the corners a line tells at most: all directions, and all gaps between."""
    best = 0
    for turn in np.linspace(0, 2 * np.pi, 720, endpoint=False) + 1e-3:
        along = CORNERS @ [np.cos(turn), np.sin(turn)]
        order = np.sort(along)
        for edge in (order[0] - 1, *((order[1:] + order[:-1]) / 2)):
            best = max(best, int(((along > edge) == CLASSES).sum()))
    return best


def find(run: NetRun) -> Finding:
    """What the best of all lines does, what the trained one does, and what four neurons do."""
    most, corners, n = most_told(), len(CORNERS), run.n
    ends = {name: one.training.ends[0] for name, one in (("line", run), ("net", HIDDEN))}
    line = round(float(run.loss.accuracy(ends["line"])) * n)
    net = round(float(HIDDEN.loss.accuracy(ends["net"])) * n)
    losses = run.training.losses[-1, 0], HIDDEN.training.losses[-1, 0]
    chances = run.loss.answers(ends["line"])
    return Finding(
        right={2: 0, 3: 1, 4: 2}[most],
        because=(
            Sentence(
                "Of all lines in all directions the best tells {most} of the {corners} corners: "
                "equal classes lie at opposite corners, and a line that has both of one class on "
                "its side has one of the other there, too.",
                most=most,
                corners=corners,
            ),
            Sentence(
                "Descent does not even find that one. It lowers the loss, and the lowest that a "
                "line can have is nearly that of knowing nothing: all its answers lie between "
                "{least} and {largest}, the loss is {loss}, and {line} of {n} examples are told "
                "right.",
                least=chances.min(),
                largest=chances.max(),
                loss=losses[0],
                line=line,
                n=n,
            ),
            Sentence(
                "With {neurons} hidden neurons each of them draws a line of its own, and the last "
                "one puts these together: {net} of {n} are told right, with a loss of {loss}.",
                neurons=HIDDEN.hidden[0],
                net=net,
                n=n,
                loss=losses[1],
            ),
        ),
        reasons=(
            Sentence(
                "There are better lines: one that cuts off a single corner tells {most}.", most=most
            ),
            Sentence(
                "A line that cuts off one corner tells {most}, and no line tells more.", most=most
            ),
            Sentence(
                "No line does: the best of 720 directions, with every cut, tells {most}.", most=most
            ),
        ),
        seen_right=1 if abs(losses[0] - np.log(2)) < 0.01 else 0,
    )


LESSON = Lesson(
    name="exclusive-or",
    chapter=Chapter.NETWORKS,
    title=Sentence("Exclusive or"),
    question=Sentence(
        "Examples lie about the four corners of a square. Opposite corners have the same class. "
        "How many of the corners can a straight line tell right at most?"
    ),
    run=RUN,
    predicts=Choose((Sentence("Two"), Sentence("Three"), Sentence("All four"))),
    find=find,
    saw=Saw(
        Sentence("Where did the loss of the line end?"),
        (
            Sentence("Well below that of an answer of one half everywhere"),
            Sentence("At that of an answer of one half everywhere, ln 2"),
        ),
    ),
    tries=(
        Next(Sentence("With {neurons} hidden neurons", neurons=4), HIDDEN),
        Next(
            Sentence("With {neurons} hidden neurons: does it still work?", neurons=2),
            replace(RUN, hidden=(2,)),
        ),
    ),
)

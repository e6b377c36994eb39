"""Continuous, and without a derivative at one place: gradient descent hops over it for ever."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import LineRun
from optimizers import GradientDescent

START, RATE, LESS, STEPS, LAST, BESIDE = 2.5, 0.3, 0.03, 40, 10, 1e-6
RUN = LineRun("absolute", (GradientDescent(learning_rate=RATE),), (START,), steps=STEPS)


def find(run: LineRun) -> Finding:
    """The slopes on both sides of the lowest place, and the last steps."""
    [walk] = run.walks
    curve = run.surface
    place = curve.stationary[0].x
    middle = curve.value(place)
    right_of = float((curve.value(place + BESIDE) - middle) / BESIDE)
    left_of = float((middle - curve.value(place - BESIDE)) / BESIDE)
    gap = float(abs(curve.value(place + BESIDE) - middle))
    last = walk.points[-LAST - 1 :, 0, 0]
    lengths = np.abs(np.diff(last))
    hops = bool((np.sign(last[1:]) != np.sign(last[:-1])).all())
    away = np.abs(last - place)
    none = abs(right_of - left_of) > 1
    return Finding(
        right=1 if hops and lengths.min() > RATE / 2 else 0,
        because=(
            Sentence(
                "Left of 0 the slope is {left}, right of it {right}, however near to 0. So every "
                "step is η = {rate} long.",
                left=left_of,
                right=right_of,
                rate=RATE,
            ),
            Sentence(
                "It comes from {start} in such steps, does not hit 0, and hops over it. In its "
                "last {last} steps it is {near} away or {far} away, in turn.",
                start=START,
                last=LAST,
                near=away.min(),
                far=away.max(),
            ),
            Sentence(
                "On x² the slope fades near the lowest place, and the steps with it. Here only a "
                "rate that shrinks makes them shorter."
            ),
        ),
        reasons=(
            Sentence(
                "Its last step is as long as its first: {length}.",
                length=lengths[-1],
            ),
            Sentence("Its last {last} steps all change the side.", last=LAST),
            Sentence("In its last {last} steps it stays within {far}.", last=LAST, far=away.max()),
        ),
        ruling=Ruling.FAILS if none else Ruling.HOLDS,
        judged=Sentence(
            "|x| is continuous: {beside} beside 0 its value differs by {gap} only. But its slope "
            "is {left} on one side of 0 and {right} on the other, so it has no derivative there.",
            beside=BESIDE,
            gap=gap,
            left=left_of,
            right=right_of,
        ),
        seen_right=1 if lengths[-1] > RATE / 2 else 0,
    )


LESSON = Lesson(
    name="kink",
    chapter=Chapter.SLOPE,
    title=Sentence("A kink at the bottom"),
    question=Sentence(
        "Gradient descent goes down |x| from x = {start} with a learning rate of {rate}. What does "
        "it do at the bottom?",
        start=START,
        rate=RATE,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("It comes to rest at 0, as on x²"),
            Sentence("It hops over 0, to and fro"),
            Sentence("It hops farther and farther away"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("What did the length of the steps do?"),
        (Sentence("They became shorter"), Sentence("They stayed as long")),
    ),
    tries=(
        Next(
            Sentence("A tenth of the rate: it hops less far, and does not stop either"),
            replace(RUN, rules=(GradientDescent(learning_rate=LESS),), steps=200),
        ),
    ),
    claim=Claim(4, Sentence("A function that is continuous can be differentiated.")),
)

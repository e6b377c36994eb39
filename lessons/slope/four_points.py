"""Four points on the cubic of the first post: the slope says which way, and how far."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import LineRun
from optimizers import GradientDescent

RATE = 0.1
STARTS = (0.3, 1.0, 2.2, 4 / 3)
RUN = LineRun("cubic", (GradientDescent(learning_rate=RATE),), STARTS, steps=40)


def find(run: LineRun) -> Finding:
    """The first step of every ball against its slope and its distance."""
    [walk] = run.walks
    curve = run.surface
    starts = np.array(run.starts)
    slopes = curve.slope(starts)
    moved = walk.points[1, :, 0] - starts
    home = float(curve.stationary[1].x)
    right = int(np.abs(moved).argmax())
    # Numbers whose sum should be 0 leave a rounding error.
    level = np.abs(slopes) < 1e-12
    against = bool((np.sign(moved[~level]) == -np.sign(slopes[~level])).all())
    rests = bool((np.abs(moved[level]) < 1e-12).all())
    return Finding(
        right=right,
        because=(
            Sentence(
                "A step is −η times the slope, and η, the learning rate, is {rate} for all four. "
                "So the steepest place makes the longest step: the slope is {steepest} there.",
                rate=RATE,
                steepest=slopes[right],
            ),
            Sentence(
                "How far it is to the lowest place does not count: w(1) is {far} away and moves by "
                "{first}; w(3) is {near} away and moves by {third}.",
                far=abs(starts[0] - home),
                first=moved[0],
                near=abs(starts[2] - home),
                third=moved[2],
            ),
            Sentence(
                "Near the bottom it becomes level, and the steps become short by themselves. The "
                "last step of w(1) is {last} long.",
                last=abs(walk.points[-1, 0, 0] - walk.points[-2, 0, 0]),
            ),
        ),
        reasons=(
            Sentence(
                "It is the farthest from the lowest place, but its slope is only {slope}.",
                slope=slopes[0],
            ),
            Sentence(
                "Its slope is {slope}, and it moves by {moved}.", slope=slopes[1], moved=moved[1]
            ),
            Sentence(
                "Its slope is {slope}, and it moves by {moved}.", slope=slopes[2], moved=moved[2]
            ),
            Sentence("It is level there, so it does not move at all."),
        ),
        ruling=Ruling.HOLDS if against and rests else Ruling.FAILS,
        judged=Sentence(
            "Slopes of {first} and {second} move w(1) and w(2) to the right, by {right_first} and "
            "{right_second}. A slope of {third} moves w(3) to the left, by {left}. At w(4) the "
            "slope is 0 but for rounding, and nothing moves.",
            first=slopes[0],
            second=slopes[1],
            right_first=moved[0],
            right_second=moved[1],
            third=slopes[2],
            left=-moved[2],
        ),
        seen_right=1 if moved[2] < 0 else 0,
    )


LESSON = Lesson(
    name="four-points",
    chapter=Chapter.SLOPE,
    title=Sentence("Which way, and how far"),
    question=Sentence(
        "Four balls start on the curve w³ − 2w² + 2: w(1) = {first}, w(2) = {second}, w(3) = "
        "{third}, and w(4) = {fourth}, the bottom of the valley. Which one takes the longest first "
        "step?",
        first=STARTS[0],
        second=STARTS[1],
        third=STARTS[2],
        fourth=STARTS[3],
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("w(1), the farthest from the bottom"),
            Sentence("w(2), in the middle of the slope"),
            Sentence("w(3), on the other side"),
            Sentence("w(4), at the bottom"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In which direction did w(3) move at first?"),
        (Sentence("To the right"), Sentence("To the left")),
    ),
    tries=(
        Next(
            Sentence("A ball left of the hilltop, where the curve falls without end"),
            replace(RUN, starts=(-0.01, 0.01), steps=18),
        ),
    ),
    claim=Claim(
        0,
        Sentence(
            "Where the slope is below 0, w moves to the right; where it is above 0, to the left; "
            "where it is 0, w stays."
        ),
    ),
)

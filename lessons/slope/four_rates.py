"""Four rates side by side on x² + 2y²: too small, right, at the limit, and beyond."""

from __future__ import annotations

import numpy as np

from lessons.arrivals import distances, first_within
from lessons.lesson import Chapter, Choose, Finding, Lesson, Next, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent

START, NEAR, STEPS = (-4.0, 3.0), 0.01, 40
RATES = (0.1, 0.25, 0.5, 0.51)
THIRD = 1 / 3
RUN = PlaneRun(
    *("bowl", tuple(GradientDescent(learning_rate=rate) for rate in RATES)),
    steps=STEPS,
    start=START,
    apart=True,
)


def find(run: PlaneRun) -> Finding:
    """Who arrives, and the factors by which the coordinates shrink."""
    slow, good, swings, _leaves = run.walks
    late, soon = first_within(slow, NEAR), first_within(good, NEAR)
    ends = [float(distances(walk)[-1]) for walk in run.walks]
    xx, _, yy = run.surface.hessian(*run.begins)
    arrived = [bool((distances(walk) < NEAR).any()) for walk in run.walks]
    firsts = [
        first_within(w, NEAR) if a else STEPS + 1 for w, a in zip(run.walks, arrived, strict=True)
    ]
    return Finding(
        right=int(np.argmin(firsts)),
        because=(
            Sentence(
                "A step multiplies x by 1 − {bend_x}η and y by 1 − {bend_y}η, where η is the rate. "
                "The nearer to 0 both are, the sooner it arrives.",
                bend_x=xx,
                bend_y=yy,
            ),
            Sentence(
                "With {rate} they are {by_x} and {by_y}: y is home after one step, and after "
                "{soon} steps less than {near} is left.",
                rate=RATES[1],
                by_x=1 - RATES[1] * xx,
                by_y=1 - RATES[1] * yy,
                soon=soon,
                near=NEAR,
            ),
            Sentence(
                "With {rate} the factor of y is {by_y}: y changes its side for ever. With {more} "
                "it is {grows}, and y grows.",
                rate=RATES[2],
                by_y=1 - RATES[2] * yy,
                more=RATES[3],
                grows=1 - RATES[3] * yy,
            ),
        ),
        reasons=(
            Sentence(
                "It arrives, but only after {late} steps: its factors are {by_x} and {by_y}.",
                late=late,
                by_x=1 - RATES[0] * xx,
                by_y=1 - RATES[0] * yy,
            ),
            Sentence("It arrives after {soon} steps.", soon=soon),
            Sentence(
                "In x it arrives at once, but y swings: after {steps} steps it is {left} away.",
                steps=STEPS,
                left=ends[2],
            ),
            Sentence(
                "It does not arrive: after {steps} steps it is {left} away.",
                steps=STEPS,
                left=ends[3],
            ),
        ),
        seen_right=1 if abs(abs(swings.points[-1, 1]) - abs(START[1])) < 1e-9 else 0,
    )


LESSON = Lesson(
    name="four-rates",
    chapter=Chapter.SLOPE,
    title=Sentence("Too small, right, too large"),
    question=Sentence(
        "Four walks go down x² + 2y² with learning rates of {first}, {second}, {third} and "
        "{fourth}. Which one is the first to be within {near} of the lowest place?",
        first=RATES[0],
        second=RATES[1],
        third=RATES[2],
        fourth=RATES[3],
        near=NEAR,
    ),
    run=RUN,
    predicts=Choose(tuple(Sentence("The one with {rate}", rate=rate) for rate in RATES)),
    find=find,
    saw=Saw(
        Sentence("What did the walk with {rate} do in y?", rate=RATES[2]),
        (Sentence("It came to rest"), Sentence("It jumped from side to side")),
    ),
    tries=(
        Next(
            Sentence("A rate of a third, with which x and y shrink alike"),
            PlaneRun("bowl", (GradientDescent(learning_rate=THIRD),), steps=STEPS, start=START),
        ),
    ),
)

"""Steepest is not shortest: the first step on Rosenbrock's valley, and where the walk gets to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.arrivals import distances, way
from lessons.lesson import Chapter, Claim, Finding, Lesson, Next, PlaceEnd, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent, Newton

START, RATE, STEPS, LONG = (-1.2, 1.0), 0.001, 300, 5000
RUN = PlaneRun("rosenbrock", (GradientDescent(learning_rate=RATE),), steps=STEPS, start=START)


def find(run: PlaneRun) -> Finding:
    """The angle of the first step, and the way against the straight one."""
    [walk] = run.walks
    goal = run.surface.minima[0]
    straight = np.array(goal) - run.begins
    downhill = -walk.gradients[0]
    cosine = downhill @ straight / np.linalg.norm(downhill) / np.linalg.norm(straight)
    angle = float(np.degrees(np.arccos(cosine)))
    far = distances(walk, goal)
    nearest_valley = int(np.argmin(np.abs(walk.points[:, 1] - walk.points[:, 0] ** 2) > 0.1))
    [long] = replace(run, steps=LONG).walks
    left, gone = distances(long, goal)[-1], way(long)
    aside = angle > 1 and gone + left > 1.01 * far[0]
    return Finding(
        right=walk.points[-1],
        because=(
            Sentence(
                "The steepest way down leads into the valley: after {steps} steps y is within a "
                "tenth of x², the bottom.",
                steps=nearest_valley,
            ),
            Sentence(
                "Along the bottom it is nearly level. The gradient was {first} long at the start "
                "and is {last} at the end, and so the steps are short.",
                first=walk.gradient_norms[0],
                last=walk.gradient_norms[-1],
            ),
            Sentence(
                "After {steps} steps the walk is {left} away from the lowest place; at the start "
                "it was {begun}.",
                steps=walk.steps,
                left=far[-1],
                begun=far[0],
            ),
        ),
        ruling=Ruling.FAILS if aside else Ruling.HOLDS,
        judged=Sentence(
            "The first step points {angle} degrees away from the straight line to the lowest "
            "place. In {steps} steps the walk goes a way of {gone} and still has {left} to go; the "
            "straight line is {straight} long. Downhill is fastest only where one stands.",
            angle=angle,
            steps=LONG,
            gone=gone,
            left=left,
            straight=far[0],
        ),
        seen_right=0 if nearest_valley < STEPS / 10 and far[-1] > far[0] / 2 else 1,
    )


LESSON = Lesson(
    name="steepest-not-shortest",
    chapter=Chapter.SLOPE,
    title=Sentence("Steepest is not shortest"),
    question=Sentence(
        "Gradient descent starts at ({x}, {y}) in a valley that is bent like a banana; its lowest "
        "place is ({goal_x}, {goal_y}). Where is the walk after {steps} steps with a learning rate "
        "of {rate}?",
        x=START[0],
        y=START[1],
        goal_x=RUN.surface.minima[0][0],
        goal_y=RUN.surface.minima[0][1],
        steps=STEPS,
        rate=RATE,
    ),
    run=RUN,
    predicts=PlaceEnd(),
    find=find,
    saw=Saw(
        Sentence("Which way did it go?"),
        (
            Sentence("Quickly into the valley, then slowly along it"),
            Sentence("Straight to the lowest place"),
        ),
    ),
    tries=(
        Next(Sentence("The same walk for {steps} steps", steps=LONG), replace(RUN, steps=LONG)),
        Next(
            Sentence("Newton's method, which looks at the bends too"),
            replace(RUN, rules=(Newton(),), steps=10),
        ),
    ),
    claim=Claim(
        4, Sentence("Against the gradient one moves to the lowest place in the fastest way.")
    ),
)

"""The least sum of weighted squares is at the weighted mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Claim, DragNumber, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import LineRun
from optimizers import GradientDescent
from surfaces.curves.weighted_squares import CENTRES

START, RATE, STEPS = -3.5, 0.05, 60
WEIGHTS, HEAVY = (1.0, 2.0, 1.0), (3.0, 0.5, 0.5)
RUN = LineRun(
    *("weighted_squares", (GradientDescent(learning_rate=RATE),), (START,)),
    steps=STEPS,
    shape=WEIGHTS,
)


def find(run: LineRun) -> Finding:
    """Where the ball rests, beside the weighted mean."""
    [walk] = run.walks
    weights, centres = np.array(run.surface.arguments), np.array(CENTRES)
    mean = float(weights @ centres / weights.sum())
    end = float(walk.points[-1, 0, 0])
    heaviest = float(centres[weights.argmax()])
    pulls = 2 * weights * (end - centres)
    rests = abs(end - mean) < 1e-6
    return Finding(
        right=end,
        because=(
            Sentence(
                "Each square pulls the ball to its own lowest point, the harder the farther it is. "
                "At the end the three slopes are {first}, {second} and {third}; their sum is 0 but "
                "for {left}.",
                first=pulls[0],
                second=pulls[1],
                third=pulls[2],
                left=abs(pulls.sum()),
            ),
            Sentence(
                "That is at the weighted mean: each of the three points times its weight, added up "
                "and divided by the sum of the weights, {mean}.",
                mean=mean,
            ),
            Sentence(
                "The heaviest square alone would be lowest at {heaviest}, and without weights it "
                "would be {plain}.",
                heaviest=heaviest,
                plain=centres.mean(),
            ),
        ),
        ruling=Ruling.HOLDS if rests else Ruling.FAILS,
        judged=Sentence(
            "After {steps} steps the ball is at {end}, and the weighted mean is {mean}. The rate "
            "has to be below 1 over the sum of the weights, {limit}; here it is {rate}.",
            steps=walk.steps,
            end=end,
            mean=mean,
            limit=1 / weights.sum(),
            rate=RATE,
        ),
        seen_right=0 if (np.diff(walk.points[:, 0, 0]) >= 0).all() else 1,
    )


LESSON = Lesson(
    name="weighted-wishes",
    chapter=Chapter.SLOPE,
    title=Sentence("Three pulls on one ball"),
    question=Sentence(
        "The curve is w₁(x + 2)² + w₂(x − 1)² + w₃(x − 3)²: three squares that are lowest at −2, 1 "
        "and 3. They have the weights w₁ = {w1}, w₂ = {w2} and w₃ = {w3}. Where does gradient "
        "descent come to rest?",
        w1=WEIGHTS[0],
        w2=WEIGHTS[1],
        w3=WEIGHTS[2],
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Where the ball comes to rest"), -4.0, 5.0),
    find=find,
    saw=Saw(
        Sentence("Which way did the ball go?"),
        (Sentence("To the right all the time"), Sentence("To and fro")),
    ),
    tries=(Next(Sentence("More weight on the square at −2"), replace(RUN, shape=HEAVY)),),
    claim=Claim(
        0, Sentence("A sum of weighted squares is an objective that gradient descent minimizes.")
    ),
)

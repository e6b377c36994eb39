"""The largest learning rate that still arrives on x² + 2y², looked for as one would."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.plane.rate_limit import largest_converging
from lessons.arrivals import distances
from lessons.lesson import Chapter, Claim, DragNumber, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent

START, RATE, NEARLY, BEYOND = (-4.0, 3.0), 0.1, 0.49, 0.51
LEAST, MOST = 0.01, 2.0
RUN = PlaneRun("bowl", (GradientDescent(learning_rate=RATE),), steps=60, start=START)


def find(run: PlaneRun) -> Finding:
    """By bisection of many walks, and by the curvature."""
    [walk] = run.walks
    [rule] = run.rules
    tried = np.geomspace(LEAST, MOST, 40)
    limit = largest_converging(run.surface, rule, run.begins, tried)
    assert limit is not None
    xx, _, yy = run.surface.hessian(*run.begins)
    beyond = replace(run, rules=(GradientDescent(learning_rate=BEYOND),))
    begun = float(np.hypot(*run.begins))
    left, thrown = distances(walk)[-1], distances(beyond.walks[0])[-1]
    arrives, leaves = left < 0.01 * begun, thrown > begun / 2
    return Finding(
        right=limit,
        because=(
            Sentence(
                "Many walks were tried with larger and larger rates. As far as three digits "
                "tell, those below {limit} come nearer and nearer, and those above do not.",
                limit=limit,
            ),
            Sentence(
                "Why there: in y the ground bends by {bend}, and a step multiplies y by 1 − η · "
                "{bend}. That number must lie between −1 and 1, so η must be below {bound}.",
                bend=yy,
                bound=2 / yy,
            ),
            Sentence(
                "In x it bends by {bend} only, and η could be up to {bound}. The steepest "
                "direction sets the limit for all.",
                bend=xx,
                bound=2 / xx,
            ),
        ),
        ruling=Ruling.HOLDS if arrives and leaves else Ruling.FAILS,
        judged=Sentence(
            "x² + 2y² is convex. In {steps} steps a rate of {rate} leaves {left} of the distance "
            "of {begun}. With a rate of {beyond}, which is not suitable, {thrown} is left after "
            "the same steps, and it grows.",
            steps=walk.steps,
            rate=RATE,
            left=left,
            begun=begun,
            beyond=BEYOND,
            thrown=thrown,
        ),
        seen_right=0 if arrives else 1,
    )


LESSON = Lesson(
    name="rate-limit",
    chapter=Chapter.SLOPE,
    title=Sentence("The largest rate"),
    question=Sentence(
        "On x² + 2y² gradient descent arrives with a learning rate of {rate}. How large may the "
        "rate be?",
        rate=RATE,
    ),
    run=RUN,
    predicts=DragNumber(
        Sentence("The largest learning rate that still arrives"), LEAST, MOST, logarithmic=True
    ),
    find=find,
    saw=Saw(
        Sentence("What did the walk with the small rate do?"),
        (Sentence("It came close to the lowest place"), Sentence("It did not come close")),
    ),
    tries=(
        Next(
            Sentence("Just below the limit, with {rate}", rate=NEARLY),
            replace(RUN, rules=(GradientDescent(learning_rate=NEARLY),), steps=200),
        ),
    ),
    claim=Claim(
        4,
        Sentence(
            "On a differentiable convex function gradient descent is sure to arrive, if the "
            "learning rate and the number of steps are suitable."
        ),
    ),
)

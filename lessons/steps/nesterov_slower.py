"""Is Nesterov's method slower than momentum? Three walks with one rate."""

from __future__ import annotations

import numpy as np

from lessons.arrivals import distances, first_within
from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent, Momentum, Nesterov

START, RATE, LARGER, KEPT, NEAR, STEPS = (-4.0, 3.0), 0.02, 0.05, 0.9, 0.01, 200


def _run(rate: float) -> PlaneRun:
    rules = (
        GradientDescent(learning_rate=rate),
        Momentum(learning_rate=rate, momentum=KEPT),
        Nesterov(learning_rate=rate, momentum=KEPT),
    )
    return PlaneRun("bowl", rules, steps=STEPS, start=START, apart=True)


RUN = _run(RATE)


def find(run: PlaneRun) -> Finding:
    """Who arrives when, and how far each runs past the lowest place in x."""
    needed = [first_within(walk, NEAR) for walk in run.walks]
    past = [max(0.0, float(walk.points[:, 0].max())) for walk in run.walks]
    late = [float(distances(walk)[needed[2]]) for walk in run.walks]
    slower = needed[2] > max(needed[:2])
    return Finding(
        right=int(np.argmin(needed)),
        because=(
            Sentence(
                "Nesterov's method looks at the slope where its velocity is about to take it. So "
                "it begins to brake sooner."
            ),
            Sentence(
                "Momentum runs {momentum} past the lowest place in x, Nesterov's method "
                "{nesterov}.",
                momentum=past[1],
                nesterov=past[2],
            ),
            Sentence(
                "When Nesterov's method is there, after {steps} steps, momentum is still {swing} "
                "away, and gradient descent {creep}.",
                steps=needed[2],
                swing=late[1],
                creep=late[0],
            ),
        ),
        reasons=(
            Sentence("It never runs past, but it takes {steps} steps.", steps=needed[0]),
            Sentence(
                "It is fast but swings: it is within {near} at step {steps}.",
                near=NEAR,
                steps=needed[1],
            ),
            Sentence("It is within {near} at step {steps}.", near=NEAR, steps=needed[2]),
        ),
        ruling=Ruling.HOLDS if slower else Ruling.FAILS,
        judged=Sentence(
            "Here it takes {nesterov} steps; momentum takes {momentum} and gradient descent "
            "{plain}. That it runs less far past than momentum is so: {less} instead of {more}.",
            nesterov=needed[2],
            momentum=needed[1],
            plain=needed[0],
            less=past[2],
            more=past[1],
        ),
        seen_right=1 if past[1] > past[2] else 0,
    )


LESSON = Lesson(
    name="nesterov-slower",
    chapter=Chapter.STEPS,
    title=Sentence("Is Nesterov's method slower?"),
    question=Sentence(
        "Gradient descent, momentum and Nesterov's method go down x² + 2y², all with a learning "
        "rate of {rate}. Which one is the first to be within {near} of the lowest place?",
        rate=RATE,
        near=NEAR,
    ),
    run=RUN,
    predicts=Choose(
        (Sentence("Gradient descent"), Sentence("Momentum"), Sentence("Nesterov's method"))
    ),
    find=find,
    saw=Saw(
        Sentence("Which of the two ran farther past the lowest place?"),
        (Sentence("Nesterov's method"), Sentence("Momentum")),
    ),
    tries=(Next(Sentence("All three with a rate of {rate}", rate=LARGER), _run(LARGER)),),
    claim=Claim(
        2,
        Sentence(
            "Nesterov's method is slower than gradient descent and momentum, but it overshoots "
            "less."
        ),
    ),
)

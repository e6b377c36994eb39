"""η/√t without noise: it costs time where the rate is right, and saves a rate that is too large."""

from __future__ import annotations

from dataclasses import replace

from lessons.arrivals import distances, first_within
from lessons.lesson import Chapter, Claim, DragNumber, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent
from schedules import InverseSqrt

START, RATE, LARGE, NEAR, STEPS = (-4.0, 3.0), 0.1, 0.55, 0.01, 300
STEADY = PlaneRun("bowl", (GradientDescent(learning_rate=RATE),), steps=STEPS, start=START)
RUN = replace(STEADY, schedule=InverseSqrt())
SOON = first_within(STEADY.walks[0], NEAR)


def find(run: PlaneRun) -> Finding:
    """Both rates with and without the schedule."""
    [walk] = run.walks
    needed = first_within(walk, NEAR)
    large = (GradientDescent(learning_rate=LARGE),)
    [thrown], [saved] = replace(STEADY, rules=large).walks, replace(run, rules=large).walks
    away, back = float(distances(thrown)[STEPS // 10]), first_within(saved, NEAR)
    begun = float(distances(thrown)[0])
    slower, helps = needed > SOON, away > begun / 2
    first, last = walk.learning_rates[0], walk.learning_rates[needed - 1]
    return Finding(
        right=float(needed),
        because=(
            Sentence(
                "At step t the rate is {rate}/√t. In the first step it is {first}, in step {step} "
                "only {last}.",
                rate=RATE,
                first=first,
                step=needed,
                last=last,
            ),
            Sentence(
                "On this ground {rate} is small enough to arrive, so there is nothing to win from "
                "smaller steps: it takes {needed} steps instead of {soon}.",
                rate=RATE,
                needed=needed,
                soon=SOON,
            ),
        ),
        ruling=(Ruling.ONLY_IF if slower else Ruling.HOLDS) if helps else Ruling.FAILS,
        judged=Sentence(
            "With a rate of {rate} it takes {needed} steps instead of {soon}. With {large}, which "
            "is too large here, the constant rate is {away} away after {steps} steps, and the "
            "shrinking one arrives after {back}. Noise is another reason to shrink.",
            rate=RATE,
            needed=needed,
            soon=SOON,
            large=LARGE,
            away=away,
            steps=STEPS // 10,
            back=back,
        ),
        seen_right=0 if walk.step_lengths[1] > walk.step_lengths[needed] else 1,
    )


LESSON = Lesson(
    name="inverse-root",
    chapter=Chapter.SLOPE,
    title=Sentence("A rate that shrinks, without noise"),
    question=Sentence(
        "On x² + 2y² a constant learning rate of {rate} is within {near} of the lowest place after "
        "{soon} steps. Now step t uses {rate}/√t. After how many steps is it there?",
        rate=RATE,
        near=NEAR,
        soon=SOON,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Steps until it is there"), 5.0, 1000.0, logarithmic=True),
    find=find,
    saw=Saw(
        Sentence("What did the steps do?"),
        (Sentence("They became short"), Sentence("They stayed as long as the first")),
    ),
    tries=(
        Next(Sentence("The same rate, constant"), replace(STEADY, steps=60)),
        Next(
            Sentence("A rate of {rate} that shrinks", rate=LARGE),
            replace(RUN, rules=(GradientDescent(learning_rate=LARGE),)),
        ),
    ),
    claim=Claim(
        0,
        Sentence(
            "Large steps do not get to where the slope is 0; one starts with large steps and makes "
            "them smaller, with the rate 1/√t for update t."
        ),
    ),
)

"""RMSProp forgets old slopes: it does not slow down, and so it does not come to rest either."""

from __future__ import annotations

from dataclasses import replace

from lessons.arrivals import distances
from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import Adagrad, RMSProp
from schedules import InverseSqrt

START, RATE, DECAY, STEPS, LAST = (-4.0, 3.0), 0.1, 0.9, 200, 50
RUN = PlaneRun(
    "bowl",
    (RMSProp(learning_rate=RATE, decay=DECAY), Adagrad(learning_rate=RATE)),
    steps=STEPS,
    start=START,
    apart=True,
)


def find(run: PlaneRun) -> Finding:
    """Both walks: how far they are, and how long their last steps."""
    walk, other = run.walks
    away, behind = distances(walk), distances(other)
    half = STEPS // 4
    hovers = float(walk.step_lengths[-LAST:].mean())
    widest = float(away[-LAST:].max())
    ahead, arrived = away[half] < behind[half] / 4, widest < 0.05 * away[0]
    to_and_fro = bool(hovers > 1e-3 and arrived)
    return Finding(
        right=1 if to_and_fro else 0 if arrived else 2,
        because=(
            Sentence(
                "RMSProp divides by the root of a mean of squares that forgets: {decay} of it is "
                "kept in every step. Old slopes lose their weight, and its steps do not become "
                "ever shorter.",
                decay=DECAY,
            ),
            Sentence(
                "After {half} steps it is {near} away from the lowest place, and AdaGrad {far}.",
                half=half,
                near=away[half],
                far=behind[half],
            ),
            Sentence(
                "Near the lowest place the slopes are small, but so is their mean, and one divided "
                "by the other is not. In the last {last} steps a step is {length} long on average, "
                "and the walk is up to {widest} away.",
                last=LAST,
                length=hovers,
                widest=widest,
            ),
        ),
        reasons=(
            Sentence(
                "It does not come to rest: its last {last} steps are {length} long on average.",
                last=LAST,
                length=hovers,
            ),
            Sentence(
                "In its last {last} steps it stays within {widest}, and its steps are {length} "
                "long on average.",
                last=LAST,
                widest=widest,
                length=hovers,
            ),
            Sentence(
                "AdaGrad is still {behind} away at the end. RMSProp stays within {widest} in its "
                "last {last} steps.",
                behind=behind[-1],
                widest=widest,
                last=LAST,
            ),
        ),
        ruling=Ruling.HOLDS if ahead and arrived else Ruling.FAILS,
        judged=Sentence(
            "With the same rate of {rate} RMSProp is {near} away after {half} steps, and AdaGrad "
            "{far}. The price is that it does not come to rest: its last steps are {length} long "
            "on average.",
            rate=RATE,
            near=away[half],
            half=half,
            far=behind[half],
            length=hovers,
        ),
        seen_right=0 if widest < behind[-1] else 1,
    )


LESSON = Lesson(
    name="rmsprop-keeps-going",
    chapter=Chapter.STEPS,
    title=Sentence("RMSProp does not slow down"),
    question=Sentence(
        "RMSProp and AdaGrad go down x² + 2y², both with a learning rate of {rate}. What does "
        "RMSProp do in {steps} steps?",
        rate=RATE,
        steps=STEPS,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("It arrives and comes to rest"),
            Sentence("It arrives and goes to and fro there"),
            Sentence("It slows down on the way, as AdaGrad does"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("Which one was nearer at the end?"),
        (Sentence("RMSProp"), Sentence("AdaGrad")),
    ),
    tries=(
        Next(
            Sentence("Both with a rate that shrinks as 1/√t"), replace(RUN, schedule=InverseSqrt())
        ),
    ),
    claim=Claim(2, Sentence("RMSProp mends the slowing down of AdaGrad.")),
)

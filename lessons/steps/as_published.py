"""The walk of the third post as it was published, and what a repair of each part changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import published
from lessons.arrivals import distances
from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import Adam, GradientDescent

UPDATES, LONG, NEAR = published.UPDATES, 1000, published.NEAR
RULE = Adam(learning_rate=published.RATE)
RUN = PlaneRun("blog", (RULE,), steps=LONG, start=published.START)


def find(run: PlaneRun) -> Finding:
    """All four: published and true gradient, published and correct Adam."""
    goal = run.surface.minima[0]
    as_it_was, adam, gradient = (
        distances(repair.walk(LONG), goal)
        for repair in (
            published.Repair(),
            published.Repair(bias=True, epsilon=True),
            published.Repair(gradient=True),
        )
    )
    both = distances(run.walks[0], goal)
    shown = published.Repair().walk(UPDATES).points[-1]
    zero = published.field_zero()
    slope = np.hypot(*run.surface.gradient(*zero))
    origin = np.hypot(*run.surface.gradient(0.0, 0.0))
    arrives = [bool(away[-1] < NEAR) for away in (as_it_was, adam, gradient, both)]
    needed = int(np.argmax(both < NEAR))
    gradient_decides = arrives == [False, False, True, True]
    right = 2 if gradient_decides else 0 if arrives[0] else 1
    return Finding(
        right=right,
        because=(
            Sentence(
                "The post derives the gradient by hand, with three slips. The field it walks on is "
                "level at ({x}, {y}); the true gradient is {slope} long there.",
                x=zero[0],
                y=zero[1],
                slope=slope,
            ),
            Sentence(
                "So with the published gradient the walk goes to the wrong place. After {updates} "
                "updates it is {old} away from the lowest place, and {adam} away with a correct "
                "Adam.",
                updates=LONG,
                old=as_it_was[-1],
                adam=adam[-1],
            ),
            Sentence(
                "With the true gradient {half} is left with the published Adam, and {both} with "
                "the correct one, which is within {near} after {needed} updates.",
                half=gradient[-1],
                both=both[-1],
                near=NEAR,
                needed=needed,
            ),
        ),
        reasons=(
            Sentence(
                "After {updates} updates it is {old} away, and it stays away: that is where the "
                "published field is level.",
                updates=LONG,
                old=as_it_was[-1],
            ),
            Sentence("With Adam repaired alone it still ends {adam} away.", adam=adam[-1]),
            Sentence("With the gradient repaired alone it ends {half} away.", half=gradient[-1]),
        ),
        ruling=Ruling.HOLDS if as_it_was[UPDATES] < NEAR else Ruling.FAILS,
        judged=Sentence(
            "After {updates} updates the published walk is at ({x}, {y}), {left} away from the "
            "lowest place. The smallest circle of the picture is about (0, 0), and there the "
            "gradient is {slope} long.",
            updates=UPDATES,
            x=shown[0],
            y=shown[1],
            left=as_it_was[UPDATES],
            slope=origin,
        ),
        seen_right=0 if both[UPDATES] < NEAR else 1,
    )


LESSON = Lesson(
    name="as-published",
    chapter=Chapter.STEPS,
    title=Sentence("As published, and repaired"),
    question=Sentence(
        "The code of the post on Adam has slips: three in the gradient, and two in Adam. What has "
        "to be repaired so that the walk gets to the lowest place in {updates} updates?",
        updates=LONG,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("Nothing: it gets there as it is, if it only goes on"),
            Sentence("Adam"),
            Sentence("The gradient"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence(
            "Did the repaired walk get to the lowest place in its first {updates} updates?",
            updates=UPDATES,
        ),
        (Sentence("Yes"), Sentence("No, it took more")),
    ),
    tries=(
        Next(Sentence("The repaired walk as short as the post's"), replace(RUN, steps=UPDATES)),
        Next(
            Sentence("Gradient descent on the same terrain"),
            replace(RUN, rules=(GradientDescent(learning_rate=published.RATE),), steps=300),
        ),
    ),
    claim=Claim(
        3, Sentence("Adam's walk ends in the smallest circle of the picture, the minimum.")
    ),
)

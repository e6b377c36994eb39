"""A hair beside the line on which gradient descent ends at a saddle."""

from __future__ import annotations

from dataclasses import replace

from lessons.lesson import Chapter, Claim, Finding, Lesson, Next, PlaceEnd, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent

START, ON, RATE, STEPS = (1.0, 1e-3), (1.0, 0.0), 0.1, 39
RUN = PlaneRun("saddle", (GradientDescent(learning_rate=RATE),), steps=STEPS, start=START)
ON_LINE = replace(RUN, start=ON)


def find(run: PlaneRun) -> Finding:
    """Both walks, and where the slope is least on the way."""
    [walk], [held] = run.walks, ON_LINE.walks
    xx, _, yy = run.surface.hessian(*run.begins)
    flattest = int(walk.gradient_norms.argmin())
    rests = held.gradient_norms[-1] < 0.01 * held.gradient_norms[0]
    leaves = walk.gradient_norms[-1] > 10 * walk.gradient_norms[flattest]
    return Finding(
        right=walk.points[-1],
        because=(
            Sentence(
                "A step multiplies x by 1 − {rate} · {bend} = {shrinks}, and x fades.",
                rate=RATE,
                bend=xx,
                shrinks=1 - RATE * xx,
            ),
            Sentence(
                "In y the ground bends by {bend}, below 0 and so down, and a step multiplies y by "
                "{grows}: it grows, however small it was.",
                bend=yy,
                grows=1 - RATE * yy,
            ),
            Sentence(
                "At step {step} the gradient is shortest, {least}, and the walk seems to be at "
                "rest. At the end y is {y}.",
                step=flattest,
                least=walk.gradient_norms[flattest],
                y=walk.points[-1, 1],
            ),
        ),
        ruling=Ruling.ONLY_IF if rests and leaves else Ruling.HOLDS if rests else Ruling.FAILS,
        judged=Sentence(
            "From y = 0 the walk goes to the saddle and stays: after {steps} steps it is {held} "
            "away. From y = {beside} it is slow there, and then leaves: after as many steps it is "
            "{left} away. A saddle only holds a walk that comes along one line.",
            steps=held.steps,
            held=abs(held.points[-1, 0]),
            beside=START[1],
            left=abs(walk.points[-1, 1]),
        ),
        seen_right=1 if leaves else 0,
    )


LESSON = Lesson(
    name="beside-the-saddle",
    chapter=Chapter.SLOPE,
    title=Sentence("A hair beside the saddle"),
    question=Sentence(
        "x² − y² is a saddle: it goes up along x and down along y. Gradient descent starts at "
        "({x}, {y}). Where is it after {steps} steps with a learning rate of {rate}?",
        x=START[0],
        y=START[1],
        steps=STEPS,
        rate=RATE,
    ),
    run=RUN,
    predicts=PlaceEnd(),
    find=find,
    saw=Saw(
        Sentence("What did the walk do near the middle?"),
        (Sentence("It came to rest there"), Sentence("It slowed down, and left")),
    ),
    tries=(Next(Sentence("Exactly on the line, from y = 0"), ON_LINE),),
    claim=Claim(2, Sentence("At a saddle the slope is 0, and so gradient descent stops there.")),
)

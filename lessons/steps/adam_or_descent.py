"""Adam against gradient descent on the terrain of the third post."""

from __future__ import annotations

import published
from lessons.arrivals import first_within
from lessons.lesson import Chapter, Claim, DragNumber, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import Adam, GradientDescent

RATE, HIGHER, STEPS = published.RATE, 0.3, 700
NEAR = published.NEAR
RUN = PlaneRun(
    "blog",
    (Adam(learning_rate=RATE), GradientDescent(learning_rate=RATE)),
    steps=STEPS,
    start=published.START,
    apart=True,
)
HIGH = PlaneRun("blog", (Adam(learning_rate=HIGHER),), steps=STEPS, start=published.START)
PLACE = RUN.surface.minima[0]
SOON = first_within(RUN.walks[1], NEAR, PLACE)


def find(run: PlaneRun) -> Finding:
    """Steps of both at the post's rate, and of Adam at a higher one."""
    walk, plain = run.walks
    needed = first_within(walk, NEAR, PLACE)
    high = first_within(HIGH.walks[0], NEAR, PLACE)
    first = [float(w.step_lengths[1]) for w in run.walks]
    half = SOON // 2
    mean = float(walk.step_lengths[1 : half + 1].mean())
    far = float(abs(run.begins[1] - PLACE[1]))
    return Finding(
        right=float(needed),
        because=(
            Sentence(
                "At the start the gradient is {steep} long, and the first step of gradient "
                "descent is {plain}. Adam divides each coordinate by the size of its slope: its "
                "first step is {adam}.",
                steep=plain.gradient_norms[0],
                plain=first[1],
                adam=first[0],
            ),
            Sentence(
                "The lowest place is {far} away in y. Over its first {half} steps a step of Adam "
                "is {mean} long on average, and so it needs {needed} of them.",
                far=far,
                half=half,
                mean=mean,
                needed=needed,
            ),
            Sentence(
                "With a rate of {higher} Adam is there after {high} steps.",
                higher=HIGHER,
                high=high,
            ),
        ),
        ruling=Ruling.HOLDS if needed > SOON and high < needed else Ruling.FAILS,
        judged=Sentence(
            "At {rate} Adam takes {needed} steps to be within {near}, and gradient descent {soon}. "
            "At {higher} Adam takes {high}. This is one ground and one start.",
            rate=RATE,
            needed=needed,
            near=NEAR,
            soon=SOON,
            higher=HIGHER,
            high=high,
        ),
        seen_right=1 if first[1] > first[0] else 0,
    )


LESSON = Lesson(
    name="adam-or-descent",
    chapter=Chapter.STEPS,
    title=Sentence("Adam against gradient descent"),
    question=Sentence(
        "On the terrain of the post, gradient descent with a learning rate of {rate} is within "
        "{near} of the lowest place after {soon} steps. How many steps does Adam take with the "
        "same rate?",
        rate=RATE,
        near=NEAR,
        soon=SOON,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Steps of Adam"), 20.0, 5000.0, logarithmic=True),
    find=find,
    saw=Saw(
        Sentence("Which one took the longer first step?"),
        (Sentence("Adam"), Sentence("Gradient descent")),
    ),
    tries=(Next(Sentence("Adam with a rate of {rate}", rate=HIGHER), HIGH),),
    claim=Claim(
        3,
        Sentence(
            "Adam is harder to bring to the minimum than gradient descent here, and wants a higher "
            "learning rate."
        ),
    ),
)

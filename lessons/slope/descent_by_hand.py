"""Two steps of gradient descent on x² + 2x + 3, every number of them."""

from __future__ import annotations

from dataclasses import replace

from lessons.lesson import Chapter, Claim, FillIn, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import LineRun
from optimizers import GradientDescent

START, RATE, LARGE, ELSEWHERE = 2.0, 0.1, 0.9, 4.0
RUN = LineRun("parabola", (GradientDescent(learning_rate=RATE),), (START,), steps=60)


def find(run: LineRun) -> Finding:
    """The steps worked out apart from the engine."""
    [walk] = run.walks
    [x] = run.starts
    lowest = run.surface.stationary[0].x
    slope = 2 * x + 2
    once = x - RATE * slope
    then = 2 * once + 2
    twice = once - RATE * then
    there = 2 * ELSEWHERE + 2
    left = abs(walk.points[-1, 0, 0] - lowest)
    return Finding(
        right=(slope, once, then, twice),
        because=(
            Sentence(
                "The second step is shorter than the first, {second} instead of {first}, though "
                "the learning rate is the same: the slope is smaller.",
                first=abs(once - x),
                second=abs(twice - once),
            ),
            Sentence(
                "The lowest place is x = {lowest}. Every step leaves {factor} of the distance to "
                "it: 1 − 2 · {rate}.",
                lowest=lowest,
                factor=(once - lowest) / (x - lowest),
                rate=RATE,
            ),
            Sentence(
                "After {steps} steps the distance is {left}. In exact arithmetic it never "
                "becomes 0: every step leaves the same part of it.",
                steps=walk.steps,
                left=left,
            ),
        ),
        example=(
            Sentence(
                "From another place, x = {x}: the slope of x² + 2x + 3 is 2x + 2, which is {slope} "
                "there.",
                x=ELSEWHERE,
                slope=there,
            ),
            Sentence(
                "The step takes {rate} times the slope off, {step}: the new x is {after}.",
                rate=RATE,
                step=RATE * there,
                after=ELSEWHERE - RATE * there,
            ),
        ),
        worked=(
            Sentence(
                "The slope of x² + 2x + 3 is 2x + 2. At x = {x} it is {slope}.", x=x, slope=slope
            ),
            Sentence(
                "The step takes {rate} times the slope off: the new x is {once}.",
                rate=RATE,
                once=once,
            ),
            Sentence("There the slope is {then}.", then=then),
            Sentence("The next step leads to x = {twice}.", twice=twice),
        ),
        ruling=Ruling.HOLDS if left < 1e-3 else Ruling.FAILS,
        judged=Sentence(
            "The lowest value of x² + 2x + 3 is {lowest} at x = {place}. After {steps} steps the "
            "walk is at {height}, {above} above it.",
            lowest=run.surface.minimum,
            place=lowest,
            steps=walk.steps,
            height=walk.heights[-1, 0],
            above=walk.heights[-1, 0] - run.surface.minimum,
        ),
        seen_right=0 if abs(twice - once) < abs(once - x) else 1,
    )


LESSON = Lesson(
    name="descent-by-hand",
    chapter=Chapter.SLOPE,
    title=Sentence("Two steps by hand"),
    question=Sentence(
        "A ball starts at x = {start} on x² + 2x + 3. Every step takes the learning rate "
        "η = {rate} times the slope off x. Where is it after two steps?",
        start=START,
        rate=RATE,
    ),
    run=RUN,
    predicts=FillIn(
        (
            Sentence("The slope at the start"),
            Sentence("x after one step"),
            Sentence("The slope there"),
            Sentence("x after two steps"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("What did the length of the steps do?"),
        (Sentence("They became shorter"), Sentence("They stayed as long or became longer")),
    ),
    tries=(
        Next(
            Sentence("The same start with a rate of {rate}: it changes its side", rate=LARGE),
            replace(RUN, rules=(GradientDescent(learning_rate=LARGE),)),
        ),
    ),
    claim=Claim(4, Sentence("Gradient descent finds the minimum of x² + 2x + 3.")),
)

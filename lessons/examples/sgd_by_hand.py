"""One step of stochastic gradient descent on the squares of a line, every number of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Order
from lessons.examples.rows import seen
from lessons.lesson import Chapter, Claim, FillIn, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

START, RATE, LESS = (1.0, -1.0), 0.1, 0.02
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=RATE),)),
    epochs=1,
    batch=1,
    start=START,
    noise=0.4,
    order=Order.FIXED,
)
FIRST = RUN.examples.points[0, 0], RUN.examples.targets[0]


def find(run: ExamplesRun) -> Finding:
    """The first update, worked out apart from the engine."""
    [walk] = run.walks
    features, targets = seen(run)
    first = int(run.drawn()[0, 0])
    (x, _one), y = features[first], targets[first]
    w, b = run.start
    predicted = w * x + b
    error = predicted - y
    by_w, by_b = 2 * error * x, 2 * error
    new_w, new_b = w - RATE * by_w, b - RATE * by_b
    left = new_w * x + new_b - y
    assert walk.seen is not None
    steps, slopes = np.diff(walk.points[:, 0]), walk.seen[:, 0]
    to_left = -RATE * slopes < 0
    against = bool(to_left.any() and (steps[to_left] < 0).all())
    return Finding(
        right=(float(error), float(by_w), float(by_b), float(new_w), float(new_b)),
        because=(
            Sentence(
                "The gradient is longer the larger the error is, and the part for w is {x} times "
                "the part for b, for x is what w is multiplied with.",
                x=x,
            ),
            Sentence(
                "After the step the line is off by {left} at this x; before it was {error}. One "
                "step does not bring it there: it mends a part of the error.",
                left=left,
                error=error,
            ),
            Sentence(
                "The epoch goes on in the same way with the other examples, {updates} updates in "
                "all, and ends at w = {w}, b = {b}.",
                updates=run.updates,
                w=walk.points[-1, 0],
                b=walk.points[-1, 1],
            ),
        ),
        worked=(
            Sentence(
                "The line with w = {w} and b = {b} predicts ŷ = w·x + b = {predicted} at x = {x}.",
                w=w,
                b=b,
                predicted=predicted,
                x=x,
            ),
            Sentence("The example has y = {y}, so the error ŷ − y is {error}.", y=y, error=error),
            Sentence(
                "The loss (ŷ − y)² has the gradient 2(ŷ − y)·x = {by_w} for w, and "
                "2(ŷ − y) = {by_b} for b.",
                by_w=by_w,
                by_b=by_b,
            ),
            Sentence(
                "The step takes {rate} times the gradient off: w becomes {new_w}, and b becomes "
                "{new_b}.",
                rate=RATE,
                new_w=new_w,
                new_b=new_b,
            ),
        ),
        ruling=Ruling.FAILS if against else Ruling.HOLDS,
        judged=Sentence(
            "What is added to w is −η times the gradient. In the first step it is {moved}, above "
            "0, and w goes right, from {w} to {new_w}. It is below 0 in {count} of the {updates} "
            "updates, and w goes left in {left} of these. The note has the sign the wrong way "
            "round.",
            moved=-RATE * by_w,
            w=w,
            new_w=new_w,
            count=int(to_left.sum()),
            updates=run.updates,
            left=int((steps[to_left] < 0).sum()),
        ),
        seen_right=0 if abs(left) < abs(error) else 1,
    )


LESSON = Lesson(
    name="sgd-by-hand",
    chapter=Chapter.EXAMPLES,
    title=Sentence("One step by hand"),
    question=Sentence(
        "A line ŷ = w·x + b starts with w = {w} and b = {b}. It sees one example, x = {x} and "
        "y = {y}, and takes a step with a learning rate of η = {rate}. What are the numbers?",
        w=START[0],
        b=START[1],
        x=FIRST[0],
        y=FIRST[1],
        rate=RATE,
    ),
    run=RUN,
    predicts=FillIn(
        (
            Sentence("The error ŷ − y"),
            Sentence("The gradient for w"),
            Sentence("The gradient for b"),
            Sentence("The new w"),
            Sentence("The new b"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("At the first example, where was the line after the first step?"),
        (Sentence("Nearer to the example"), Sentence("Farther from it")),
    ),
    tries=(
        Next(
            Sentence("The same step with a rate of {rate}", rate=LESS),
            replace(RUN, rules=(GradientDescent(learning_rate=LESS),)),
        ),
        Next(Sentence("All examples in every step"), replace(RUN, batch=0, epochs=40)),
    ),
    claim=Claim(0, Sentence("Where −η times the gradient is below 0, w moves to the right.")),
)

"""σ/√b: four times the examples, half the error."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Batches, Order
from engine.analysis.batch_error import BatchError, batch_error, expected_error, spread
from lessons.lesson import (
    Chapter,
    Choose,
    Claim,
    Diagram,
    Finding,
    Lesson,
    Next,
    Ruling,
    Saw,
    Sentence,
    Series,
)
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

SMALL, FACTOR, MEASURED = 8, 4, 2000
SIZES = (1, 2, 4, 8, 16, 32)
ANSWERS = (1 / FACTOR, FACTOR**-0.5, 1.0)
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=0.05),)),
    epochs=8,
    batch=SMALL,
    start=(-1.0, 1.5),
    noise=0.4,
    order=Order.REPLACED,
    below="error",
)


def measured(run: ExamplesRun, gradients: np.ndarray, size: int) -> BatchError:
    """The error over many batches of a size, drawn as the run draws them."""
    n = len(gradients)
    return batch_error(gradients, Batches(size, run.order, run.seed).indices(n, MEASURED))


def find(run: ExamplesRun) -> Finding:
    """Errors at the start by the size of a batch, measured and by theory."""
    gradients = run.loss.single_gradients(run.start)
    sigma, n = spread(gradients), len(gradients)
    found = [measured(run, gradients, size).error for size in SIZES]
    theory = expected_error(gradients, SIZES, True)
    few, many = (found[SIZES.index(size)] for size in (SMALL, FACTOR * SMALL))
    ratio = many / few
    full = float(expected_error(gradients, n, False))
    return Finding(
        right=int(np.argmin(np.abs(np.array(ANSWERS) - ratio))),
        because=(
            Sentence(
                "At the start the gradients of single examples lie {sigma} from their mean "
                "(root mean square). Call that σ. A batch of b of them is off by σ/√b.",
                sigma=sigma,
            ),
            Sentence(
                "Measured over {count} batches each, {small} examples are off by {few}, and "
                "{large} examples by {many}: that is {ratio} times as much.",
                count=MEASURED,
                small=SMALL,
                large=FACTOR * SMALL,
                few=few,
                many=many,
                ratio=ratio,
            ),
            Sentence(
                "Errors of different signs cancel, but not all of them. It is the square of the "
                "error, the variance, that falls like 1/b."
            ),
        ),
        ruling=Ruling.HOLDS if (np.diff(found) < 0).all() else Ruling.FAILS,
        judged=Sentence(
            "The error falls from {first} with one example to {last} with {size}. But {times} "
            "times the work buys {gain} times the accuracy.",
            first=found[0],
            last=found[-1],
            size=SIZES[-1],
            times=FACTOR,
            gain=1 / ratio,
        ),
        reasons=(
            Sentence(
                "That is what becomes of the variance, the square of the error: it was {square} "
                "times as large here. The error itself was {ratio} times as large.",
                square=ratio**2,
                ratio=ratio,
            ),
            Sentence(
                "√{factor} = {root}, and measured it is {gain} times smaller.",
                factor=FACTOR,
                root=FACTOR**0.5,
                gain=1 / ratio,
            ),
            Sentence(
                "A batch is not as good as any other: {small} examples are off by {few}, and "
                "{large} by {many}. All {n}, each once, would be off by {full}.",
                small=SMALL,
                large=FACTOR * SMALL,
                few=few,
                many=many,
                n=n,
                full=full,
            ),
        ),
        diagram=Diagram(
            Sentence("examples in a batch"),
            Sentence("error of its gradient"),
            (
                Series(Sentence("measured"), np.array(SIZES, float), np.array(found), True),
                Series(Sentence("σ/√b"), np.array(SIZES, float), theory),
            ),
            x_log=True,
            y_log=True,
        ),
        seen_right=0 if (np.diff(run.walks[0].heights) < 0).all() else 1,
    )


LESSON = Lesson(
    name="batch-error",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Four times the batch"),
    question=Sentence(
        "The gradient of a batch is only near to the gradient of all examples. A batch of {small} "
        "examples is off by some error. What becomes of the error with {large} examples, "
        "{factor} times as many?",
        small=SMALL,
        large=FACTOR * SMALL,
        factor=FACTOR,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("It is a quarter of it."),
            Sentence("It is half of it."),
            Sentence("It stays the same: a sample is a sample."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("What did the loss of all examples do on the walk?"),
        (Sentence("It fell with every update"), Sentence("It also rose at times")),
    ),
    tries=(
        Next(Sentence("One example per update"), replace(RUN, batch=1)),
        Next(
            Sentence("Batches of {size}", size=FACTOR * SMALL),
            replace(RUN, batch=FACTOR * SMALL),
        ),
    ),
    claim=Claim(0, Sentence("The larger the batch, the more accurate is its gradient.")),
)

"""At a constant rate the walk comes down to a floor, and hovers there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Batches, Order
from engine.analysis.fan import fan
from engine.analysis.quadratic_noise import noise_floor, squares
from lessons.examples.rows import above_minimum, seen
from lessons.lesson import (
    Chapter,
    Claim,
    Diagram,
    DrawLoss,
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

RATE, SEEDS = 0.1, 100
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=RATE),)),
    epochs=5,
    batch=1,
    start=(-1.0, 1.5),
    noise=0.4,
    order=Order.REPLACED,
    below="floor",
)
WHOLE = replace(RUN, batch=0, order=Order.RESHUFFLED, epochs=RUN.updates)


def find(run: ExamplesRun) -> Finding:
    """The floor by theory and over many seeds, and what is left where there is no noise."""
    examples = squares(*seen(run))
    n, half = len(run.examples), run.updates // 2
    floor, lower = (noise_floor(examples, rate, [run.b] * n) for rate in (RATE, RATE / 2))
    draws = Batches(run.b, run.order).indices(n, run.updates, range(SEEDS))
    many = fan(run.loss, run.rules, run.start, draws)
    assert run.loss.minimum is not None
    mean = many.mean[:, 0] - run.loss.minimum
    gaps, whole = above_minimum(run), above_minimum(WHOLE)
    hovers = float(gaps[half:].mean())
    rests = float(abs(whole[-1]))
    only_noise = bool(rests < 1e-6 * floor and hovers > floor / 10)
    return Finding(
        right=run.walks[0].heights,
        because=(
            Sentence(
                "At first the loss falls, from {first}. Then it hovers: in the second half of "
                "this run it is {hovers} above the lowest loss on average.",
                first=run.walks[0].heights[0],
                hovers=hovers,
            ),
            Sentence(
                "At the lowest place the gradients of single examples are not 0, only their mean "
                "is. Every step follows one of them and leaves again."
            ),
            Sentence(
                "How high it hovers can be calculated: {floor} on average for η = {rate}, and "
                "{lower} for half of that rate. Over {seeds} other draws it was {measured}.",
                floor=floor,
                rate=RATE,
                lower=lower,
                seeds=SEEDS,
                measured=float(mean[half:].mean()),
            ),
        ),
        ruling=Ruling.ONLY_IF if only_noise else Ruling.HOLDS,
        judged=Sentence(
            "With one example per update it hovers {hovers} above the lowest loss. With all "
            "examples in every update the same rate comes to rest: after {updates} updates "
            "{rests} is left, 0 but for rounding. It is noise that keeps it from the place, "
            "unless the rate is beyond its limit.",
            hovers=hovers,
            updates=WHOLE.updates,
            rests=rests,
        ),
        diagram=Diagram(
            Sentence("updates"),
            Sentence("loss above the lowest"),
            (
                Series(Sentence("this run"), np.arange(len(gaps), dtype=float), gaps),
                Series(
                    Sentence("mean of {seeds} draws", seeds=SEEDS), many.steps.astype(float), mean
                ),
                Series(
                    Sentence("floor by theory"),
                    np.array([0.0, run.updates]),
                    np.full(2, floor),
                ),
            ),
            y_log=True,
        ),
        seen_right=1 if (np.diff(gaps[half:]) > 0).any() else 0,
    )


LESSON = Lesson(
    name="noise-floor",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Why the loss stops falling"),
    question=Sentence(
        "Every update looks at one example, drawn at random, and the learning rate stays at "
        "{rate}. What does the loss of all examples do over {updates} updates?",
        rate=RATE,
        updates=RUN.updates,
    ),
    run=RUN,
    predicts=DrawLoss(),
    find=find,
    saw=Saw(
        Sentence("What did the loss do in the second half of the updates?"),
        (Sentence("It only fell"), Sentence("It went up and down")),
    ),
    tries=(
        Next(
            Sentence("Half of the rate, for twice as long"),
            replace(RUN, rules=(GradientDescent(learning_rate=RATE / 2),), epochs=10),
        ),
        Next(Sentence("All examples in every update"), replace(WHOLE, epochs=60)),
    ),
    claim=Claim(
        0,
        Sentence(
            "With a large step it does not get to where the slope is 0, and goes to and fro around "
            "it."
        ),
    ),
)

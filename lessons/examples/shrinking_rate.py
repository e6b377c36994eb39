"""η/√t: what is won where there is noise, and lost where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Batches, Order
from engine.analysis.fan import Fan, fan
from lessons.examples.rows import above_minimum
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
from schedules import InverseSqrt

RATE, SEEDS, WHOLE = 0.1, 60, 40
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=RATE),)),
    epochs=25,
    batch=1,
    start=(-1.0, 1.5),
    noise=0.4,
    order=Order.REPLACED,
    schedule=InverseSqrt(),
    below="floor",
)
CONSTANT = replace(RUN, schedule=None)
QUIET = replace(RUN, batch=0, order=Order.RESHUFFLED, epochs=WHOLE)
QUIET_CONSTANT = replace(QUIET, schedule=None)


def many(run: ExamplesRun) -> Fan:
    """The run under several seeds."""
    draws = Batches(run.b, run.order).indices(len(run.examples), run.updates, range(SEEDS))
    return fan(run.loss, run.rules, run.start, draws, schedule=run.schedule)


def find(run: ExamplesRun) -> Finding:
    """Both rates with noise, as means over seeds, and both without."""
    assert run.loss.minimum is not None
    shrinking, constant = (many(one) for one in (run, CONSTANT))
    half = len(shrinking.steps) // 2
    means = [(one.mean[:, 0] - run.loss.minimum) for one in (shrinking, constant)]
    noisy, noisy_constant = (float(mean[half:].mean()) for mean in means)
    quiet, quiet_constant = (abs(float(above_minimum(o)[-1])) for o in (QUIET, QUIET_CONSTANT))
    wins = noisy < noisy_constant, quiet < quiet_constant
    gaps = above_minimum(run)
    return Finding(
        right={(True, True): 0, (False, False): 1, (True, False): 2}[wins],
        because=(
            Sentence(
                "With one example per update the constant rate hovers at {constant} above the "
                "lowest loss, the shrinking one is at {shrinking} (means over {seeds} draws and "
                "the second half of {updates} updates).",
                constant=noisy_constant,
                shrinking=noisy,
                seeds=SEEDS,
                updates=run.updates,
            ),
            Sentence(
                "After {updates} updates η/√t is {rate}: smaller steps let less noise in.",
                updates=run.updates,
                rate=RATE / np.sqrt(run.updates),
            ),
            Sentence(
                "With all examples in every update there is no noise to keep out. After {updates} "
                "updates the constant rate is {constant} above the lowest loss, and the shrinking "
                "one only at {shrinking}: its steps became small too early.",
                updates=WHOLE,
                constant=quiet_constant,
                shrinking=quiet,
            ),
        ),
        ruling=Ruling.ONLY_IF if wins == (True, False) else Ruling.HOLDS,
        judged=Sentence(
            "It helps only if updates are noisy: {shrinking} against {constant} with one example "
            "per update, but {quiet} against {steady} with all of them.",
            shrinking=noisy,
            constant=noisy_constant,
            quiet=quiet,
            steady=quiet_constant,
        ),
        reasons=(
            Sentence(
                "Not with all examples in every update: there it is at {shrinking} after {updates} "
                "updates, and the constant rate at {constant}.",
                shrinking=quiet,
                updates=WHOLE,
                constant=quiet_constant,
            ),
            Sentence(
                "Not with one example per update: there the constant rate stays at {constant}, and "
                "the shrinking one comes down to {shrinking}.",
                constant=noisy_constant,
                shrinking=noisy,
            ),
            Sentence(
                "One example: {shrinking} against {constant}. All examples: {quiet} against "
                "{steady}.",
                shrinking=noisy,
                constant=noisy_constant,
                quiet=quiet,
                steady=quiet_constant,
            ),
        ),
        diagram=Diagram(
            Sentence("updates"),
            Sentence("loss above the lowest, mean of {seeds} draws", seeds=SEEDS),
            (
                Series(Sentence("η/√t"), shrinking.steps[1:].astype(float), means[0][1:]),
                Series(Sentence("constant η"), constant.steps[1:].astype(float), means[1][1:]),
            ),
            x_log=True,
            y_log=True,
        ),
        seen_right=0 if gaps[: run.updates // 10].std() > gaps[-run.updates // 10 :].std() else 1,
    )


LESSON = Lesson(
    name="shrinking-rate",
    chapter=Chapter.EXAMPLES,
    title=Sentence("A rate that shrinks"),
    question=Sentence(
        "One walk keeps the rate η = {rate}, the other divides it by √t at update t. Which of them "
        "ends lower: with one random example per update ({many} updates), and with all examples "
        "in every update ({few} updates)?",
        rate=RATE,
        many=RUN.updates,
        few=WHOLE,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("The shrinking rate, both times."),
            Sentence("The constant rate, both times."),
            Sentence("The shrinking rate with one example, the constant one with all."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("When did the loss swing more?"),
        (Sentence("In the first tenth of the updates"), Sentence("In the last tenth")),
    ),
    tries=(
        Next(Sentence("The same draws at a constant rate"), CONSTANT),
        Next(Sentence("All examples in every update, at η/√t"), QUIET),
    ),
    claim=Claim(
        0,
        Sentence(
            "A rate that is large at first and then shrinks with 1/√(number of updates) gets to "
            "where the slope is 0."
        ),
    ),
)
